"""Whether the parts of a declaration agree with each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_schema.errors import SchemaError
from saltus_schema.policy import doubt
from saltus_schema.repetition import first_repeated
from saltus_schema.types.sequence import ListType
from saltus_schema.types.vector import VectorType
from saltus_schema.wording import count, show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from saltus_schema.column import Column
    from saltus_schema.field import Field
    from saltus_schema.output import Output
    from saltus_schema.schema import FeatureSchema

ROLES_WITH_LABELS = {"prediction", "probability", "raw_prediction"}
# An answer has a key for each class, and a short text can declare any number of them.
MOST_UNNAMED_CLASSES = 10_000


def check_field(field: Field) -> None:
    """Check one input.

    Raises:
        SchemaError: Its parts contradict each other.
    """
    _check_type(field)
    _check_missing(field)
    _check_range(field)
    if field.on_unseen != "error" and field.categories is None:
        raise SchemaError(
            f'on_unseen is "{field.on_unseen}" and there are no categories',
            "list the categories or drop on_unseen",
        )
    for value in field.categories or ():
        _check_admitted(field, "category", value)
    _check_admitted(field, "default", field.default)
    _check_admitted(field, "example", field.example)


def _check_type(field: Field) -> None:
    kind = field.kind
    # Some models answer with such lists, none takes one.
    if isinstance(kind, ListType) and not kind.element.scalar:
        raise SchemaError(
            f"an input cannot be of type {show(field.type)}",
            "use list<T> with a T that is neither a list nor a vector",
        )


def _check_missing(field: Field) -> None:
    if field.on_missing == "null" and not field.nullable:
        raise SchemaError(
            'on_missing is "null" and the field is not nullable',
            "set nullable=true or choose another on_missing",
        )
    if field.on_missing == "default" and field.default is None:
        raise SchemaError('on_missing is "default" and there is no default', "give a default")
    if field.on_missing != "default" and field.default is not None:
        raise SchemaError(
            f'there is a default and on_missing is "{field.on_missing}"',
            'set on_missing="default" or drop the default',
        )


def _check_range(field: Field) -> None:
    minimum, maximum = field.bounds.minimum, field.bounds.maximum
    if minimum is not None and maximum is not None and not field.bounds.reaches(maximum):
        raise SchemaError(
            f"minimum {show(minimum)} is greater than maximum {show(maximum)}",
            "swap them or drop one",
        )
    if field.on_out_of_range != "error" and minimum is None and maximum is None:
        raise SchemaError(
            f'on_out_of_range is "{field.on_out_of_range}" and there is no range',
            "give a minimum or a maximum or drop on_out_of_range",
        )


def _check_admitted(field: Field, what: str, value: object) -> None:
    reason = doubt(field, value, "error")
    if reason is None:
        return
    if reason.code == "out_of_range":
        problem = f"{what} {show(value)} is out of range, must be {field.bounds}"
        raise SchemaError(problem, f"change the {what} or the range")
    problem = f"{what} {show(value)} is not among the categories"
    raise SchemaError(problem, f"change the {what}, add the category or relax on_unseen")


def check_output(output: Output) -> None:
    """Check one output.

    Raises:
        SchemaError: Its parts contradict each other.
    """
    kind = output.kind
    if output.role in {"probability", "raw_prediction"} and not isinstance(kind, VectorType):
        raise SchemaError(f"a {output.role} is a vector, not {kind}", 'use type "vector[n]"')
    if output.labels is not None and output.role not in ROLES_WITH_LABELS:
        raise SchemaError(f'role "{output.role}" has no labels', "drop labels or change the role")
    size = kind.size if isinstance(kind, VectorType) else None
    labels = output.labels
    if labels is not None and size is not None and len(labels) != size:
        raise SchemaError(
            f"{count(len(labels), 'label')} for a {kind}", f"give exactly {count(size, 'label')}"
        )
    if output.role == "probability" and labels is None and size is None:
        raise SchemaError(
            "a probability of unknown size has no class names",
            'give labels or a type "vector[n]"',
        )
    if output.role == "probability" and labels is None and (size or 0) > MOST_UNNAMED_CLASSES:
        raise SchemaError(
            f"a probability of {size} classes without names",
            f"give labels, only {MOST_UNNAMED_CLASSES} classes can do without",
        )


def check_schema(schema: FeatureSchema) -> None:
    """Check inputs and outputs against each other.

    Raises:
        SchemaError: They contradict each other.
    """
    if not schema.inputs:
        raise SchemaError("there are no inputs", "declare at least one field")
    columns: Sequence[Column]
    for columns in (schema.inputs, schema.outputs):
        repeated = first_repeated(column.name for column in columns)
        if repeated is not None:
            raise SchemaError("the name is used twice", "rename or drop one of the two", repeated)
    for role in sorted(ROLES_WITH_LABELS):
        named = [output.name for output in schema.outputs if output.role == role]
        if len(named) > 1:
            raise SchemaError(
                f'{named[0]} has the role "{role}" already', 'give one of them "other"', named[1]
            )
    labelled = [output for output in schema.outputs if output.labels is not None]
    for output in labelled[1:]:
        if output.labels != labelled[0].labels:
            raise SchemaError(
                f"labels differ from those of {labelled[0].name}",
                "use the same labels in the same order",
                output.name,
            )
