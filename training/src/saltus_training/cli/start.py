"""The step in which a command starts Spark."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contextlib import ExitStack

    from pyspark.sql import SparkSession

    from saltus_training.progress import Steps


def start_spark(stack: ExitStack, steps: Steps, master: str, driver_memory: str) -> SparkSession:
    """Start Spark, which ends with the stack, and tell its version and where it runs."""
    from saltus_training.session import spark_session  # noqa: PLC0415 - Spark is an extra

    with steps.step("start Spark") as step:
        spark = stack.enter_context(spark_session(master=master, driver_memory=driver_memory))
        step.found(f"{spark.version} on {spark.sparkContext.master}")
    return spark
