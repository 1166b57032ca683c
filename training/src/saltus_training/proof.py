"""What a running Spark says of a model, for the notes of its bundle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from pyspark.ml.util import DefaultParamsReader

from saltus_training import notes
from saltus_training.baseline import compute_baseline
from saltus_training.golden import make_golden_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyspark.ml import Transformer
    from pyspark.sql import DataFrame, SparkSession

    from saltus_training.conversion import Conversion
    from saltus_training.saved_model import Folder


@dataclass(frozen=True, slots=True)
class Proof:
    """Golden rows and what goes with them.

    Attributes:
        members: Notes by path.
        facts: What the model card can say.
        golden_rows: The number of rows by kind.
    """

    members: Mapping[str, bytes]
    facts: Mapping[str, Any]
    golden_rows: Mapping[str, int]


def prove(model: Transformer, frame: DataFrame, conversion: Conversion, rows: int) -> Proof:
    """Lets Spark score chosen rows, and describes the frame.

    Args:
        model: The fitted model.
        frame: Data with the inputs of the schema.
        conversion: The same model, converted.
        rows: How many rows to take from the frame as they are.

    Raises:
        ExportError: The frame is empty, or Spark makes other columns than the bundle declares.
    """
    baseline = compute_baseline(frame, conversion.schema, conversion.categories)
    golden = make_golden_rows(model, frame, conversion, ranges=baseline.ranges, rows=rows)
    return Proof(
        members={notes.BASELINE: baseline.to_json(), notes.GOLDEN_ROWS: golden.to_json()},
        facts={
            **_jvm_facts(frame.sparkSession),
            "training_rows": baseline.rows,
            "data_fingerprint": baseline.fingerprint,
        },
        golden_rows=golden.counts,
    )


def load_model(folder: Folder, spark: SparkSession) -> Transformer:
    """Loads what `model.save` wrote: a pipeline, or a stage of any class."""
    with folder.on_this_machine() as local:
        uri = local.resolve().as_uri()
        return cast("Transformer", DefaultParamsReader.loadParamsInstance(uri, spark.sparkContext))


def _jvm_facts(spark: SparkSession) -> dict[str, str]:
    """Asks the JVM; a Spark Connect client has none to ask."""
    jvm = getattr(spark, "_jvm", None)
    if jvm is None:
        return {}
    return {
        "java_version": jvm.java.lang.System.getProperty("java.version"),
        "locale": jvm.java.util.Locale.getDefault().toLanguageTag(),
    }
