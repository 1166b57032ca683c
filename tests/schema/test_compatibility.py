"""What may take the place of what: examples of every change."""

from __future__ import annotations

import json
from typing import Any

import pytest
from saltus_schema import FeatureSchema, Field, Output, compare

INT: dict[str, Any] = {"type": "int"}
LABELS = ["on_time", "late"]
SAFE, CLIENT, MODEL, BOTH = set[str](), {"client"}, {"model"}, {"client", "model"}


@pytest.mark.parametrize(
    ("old", "new", "broken"),
    [
        # Types
        (INT, {"type": "long"}, MODEL),
        (INT, {"type": "double"}, MODEL),
        (INT, {"type": "float"}, BOTH),
        ({"type": "short"}, {"type": "float"}, MODEL),
        ({"type": "long"}, {"type": "double"}, BOTH),
        ({"type": "long"}, INT, BOTH),
        ({"type": "float"}, {"type": "double"}, MODEL),
        ({"type": "double"}, {"type": "float"}, BOTH),
        ({"type": "string"}, {"type": "date"}, BOTH),
        ({"type": "list<int>"}, {"type": "list<long>"}, MODEL),
        ({"type": "vector[3]"}, {"type": "vector"}, MODEL),
        ({"type": "vector"}, {"type": "vector[3]"}, CLIENT),
        ({"type": "vector[3]"}, {"type": "vector[4]"}, BOTH),
        ({"type": "decimal(5,2)"}, {"type": "decimal(7,3)"}, MODEL),
        ({"type": "decimal(5,2)"}, {"type": "decimal(6,3)"}, MODEL),
        ({"type": "decimal(5,2)"}, {"type": "decimal(5,3)"}, BOTH),
        # Null and absence
        (INT, INT | {"nullable": True}, MODEL),
        (INT | {"nullable": True}, INT, CLIENT),
        (INT, INT | {"on_missing": "default", "default": 0}, SAFE),
        (INT | {"on_missing": "default", "default": 0}, INT, CLIENT),
        (
            INT | {"on_missing": "default", "default": 0},
            INT | {"on_missing": "default", "default": 1},
            CLIENT,
        ),
        (
            {"type": "string", "on_missing": "default", "default": "x" * 100},
            {"type": "string", "on_missing": "default", "default": "x" * 100 + "y"},
            CLIENT,
        ),
        (
            INT | {"on_missing": "default", "default": 0},
            {"type": "double", "on_missing": "default", "default": 0},
            MODEL,
        ),
        (
            INT | {"on_missing": "default", "default": 0},
            INT | {"on_missing": "null", "nullable": True},
            BOTH,
        ),
        (INT | {"nullable": True}, INT | {"nullable": True, "on_missing": "null"}, SAFE),
        # Ranges
        (INT, INT | {"minimum": 0}, CLIENT),
        (INT | {"minimum": 0}, INT, MODEL),
        (INT | {"minimum": 0}, INT | {"minimum": 0, "on_out_of_range": "warn"}, MODEL),
        (INT | {"minimum": 0, "on_out_of_range": "warn"}, INT | {"minimum": 0}, CLIENT),
        (INT, INT | {"minimum": 0, "on_out_of_range": "warn"}, SAFE),
        (INT | {"minimum": 0}, INT | {"minimum": 0, "maximum": 9}, CLIENT),
        (INT | {"minimum": 0, "maximum": 9}, INT | {"minimum": -1, "maximum": 8}, BOTH),
        ({"type": "byte"}, {"type": "byte", "minimum": -128, "maximum": 127}, SAFE),
        ({"type": "date", "minimum": "2026-01-01"}, {"type": "date"}, MODEL),
        (
            {"type": "decimal(5,1)", "minimum": 9},
            {"type": "decimal(5,1)", "minimum": 10},
            CLIENT,
        ),
        # Categories
        (INT | {"categories": [1, 2]}, INT | {"categories": [1, 2, 3]}, MODEL),
        (INT | {"categories": [1, 2, 3]}, INT | {"categories": [1, 2]}, CLIENT),
        (INT | {"categories": [1, 2]}, INT | {"categories": [2, 1]}, MODEL),
        (INT | {"categories": [1, 2]}, INT | {"categories": [2]}, BOTH),
        (INT | {"categories": [1, 2]}, INT | {"categories": [1, 3]}, BOTH),
        (INT | {"categories": [1, 2]}, INT, MODEL),
        (INT, INT | {"categories": [1, 2]}, CLIENT),
        (INT, INT | {"categories": [1, 2], "on_unseen": "keep"}, SAFE),
        (
            INT | {"categories": [1], "on_unseen": "keep"},
            INT | {"categories": [1, 2], "on_unseen": "warn"},
            SAFE,
        ),
        (
            INT | {"categories": [1, 2], "on_unseen": "keep"},
            INT | {"categories": [3, 1], "on_unseen": "keep"},
            MODEL,
        ),
        (INT | {"minimum": 0}, INT | {"categories": [1, 2]}, CLIENT),
        (INT | {"categories": [1, 2]}, INT | {"minimum": 0, "maximum": 2}, MODEL),
        (INT | {"categories": [1, 2]}, INT | {"minimum": 2}, BOTH),
        (
            {"type": "decimal(2,1)", "categories": [1, 2]},
            {"type": "decimal(3,2)", "categories": ["1.00", "2.00"]},
            MODEL,
        ),
        # Units
        (INT | {"unit": "mile"}, INT | {"unit": "km"}, BOTH),
        (INT, INT | {"unit": "km"}, SAFE),
        (INT | {"unit": "km"}, INT, SAFE),
    ],
)
def test_a_change_breaks_whom_it_concerns(
    old: dict[str, Any], new: dict[str, Any], broken: set[str]
) -> None:
    found = compare(_schema(Field(name="x", **old)), _schema(Field(name="x", **new)))

    assert broken == {reason.aspect for reason in found.breaking}
    assert not found.identical
    assert found.reasons
    assert all(reason.advice for reason in found.breaking)
    assert {"x"} == {reason.field for reason in found.reasons}
    assert (found.client_safe, found.model_safe) == ("client" not in broken, "model" not in broken)
    assert found.safe == (not broken)


