"""What is known about each column while an export walks through the stages.

Spark keeps this knowledge in data frames (types, nullability, ML attributes); a saved model holds
none of it, so every converter says what its stage adds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from saltus_training.errors import ExportError, LostColumnError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Role = Literal["prediction", "probability", "raw_prediction", "other"]

INTEGRAL_TYPES = frozenset({"byte", "short", "int", "long"})
NUMERIC_TYPES = INTEGRAL_TYPES | {"float", "double"}

_VECTOR = re.compile(r"vector(?:\[(\d+)\])?")
_DECIMAL = re.compile(r"decimal\(\d+,\d+\)")


def is_decimal(type_: str) -> bool:
    """Whether a type is a decimal of some size."""
    return _DECIMAL.fullmatch(type_) is not None


@dataclass(frozen=True, slots=True)
class Slot:
    """One element of a vector column: what Spark calls an attribute.

    Attributes:
        name: The attribute's name, by Spark's rules.
        arity: The number of categories, None where it is not known to be nominal; an element that
            Spark calls binary is a number.
        origin: The pipeline input whose value it repeats.
        labels: The categories by index, for a nominal element that names them.
    """

    name: str
    arity: int | None = None
    origin: str | None = None
    labels: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column at some point of a pipeline.

    Attributes:
        name: The column's name.
        type: A type name such as `double` or `vector[3]`; `vector` where the size is unknown.
        nullable: Whether Spark declares it nullable.
        exact: False where exp, log, pow or a dot product makes the last bits vary.
        labels: The categories by index, for a nominal column.
        arity: The number of categories, for a nominal column.
        slots: The elements of a vector column, where they are known.
        origin: The pipeline input whose values it repeats.
        role: What a predictor's output column means.
        classes: The class labels behind a prediction or a probability.
        categories: For an input: the values that the schema lists.
        accepts_unseen: For an input: whether values outside its categories are let in.
    """

    name: str
    type: str
    nullable: bool = True
    exact: bool = True
    labels: tuple[str, ...] | None = None
    arity: int | None = None
    slots: tuple[Slot, ...] | None = None
    origin: str | None = None
    role: Role = "other"
    classes: tuple[str, ...] | None = None
    categories: tuple[str | int, ...] | None = None
    accepts_unseen: bool = False

    @property
    def is_vector(self) -> bool:
        """Whether it holds vectors."""
        return _VECTOR.fullmatch(self.type) is not None

    @property
    def family(self) -> str:
        """Its type, the size of vectors aside: Spark often does not tell it."""
        return "vector" if self.is_vector else self.type

    @property
    def vector_size(self) -> int | None:
        """The size of its vectors, None if unknown or no vector."""
        match = _VECTOR.fullmatch(self.type)
        return int(match[1]) if match and match[1] else None


class Columns:
    """The columns a stage may read, in the order they came to be."""

    def __init__(self, inputs: Iterable[Column]) -> None:
        self._columns = {column.name: column for column in inputs}
        self._inputs = dict(self._columns)
        self._overwritten: set[str] = set()
        self._read: set[str] = set()
        self._read_inputs: set[str] = set()
        self._left_out: dict[str, tuple[str, tuple[str, ...]]] = {}
        self._targets: set[str] = set()
        self._dropped: set[str] = set()
        self._lost: set[str] = set()
        self._lost_track = False

    def __contains__(self, name: str) -> bool:
        return name in self._columns and name not in self._dropped

    def __iter__(self) -> Iterator[Column]:
        return (column for name, column in self._columns.items() if name not in self._dropped)

    @property
    def inputs(self) -> list[Column]:
        """The declared inputs."""
        return list(self._inputs.values())

    @property
    def read_inputs(self) -> list[Column]:
        """The declared inputs that a stage reads."""
        return [column for column in self.inputs if column.name in self._read_inputs]

    @property
    def added(self) -> list[Column]:
        """The columns the stages add, in Spark's order."""
        return [column for column in self if not self.is_input(column.name)]

    @property
    def terminal(self) -> list[Column]:
        """The added columns that no stage reads."""
        return [column for column in self.added if column.name not in self._read]

    @property
    def targets(self) -> list[Column]:
        """The added columns that only the training of a predictor needed."""
        return [column for column in self.terminal if column.name in self._targets]

    @property
    def targets_read(self) -> list[str]:
        """The columns that a predictor was trained to give, and yet a stage reads."""
        return sorted(self._targets & self._read)

    def is_input(self, name: str) -> bool:
        """Whether the column of that name is an input of the pipeline, and still what it was."""
        return name in self._inputs and name not in self._overwritten

    def read(self, *names: str) -> list[Column]:
        """Returns columns a stage reads.

        Raises:
            ExportError: One of them is unknown; the message names all that are.
            LostColumnError: A stage with an error would make one of them.
        """
        unknown = [name for name in names if name not in self]
        missing = [name for name in unknown if name not in self._lost]
        if missing and not self._lost_track:
            # Asked for once: the next stage that reads it need not say it again.
            self._lost.update(missing)
            raise self._missing(missing)
        if unknown:
            raise LostColumnError(unknown[0])
        self._read.update(names)
        self._read_inputs.update(filter(self.is_input, names))
        return [self._columns[name] for name in names]

    def add(self, columns: Iterable[Column]) -> None:
        """Adds the output columns of a stage.

        Raises:
            ExportError: A column of that name exists.
        """
        for column in columns:
            if column.name in self._columns:
                raise ExportError(
                    f"it overwrites the column `{column.name}`, which a bundle cannot express",
                    fix="give the stage an output column of its own and fit again",
                    rule="overwritten-column",
                )
            self._columns[column.name] = column

    def describe(self, column: Column) -> None:
        """Replaces what is known of a column: its values stay as they are."""
        self._columns[column.name] = column

    def overwrite(self, names: Iterable[str]) -> None:
        """Takes away what of these columns there is, so that others can have their names."""
        for name in names:
            if self._columns.pop(name, None) is not None:
                self._overwritten.add(name)
                self._read.discard(name)
                self._targets.discard(name)
                self._dropped.discard(name)

    def drop(self, names: Iterable[str]) -> None:
        """Takes columns away: later stages and outputs do not have them."""
        self._dropped.update(names)

    def lose(self, names: Iterable[str]) -> None:
        """Notes that a stage failed, which would make columns; of none, if its own are unknown."""
        lost = set(names)
        self._lost |= lost
        self._lost_track |= not lost

    def leave_out(self, name: str, missing_input: str, labels: tuple[str, ...]) -> None:
        """Notes that a column is not made because the input behind it is absent."""
        self._left_out[name] = (missing_input, labels)

    def target_labels(self, name: str) -> tuple[str, ...] | None:
        """Returns the categories of a column that a predictor was trained to give.

        Scoring does not read it, so it may have been left out.
        """
        self._targets.add(name)
        if name in self._columns:
            return self._columns[name].labels
        return self._left_out[name][1] if name in self._left_out else None

    def _missing(self, names: list[str]) -> ExportError:
        behind = {name: self._left_out.get(name, (name,))[0] for name in names}
        listed = ", ".join(
            f"`{name}`" if name == needed else f"`{name}` (made of `{needed}`)"
            for name, needed in behind.items()
        )
        needed = ", ".join(f"`{name}`" for name in dict.fromkeys(behind.values()))
        return ExportError(
            f"it reads {listed}, and neither the schema nor an earlier stage has "
            f"{'it' if len(names) == 1 else 'them'}",
            fix=f"declare {needed} in the schema, with type and nullability",
            rule="missing-input",
        )
