"""Columns of maps, and the stage of MLeap's Spark extension that reads them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import saltus_runtime as sr
from saltus_testing.mleap import Json, write_node

if TYPE_CHECKING:
    from pathlib import Path


def load(
    folder: Path, value_type: str, default: Json, inputs: dict[str, str] | None = None
) -> sr.Bundle:
    attributes = {
        "key_type": {"basic_type": "string"},
        "value_type": {"basic_type": value_type},
        "default_value": default,
    }
    ports = {"input": "prices", "key": "city"}
    write_node(folder, "map_entry_selector", attributes, inputs=ports, outputs={"output": "price"})
    return sr.load(folder, inputs=inputs or {})


@pytest.mark.parametrize(
    ("value_type", "default", "value", "expected_default"),
    [
        ("double", {"double": 0.5}, 1.5, 0.5),
        ("float", {"float": 0.1}, 1.5, 0.10000000149011612),
        ("long", {"long": 2**53 + 1}, -(2**63), 2**53 + 1),
        ("int", {"int": 7}, 2**31 - 1, 7),
        ("short", {"int": -7}, 300, -7),
        ("byte", {"int": 127}, -128, 127),
        ("string", {"string": "nowhere"}, "é", "nowhere"),
        ("boolean", {"boolean": True}, False, True),
        ("double", {}, 1.5, 0.0),
        ("string", {}, "é", ""),
        ("boolean", {}, True, False),
    ],
)
def test_an_entry_of_every_type_is_found_or_the_default(
    tmp_path: Path, value_type: str, default: Json, value: Any, expected_default: Any
) -> None:
    bundle = load(tmp_path, value_type, default)
    scorer = bundle.scorer()

    assert {"prices": f"map<string,{value_type}>", "city": "string"} == {
        column.name: column.type for column in bundle.inputs
    }
    prices = {"Rome": value, "": value}
    for city, expected in [
        ("Rome", value),
        ("", value),
        ("rome", expected_default),
        (None, expected_default),
    ]:
        assert {"price": expected} == scorer.score({"prices": prices, "city": city})
    assert {"price": expected_default} == scorer.score({"prices": {}, "city": "Rome"})


def test_a_map_that_is_null_raises_and_an_entry_that_is_null_is_null(tmp_path: Path) -> None:
    scorer = load(tmp_path, "double", {"double": 0.5}).scorer()

    assert {"price": None} == scorer.score({"prices": {"Rome": None}, "city": "Rome"})
    with pytest.raises(sr.ScoreError, match="column `prices`: is null"):
        scorer.score({"prices": None, "city": "Rome"})


@pytest.mark.parametrize(
    ("prices", "reason"),
    [
        ([["Rome", 1.0]], "expected map<string,double>, got list"),
        ({1: 1.0}, "map<string,double> with a key that is no text"),
        ({"Rome": "1"}, "expected double, got str"),
    ],
)
def test_what_is_no_map_of_the_type_is_refused(tmp_path: Path, prices: Any, reason: str) -> None:
    scorer = load(tmp_path, "double", {}).scorer()

    with pytest.raises(sr.ScoreError, match=reason):
        scorer.score({"prices": prices, "city": "Rome"})


def test_columns_and_types_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    with pytest.raises(sr.BundleError, match="`prices` is no map<string,double> but map<string,in"):
        load(tmp_path, "double", {}, {"prices": "map<string,int>"})
    with pytest.raises(sr.BundleError, match="`city` is no string but int"):
        load(tmp_path, "double", {}, {"city": "int"})
    with pytest.raises(sr.BundleError, match="`default_value` is out of the range of byte"):
        load(tmp_path, "byte", {"int": 128})


def test_golden_rows_write_maps_as_objects(tmp_path: Path) -> None:
    bundle = load(tmp_path, "double", {"double": 0.5})

    def golden(price: float | str) -> bytes:
        row = {"prices": {"Rome": "Infinity", "values": 2.5}, "city": "values"}
        rows = [{"input": row, "output": {"price": price}}]
        return json.dumps({"columns": {"price": "exact"}, "rows": rows}).encode()

    assert 1 == sr.verify(bundle, golden(2.5)).rows
    with pytest.raises(sr.VerificationError, match=r"Spark gave 3\.0, this bundle gives 2\.5"):
        sr.verify(bundle, golden(3.0))
