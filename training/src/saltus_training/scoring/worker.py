"""What runs on executors, which have the runtime but not this package.

Spark's pickle therefore takes the functions of this module by value. They use nothing else of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pyarrow as pa

OnError = Literal["raise", "null", "drop"]
OnSkip = Literal["null", "drop"]

_REASON = "error_reason"
# A name that no frame would use.
_AT = "\x01saltus row"


def column_scorer(
    content: bytes,
    outputs: list[str],
    keep: list[str],
    on_error: OnError,
    on_skip: OnSkip,
    refused: str | None = None,
) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Return what `mapInArrow` takes."""

    def score(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa  # noqa: PLC0415 - on the executor
        import saltus_runtime  # noqa: PLC0415

        scorer = saltus_runtime.load(content).scorer(outputs)

        def scored(rows: Any, keep: list[str]) -> pa.Table:
            scored = scorer.score_arrow(rows, keep=keep, on_error=on_error, on_skip=on_skip)
            # `pa.table` would import pandas, where it is installed, to see what it is given.
            return pa.RecordBatchReader.from_stream(scored).read_all()

        for batch in batches:
            if refused is None:
                table = scored(batch, keep)
            else:
                table = _with_refused(batch, refused, keep, scored)
            yield from table.to_batches()

    return score


def _with_refused(
    batch: pa.RecordBatch, refused: str, keep: list[str], scored: Callable[[Any, list[str]], Any]
) -> pa.Table:
    """Score the rows that are not refused, and put the others back between them."""
    import pyarrow as pa  # noqa: PLC0415 - on the executor

    rows = pa.table(batch)
    if rows[refused].null_count == len(rows):
        good = scored(batch, keep)
        if _REASON not in good.column_names:
            good = good.append_column(_REASON, pa.nulls(len(good), pa.string()))
        return good
    rows = rows.append_column(_AT, pa.array(range(len(rows)), pa.int64()))
    good = scored(rows.filter(rows[refused].is_null()), [*keep, _AT])
    bad = rows.filter(rows[refused].is_valid())
    bad = bad.select([*keep, _AT]).append_column(_REASON, bad[refused])
    both = pa.concat_tables([good, bad], promote_options="permissive")
    return both.sort_by(_AT).drop_columns([_AT])


def row_scorer(content: bytes, output: str) -> Callable[..., Any]:
    """Return what a plain UDF takes: the inputs in the order of the bundle."""
    loaded: list[Any] = []

    def score(*cells: Any) -> Any:
        if not loaded:
            import saltus_runtime  # noqa: PLC0415 - on the executor

            scorer = saltus_runtime.load(content).scorer([output])
            loaded.extend((scorer, [column.name for column in scorer.inputs]))
        scorer, names = loaded
        scores = scorer.score(dict(zip(names, cells, strict=True)))
        return None if scores is None else scores[output]

    return score
