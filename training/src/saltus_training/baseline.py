"""What the training data look like, feature by feature, for comparison with live traffic."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyspark.sql import functions as F

from saltus_training.bundle import to_json
from saltus_training.columns import NUMERIC_TYPES
from saltus_training.spark_types import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyspark.sql import Column, DataFrame
    from saltus_schema import FeatureSchema, Field

# Each category is one more aggregate of the same pass.
MOST_CATEGORIES = 128

_QUANTILES = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)
_ACCURACY = 10_000
_FLOATING = {"float", "double"}


@dataclass(frozen=True, slots=True)
class Baseline:
    """Statistics of a frame.

    Attributes:
        rows: The number of rows.
        fingerprint: A sha256 of the content, whatever the order of the rows.
        features: By input: null rate, and quantiles or counts of categories.
        ranges: By numeric input: smallest and largest value; absent where there is none.
    """

    rows: int
    fingerprint: str
    features: Mapping[str, Mapping[str, Any]]
    ranges: Mapping[str, tuple[float, float]]

    def to_json(self) -> bytes:
        """Returns `notes/baseline.json`."""
        return to_json({"saltus_baseline": 1, "rows": self.rows, "features": self.features})


def compute_baseline(
    frame: DataFrame, schema: FeatureSchema, categories: Mapping[str, tuple[str, ...]]
) -> Baseline:
    """Computes the baseline in one pass over the frame; no row reaches the driver.

    Args:
        frame: A frame with the inputs of the schema.
        schema: The inputs.
        categories: Values that the pipeline knows, for inputs without declared categories.
    """
    names = [quoted(field.name) for field in schema.inputs]
    content = F.xxhash64(*names)
    aggregates = [
        F.count(F.lit(1)).alias("rows"),
        F.bit_xor(content).alias("xor"),
        F.sum(F.pmod(content, F.lit(2**31))).alias("sum"),
    ]
    known = {field.name: _known(field, categories) for field in schema.inputs}
    for index, field in enumerate(schema.inputs):
        for name, aggregate in _aggregates(field, known[field.name]).items():
            aggregates.append(aggregate.alias(f"{index}.{name}"))
    (row,) = frame.agg(*aggregates).collect()
    found = row.asDict()
    content_key = f"{found['rows']}:{found['xor']}:{found['sum']}"
    numbers = {
        field.name: (found[f"{index}.min"], found[f"{index}.max"])
        for index, field in enumerate(schema.inputs)
        if field.type in NUMERIC_TYPES
    }
    return Baseline(
        rows=found["rows"],
        fingerprint=hashlib.sha256(content_key.encode()).hexdigest(),
        features={
            field.name: _feature(field, known[field.name], _part(found, index), found["rows"])
            for index, field in enumerate(schema.inputs)
        },
        ranges={name: ends for name, ends in numbers.items() if None not in ends},
    )


def _known(field: Field, categories: Mapping[str, tuple[str, ...]]) -> tuple[Any, ...]:
    if field.type == "boolean":
        return (False, True)
    return tuple(field.categories or categories.get(field.name, ()))[:MOST_CATEGORIES]


def _aggregates(field: Field, known: tuple[Any, ...]) -> dict[str, Column]:
    column = F.col(quoted(field.name))
    aggregates = {"nulls": F.count_if(column.isNull())}
    if known:
        for position, value in enumerate(known):
            aggregates[f"count{position}"] = F.count_if(column == F.lit(value))
    elif field.type == "string":
        aggregates["distinct"] = F.approx_count_distinct(column)
    if field.type in NUMERIC_TYPES:
        number = column
        if field.type in _FLOATING:
            aggregates["nans"] = F.count_if(F.isnan(column))
            number = F.when(~F.isnan(column), column)
        aggregates["min"] = F.min(number)
        aggregates["max"] = F.max(number)
        aggregates["quantiles"] = F.percentile_approx(number, list(_QUANTILES), _ACCURACY)
    return aggregates


def _part(found: Mapping[str, Any], index: int) -> dict[str, Any]:
    prefix = f"{index}."
    return {
        name.removeprefix(prefix): value for name, value in found.items() if name.startswith(prefix)
    }


def _feature(
    field: Field, known: tuple[Any, ...], found: Mapping[str, Any], rows: int
) -> dict[str, Any]:
    feature: dict[str, Any] = {"null_rate": _rate(found["nulls"], rows)}
    if known:
        counts = {_key(value): found[f"count{index}"] for index, value in enumerate(known)}
        feature["counts"] = counts
        feature["other"] = rows - found["nulls"] - sum(counts.values())
    elif "distinct" in found:
        feature["distinct"] = found["distinct"]
    if "nans" in found:
        feature["nan_rate"] = _rate(found["nans"], rows)
    if field.type in NUMERIC_TYPES and found["min"] is not None:
        inner = dict(zip(map(str, _QUANTILES), found["quantiles"], strict=True))
        feature["quantiles"] = {"0": found["min"], **inner, "1": found["max"]}
    return feature


def _rate(count: int, rows: int) -> float:
    return count / rows if rows else 0.0


def _key(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
