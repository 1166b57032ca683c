"""Saved models without Spark: folders written as Spark's ML writers write them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

if TYPE_CHECKING:
    from pathlib import Path

Json = dict[str, Any]

SAVED_AT = 1_795_375_887_555


class SavedModels:
    """Writes stages and pipelines of them, each in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._count = 0

    def pipeline(self, *stages: Path) -> Path:
        """A PipelineModel; the stages move into it."""
        uids = [f"uid_{index}" for index in range(len(stages))]
        pipeline = self.stage("org.apache.spark.ml.PipelineModel", {"stageUids": uids})
        digits = len(str(len(stages)))
        (pipeline / "stages").mkdir()
        for index, (uid, stage) in enumerate(zip(uids, stages, strict=True)):
            stage.rename(pipeline / "stages" / f"{index:0{digits}d}_{uid}")
        return pipeline

    def stage(
        self,
        class_name: str,
        params: Json,
        *,
        data: list[Json] | pa.Table | None = None,
        defaults: Json | None = None,
        extra: Json | None = None,
    ) -> Path:
        """One stage, with its rows of data where it has any."""
        self._count += 1
        folder = self.folder / f"saved_{self._count}"
        metadata = {
            "class": class_name,
            "timestamp": SAVED_AT,
            "sparkVersion": "4.1.4",
            "uid": f"uid_{self._count}",
            "paramMap": params,
            "defaultParamMap": defaults or {},
            **(extra or {}),
        }
        self.text(folder / "metadata", json.dumps(metadata))
        if data is not None:
            self.parquet(folder / "data", data)
        return folder

    def text(self, folder: Path, text: str) -> None:
        """A text folder of one part file."""
        folder.mkdir(parents=True)
        (folder / "part-00000").write_text(f"{text}\n", encoding="utf-8")
        (folder / "_SUCCESS").touch()

    def parquet(self, folder: Path, *parts: list[Json] | pa.Table) -> None:
        """A Parquet folder of one or more part files."""
        folder.mkdir(parents=True)
        for index, part in enumerate(parts):
            table = part if isinstance(part, pa.Table) else pa.Table.from_pylist(part)
            pq.write_table(table, folder / f"part-{index:05d}-c000.snappy.parquet")
        (folder / "_SUCCESS").touch()

    def string_indexer(
        self, inputs: list[str], outputs: list[str], labels: list[list[str]], invalid: str = "error"
    ) -> Path:
        params = {"inputCols": inputs, "outputCols": outputs, "handleInvalid": invalid}
        return self.stage(
            "org.apache.spark.ml.feature.StringIndexerModel", params, data=[{"labelsArray": labels}]
        )

    def imputer(
        self,
        inputs: list[str],
        surrogates: list[float],
        missing: float | str = "NaN",
        outputs: list[str] | None = None,
    ) -> Path:
        return self.stage(
            "org.apache.spark.ml.feature.ImputerModel",
            {"inputCols": inputs, "outputCols": outputs or [f"{name}_i" for name in inputs]},
            data=[dict(zip(inputs, surrogates, strict=True))],
            defaults={"missingValue": missing, "strategy": "mean"},
        )

    def assembler(self, inputs: list[str], output: str, invalid: str = "error") -> Path:
        return self.stage(
            "org.apache.spark.ml.feature.VectorAssembler",
            {"inputCols": inputs, "outputCol": output},
            defaults={"handleInvalid": invalid},
        )

    def one_hot(
        self, name: str, output: str, size: int, *, drop_last: bool, invalid: str = "error"
    ) -> Path:
        return self.stage(
            "org.apache.spark.ml.feature.OneHotEncoderModel",
            {
                "inputCol": name,
                "outputCol": output,
                "dropLast": drop_last,
                "handleInvalid": invalid,
            },
            data=[{"categorySizes": [size]}],
        )

    def logistic_regression(
        self, coefficients: list[list[float]], intercepts: list[float], **params: object
    ) -> Path:
        rows, columns = len(coefficients), len(coefficients[0])
        matrix = {
            "type": 1,
            "numRows": rows,
            "numCols": columns,
            "values": [value for row in coefficients for value in row],
            "isTransposed": True,
        }
        data = {
            "numClasses": max(2, rows),
            "numFeatures": columns,
            "interceptVector": {"type": 1, "values": intercepts},
            "coefficientMatrix": matrix,
            "isMultinomial": rows > 1,
        }
        return self.stage(
            "org.apache.spark.ml.classification.LogisticRegressionModel",
            params,
            data=[data],
            defaults={**CLASSIFIER_DEFAULTS, "threshold": 0.5},
        )

    def decision_tree(self, nodes: list[Json], classes: int = 2, **params: object) -> Path:
        return self.stage(
            "org.apache.spark.ml.classification.DecisionTreeClassificationModel",
            params,
            data=nodes,
            defaults={**CLASSIFIER_DEFAULTS, "leafCol": ""},
            extra={"numFeatures": 2, "numClasses": classes},
        )


CLASSIFIER_DEFAULTS = {
    "featuresCol": "features",
    "labelCol": "label",
    "predictionCol": "prediction",
    "probabilityCol": "probability",
    "rawPredictionCol": "rawPrediction",
}


@pytest.fixture
def saved(tmp_path: Path) -> SavedModels:
    """A writer of saved models."""
    return SavedModels(tmp_path / "models")


@pytest.fixture
def model(saved: SavedModels) -> Path:
    """A pipeline of an assembler of `x` and `y`, and a logistic regression."""
    return saved.pipeline(
        saved.assembler(["x", "y"], "features"), saved.logistic_regression([[1.0, 2.0]], [0.5])
    )


@pytest.fixture
def struct() -> Any:
    """Makes a StructType as decoded JSON: `struct(x="double", s=("string", False))`."""

    def make(**fields: str | tuple[str, bool]) -> Json:
        listed = []
        for name, given in fields.items():
            kind, nullable = given if isinstance(given, tuple) else (given, True)
            listed.append(_field(name, kind, nullable=nullable))
        return {"type": "struct", "fields": listed}

    return make


def _field(name: str, kind: str, *, nullable: bool) -> Json:
    metadata: Json = {}
    spark: Any = {"int": "integer"}.get(kind, kind)
    if kind.startswith("vector"):
        spark = {"type": "udt", "class": "org.apache.spark.ml.linalg.VectorUDT"}
        if kind != "vector":
            metadata = {"ml_attr": {"num_attrs": int(kind[7:-1])}}
    return {"name": name, "type": spark, "nullable": nullable, "metadata": metadata}
