"""Carry out a recipe: load, split, then fit, evaluate and export each pipeline.

```
TrainingError
└── OutputError   folder, reason
```
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from pyspark.ml import Estimator

from saltus_training.errors import TrainingError
from saltus_training.export import export
from saltus_training.held_out import held_out_rows
from saltus_training.importance import feature_importance
from saltus_training.inputs import count_missing, select_inputs
from saltus_training.model_report import report_path, write_report
from saltus_training.recipes.errors import UnknownNameError
from saltus_training.recipes.recipe import Trial
from saltus_training.recipes.settings import apply_settings, check_settings
from saltus_training.report import missing_table
from saltus_training.search import SearchResult, describe, find_best

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pyspark.ml import Pipeline, PipelineModel
    from pyspark.sql import DataFrame, SparkSession
    from saltus_schema import FeatureSchema

    from saltus_training.evaluation import Evaluation
    from saltus_training.held_out import HeldOutRow
    from saltus_training.progress import Steps
    from saltus_training.recipes.recipe import Candidate, Recipe
    from saltus_training.splits import Split


class OutputError(TrainingError):
    """The folder for the bundles cannot be made.

    Attributes:
        folder: Which one.
        reason: Why not.
    """

    def __init__(self, folder: Path, reason: str) -> None:
        self.folder = folder
        self.reason = reason
        super().__init__(f"folder `{folder}` cannot be made: {reason}; choose another one")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """What a caller decides about a run.

    Attributes:
        output: The folder for the bundles; it is made if it is not there.
        pipelines: Which ones to fit; all of the recipe if empty.
        sample: The share of rows, above 0 and up to 1; the recipe's own if `None`.
        held_out: How many evaluated rows to give back with Spark's answers.
        settings: Parameters by name, as `--set` takes them; they win over the recipe's.
        best: Write only the pipeline that the recipe's search finds best.
    """

    output: Path
    pipelines: Sequence[str] = ()
    sample: float | None = None
    held_out: int = 0
    settings: Mapping[str, Any] = field(default_factory=dict)
    best: bool = False


@dataclass(frozen=True, slots=True)
class PipelineResult:
    """One pipeline, fitted, judged and written.

    Attributes:
        evaluation: How good it is on rows that it has not seen.
        bundle: The file to serve.
        held_out: Some of those rows with Spark's answers.
        report: The page that shows all of it.
    """

    evaluation: Evaluation
    bundle: Path
    held_out: list[HeldOutRow]
    report: Path


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a run, counted."""

    split: Split
    train: int
    test: int
    missing: dict[str, int]


def prepare(recipe: Recipe, options: RunOptions) -> None:
    """Check the names and make the folder; it is cheap, so do it before Spark reads anything.

    Args:
        recipe: What to train.
        options: Which of it, and where the bundles go.

    Raises:
        UnknownNameError: The recipe has no such pipeline.
        OutputError: The folder for the bundles cannot be made.
    """
    for name in options.pipelines:
        if name not in recipe.pipelines:
            raise UnknownNameError("pipeline", name, tuple(recipe.pipelines))
    try:
        options.output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(options.output, error.strerror or str(error)) from error


def run(
    recipe: Recipe, spark: SparkSession, options: RunOptions, steps: Steps
) -> dict[str, PipelineResult]:
    """Carry out a recipe.

    Args:
        recipe: What to train.
        spark: The session to train with.
        options: How much of it, and where the bundles go.
        steps: Where to show the progress.

    Returns:
        What came out, by pipeline. The bundles are `<output>/<recipe>-<pipeline>.zip`, with a
        report beside each.

    Raises:
        UnknownNameError: The recipe has no such pipeline.
        OutputError: The folder for the bundles cannot be made.
        DatasetError: The data cannot be had.
        MissingValueError: The data lacks what the schema says is always there.
        EvaluationError: The rows do not allow an evaluation.
        ExportError: A fitted pipeline cannot be written as a bundle.
        ReportError: The report on it cannot be written.
    """
    prepare(recipe, options)
    chosen = _chosen(recipe, options)
    # Parameters live in the JVM only once Spark runs.
    check_settings((recipe.pipelines[name]() for name in chosen), options.settings)
    sample = recipe.default_sample if options.sample is None else options.sample
    rows = _load(recipe, spark, sample, steps)
    found = {name: _search(recipe, name, rows, options, steps) for name in chosen}
    if options.best:
        found = _best(recipe, found, steps)
    return {name: _run_pipeline(recipe, name, rows, found[name], options, steps) for name in found}


def _chosen(recipe: Recipe, options: RunOptions) -> tuple[str, ...]:
    return tuple(options.pipelines) or tuple(recipe.pipelines)