def test_an_input_more_or_less() -> None:
    x = Field(name="x", type="int")
    required = Field(name="y", type="int")
    optional = Field(name="y", type="int", nullable=True, on_missing="null")

    assert _broken(_schema(x), _schema(x, required)) == {("y", "client", "added")}
    assert compare(_schema(x), _schema(x, optional)).safe
    assert _broken(_schema(x, optional), _schema(x)) == {
        ("y", "client", "removed"),
        ("y", "model", "removed"),
    }


@pytest.mark.parametrize(
    ("new", "change"),
    [
        ([], "removed"),
        ([{"name": "p", "type": "int", "role": "prediction", "labels": LABELS}], "type"),
        ([{"name": "p", "type": "double", "labels": None}], "role"),
        ([{"name": "p", "type": "double", "role": "prediction"}], "labels"),
        (
            [{"name": "p", "type": "double", "role": "prediction", "labels": LABELS[::-1]}],
            "labels",
        ),
        (
            [{"name": "q", "type": "double", "role": "prediction", "labels": LABELS}],
            "renamed",
        ),
    ],
)
def test_an_output_that_changes_breaks_who_reads_it(new: list[dict[str, Any]], change: str) -> None:
    x = Field(name="x", type="int")
    old = Output(name="p", type="double", role="prediction", labels=LABELS)

    found = compare(_schema(x, outputs=[old]), _schema(x, outputs=[Output(**each) for each in new]))

    assert ("p", "output", change) in {(r.field, r.aspect, r.change) for r in found.breaking}
    assert (True, True, False) == (found.client_safe, found.model_safe, found.output_safe)


def test_labels_far_down_a_long_list_count() -> None:
    x = Field(name="x", type="int")
    labels = [str(index) for index in range(50)]

    def with_labels(names: list[str]) -> FeatureSchema:
        return _schema(
            x, outputs=[Output(name="p", type="double", role="prediction", labels=names)]
        )

    assert not compare(with_labels(labels), with_labels([*labels[:-1], "new"])).output_safe


def test_names_of_classes_count_wherever_they_are_declared() -> None:
    """A probability without labels of its own is keyed by those of the prediction."""
    x = Field(name="x", type="int")
    probability = Output(name="q", type="vector[2]", role="probability")
    raw = Output(name="r", type="vector[2]", role="raw_prediction", labels=LABELS)

    found = _broken(_schema(x, outputs=[probability]), _schema(x, outputs=[probability, raw]))

    assert {("q", "output", "labels")} == found


def test_an_output_more_is_safe_unless_it_takes_the_place_of_all() -> None:
    x = Field(name="x", type="int")
    features = Output(name="f", type="vector[2]")
    prediction = Output(name="p", type="double", role="prediction")

    assert compare(
        _schema(x, outputs=[prediction]), _schema(x, outputs=[features, prediction])
    ).safe
    assert compare(_schema(x), _schema(x, outputs=[prediction])).safe
    assert not compare(
        _schema(x, outputs=[features]), _schema(x, outputs=[features, prediction])
    ).output_safe


def test_a_reason_says_what_changed_and_what_to_do() -> None:
    old, new = (Field(name="distance", type="double", unit=unit) for unit in ("mile", "km"))

    reason, _ = compare(_schema(old), _schema(new)).reasons

    assert (
        'distance: its unit was "mile" and is "km"; '
        "add a field of another name: the same number means something else"
    ) == str(reason)


def test_a_comparison_is_json() -> None:
    found = compare(_schema(Field(name="x", **INT)), _schema(Field(name="x", type="long")))

    document = json.loads(json.dumps(found.to_dict()))

    assert (False, True, False, True) == (
        document["identical"],
        document["client_safe"],
        document["model_safe"],
        document["output_safe"],
    )
    assert {
        "field": "x",
        "aspect": "model",
        "change": "type",
        "verdict": "breaking",
        "message": "was int and is long",
        "advice": "fit the model on the new type",
    } == document["reasons"][1]


def _broken(old: FeatureSchema, new: FeatureSchema) -> set[tuple[str, str, str]]:
    return {(r.field, r.aspect, r.change) for r in compare(old, new).breaking}


def _schema(*inputs: Field, outputs: list[Output] | None = None) -> FeatureSchema:
    return FeatureSchema(name="test", inputs=list(inputs), outputs=outputs or [])
