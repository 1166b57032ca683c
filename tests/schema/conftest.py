"""A schema like the ones in use."""

from __future__ import annotations

import pytest
from saltus_schema import FeatureSchema, Field, Output, RequestValidator


@pytest.fixture(name="flights")
def _flights() -> FeatureSchema:
    labels = ["on_time", "late"]
    return FeatureSchema(
        name="flights-late",
        inputs=[
            Field(
                name="carrier",
                type="string",
                nullable=True,
                on_missing="null",
                categories=["UA", "DL"],
                on_unseen="keep",
                description="Carrier code",
                example="UA",
            ),
            Field(name="distance", type="int", minimum=0, unit="mile", example=1400),
            Field(name="dep_hour", type="byte", minimum=0, maximum=23, on_out_of_range="warn"),
            Field(name="air_time", type="double", on_missing="default", default=120),
        ],
        outputs=[
            Output(name="prediction", type="double", role="prediction", labels=labels),
            Output(name="probability", type="vector[2]", role="probability", labels=labels),
        ],
    )


@pytest.fixture(name="validator")
def _validator(flights: FeatureSchema) -> RequestValidator:
    return RequestValidator(flights)
