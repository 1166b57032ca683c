"""Where what a schema lets in meets a stage that raises on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from saltus_training.columns import Column
    from saltus_training.converters.base import Scope

_ERROR = "error"


def null_raises(
    columns: Iterable[Column], scope: Scope, handle_invalid: str = _ERROR
) -> Iterator[Finding]:
    """Finds inputs that may be null where the stage raises on null."""
    for column in columns:
        if handle_invalid == _ERROR and column.nullable and scope.columns.is_input(column.name):
            yield Finding(
                "null-raises",
                f"the schema accepts null for `{column.name}`, "
                'but handleInvalid is "error": Spark and the bundle raise on it',
                fix='declare it as not nullable, impute it, or fit with handleInvalid="keep"',
            )


def null_always_raises(columns: Iterable[Column], scope: Scope) -> Iterator[Finding]:
    """Finds inputs that may be null where no parameter of the stage makes it take null."""
    for column in columns:
        if column.nullable and scope.columns.is_input(column.name):
            yield Finding(
                "null-raises",
                f"the schema accepts null for `{column.name}`: Spark and the bundle raise on it",
                fix="declare it as not nullable, or with a default",
            )


def unseen_raises(
    columns: Iterable[Column], scope: Scope, handle_invalid: str = _ERROR
) -> Iterator[Finding]:
    """Finds inputs that may hold unseen categories where the stage raises on them."""
    for column in columns:
        known = not column.accepts_unseen or not scope.columns.is_input(column.name)
        if handle_invalid == _ERROR and not known:
            yield Finding(
                "unseen-raises",
                f"the schema accepts values of `{column.name}` outside its categories, "
                'but handleInvalid is "error": Spark and the bundle raise on them',
                fix='declare its categories with on_unseen="error", '
                'or fit with handleInvalid="keep"',
            )
