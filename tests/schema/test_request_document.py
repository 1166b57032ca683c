"""The JSON Schema of requests, as OpenAPI shows it."""

from __future__ import annotations

import re
from typing import Any

from saltus_schema import FeatureSchema, Field, RequestValidator


def test_the_document_is_typed(flights: FeatureSchema, validator: RequestValidator) -> None:
    assert {
        "title": "FlightsLateRequest",
        "description": "The inputs of the model flights-late.",
        "type": "object",
        "additionalProperties": False,
        "required": ["distance", "dep_hour"],
        "examples": [flights.example_row()],
        "properties": {
            "carrier": {
                "anyOf": [{"type": "string"}, {"type": "null"}],
                "default": None,
                "description": 'Carrier code. Known: "UA", "DL"; other values are accepted.',
                "examples": ["UA"],
                "x-categories": ["UA", "DL"],
            },
            "distance": {
                "type": "integer",
                "format": "int32",
                "minimum": 0,
                "maximum": 2147483647,
                "description": "Unit: mile.",
                "examples": [1400],
                "x-unit": "mile",
            },
            "dep_hour": {
                "type": "integer",
                "format": "int8",
                "minimum": -128,
                "maximum": 127,
                "description": "Usually between 0 and 23; other numbers give a warning.",
                "examples": [0],
                "x-minimum": 0,
                "x-maximum": 23,
            },
            "air_time": {
                "anyOf": [{"type": "number", "format": "double"}, {"type": "null"}],
                "default": 120.0,
                "examples": [120.0],
            },
        },
    } == validator.json_schema()


def test_the_document_tells_formats_and_their_ranges() -> None:
    document = _document(
        Field(name="day", type="date", minimum="2026-01-01", description="Day of flight"),
        Field(name="at", type="timestamp"),
        Field(name="price", type="decimal(5,2)", minimum=0),
    )["properties"]

    assert {
        "type": "string",
        "format": "date",
        "formatMinimum": "2026-01-01",
        "description": "Day of flight.",
        "examples": ["2026-01-01"],
    } == document["day"]
    assert ("string", "date-time") == (document["at"]["type"], document["at"]["format"])
    text, number = document["price"]["anyOf"]
    assert {"type": "number", "minimum": 0, "maximum": 999.99} == number
    assert ("string", "decimal", "0.00") == (text["type"], text["format"], text["formatMinimum"])
    assert ["1.5", "-999.99", "0"] == [
        good
        for good in ("1.5", "-999.99", "0", "1.555", "1000", "1e2", "01")
        if _matches(text, good)
    ]


def test_categories_with_several_spellings_are_no_enum() -> None:
    document = _document(
        Field(name="x", type="decimal(2,1)", categories=[1, 2]),
        Field(name="y", type="date", categories=["2026-01-01"]),
    )["properties"]

    assert "enum" not in document["x"]
    assert ["1.0", "2.0"] == document["x"]["x-categories"]
    assert ["2026-01-01"] == document["y"]["enum"]


def test_enforced_categories_are_an_enum() -> None:
    document = _document(Field(name="x", type="string", categories=["b", "a"]))

    assert {"type": "string", "enum": ["b", "a"], "examples": ["b"]} == document["properties"]["x"]


def _matches(document: dict[str, Any], text: str) -> bool:
    return re.search(document["pattern"], text) is not None


def _document(*inputs: Field) -> dict[str, Any]:
    return RequestValidator(FeatureSchema(name="test", inputs=list(inputs))).json_schema()
