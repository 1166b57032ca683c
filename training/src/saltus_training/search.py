"""Choose parameters by cross-validation, several models at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

from pyspark.sql import functions as F

from saltus_training.recipes.recipe import Candidate
from saltus_training.recipes.settings import apply_settings
from saltus_training.sampling import ROW_KEY
from saltus_training.splits import fold_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pyspark.ml import Pipeline
    from pyspark.sql import DataFrame

    from saltus_training.progress import Steps
    from saltus_training.recipes.recipe import Search

_FOLD = "_fold"


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search found for one pipeline.

    Attributes:
        best: The best parameters and their score.
        candidates: All of them, in the order of the grid.
    """

    best: Candidate
    candidates: Sequence[Candidate]


def find_best(
    search: Search,
    name: str,
    make: Callable[[], Pipeline],
    train: DataFrame,
    fixed: Mapping[str, Any],
    steps: Steps,
) -> SearchResult:
    """Cross-validates every set of parameters that the grid has for a pipeline.

    Args:
        search: What to try, and how it is judged.
        name: The pipeline.
        make: Makes it, unfitted.
        train: The rows to learn from, with `row_key`; every model is fitted on a part of them.
        fixed: Parameters that are not searched; they win over the grid.
        steps: Where to show what each set of parameters reaches.

    Returns:
        The best one, the first of equals.
    """
    grid = [{**each, **fixed} for each in search.grids.get(name, ({},))]
    grid = [each for index, each in enumerate(grid) if each not in grid[:index]]
    dealt = train.withColumn(_FOLD, fold_of([ROW_KEY], search.seed, search.folds)).persist()
    found: list[Candidate] = []
    try:
        for settings, scores in _fitted(search, make, dealt, grid, steps):
            found.append(Candidate(settings, sum(scores) / len(scores)))
            far = f"{len(found)} of {len(grid)}"
            reached = f"{search.figure} {found[-1].score:.4f}"
            steps.note(f"  {far}: {reached} with {describe(settings)}")
    finally:
        dealt.unpersist()
    choose = max if search.larger_is_better else min
    return SearchResult(choose(found, key=lambda each: each.score), found)


def describe(settings: Mapping[str, Any]) -> str:
    """Parameters for people."""
    return ", ".join(f"{key}={value}" for key, value in settings.items()) or "its own parameters"


def _fitted(
    search: Search,
    make: Callable[[], Pipeline],
    dealt: DataFrame,
    grid: Sequence[Mapping[str, Any]],
    steps: Steps,
) -> Iterator[tuple[Mapping[str, Any], list[float]]]:
    done: list[float] = []

    def score(task: tuple[Mapping[str, Any], int]) -> float:
        settings, fold = task
        pipeline = make()
        apply_settings(pipeline, settings)
        inside = dealt[_FOLD] == F.lit(fold)
        # One fold alone is fitted on and judged.
        fitted = dealt if search.folds == 1 else dealt.where(~inside)
        model = pipeline.fit(fitted.drop(_FOLD))
        found = search.score(model.transform(dealt.where(inside).drop(_FOLD)))
        done.append(found)
        steps.advance(len(done), len(grid) * search.folds)
        return found

    pool = ThreadPoolExecutor(search.parallelism)
    try:
        scores = pool.map(score, product(grid, range(search.folds)))
        for settings in grid:
            yield settings, [next(scores) for _ in range(search.folds)]
    finally:
        # An interrupt must not wait for models that nobody wants any more.
        pool.shutdown(wait=False, cancel_futures=True)
