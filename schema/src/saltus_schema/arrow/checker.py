"""Rows in columns are held to what a request is held to.

Whole columns are asked first whether any of their values could be refused or replaced. Only rows
in doubt go through the validator of requests, which alone decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from saltus_schema.arrow.cells import parsed, present
from saltus_schema.arrow.doubt import doubt
from saltus_schema.arrow.types import SCALARS, array, cast
from saltus_schema.decode import decode_json
from saltus_schema.errors import ColumnError, JsonError, RowError
from saltus_schema.request import RequestValidator

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from saltus_schema.schema import FeatureSchema

    Row = dict[str, Any]


@dataclass(frozen=True)
class Checked:
    """The inputs of some rows.

    Attributes:
        inputs: The rows that the schema admits.
        refused: Why each of the others is refused, by its position.
        kept: The columns to keep, of as many rows as came in.
        shown: Gives what the file holds at a position.
    """

    inputs: pa.Table
    refused: dict[int, str]
    kept: pa.Table
    shown: Callable[[int], Any]


class Checker:
    """Turns what files hold into inputs of a scorer.

    Args:
        schema: The inputs.
        validator: Decides about rows; by default that of the schema.
        keep: Inputs to keep beside the scores; columns that are no inputs always stay.
    """

    def __init__(
        self,
        schema: FeatureSchema,
        validator: RequestValidator | None = None,
        keep: Sequence[str] = (),
    ) -> None:
        self._fields = tuple(schema.inputs)
        self._validator = validator or RequestValidator(schema)
        self._hidden = {field.name for field in self._fields} - set(keep)
        self._kept: pa.Schema | None = None

    def columns(self, batch: pa.RecordBatch, *, text: bool = False) -> Checked:
        """Check a batch of columns.

        Args:
            batch: The columns.
            text: Whether every cell is text, as in CSV.

        Raises:
            ColumnError: One is missing, twice there, or of a type that the model cannot take.
        """
        self._require(batch.schema.names)
        given = {
            field.name: present(batch[field.name], field) if text else batch[field.name]
            for field in self._fields
            if field.name in batch.schema.names
        }
        typed = {
            field.name: column
            for field in self._fields
            if field.name in given and field.type in SCALARS
            if (column := cast(given[field.name], field, text=text)) is not None
        }
        doubtful = self._doubtful(typed, batch.num_rows)
        if doubtful is None:
            inputs = {f.name: typed[f.name].cast(SCALARS[f.type]) for f in self._fields}
            refused: dict[int, str] = {}
        else:
            inputs, refused = self._judged(given, typed, doubtful, text=text)
        kept = batch.select([name for name in batch.schema.names if name not in self._hidden])
        return Checked(
            _without(pa.table(inputs), refused),
            refused,
            pa.Table.from_batches([kept]),
            lambda at: batch.slice(at, 1).to_pylist()[0],
        )

    def _doubtful(self, typed: dict[str, pa.Array], rows: int) -> pa.Array | None:
        """A mask of the rows that the validator has to see; `None` if there are none."""
        if len(typed) < len(self._fields):
            return pa.array([True] * rows, pa.bool_())
        doubts = (doubt(field, typed[field.name]) for field in self._fields)
        masks = [mask for mask in doubts if mask is not None]
        return reduce(pc.or_, masks) if masks else None

    def _judged(
        self,
        given: dict[str, pa.Array],
        typed: dict[str, pa.Array],
        doubtful: pa.Array,
        *,
        text: bool,
    ) -> tuple[dict[str, pa.Array], dict[int, str]]:
        """The inputs as the validator has them, and why it refuses some of the rows in doubt."""
        positions = pc.indices_nonzero(doubtful)
        raw = pa.table(given).take(positions).to_pylist()
        if text:
            fields = {field.name: field for field in self._fields}
            raw = [{name: parsed(cell, fields[name]) for name, cell in row.items()} for row in raw]
        rows, refused = self._validate(positions.to_pylist(), raw)
        fixed = {
            field.name: _fixed(typed.get(field.name), doubtful, array(field.type, rows[field.name]))
            for field in self._fields
        }
        return fixed, refused

    def lines(self, lines: Sequence[bytes]) -> Checked:
        """Check lines of JSON; a blank one is refused.

        Raises:
            ColumnError: A column to keep has values of several types.
        """
        names = {field.name for field in self._fields}
        decoded = [_decode(line) for line in lines]
        objects = [row if isinstance(row, dict) else {} for row in decoded]
        inputs = [{name: row[name] for name in names & row.keys()} for row in objects]
        rows, refused = self._validate(range(len(lines)), inputs)
        broken = {at: row for at, row in enumerate(decoded) if isinstance(row, str)}
        table = pa.table({f.name: array(f.type, rows[f.name]) for f in self._fields})
        return Checked(
            _without(table, refused | broken),
            refused | broken,
            self._others(objects),
            lambda at: lines[at].decode(errors="replace").strip(),
        )

    def _others(self, rows: list[Row]) -> pa.Table:
        """The columns to keep; the first rows tell which there are, and their types."""
        try:
            if self._kept is None:
                names = dict.fromkeys(n for row in rows for n in row if n not in self._hidden)
                self._kept = pa.schema(
                    [(name, pa.array([row.get(name) for row in rows]).type) for name in names]
                )
            table = pa.Table.from_pylist(rows, schema=self._kept)
        except pa.ArrowException as error:
            reason = f"a column to keep has values of several types: {error}"
            raise ColumnError(reason) from None
        return table

    def _validate(self, positions: Sequence[int], raw: list[Row]) -> tuple[Row, dict[int, str]]:
        """Values by column, null where the row is refused, and the reasons."""
        columns: dict[str, list[Any]] = {field.name: [] for field in self._fields}
        refused = {}
        for position, cells in zip(positions, raw, strict=True):
            row: Row = {}
            try:
                row = self._validator.validate_python(cells)
            except RowError as error:
                refused[position] = "; ".join(map(str, error.violations))
            for name, values in columns.items():
                values.append(row.get(name))
        return columns, refused

    def _require(self, names: list[str]) -> None:
        for field in self._fields:
            if names.count(field.name) > 1:
                raise ColumnError(f"column `{field.name}` is there more than once")
            if field.name not in names and field.on_missing == "error":
                raise ColumnError(f"column `{field.name}` is missing, the model needs it")


def _fixed(column: pa.Array | None, doubtful: pa.Array, values: pa.Array) -> pa.Array:
    if column is None or len(values) == len(doubtful):
        return values
    return pc.replace_with_mask(column.cast(values.type), doubtful, values)


def _without(table: pa.Table, refused: dict[int, str]) -> pa.Table:
    if not refused:
        return table
    return table.filter(pa.array([at not in refused for at in range(table.num_rows)], pa.bool_()))


def _decode(line: bytes) -> Row | str:
    """The object, or why there is none."""
    try:
        row = decode_json(line)
    except JsonError as error:
        return str(error)
    return row if isinstance(row, dict) else "the line is no JSON object"
