"""The declaration of a model's inputs and outputs."""

from __future__ import annotations

import copy
from collections.abc import Sequence  # noqa: TC003 - pydantic reads the annotations
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import BeforeValidator, model_validator

from saltus_schema import canonical
from saltus_schema.consistency import check_schema
from saltus_schema.declaration import Declaration, Name, ordered
from saltus_schema.decode import decode_json
from saltus_schema.errors import RowError, SchemaError
from saltus_schema.field import Field  # noqa: TC001 - pydantic reads the annotations
from saltus_schema.output import Output  # noqa: TC001
from saltus_schema.types.vector import VectorType
from saltus_schema.wording import show

if TYPE_CHECKING:
    from saltus_schema.column import Column

FORMAT = "saltus_schema"
FORMAT_VERSION = 1
DOCUMENTATION = frozenset({"description", "example"})


class FeatureSchema(Declaration):
    """The declaration of a model's inputs and outputs, shared by training and serving.

    Attributes:
        name: Model name.
        inputs: Fields, in the order of the data frame's columns.
        outputs: Columns that the model adds; one with the name of an input overwrites it.

    Raises:
        SchemaError: The declaration contradicts itself.
    """

    name: Name
    inputs: Annotated[Sequence[Field], BeforeValidator(ordered)]
    outputs: Annotated[Sequence[Output], BeforeValidator(ordered)] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        check_schema(self)
        return self

    def __hash__(self) -> int:
        return hash(self.full_fingerprint)

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Read what `to_json` wrote.

        Raises:
            SchemaError: It is not a feature schema, of a format version that is not known
                here, or contradicts itself.
        """
        try:
            data = decode_json(text)
        except RowError as error:
            raise SchemaError(f"not a feature schema: {error}") from None
        if not isinstance(data, dict) or FORMAT not in data:
            raise SchemaError(
                f'not a feature schema: there is no key "{FORMAT}"',
                "read notes/feature_schema.json of a bundle",
            )
        version = data.pop(FORMAT)
        if type(version) is not int or version != FORMAT_VERSION:
            raise SchemaError(
                f"format version {show(version)} is not known, only {FORMAT_VERSION}",
                "upgrade saltus-schema or write the schema anew",
            )
        return cls(**data)

    def to_json(self) -> str:
        """Return the canonical text: sorted keys, no NaN, a newline at the end."""
        return canonical.dumps(self._document(), indent=2) + "\n"

    @cached_property
    def full_fingerprint(self) -> str:
        """The sha256, in hex, of everything declared."""
        return canonical.fingerprint(self._document())

    @cached_property
    def semantic_fingerprint(self) -> str:
        """The sha256, in hex, of what matters to a client or to the model.

        Neither the schema's own name, nor descriptions and examples, nor the order of the
        columns; the order of categories and of labels does.
        """
        return canonical.fingerprint(
            {
                FORMAT: FORMAT_VERSION,
                "inputs": _semantic(self.inputs),
                "outputs": _semantic(self.outputs),
            }
        )

    @property
    def labels(self) -> Sequence[str] | None:
        """The class names in the order of the indices, or None."""
        return next((output.labels for output in self.outputs if output.labels is not None), None)

    @property
    def class_names(self) -> tuple[str, ...]:
        """The keys of a probability: the labels, or else the indices as strings."""
        if self.labels is not None:
            return tuple(self.labels)
        probability = (o.kind for o in self.outputs if o.role == "probability")
        kind = next(probability, None)
        size = kind.size if isinstance(kind, VectorType) else None
        return tuple(map(str, range(size or 0)))

    def spark_struct(self) -> dict[str, Any]:
        """Return the inputs as Spark's `StructType.json` writes them, decoded."""
        fields = [
            {
                "name": field.name,
                "type": copy.deepcopy(field.kind.spark_json()),
                "nullable": field.nullable,
                "metadata": {},
            }
            for field in self.inputs
        ]
        return {"type": "struct", "fields": fields}

    def example_row(self) -> dict[str, Any]:
        """Return a row that the model accepts: every field's example, or else a sample."""
        return {field.name: copy.deepcopy(field.sample()) for field in self.inputs}

    def _document(self) -> dict[str, Any]:
        return {
            FORMAT: FORMAT_VERSION,
            "name": self.name,
            "inputs": [field.to_dict() for field in self.inputs],
            "outputs": [output.to_dict() for output in self.outputs],
        }


def _semantic(columns: Sequence[Column]) -> list[dict[str, Any]]:
    return [
        {key: value for key, value in column.to_dict().items() if key not in DOCUMENTATION}
        for column in sorted(columns, key=lambda column: column.name)
    ]
