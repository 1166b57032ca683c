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


def column_scorer(
    content: bytes, outputs: list[str], keep: list[str], on_error: OnError, on_skip: OnSkip
) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Return what `mapInArrow` takes."""

    def score(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa  # noqa: PLC0415 - on the executor
        import saltus_runtime  # noqa: PLC0415

        scorer = saltus_runtime.load(content).scorer(outputs)
        for batch in batches:
            scored = scorer.score_arrow(batch, keep=keep, on_error=on_error, on_skip=on_skip)
            yield from pa.table(scored).to_batches()

    return score


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
