"""The tables of a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from saltus_training.model_report.section import Table

if TYPE_CHECKING:
    from saltus_training.model_report.content import Content


def measures(content: Content) -> Table | None:
    """Every figure, beside the one of a model that learned nothing."""
    known = content.evaluation.get("known")
    note = f"Known: {known['measure']} {known['value']:g}, {known['source']}." if known else ""
    found = content.evaluation.get("measures")
    if found:
        rows = [(each["name"], number(each["value"]), _reference(each)) for each in found]
        return Table(("figure", "this model", "without learning"), rows, note)
    metrics = content.card.get("metrics")
    if not metrics:
        return None
    return Table(("figure", "this model"), [(name, number(x)) for name, x in metrics.items()], note)


def classes(content: Content) -> Table | None:
    """Precision, recall and F1 of each class."""
    found = content.evaluation.get("classes")
    if not found:
        return None
    figures = {"support": "rows", "precision": "precision", "recall": "recall", "f1": "F1"}
    if any("area_under_roc" in each for each in found.values()):
        figures["area_under_roc"] = "area under ROC"
    rows = [
        (content.class_name(index), *(number(each.get(figure, "")) for figure in figures))
        for index, each in sorted(found.items(), key=lambda pair: int(pair[0]))
    ]
    return Table(("class", *figures.values()), rows)


def thresholds(content: Content) -> Table | None:
    """What answering with the class from a probability on gives."""
    found = content.evaluation.get("thresholds")
    if not found:
        return None
    rows = [
        (
            number(each["threshold"]),
            number(each["predicted"]),
            *(number(each[figure]) for figure in ("precision", "recall", "f1")),
        )
        for each in found
    ]
    header = ("probability from", "rows", "precision", "recall", "F1")
    note = f"If everything from a probability on were answered with “{content.class_name(1)}”."
    return Table(header, rows, note)


def residual_quantiles(content: Content) -> Table | None:
    """Truth minus prediction, by share of the rows."""
    found = content.evaluation.get("residual_quantiles")
    if not found:
        return None
    rows = [(f"{float(share):.0%}", number(value)) for share, value in _by_share(found)]
    return Table(("share of rows", "residual, at most"), rows)


def search(content: Content) -> Table | None:
    """What cross-validation found."""
    found = content.evaluation.get("search")
    if not found:
        return None
    rows = [(_settings(each["settings"]), number(each["score"])) for each in found["candidates"]]
    return Table(
        ("parameters", found["figure"]), rows, "By cross-validation within the training rows."
    )


def number(value: Any) -> str:
    """A figure for people: whole numbers in full, others to three digits that say something."""
    if isinstance(value, float):
        return f"{value:.3f}" if 0.01 <= abs(value) < 1000 or value == 0 else f"{value:.4g}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _reference(measure: dict[str, Any]) -> str:
    if measure.get("reference") is None:
        return ""
    note = measure.get("reference_note")
    return number(measure["reference"]) + (f" ({note})" if note else "")


def _by_share(quantiles: dict[str, float]) -> list[tuple[str, float]]:
    return sorted(quantiles.items(), key=lambda pair: float(pair[0]))


def _settings(settings: dict[str, Any]) -> str:
    return ", ".join(f"{key} = {value}" for key, value in settings.items()) or "as they are"
