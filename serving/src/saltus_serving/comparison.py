"""Two bundles side by side: stages, parameters, schema, metrics, and predictions of both."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import zip_longest
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import saltus_runtime as sr
from pydantic import BaseModel, Field
from saltus_schema import RowError, compare

from saltus_serving.description import card_metrics
from saltus_serving.loading import GOLDEN_NOTE, load_bytes
from saltus_serving.members import Members, read_members

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from saltus_serving.model import Model
    from saltus_serving.store import Store

Part = Literal["stages", "parameters", "metrics"]

_LONG = 8
_SHOWN = 60
_ROWS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two bundles.

    Attributes:
        model: It, loaded and verified.
        members: Its files, decoded as far as they are JSON.
    """

    model: Model
    members: Members

    @classmethod
    def find(cls, which: str, store: Store, name: str | None) -> Side:
        """Return the bundle in a file, or else the version of a model in the store.

        Raises:
            BundleRefusedError: It cannot be read.
            MissingError: There is no such file and no such version.
        """
        path = Path(which)
        if path.is_file():
            content = path.read_bytes()
        else:
            versions = store.known(name).versions
            digest = versions.find(which)
            content = versions.read(digest)
            versions.check(digest, content)
        return cls(load_bytes(path, content), read_members(content))


class Difference(BaseModel):
    """One thing that is not the same."""

    where: str = Field(description="stage and attribute, or name of the metric")
    old: str
    new: str


class PredictionDifference(BaseModel):
    """A golden row on which both differ."""

    row: dict[str, Any]
    old: Any
    new: Any


class Predictions(BaseModel):
    """What both give for the golden rows of both."""

    rows: int
    different: int
    largest: float = Field(description="largest distance between two numbers of an answer")
    examples: list[PredictionDifference]


class BundleComparison(BaseModel):
    """What changes from one bundle to another."""

    identical: bool
    stages: list[Difference]
    parameters: list[Difference] = Field(description="coefficients, categories, trees as well")
    metrics: list[Difference]
    schema_reasons: list[str]
    client_safe: bool
    model_safe: bool
    output_safe: bool
    predictions: Predictions

    @classmethod
    def of(cls, old: Side, new: Side) -> BundleComparison:
        """Compare two bundles."""
        schema = compare(old.model.schema, new.model.schema)
        stages = [*_stages(old.model.bundle, new.model.bundle)]
        parameters = [*_parameters(old.members, new.members)]
        metrics = [*_values("", card_metrics(old.model.card), card_metrics(new.model.card))]
        return cls(
            identical=not (stages or parameters or metrics) and schema.identical,
            stages=stages,
            parameters=parameters,
            metrics=metrics,
            schema_reasons=[f"{r.verdict} for the {r.aspect}: {r}" for r in schema.reasons],
            client_safe=schema.client_safe,
            model_safe=schema.model_safe,
            output_safe=schema.output_safe,
            predictions=_predictions(old.model, new.model),
        )

    def by_part(self) -> dict[Part, list[Difference]]:
        """Return the differences that are told as old and new."""
        return {"stages": self.stages, "parameters": self.parameters, "metrics": self.metrics}


def _stages(old: sr.Bundle, new: sr.Bundle) -> Iterator[Difference]:
    pairs = zip_longest(old.stages, new.stages)
    for number, (before, after) in enumerate(pairs, start=1):
        texts = [_stage(stage) for stage in (before, after)]
        if texts[0] != texts[1]:
            yield Difference(where=str(number), old=texts[0], new=texts[1])


def _stage(stage: sr.Stage | None) -> str:
    if stage is None:
        return "none"
    return f"{stage.op}: {', '.join(stage.inputs)} -> {', '.join(stage.outputs)}"


def _parameters(old: Members, new: Members) -> Iterator[Difference]:
    """Compare the models of stages of the same name, and whatever else a stage has."""
    for path in sorted({*old, *new}):
        if path.startswith("root/") and not path.endswith("node.json"):
            where = path.removeprefix("root/").removesuffix("/model.json")
            yield from _values(where, old.get(path), new.get(path))


def _values(where: str, old: Any, new: Any) -> Iterator[Difference]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted({*old, *new}):
            inner = ".".join(part for part in (where, key) if part and key != "attributes")
            yield from _values(inner or where, old.get(key), new.get(key))
    elif isinstance(old, list) and isinstance(new, list):
        yield from _lists(where, old, new)
    else:
        yield Difference(where=where, old=_shown(old), new=_shown(new))


def _lists(where: str, old: list[Any], new: list[Any]) -> Iterator[Difference]:
    if len(old) == len(new) <= _LONG:
        for index, (before, after) in enumerate(zip(old, new, strict=True)):
            yield from _values(f"{where}[{index}]", before, after)
        return
    changed = sum(before != after for before, after in zip(old, new, strict=False))
    added = [value for value in new if value not in old] if _names(new) else []
    gone = [value for value in old if value not in new] if _names(old) else []
    said = f"{len(new)} values, {changed} of the common ones differ"
    said += f"; new: {_shown(added)}" if added else ""
    said += f"; gone: {_shown(gone)}" if gone else ""
    yield Difference(where=where, old=f"{len(old)} values", new=said)


def _names(values: list[Any]) -> bool:
    return all(isinstance(value, str) for value in values)


def _shown(value: Any) -> str:
    text = "none" if value is None else json.dumps(value, default=repr)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}… ({len(text)} characters)"


def _predictions(old: Model, new: Model) -> Predictions:
    rows = [*_golden_inputs(old), *_golden_inputs(new)] or [old.schema.example_row()]
    different, largest = 0, 0.0
    examples: list[PredictionDifference] = []
    for row in rows:
        before, after = _answer(old, row), _answer(new, row)
        if before == after:
            continue
        different += 1
        distances = (abs(a - b) for a, b in zip(_numbers(before), _numbers(after), strict=False))
        largest = max(largest, *(each for each in distances if isfinite(each)), 0.0)
        if len(examples) < _ROWS_SHOWN:
            examples.append(PredictionDifference(row=row, old=before, new=after))
    return Predictions(rows=len(rows), different=different, largest=largest, examples=examples)


def _golden_inputs(model: Model) -> Iterator[dict[str, Any]]:
    note = model.bundle.note(GOLDEN_NOTE)
    for row in json.loads(note)["rows"] if note else ():
        if isinstance(row.get("input"), dict):
            yield row["input"]


def _answer(model: Model, row: Mapping[str, Any]) -> Any:
    """Return what a model answers; where it refuses the row, why."""
    try:
        scores = model.scorer.score(model.validator.validate_python(dict(row)))
    except (RowError, sr.ScoreError) as error:
        return f"refused: {str(error)[:200]}"
    return "dropped" if scores is None else model.form.answer(scores) or scores


def _numbers(answer: Any) -> Iterator[float]:
    if isinstance(answer, bool) or answer is None:
        return
    if isinstance(answer, int | float):
        yield float(answer)
    elif isinstance(answer, dict | list):
        parts: Iterable[Any] = answer.values() if isinstance(answer, dict) else answer
        for part in parts:
            yield from _numbers(part)
