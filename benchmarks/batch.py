"""Real flights through a bundle on Spark, beside Spark's own transform of the same pipeline."""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
from contextlib import suppress
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from pyspark.ml.functions import vector_to_array
from pyspark.sql import functions as F
from rich.console import Console
from rich.table import Table
from saltus_training import export
from saltus_training.inputs import select_inputs
from saltus_training.recipes import get_recipe
from saltus_training.scoring import ScoringModel, score
from saltus_training.scoring.batch import BatchJob, score_batch
from saltus_training.session import spark_session

from benchmarks.measure import refuse_debug_build

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyspark.ml import PipelineModel
    from pyspark.sql import DataFrame, SparkSession

CORES = 2
ROWS = 10_000_000
CHECKED = 20_000
ROUNDS = 2
TOLERANCE = 1e-11
OURS, THEIRS = "saltus-train batch", "Spark's own transform"


def main() -> None:
    """Fit and export, check that both sides agree, then time them in turn."""
    refuse_debug_build()
    table = Table(title=f"{ROWS:,} flights on {CORES} cores of Spark", title_justify="left")
    for heading in ("pipeline", "side", "rows/s", "x Spark", "µs of processor/row", "x Spark"):
        table.add_column(heading, justify="left" if heading in {"pipeline", "side"} else "right")
    with (
        tempfile.TemporaryDirectory(prefix="saltus-bench-") as folder,
        spark_session(master=f"local[{CORES}]") as spark,
    ):
        recipe = get_recipe("flights_late")
        flights = recipe.load(spark, 0.3).persist()
        rows = _many(spark, select_inputs(flights, recipe.schema), Path(folder) / "rows")
        for name in ("logistic_regression", "random_forest"):
            model = recipe.pipelines[name]().fit(flights)
            bundle = Path(folder) / f"{name}.zip"
            export(model, select_inputs(flights, recipe.schema), bundle, schema=recipe.schema)
            costs = measure(rows, model, ScoringModel.load(bundle), Path(folder))
            for side, (seconds, processor) in costs.items():
                table.add_row(
                    *(name, side, f"{ROWS / seconds:,.0f}", f"{costs[THEIRS][0] / seconds:.2f}"),
                    *(f"{processor / ROWS * 1e6:.1f}", f"{costs[THEIRS][1] / processor:.2f}"),
                )
    Console(width=110).print(table)


def measure(
    rows: DataFrame, model: PipelineModel, loaded: ScoringModel, folder: Path
) -> dict[str, tuple[float, float]]:
    """Median seconds of each side, from Parquet to Parquet, for all rows: passed, and used.

    What the processors spend on the JVM and on its Python workers hardly depends on who else
    uses the machine.
    """
    check(rows.limit(CHECKED), model, loaded, folder)
    spark, source, target = rows.sparkSession, str(folder / "rows"), folder / "scores"
    answer = ["prediction", "probability"]

    def written(frame: DataFrame) -> None:
        frame.write.parquet(str(target))

    sides: dict[str, Callable[[], None]] = {
        OURS: lambda: score_batch(spark, loaded, source, str(target), BatchJob(keep=["id"])),
        THEIRS: lambda: written(model.transform(rows).select("id", *answer)),
        "score(frame), written": lambda: written(score(rows, loaded, outputs=answer, keep=["id"])),
        "reading the rows alone": lambda: rows.write.format("noop").mode("overwrite").save(),
    }
    costs: dict[str, list[tuple[float, float]]] = {side: [] for side in sides}
    # The first round is for the JVM's compiler.
    for round_ in range(ROUNDS + 1):
        for side, work in sides.items():
            start, used = perf_counter(), processor_seconds()
            work()
            if round_:
                costs[side].append((perf_counter() - start, processor_seconds() - used))
            if target.exists():
                assert spark.read.parquet(str(target)).count() == ROWS
                shutil.rmtree(target)
    return {
        side: (statistics.median(a for a, _ in each), statistics.median(b for _, b in each))
        for side, each in costs.items()
    }


def processor_seconds() -> float:
    """Processor time of this program's descendants, which are the JVM and its workers."""
    parents, ticks = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            # The name, in brackets, may have blanks in it.
            fields = stat.read_text(encoding="ascii").rpartition(")")[2].split()
            # By position: the parent, and what it and its children that ended have used.
            parents[int(stat.parent.name)] = int(fields[1])
            ticks[int(stat.parent.name)] = sum(map(int, fields[11:15]))
    family = {os.getpid()}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    return sum(ticks[process] for process in family & ticks.keys()) / os.sysconf("SC_CLK_TCK")


def check(rows: DataFrame, model: PipelineModel, loaded: ScoringModel, folder: Path) -> None:
    """Assert that both of our sides give what Spark does, to the last bits of a dot product."""
    source, target = folder / "checked", folder / "scores"
    rows.write.parquet(str(source))
    rows = rows.sparkSession.read.parquet(str(source))
    score_batch(rows.sparkSession, loaded, str(source), str(target), BatchJob(keep=["id"]))
    shares = vector_to_array(F.col("probability")).alias("theirs")
    theirs = model.transform(rows).select("id", F.col("prediction").alias("said"), shares)
    far = F.exists(
        F.arrays_zip("probability", "theirs"),
        lambda pair: F.abs(pair["probability"] - pair["theirs"]) > F.lit(TOLERANCE),
    )
    wrong = F.count_if((F.col("prediction") != F.col("said")) | far)
    for ours in (
        rows.sparkSession.read.parquet(str(target)),
        score(rows, loaded, keep=["id"]),
    ):
        assert ours.join(theirs, "id").select(F.count("*"), wrong).collect() == [(CHECKED, 0)]
    shutil.rmtree(source)
    shutil.rmtree(target)


def _many(spark: SparkSession, known: DataFrame, folder: Path) -> DataFrame:
    """The rows over and over, with an `id`, as a Parquet folder with a file for each core."""
    times = -(-ROWS // known.count())
    copies = known.crossJoin(spark.range(times).select(F.col("id").alias("copy"))).drop("copy")
    numbered = copies.limit(ROWS).withColumn("id", F.monotonically_increasing_id())
    numbered.repartition(CORES * 2).write.parquet(str(folder))
    return spark.read.parquet(str(folder))


if __name__ == "__main__":
    main()
