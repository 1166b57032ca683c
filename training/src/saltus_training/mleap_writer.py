"""MLeap's own serializer, for those who want its bundles: the package `mleap` and MLeap's jars."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from py4j.java_gateway import JavaClass
from py4j.protocol import Py4JJavaError

from saltus_training.errors import ExportError

if TYPE_CHECKING:
    from pyspark.ml import Transformer
    from pyspark.sql import DataFrame

_STAGE = "writer mleap"
_SERIALIZER = "ml.combust.mleap.spark.SimpleSparkSerializer"


def mleap_members(model: Transformer, frame: DataFrame) -> dict[str, bytes]:
    """Lets MLeap write a model, and returns its files by path.

    Args:
        model: The fitted model.
        frame: Rows that the model can transform: MLeap takes types and attributes from them.

    Raises:
        ExportError: The package or its jars are missing, or MLeap cannot write the model.
    """
    _check_jars(frame)
    try:
        from mleap.pyspark.spark_support import SimpleSparkSerializer  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        raise ExportError(
            "the Python package `mleap` is missing",
            fix="`pip install 'saltus-training[mleap]'`, or use the default writer",
            stage=_STAGE,
            rule=ExportError.FAILED,
        ) from error
    with tempfile.TemporaryDirectory(prefix="saltus-mleap-") as folder:
        target = Path(folder).resolve() / "model.zip"
        try:
            scored = model.transform(frame)
            SimpleSparkSerializer().serializeToBundle(model, f"jar:{target.as_uri()}", scored)
        except Py4JJavaError as error:
            raise ExportError(
                f"MLeap cannot write the model: {error.java_exception.toString()}",
                fix="use the default writer, which knows every stage of docs/spark-stages.md",
                stage=_STAGE,
                rule=ExportError.FAILED,
            ) from error
        with zipfile.ZipFile(target) as archive:
            files = (name for name in archive.namelist() if not name.endswith("/"))
            return {name: archive.read(name) for name in files}


def _check_jars(frame: DataFrame) -> None:
    """Raises ExportError unless Spark's JVM has MLeap's serializer."""
    found = frame.sparkSession._jvm  # noqa: SLF001 - PySpark has no other door to its JVM
    for name in _SERIALIZER.split("."):
        found = getattr(found, name)
    if not isinstance(found, JavaClass):
        raise ExportError(
            f"Spark's JVM has no class {_SERIALIZER}: MLeap's jars are missing",
            fix="start Spark with the mleap-spark jars that match it, such as "
            "`--conf spark.jars=mleap-spark.jar,…`, or use the default writer, which needs none",
            stage=_STAGE,
            rule=ExportError.FAILED,
        )