def _search(
    recipe: Recipe, name: str, rows: _Rows, options: RunOptions, steps: Steps
) -> SearchResult | None:
    search = recipe.search
    # One set of parameters is no choice, unless pipelines are compared.
    if search is None or not (options.best or len(search.grids.get(name, ())) > 1):
        return None
    with steps.step(f"search {name}") as step:
        make, train = recipe.pipelines[name], rows.split.train
        result = find_best(search, name, make, train, options.settings, steps)
        step.found(
            f"best {search.figure} {result.best.score:.4f}, {describe(result.best.settings)}"
        )
    return result


def _best(
    recipe: Recipe, found: Mapping[str, SearchResult | None], steps: Steps
) -> dict[str, SearchResult | None]:
    scores = {name: result.best.score for name, result in found.items() if result}
    if not (scores and recipe.search):
        return dict(found)
    best = (max if recipe.search.larger_is_better else min)(scores, key=lambda name: scores[name])
    steps.note(f"{best} is the best of {', '.join(scores)}")
    return {best: found[best]}


def _load(recipe: Recipe, spark: SparkSession, sample: float, steps: Steps) -> _Rows:
    with steps.step(f"load {sample:.0%} of {recipe.name}") as step:
        frame = recipe.load(spark, sample).persist()
        total = frame.count()
        step.found(f"{total:,} rows")
    with steps.step("check and split") as step:
        missing = count_missing(frame, recipe.schema)
        split = recipe.split(frame)
        rows = _Rows(split, split.train.count(), split.test.count(), missing)
        step.found(f"{rows.train:,} rows to fit, {rows.test:,} to evaluate")
    if missing:
        steps.show(missing_table(missing, total))
    return rows


def _run_pipeline(
    recipe: Recipe,
    name: str,
    rows: _Rows,
    found: SearchResult | None,
    options: RunOptions,
    steps: Steps,
) -> PipelineResult:
    pipeline = recipe.pipelines[name]()
    apply_settings(pipeline, found.best.settings if found else options.settings)
    with steps.step(f"fit {name}"):
        model = pipeline.fit(rows.split.train)
    with steps.step(f"evaluate {name}"):
        scored = model.transform(rows.split.test)
        candidates = found.candidates if found else ()
        evaluation = recipe.evaluate(Trial(model, rows.split.train, scored, candidates))
        held_out = held_out_rows(scored, recipe.schema, options.held_out)
    bundle = options.output / f"{recipe.name}-{name}.zip"
    card = {
        "task": recipe.task,
        "description": recipe.title,
        "metrics": evaluation.to_dict(),
        "params": {"recipe": recipe.name, "pipeline": name, **_parameters(pipeline)},
        "evaluation": {
            **_evaluation_note(evaluation, recipe, candidates),
            "importance": feature_importance(model, scored),
        },
    }
    with steps.step(f"export {name}") as step:
        _export(model, rows.split.train, bundle, recipe.schema, card)
        step.found(f"{bundle}, {bundle.stat().st_size / 1e3:,.0f} kB")
    report = report_path(bundle)
    with steps.step(f"report on {name}"):
        write_report(bundle, report)
    return PipelineResult(evaluation, bundle, held_out, report)


def _export(
    model: PipelineModel,
    train: DataFrame,
    bundle: Path,
    schema: FeatureSchema,
    card: Mapping[str, Any],
) -> None:
    """Golden rows are picked from the rows trained on, so no held-out row is one of them."""
    export(model, select_inputs(train, schema), bundle, schema=schema, card=card)


def _evaluation_note(
    evaluation: Evaluation, recipe: Recipe, candidates: Sequence[Candidate]
) -> dict[str, Any]:
    """What a report shows beside the figures themselves."""
    note: dict[str, Any] = {
        **evaluation.curves(),
        "measures": [asdict(each) for each in evaluation.measures()],
    }
    if recipe.known is not None:
        note["known"] = asdict(recipe.known)
    if candidates and recipe.search is not None:
        tried = [{"settings": dict(each.settings), "score": each.score} for each in candidates]
        note["search"] = {"figure": recipe.search.figure, "candidates": tried}
    return note


def _parameters(pipeline: Pipeline) -> dict[str, Any]:
    """What the recipe sets for the estimator; the rest is Spark's default."""
    stages = pipeline.getStages()
    estimators = [stage for stage in stages if isinstance(stage, Estimator)]
    estimator = (estimators or stages)[-1]
    chosen = (param for param in estimator.params if estimator.isSet(param))
    return {param.name: estimator.getOrDefault(param) for param in chosen}
