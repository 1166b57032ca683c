"""One column that a model adds."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import model_validator

from saltus_schema.column import Column
from saltus_schema.consistency import check_output
from saltus_schema.declaration import Labels  # noqa: TC001 - pydantic reads the annotations


class Output(Column):
    """One column that a model adds.

    Attributes:
        name: Column name.
        type: Type name, such as `double` or `vector[2]`.
        role: What the column is in an answer.
        labels: Class names in the order of the indices.
        description: What the value means.

    Raises:
        SchemaError: The declaration contradicts itself.
    """

    always_written: ClassVar[str] = "role"

    role: Literal["prediction", "probability", "raw_prediction", "other"] = "other"
    labels: Labels | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        check_output(self)
        return self
