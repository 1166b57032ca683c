"""What a converter is given and what it returns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from saltus_training.bundle import Node, Socket
from saltus_training.converters.refused import unsupported
from saltus_training.errors import ExportError, LostColumnError
from saltus_training.sql.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from saltus_training.bundle import Model
    from saltus_training.columns import Column, Columns, Slot
    from saltus_training.findings import Finding
    from saltus_training.saved_model import SavedStage


@dataclass(frozen=True, slots=True)
class Converted:
    """One Spark stage in MLeap's terms.

    Attributes:
        nodes: What the stage becomes, in the order it runs; none if scoring does not need it.
        columns: The columns it adds, in Spark's order.
        rewritten: How the nodes differ from the stage, where they do.
        beyond_mleap: Attributes that MLeap's own runtime does not know and ignores.
        portable: Whether MLeap's own runtime can load the nodes.
        boundaries: Numbers by pipeline input at which the stage changes what it does.
        categories: The values it knows by pipeline input, most frequent first as a rule.
        findings: What will surprise at scoring.
    """

    nodes: tuple[Node, ...]
    columns: tuple[Column, ...] = ()
    rewritten: str | None = None
    beyond_mleap: tuple[str, ...] = ()
    portable: bool = True
    boundaries: Mapping[str, Sequence[float]] = field(default_factory=dict)
    categories: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class StageRecord:
    """A converted stage with its place in the pipeline, such as `1.0 StandardScalerModel`."""

    label: str
    class_name: str
    converted: Converted


@dataclass(frozen=True, slots=True)
class Scope:
    """The surroundings of a stage.

    Attributes:
        columns: The columns so far.
        converters: The converter of each class, for stages inside this one.
        records: The stages that were converted.
        errors: Why others were not.
        position: The positions of the stage and of the pipelines that hold it.
        session: The settings of Spark's session that SQL depends on, as far as they are known.
    """

    columns: Columns
    converters: Mapping[str, Converter]
    records: list[StageRecord] = field(default_factory=list)
    errors: list[ExportError] = field(default_factory=list)
    position: tuple[int, ...] = ()
    session: Session = field(default_factory=Session)

    def convert(self, stage: SavedStage, index: int | None = None) -> Converted:
        """Converts a stage, and adds its columns; one that fails becomes one of the errors.

        Args:
            stage: The stage.
            index: Its position in the pipeline that holds it, None for the root.
        """
        position = self.position if index is None else (*self.position, index)
        label = f"{'.'.join(map(str, position))} {stage.short_name}".lstrip()
        try:
            if stage.class_name not in self.converters:
                raise unsupported(stage.class_name)
            converted = self.converters[stage.class_name](stage, replace(self, position=position))
            self.columns.add(converted.columns)
        except ExportError as error:
            self.columns.lose(stage.output_columns)
            # What comes of an error is no error of its own.
            if not isinstance(error, LostColumnError):
                placed = error.stage != ExportError.UNPLACED
                self.errors.append(error if placed else error.at(label))
            return Converted(nodes=())
        self.records.append(StageRecord(label, stage.class_name, converted))
        return converted


Converter = Callable[["SavedStage", Scope], Converted]


@dataclass(frozen=True, slots=True)
class InOut:
    """The columns of a stage that maps each input column to an output column."""

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    numbered: bool

    @classmethod
    def of(cls, stage: SavedStage) -> InOut:
        """Reads inputCols and outputCols, or inputCol and outputCol."""
        params = stage.params
        if not params.is_set("inputCols"):
            return cls((params.string("inputCol"),), (params.string("outputCol"),), numbered=False)
        inputs, outputs = params.strings("inputCols"), params.strings("outputCols")
        if len(inputs) != len(outputs):
            raise ExportError(
                f"it has {len(inputs)} input columns but {len(outputs)} output columns",
                fix="give each input column an output column",
            )
        return cls(inputs, outputs, numbered=True)

    @classmethod
    def selected(cls, stage: SavedStage) -> InOut:
        """Reads featuresCol and outputCol."""
        params = stage.params
        return cls((params.string("featuresCol"),), (params.string("outputCol"),), numbered=False)

    def node(self, model: Model) -> Node:
        """Ties a model to the columns."""
        return Node(model, self.input_sockets(), self.output_sockets())

    def single_nodes(self, models: Iterable[Model]) -> tuple[Node, ...]:
        """Ties a model to each column, for ops that have one input and one output."""
        return tuple(
            Node(model, (Socket("input", name),), (Socket("output", output),))
            for model, name, output in zip(models, self.inputs, self.outputs, strict=True)
        )

    def input_sockets(self) -> tuple[Socket, ...]:
        """MLeap's ports: `input`, or `input0`, `input1`, ... where several are possible."""
        return (
            sockets("input", self.inputs) if self.numbered else (Socket("input", self.inputs[0]),)
        )

    def output_sockets(self) -> tuple[Socket, ...]:
        """MLeap's ports: `output`, or `output0`, `output1`, ... where several are possible."""
        if self.numbered:
            return sockets("output", self.outputs)
        return (Socket("output", self.outputs[0]),)


def sockets(port: str, names: Sequence[str]) -> tuple[Socket, ...]:
    """Numbered ports: `input0`, `input1`, ..."""
    return tuple(Socket(f"{port}{index}", name) for index, name in enumerate(names))


def require_type(column: Column, accepted: bool, expected: str) -> None:
    """Raises ExportError unless a column's type is accepted."""
    if accepted:
        return
    lossy = column.type.startswith(("decimal", "date", "timestamp"))
    raise ExportError(
        f"column `{column.name}` is of type {column.type} where it needs {expected}",
        fix="cast it to double before the pipeline is fitted, and declare it so"
        if lossy
        else f"declare `{column.name}` with the type it had when the model was fitted",
        rule="type-lost" if lossy else "wrong-type",
    )


def require_vector(column: Column, size: int) -> None:
    """Raises ExportError unless a column may hold vectors of the size the model was fitted on."""
    require_type(column, column.is_vector, "vectors")
    if column.vector_size not in (None, size):
        raise ExportError(
            f"column `{column.name}` holds vectors of size {column.vector_size}, "
            f"but the model was fitted on size {size}",
            fix="correct the schema, or fit the model again",
            rule="wrong-type",
        )


def known_vector_size(column: Column) -> int:
    """Returns the size of a column's vectors.

    Raises:
        ExportError: It holds no vectors, or nobody knows their size.
    """
    require_type(column, column.is_vector, "vectors")
    if column.vector_size is None:
        raise ExportError(
            f"the size of the vectors in column `{column.name}` is unknown",
            fix=f"declare `{column.name}` as vector[n] in the schema",
            rule="unknown-fact",
        )
    return column.vector_size


def require_count(count: int, what: str, columns: int) -> None:
    """Raises ExportError unless a stage has as many of something as it has input columns."""
    if count != columns:
        raise ExportError(
            f"it has {count} {what} for {columns} input columns",
            fix=f"give each input column its {what}",
        )


def pick_slots(column: Column, indices: Sequence[int]) -> tuple[Slot, ...] | None:
    """Returns what is known of some elements of a vector column.

    Raises:
        ExportError: The vectors of the column are too short.
    """
    size = column.vector_size
    if size is not None and max(indices, default=-1) >= size:
        raise ExportError(
            f"it takes element {max(indices)} of column `{column.name}`, "
            f"which holds vectors of size {size}",
            fix="correct the schema, or fit the model again",
            rule="wrong-type",
        )
    return None if column.slots is None else tuple(column.slots[index] for index in indices)
