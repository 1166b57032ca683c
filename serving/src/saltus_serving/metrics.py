"""Figures for Prometheus, made of plain counts when somebody asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from saltus_serving.status import ModelStatus
    from saltus_serving.store import WorkerReport

_SLOT_STATES = ("staging", "ready", "failed")


class StatusCollector:
    """Turns where models stand into metrics."""

    def __init__(self, statuses: Iterable[ModelStatus]) -> None:
        self._statuses = [*statuses]

    def collect(self) -> Iterator[Metric]:
        """Yield the metrics."""
        generation = GaugeMetricFamily(
            "saltus_generation", "Generation that is in force.", labels=["model"]
        )
        converged = GaugeMetricFamily(
            "saltus_converged", "Whether every live worker serves it.", labels=["model"]
        )
        for status in self._statuses:
            generation.add_metric([status.model], status.state.generation)
            converged.add_metric([status.model], status.converged)
        yield generation
        yield converged
        yield from worker_metrics(
            (status.model, worker.report)
            for status in self._statuses
            for worker in status.workers
            if worker.life != "dead"
        )


class ReportCollector:
    """Turns what one worker says of itself into metrics."""

    def __init__(self, reports: Iterable[tuple[str, WorkerReport]]) -> None:
        self._reports = [*reports]

    def collect(self) -> Iterator[Metric]:
        """Yield the metrics."""
        yield from worker_metrics(self._reports)


def worker_metrics(reports: Iterable[tuple[str, WorkerReport]]) -> Iterator[Metric]:
    """Yield the metrics of workers, each with the model it serves."""
    labels = ["model", "worker"]
    answers = CounterMetricFamily(
        "saltus_answers", "Requests answered by the active bundle.", labels=[*labels, "digest"]
    )
    serving = GaugeMetricFamily(
        "saltus_serving_generation", "Generation that answers.", labels=labels
    )
    accepts = GaugeMetricFamily("saltus_accepts", "Whether it takes requests.", labels=labels)
    swaps = CounterMetricFamily("saltus_swaps", "Exchanges of the active bundle.", labels=labels)
    swap = GaugeMetricFamily(
        "saltus_swap_seconds", "From the new state to the swap, the last time.", labels=labels
    )
    slots = GaugeMetricFamily(
        "saltus_candidate", "How far the candidate is.", labels=[*labels, "state"]
    )
    checks = GaugeMetricFamily(
        "saltus_check_seconds", "How long a check of the candidate took.", labels=[*labels, "check"]
    )
    for model, report in reports:
        at = [model, report.instance]
        answers.add_metric([*at, report.active or ""], report.answered)
        serving.add_metric(at, report.serving)
        accepts.add_metric(at, report.accepts)
        swaps.add_metric(at, report.swaps)
        if report.swap_seconds is not None:
            swap.add_metric(at, report.swap_seconds)
        candidate = report.candidate
        for state in _SLOT_STATES:
            slots.add_metric([*at, state], candidate is not None and candidate.state == state)
        for check in candidate.checks if candidate else ():
            checks.add_metric([*at, check.name], check.seconds)
    yield from (answers, serving, accepts, swaps, swap, slots, checks)


def exposition(statuses: Iterable[ModelStatus]) -> tuple[bytes, str]:
    """Return where models stand in Prometheus' text format, and its media type."""
    return _rendered(StatusCollector(statuses))


def worker_exposition(reports: Iterable[tuple[str, WorkerReport]]) -> tuple[bytes, str]:
    """Return what one worker says of itself in Prometheus' text format, and its media type."""
    return _rendered(ReportCollector(reports))


def _rendered(collector: StatusCollector | ReportCollector) -> tuple[bytes, str]:
    registry = CollectorRegistry(auto_describe=False)
    registry.register(collector)
    return generate_latest(registry), CONTENT_TYPE_LATEST
