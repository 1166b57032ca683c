"""Lines of text files, each with its file and its number in it, read in parallel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import Window
from pyspark.sql import functions as F

from saltus_training.ingest.ingested import FILE, LINE, RECORD

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


def read_lines(spark: SparkSession, path: str) -> DataFrame:
    """Reads a text file, or all of a folder; the second pass over them counts lines only.

    Args:
        spark: The session to read with.
        path: A file, compressed or not, a folder or a pattern.

    Returns:
        `_record`, a line without its end, `_file` and `_line`, from 1.
    """
    block = F.col("_metadata.file_block_start")
    lines = spark.read.text(path).select(
        F.col("value").alias(RECORD),
        F.col("_metadata.file_path").alias(FILE),
        block.alias("_start"),
        # Rises by 1 from row to row within what one task reads.
        F.monotonically_increasing_id().alias("_id"),
    )
    before = Window.partitionBy(FILE).orderBy("_start").rowsBetween(Window.unboundedPreceding, -1)
    blocks = (
        lines.groupBy(FILE, "_start")
        .agg(F.min("_id").alias("_first"), F.count(F.lit(1)).alias("_lines"))
        .withColumn("_before", F.coalesce(F.sum("_lines").over(before), F.lit(0)))
    )
    number = F.col("_id") - F.col("_first") + F.col("_before") + F.lit(1)
    joined = lines.join(F.broadcast(blocks), [FILE, "_start"])
    return joined.select(RECORD, FILE, number.alias(LINE))
