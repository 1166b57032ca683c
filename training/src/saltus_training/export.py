"""From a fitted model to a verified bundle."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from saltus_training import notes
from saltus_training.conversion import Conversion, convert
from saltus_training.declared import declared_columns
from saltus_training.errors import ExportError
from saltus_training.model_card import ModelCard
from saltus_training.publish import check_target, publish, termination_as_exit
from saltus_training.spark_types import struct_columns

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

    from pyspark.ml import PipelineModel
    from pyspark.sql import DataFrame, SparkSession
    from saltus_schema import FeatureSchema


TYPICAL_ROWS = 32

_VERSION_DIGITS = 12
_BINARY = 2


@dataclass(frozen=True, slots=True)
class ExportResult:
    """A bundle that was written.

    Attributes:
        path: Where it lies.
        sha256: The digest of the file, in hex.
        verification: `golden` if the runtime replayed Spark's rows, `none` if there are none.
        golden_rows: The number of rows replayed, by kind.
        portable: Whether MLeap's own runtime can load it.
        card: The model card in it.
        warnings: What will surprise at scoring.
    """

    path: Path
    sha256: str
    verification: str
    golden_rows: Mapping[str, int]
    portable: bool
    card: ModelCard
    warnings: tuple[str, ...]


def export(
    model: PipelineModel,
    frame: DataFrame,
    path: str | PathLike[str],
    *,
    schema: FeatureSchema,
    card: ModelCard | Mapping[str, Any] | None = None,
    rows: int = TYPICAL_ROWS,
    staging: str | PathLike[str] | None = None,
) -> ExportResult:
    """Writes a fitted model as a bundle that the runtime has proven to score as Spark does.

    Args:
        model: The fitted model.
        frame: Data with the inputs of the schema, best the training data: the baseline and the
            typical golden rows come from it.
        path: The file to write; it keeps its content until the new bundle is verified.
        schema: The inputs; outputs are derived where it declares none.
        card: What the model card shall say; the rest is filled in.
        rows: How many rows of the frame to keep as golden rows.
        staging: A folder that the driver and all executors see, where Spark may save the model
            for a moment; by default the system's temporary folder, which suits a local Spark.

    Raises:
        ExportError: The model cannot be exported; nothing is left behind.
        ValueError: *rows* is less than 1.
    """
    if rows < 1:
        raise ValueError(f"rows must be at least 1, not {rows}")
    # Only an export from a running Spark needs pyspark.
    from saltus_training.baseline import compute_baseline  # noqa: PLC0415
    from saltus_training.golden import make_golden_rows  # noqa: PLC0415

    target = Path(path)
    check_target(target)
    _check_frame(frame, schema)
    given = ModelCard.complete(card, {})
    with termination_as_exit():
        conversion = _save_and_convert(model, schema, staging)
        baseline = compute_baseline(frame, schema, conversion.categories)
        golden = make_golden_rows(model, frame, conversion, ranges=baseline.ranges, rows=rows)
        session_facts = {
            **_jvm_facts(frame.sparkSession),
            "training_rows": baseline.rows,
            "data_fingerprint": baseline.fingerprint,
        }
        members = {
            notes.BASELINE: baseline.to_json(),
            notes.GOLDEN_ROWS: golden.to_json(),
        }
        full_card = ModelCard.complete(given, {**_facts(conversion), **session_facts})
        return _write(conversion, full_card, members, target, golden.counts)


def export_saved(
    saved_model: str | PathLike[str],
    path: str | PathLike[str],
    *,
    schema: FeatureSchema | Mapping[str, Any],
    card: ModelCard | Mapping[str, Any] | None = None,
) -> ExportResult:
    """Writes a model that Spark saved as a bundle, without Spark and so without golden rows.

    Args:
        saved_model: The folder that was passed to `model.save`.
        path: The file to write; it keeps its content until the new bundle has been loaded.
        schema: The inputs: a feature schema, or a Spark StructType as decoded JSON.
        card: What the model card shall say; the rest is filled in.

    Raises:
        ExportError: The model cannot be exported; nothing is left behind.
    """
    target = Path(path)
    check_target(target)
    with termination_as_exit():
        conversion = convert(saved_model, schema)
        full_card = ModelCard.complete(card, _facts(conversion))
        return _write(conversion, full_card, {}, target, {})


def _write(
    conversion: Conversion,
    card: ModelCard,
    extra: Mapping[str, bytes],
    target: Path,
    golden_rows: Mapping[str, int],
) -> ExportResult:
    name = card.name or conversion.schema.name
    content = notes.assemble(conversion, name, {**extra, notes.MODEL_CARD: card.to_json()})
    verification = publish(content, target)
    return ExportResult(
        path=target,
        sha256=hashlib.sha256(content).hexdigest(),
        verification=verification.status,
        golden_rows=golden_rows,
        portable=conversion.portable,
        card=card,
        warnings=tuple(map(str, conversion.findings)),
    )


def _save_and_convert(
    model: PipelineModel, schema: FeatureSchema, staging: str | PathLike[str] | None
) -> Conversion:
    with tempfile.TemporaryDirectory(prefix="saltus-export-", dir=staging) as folder:
        saved = Path(folder).resolve() / "model"
        # A URI, or Spark would look in the cluster's default file system.
        try:
            model.write().save(saved.as_uri())
        except ValueError as error:
            raise ExportError(
                f"Spark cannot save the model: {error}",
                fix="use only stages that can be written (MLWritable)",
                stage="save",
            ) from error
        return convert(saved, schema)


def _check_frame(frame: DataFrame, schema: FeatureSchema) -> None:
    """Raises ExportError unless the frame has the schema's inputs with the schema's types."""
    have = {column.name: column for column in struct_columns(frame.schema.jsonValue())}
    for declared in declared_columns(schema):
        column = have.get(declared.name)
        if column is None:
            reason = f"it has no column `{declared.name}`, which the schema declares"
        elif column.family != declared.family:
            reason = f"`{declared.name}` is {column.type}, but the schema declares {declared.type}"
        else:
            continue
        raise ExportError(
            reason,
            fix="give the frame the model was fitted on, or correct the schema",
            stage="frame",
        )


def _facts(conversion: Conversion) -> dict[str, Any]:
    return {
        "name": conversion.schema.name,
        "version": conversion.digest[:_VERSION_DIGITS],
        "task": _task(conversion),
        "created": datetime.fromtimestamp(conversion.saved_at / 1000, UTC),
        "spark_version": conversion.spark_version,
    }


def _task(conversion: Conversion) -> str | None:
    predictions = [column for column in conversion.columns if column.role == "prediction"]
    if not predictions:
        return None
    classes = predictions[-1].arity
    if classes is None:
        return "regression"
    return "binary_classification" if classes == _BINARY else "multiclass_classification"


def _jvm_facts(spark: SparkSession) -> dict[str, str]:
    """Asks the JVM; a Spark Connect client has none to ask."""
    jvm = getattr(spark, "_jvm", None)
    if jvm is None:
        return {}
    return {
        "java_version": jvm.java.lang.System.getProperty("java.version"),
        "locale": jvm.java.util.Locale.getDefault().toLanguageTag(),
    }
