"""The compiled core; import its names from `saltus_runtime`."""

from collections.abc import Iterable, Mapping
from os import PathLike
from typing import Any, Literal, Protocol, Self, final

__all__ = [
    "ArrowTable",
    "Bundle",
    "Column",
    "Limits",
    "Scorer",
    "Stage",
    "Verification",
    "build_profile",
    "load",
    "op_names",
    "verify",
]

class _ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

class _ArrowArray(Protocol):
    def __arrow_c_array__(
        self, requested_schema: object | None = None
    ) -> tuple[object, object]: ...

@final
class ArrowTable:
    """Columns of scored rows: `pyarrow.table`, `polars.DataFrame` or DuckDB read them as they are.

    It speaks Arrow's PyCapsule interface, so nothing is copied on the way.
    """

    @property
    def column_names(self) -> list[str]: ...
    @property
    def num_rows(self) -> int: ...
    def __len__(self, /) -> int: ...
    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

@final
class Column:
    """A column of the pipeline: its name, and its type as the feature schema spells it."""

    @property
    def name(self) -> str: ...
    @property
    def type(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...

@final
class Stage:
    """A stage of the pipeline, with the names of the columns it reads and adds."""

    @property
    def name(self) -> str: ...
    @property
    def op(self) -> str: ...
    @property
    def inputs(self) -> list[str]: ...
    @property
    def outputs(self) -> list[str]: ...
    def __eq__(self, other: object, /) -> bool: ...

@final
class Bundle:
    """A loaded bundle: read, checked and ready to give scorers."""

    @property
    def name(self) -> str:
        """The name in `bundle.json`."""
    @property
    def format(self) -> Literal["json", "protobuf"]:
        """How the files of the bundle are encoded."""
    @property
    def digest(self) -> str:
        """Hex sha256 over ops, attributes and columns; names of stages and times do not count."""
    @property
    def inputs(self) -> list[Column]:
        """Columns that a row must have."""
    @property
    def outputs(self) -> list[Column]:
        """Columns that the pipeline adds, in the order of its stages."""
    @property
    def stages(self) -> list[Stage]:
        """The stages in order; nested pipelines are flat."""
    @property
    def meta(self) -> dict[str, Any]:
        """What the exporter added to `bundle.json`.

        Lists and tensors are (flat) lists. MLeap does not write false, 0 and the empty text,
        nor their type: they are `None`.
        """
    @property
    def notes(self) -> list[str]:
        """Names of the files under `notes/`, sorted."""
    def note(self, name: str) -> bytes | None:
        """The content of a file under `notes/`."""
    def scorer(self, outputs: list[str] | None = None) -> Scorer:
        """A scorer for some columns, which runs the stages they need; `None` gives every column.

        Raises:
            UnknownColumnError: No stage makes a column asked for.
        """

@final
class Scorer:
    """Scores rows. Safe to share between threads."""

    @property
    def inputs(self) -> list[Column]:
        """Columns that a row must have; others are ignored."""
    @property
    def outputs(self) -> list[Column]:
        """Columns that a scored row has."""
    def score(self, row: Mapping[str, Any]) -> dict[str, Any] | None:
        """Scores one row; `None` where Spark drops it (`handleInvalid = "skip"`).

        Args:
            row: A value for each input: bool, int, float, str, None; a vector as a list of
                numbers or as a dict of `size`, `indices` and `values`; a map as a dict.

        Returns:
            A value for each output; vectors are lists.

        Raises:
            ScoreError: Spark would raise on the row, or it does not fit the input types.
        """
    def score_many(self, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any] | None]:
        """Scores rows in order; `None` in place of a row that Spark drops.

        Raises:
            ScoreError: As in `score`, for the first row at fault; `row` is its position.
        """
    def score_arrow(
        self,
        data: _ArrowStream | _ArrowArray,
        *,
        threads: int = 1,
        on_error: Literal["raise", "null", "drop"] = "raise",
        on_skip: Literal["null", "drop"] = "null",
        keep: list[str] | None = None,
    ) -> ArrowTable:
        """Scores columns of Arrow data, without a Python object for each value and without the GIL.

        Columns are found by name; integers widen, and narrow where every value fits. A vector is a
        list of numbers, or a struct of `size`, `indices` and `values`.

        Args:
            data: A table, frame, relation or record batch of pyarrow, polars, pandas, DuckDB or
                whatever else has Arrow's PyCapsule interface.
            threads: How many threads score; 0 takes all cores.
            on_error: What becomes of a row that Spark would raise on, or that does not fit the
                input types: raise, keep it with nulls, or leave it out.
            on_skip: What becomes of a row that Spark drops (`handleInvalid = "skip"`).
            keep: Columns of the data to put in front of the scores.

        Returns:
            The columns kept, then one for each output, in the order of the rows; vectors are lists
            of doubles. If an option is `"null"`, the last column is
            `error_reason`: text where a row has no scores, else null.

        Raises:
            ScoreError: A column is missing or of a type that cannot be read, whatever the options;
                with `on_error="raise"`, for the first row at fault; `row` is its position.
            TypeError: `data` has no PyCapsule interface.
            ValueError: An option has none of its values.
        """
    def trace(self, row: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
        """Scores one row and shows what every stage adds, up to the stage that drops it.

        Raises:
            ScoreError: As in `score`.
        """

@final
class Verification:
    """How far a bundle has been proven."""

    @property
    def status(self) -> Literal["golden", "none"]:
        """`golden`: replayed and equal; `none`: there are no golden rows."""
    @property
    def rows(self) -> int:
        """Golden rows replayed."""
    @property
    def not_finite(self) -> list[tuple[int, str]]:
        """Position of the golden row, and column, wherever Spark itself gave NaN or infinity."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class Limits:
    """What an untrusted bundle may cost; one beyond a limit is a `BundleLimitError`.

    Args:
        total_bytes: Bytes of the zip, and of all its members unpacked. Default 2 GiB.
        members: Files in the bundle. Default 100,000.
        ratio: Unpacked bytes for each byte of the zip, above the first 4 MiB. Default 200.
        depth: Folders inside one another, and pipelines. Default 32, at most 256.
        tree_nodes: Nodes of all trees together. Default 50,000,000.
        tree_depth: Nodes from the root of a tree to its farthest leaf. Default 1,000.
        vector_size: Elements of any vector column, and of whatever else a model file states a
            size for. Default 16,777,216.
        attributes: Attributes of one model. Default 10,000.
        verify_seconds: How long `verify` may replay golden rows. Default 30.

    Raises:
        ValueError: A limit is not positive, or larger than the runtime itself can hold.
    """

    def __new__(
        cls,
        *,
        total_bytes: int | None = None,
        members: int | None = None,
        ratio: int | None = None,
        depth: int | None = None,
        tree_nodes: int | None = None,
        tree_depth: int | None = None,
        vector_size: int | None = None,
        attributes: int | None = None,
        verify_seconds: int | None = None,
    ) -> Self: ...
    @property
    def total_bytes(self) -> int: ...
    @property
    def members(self) -> int: ...
    @property
    def ratio(self) -> int: ...
    @property
    def depth(self) -> int: ...
    @property
    def tree_nodes(self) -> int: ...
    @property
    def tree_depth(self) -> int: ...
    @property
    def vector_size(self) -> int: ...
    @property
    def attributes(self) -> int: ...
    @property
    def verify_seconds(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...

def load(
    source: str | PathLike[str] | bytes,
    *,
    inputs: Mapping[str, str] | None = None,
    limits: Limits | None = None,
) -> Bundle:
    """Loads a bundle from a zip file, a directory, or the bytes of a zip file.

    Args:
        source: The path, or the bytes. A string may also be a URI as MLeap takes it:
            `file:/directory`, `jar:file:/bundle.zip`, `jar:file:/bundle.zip!/folder`. In a zip
            without a bundle at its top, the only folder that holds one is taken.
        inputs: Types of input columns, such as `{"age": "int"}`, for a bundle without a feature
            schema; those left out are inferred from the ops.
        limits: What the bundle may cost; `None` is `Limits()`.

    Raises:
        ValueError: A type in `inputs` does not exist.
        BundleError: It cannot be used; the error names the file, the member and the reason.
    """

def verify(bundle: Bundle, golden: bytes | None = None) -> Verification:
    """Replays golden rows stage by stage: those in the bundle, or the ones given.

    Args:
        bundle: The bundle to prove.
        golden: A file in the format of `notes/golden_rows.json`.

    Raises:
        VerificationError: A row differs; the error names the first stage, column and row.
        BundleError: The golden rows cannot be read, or take longer than the limits of the bundle
            allow.
    """

def build_profile() -> Literal["debug", "release"]:
    """Which build this is: benchmarks refuse a debug build."""

def op_names() -> list[str]:
    """Names of the ops that can be scored, sorted."""
