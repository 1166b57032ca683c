"""From a fitted model to a verified bundle."""

from __future__ import annotations

import hashlib
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, get_args

from saltus_training import notes
from saltus_training.bundle import Encoding
from saltus_training.conversion import Conversion, convert
from saltus_training.errors import ExportError
from saltus_training.export_result import ExportResult
from saltus_training.frame_inputs import check_frame, checked, convert_with_frame, session_of
from saltus_training.model_card import ModelCard
from saltus_training.publish import check_target, publish, termination_as_exit
from saltus_training.saved_model import Folder
from saltus_training.sql import Session

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from os import PathLike

    from pyspark.ml import PipelineModel, Transformer
    from pyspark.sql import DataFrame
    from saltus_schema import FeatureSchema

    from saltus_training.proof import Proof

Writer = Literal["saltus", "mleap"]

TYPICAL_ROWS = 32

_VERSION_DIGITS = 12
_BINARY = 2


def export(  # noqa: PLR0913 - keywords, each with its default
    model: PipelineModel,
    frame: DataFrame,
    path: str | PathLike[str],
    *,
    schema: FeatureSchema | None = None,
    card: ModelCard | Mapping[str, Any] | None = None,
    rows: int = TYPICAL_ROWS,
    staging: str | PathLike[str] | None = None,
    encoding: Encoding = "json",
    writer: Writer = "saltus",
) -> ExportResult:
    """Writes a fitted model as a bundle that the runtime has proven to score as Spark does.

    Args:
        model: The fitted model.
        frame: Data with the inputs of the schema, best the training data: the baseline and the
            typical golden rows come from it.
        path: The file to write; it keeps its content until the new bundle is verified.
        schema: The inputs; outputs are derived where it declares none. Without it, the inputs are
            the columns of the frame that scoring reads, without the label.
        card: What the model card shall say; the rest is filled in.
        rows: How many rows of the frame to keep as golden rows.
        staging: A folder that the driver and all executors see, where Spark may save the model
            for a moment; by default the system's temporary folder, which suits a local Spark.
        encoding: How MLeap's files are encoded.
        writer: Who writes MLeap's files: `mleap` is its own serializer, which needs its jars, a
            frame, and writes JSON only.

    Raises:
        ExportError: The model cannot be exported; nothing is left behind.
        ValueError: *rows* is less than 1, or there is no such encoding or writer.
    """
    if rows < 1:
        raise ValueError(f"rows must be at least 1, not {rows}")
    _check_choices(writer, encoding)
    target = Path(path)
    check_target(target)
    given = ModelCard.complete(card, {})
    from saltus_training.proof import prove  # noqa: PLC0415 - needs pyspark

    inputs = checked(frame, schema)
    with termination_as_exit(), _saved(model, staging) as saved:
        conversion = convert_with_frame(saved, frame, inputs, session_of(given, frame))
        check_frame(frame, conversion.schema)
        written = _written(writer, model, frame)
        proof = prove(model, frame, conversion, rows)
        return _write(conversion, target, given, encoding, proof, written)


