from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
import saltus_runtime
from saltus_training.conversion import Conversion, convert
from saltus_training.errors import ExportError
from saltus_training.export import export_saved
from saltus_training.notes import assemble

if TYPE_CHECKING:
    from pathlib import Path

Json = dict[str, Any]


def attributes(conversion: Conversion, folder: str = "root") -> Json:
    found: Json = json.loads(conversion.members[f"{folder}/model.json"])["attributes"]
    return found


def test_every_missing_column_is_named_at_once(saved: Any, struct: Any) -> None:
    with pytest.raises(ExportError, match="it reads `a`, `c`, and neither the schema"):
        convert(saved.assembler(["a", "b", "c"], "o"), struct(b="double"))


def test_a_column_that_exists_is_not_overwritten(saved: Any, struct: Any) -> None:
    with pytest.raises(ExportError, match="overwrites the column `x`"):
        convert(saved.assembler(["x"], "x"), struct(x="double"))


def test_an_error_inside_a_nested_pipeline_names_the_whole_position(
    saved: Any, struct: Any
) -> None:
    inner = saved.pipeline(saved.assembler(["x"], "o"), saved.assembler(["y"], "p"))
    with pytest.raises(ExportError) as caught:
        convert(saved.pipeline(inner), struct(x="double"))
    assert caught.value.stage == "0.1 VectorAssembler"


def test_every_unsupported_stage_is_named_at_once(saved: Any, struct: Any) -> None:
    inner = saved.pipeline(saved.stage("my.own.Cleaner", {}))
    pipeline = saved.pipeline(
        saved.assembler(["x"], "o"), inner, saved.stage("org.apache.spark.ml.feature.New", {})
    )
    with pytest.raises(ExportError) as caught:
        convert(pipeline, struct(x="double"))
    assert [
        ("1.0 Cleaner", "no converter for my.own.Cleaner, which is not Spark's own"),
        ("2 New", "no converter for org.apache.spark.ml.feature.New"),
    ] == [(error.stage, error.reason) for error in (caught.value, *caught.value.others)]


def test_a_single_stage_with_several_nodes_becomes_a_pipeline(saved: Any, struct: Any) -> None:
    conversion = convert(saved.imputer(["x", "y"], [1.0, 2.0]), struct(x="double", y="double"))
    assert ["root", "00_imputer", "01_imputer"] == [item.name for item in conversion.root.walk()]


def test_a_json_that_is_no_struct_is_refused(saved: Any) -> None:
    with pytest.raises(ExportError, match="no Spark StructType"):
        convert(saved.assembler(["x"], "o"), {"type": "struct"})


def test_a_folder_that_vanishes_from_a_pipeline_is_named(
    saved: Any, struct: Any, tmp_path: Path
) -> None:
    pipeline = saved.pipeline(saved.assembler(["x"], "o"))
    (pipeline / "stages/0_uid_0").rename(tmp_path / "elsewhere")
    with pytest.raises(ExportError, match="0_uid_0` does not exist"):
        convert(pipeline, struct(x="double"))


def test_a_pipeline_that_scoring_does_not_need_is_left_empty(saved: Any, struct: Any) -> None:
    labels = saved.pipeline(saved.string_indexer(["late"], ["label"], [["no", "yes"]]))
    conversion = convert(saved.pipeline(labels, saved.assembler(["x"], "o")), struct(x="double"))
    assert {"nodes": {"type": "list"}} == attributes(conversion, "root/00_pipeline.node")
    bundle = saltus_runtime.load(assemble(conversion, "made", {}))
    assert bundle.scorer().score({"x": 1.0}) == {"o": [1.0]}


def test_a_stage_that_reads_a_left_out_column_names_the_input_behind_it(
    saved: Any, struct: Any
) -> None:
    pipeline = saved.pipeline(
        saved.string_indexer(["carrier"], ["i"], [["a"]]), saved.assembler(["i", "x"], "features")
    )
    with pytest.raises(ExportError) as caught:
        convert(pipeline, struct(x="double"))
    assert caught.value.stage == "1 VectorAssembler"
    assert caught.value.fix == "declare `carrier` in the schema, with type and nullability"


def test_an_encoding_or_a_writer_that_there_is_not_is_refused(
    saved: Any, struct: Any, tmp_path: Path
) -> None:
    """Before anything is read; MLeap's own writer knows JSON only."""
    model, schema, target = saved.assembler(["x"], "o"), struct(x="double"), tmp_path / "m.zip"
    with pytest.raises(ValueError, match="encoding must be one of json, protobuf, not 'xml'"):
        export_saved(model, target, schema=schema, encoding="xml")
    with pytest.raises(ValueError, match="writer must be one of saltus, mleap, not 'pmml'"):
        export_saved(model, target, schema=schema, writer="pmml")
    with pytest.raises(ValueError, match="writes JSON only"):
        export_saved(model, target, schema=schema, writer="mleap", encoding="protobuf")
    assert not target.exists()


def test_a_model_without_rows_says_which_folder_is_empty(saved: Any, struct: Any) -> None:
    empty = pa.table({"clusterIdx": pa.array([], pa.int32())})
    name = "org.apache.spark.ml.clustering.KMeansModel"
    with pytest.raises(ExportError, match="its folder `data` holds no rows; save the model again"):
        convert(saved.stage(name, {"featuresCol": "v"}, data=empty), struct(v="vector[2]"))