def export_saved(  # noqa: PLR0913 - keywords, each with its default
    saved_model: str | PathLike[str],
    path: str | PathLike[str],
    *,
    schema: FeatureSchema | Mapping[str, Any] | None = None,
    frame: DataFrame | None = None,
    filesystem: object = None,
    card: ModelCard | Mapping[str, Any] | None = None,
    encoding: Encoding = "json",
    writer: Writer = "saltus",
) -> ExportResult:
    """Writes a model that Spark saved as a bundle; Spark is needed for a frame only.

    Args:
        saved_model: The folder that was passed to `model.save`: a path, or a URI of any file
            system that pyarrow opens, such as `s3://bucket/model`.
        path: The file to write; it keeps its content until the new bundle has been loaded.
        schema: The inputs: a feature schema, or a Spark StructType as decoded JSON. Without it,
            the inputs are the columns of the frame that scoring reads, without the label.
        frame: Rows that its Spark shall score, for golden rows and the baseline; without it the
            bundle has none and says so.
        filesystem: A file system of pyarrow or fsspec that *saved_model* is a path in.
        card: What the model card shall say; the rest is filled in.
        encoding: How MLeap's files are encoded.
        writer: Who writes MLeap's files: `mleap` is its own serializer, which needs its jars, a
            frame, and writes JSON only.

    Raises:
        ExportError: The model cannot be exported; nothing is left behind.
        ValueError: There is no such encoding or writer.
    """
    _check_choices(writer, encoding)
    target = Path(path)
    check_target(target)
    given = ModelCard.complete(card, {})
    with termination_as_exit():
        folder = Folder.at(saved_model, filesystem)
        if frame is None:
            conversion = convert(
                folder, schema or {"fields": []}, session=Session(given.ansi, given.time_zone)
            )
            _written(writer, None, None)
            return _write(conversion, target, given, encoding)
        from saltus_training.proof import load_model, prove  # noqa: PLC0415 - needs pyspark

        conversion = convert_with_frame(
            folder, frame, checked(frame, schema), session_of(given, frame)
        )
        check_frame(frame, conversion.schema)
        model = load_model(folder, frame.sparkSession)
        written = _written(writer, model, frame)
        proof = prove(model, frame, conversion, TYPICAL_ROWS)
        return _write(conversion, target, given, encoding, proof, written)


def _check_choices(writer: Writer, encoding: Encoding) -> None:
    """Raises ValueError for a writer or an encoding that there is not."""
    for name, value, known in (
        ("writer", writer, get_args(Writer)),
        ("encoding", encoding, get_args(Encoding)),
    ):
        if value not in known:
            raise ValueError(f"{name} must be one of {', '.join(known)}, not {value!r}")
    if (writer, encoding) == ("mleap", "protobuf"):
        raise ValueError("the writer `mleap` writes JSON only")


def _written(
    writer: Writer, model: Transformer | None, frame: DataFrame | None
) -> Mapping[str, bytes] | None:
    """Returns MLeap's files, if MLeap shall write them."""
    if writer == "saltus":
        return None
    if model is None or frame is None:
        raise ExportError(
            "MLeap's own serializer needs a running Spark and rows to transform",
            fix="give it rows, or use the default writer",
            stage="writer mleap",
            rule=ExportError.FAILED,
        )
    from saltus_training.mleap_writer import mleap_members  # noqa: PLC0415 - needs pyspark

    return mleap_members(model, frame)


def _write(
    conversion: Conversion,
    target: Path,
    given: ModelCard,
    encoding: Encoding,
    proof: Proof | None = None,
    written: Mapping[str, bytes] | None = None,
) -> ExportResult:
    found = {} if proof is None else proof.facts
    name = given.name or conversion.schema.name
    card = given

    def notes_of(digest: str) -> Mapping[str, bytes]:
        nonlocal card
        facts = {**_facts(conversion), "version": digest[:_VERSION_DIGITS], **found}
        card = ModelCard.complete(given, facts)
        return {**({} if proof is None else proof.members), notes.MODEL_CARD: card.to_json()}

    def write(file: BinaryIO) -> None:
        notes.write_bundle(file, conversion, name, notes_of, encoding, written)

    verification = publish(write, target)
    with target.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    return ExportResult(
        path=target,
        sha256=digest.hexdigest(),
        verification=verification.status,
        golden_rows={} if proof is None else proof.golden_rows,
        portable=conversion.portable,
        card=card,
        findings=conversion.findings,
    )


@contextmanager
def _saved(model: PipelineModel, staging: str | PathLike[str] | None) -> Iterator[Path]:
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
                rule=ExportError.FAILED,
            ) from error
        yield saved


def _facts(conversion: Conversion) -> dict[str, Any]:
    return {
        "name": conversion.schema.name,
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
