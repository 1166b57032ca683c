from __future__ import annotations

import math
import pickle
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from saltus_training.errors import ExportError
from saltus_training.saved_model import (
    Params,
    SavedStage,
    read_forest,
    read_matrix,
    read_tree,
    read_vector,
)

if TYPE_CHECKING:
    from pathlib import Path

LEAF = {"featureIndex": -1, "leftCategoriesOrThreshold": [], "numCategories": -1}
SPLIT = {"featureIndex": 0, "leftCategoriesOrThreshold": [0.5], "numCategories": -1}


def node(number: int, left: int = -1, right: int = -1, split: Any = None) -> dict[str, Any]:
    return {
        "id": number,
        "prediction": 0.0,
        "impurityStats": [1.0, float(number)],
        "leftChild": left,
        "rightChild": right,
        "split": split or LEAF,
    }


STUMP = [node(0, 1, 2, SPLIT), node(1), node(2)]


@pytest.fixture
def stage(saved: Any) -> Path:
    """Some complete stage with data."""
    path: Path = saved.stage("a.B", {"inputCol": "x"}, data=[{"value": 1.0}])
    return path


def test_metadata_says_what_was_saved(stage: Path) -> None:
    read = SavedStage.read(stage)
    assert ("a.B", "B", "4.1.4") == (read.class_name, read.short_name, read.metadata.spark_version)
    assert read.params.string("inputCol") == "x"


def test_metadata_is_found_behind_empty_part_files(stage: Path) -> None:
    """Spark versions name the part file differently and may leave empty ones beside it."""
    (stage / "metadata/part-00000").rename(stage / "metadata/part-00001-0a1b-c000.txt")
    (stage / "metadata/part-00000-0a1b-c000.txt").touch()
    assert SavedStage.read(stage).short_name == "B"


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="does not exist; give the folder"):
        SavedStage.read(tmp_path / "nowhere")


def test_a_foreign_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "readme.txt").touch()
    with pytest.raises(ExportError, match="not a model saved by Spark"):
        SavedStage.read(tmp_path)


def test_an_mlflow_folder_is_pointed_to_the_model_inside(tmp_path: Path) -> None:
    (tmp_path / "sparkml/metadata").mkdir(parents=True)
    with pytest.raises(ExportError, match="give its `sparkml` folder"):
        SavedStage.read(tmp_path)


@pytest.mark.parametrize("folder", ["metadata", "data"])
def test_a_half_written_folder_is_refused(stage: Path, folder: str) -> None:
    (stage / folder / "_SUCCESS").unlink()
    with pytest.raises(ExportError, match=f"{folder}` has no _SUCCESS file"):
        SavedStage.read(stage).row()


@pytest.mark.parametrize("text", ["", "not json", "[]", '{"class": "a.B"}', "\N{BOM}{}"])
def test_metadata_that_is_not_sparks_is_refused(stage: Path, text: str) -> None:
    (stage / "metadata/part-00000").write_text(text, encoding="utf-8")
    with pytest.raises(ExportError, match="metadata"):
        SavedStage.read(stage)


def test_binary_metadata_is_refused(stage: Path) -> None:
    (stage / "metadata/part-00000").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ExportError, match="is not text"):
        SavedStage.read(stage)


def test_missing_parquet_is_refused(stage: Path) -> None:
    next((stage / "data").glob("*.parquet")).unlink()
    with pytest.raises(ExportError, match="holds no Parquet file"):
        SavedStage.read(stage).row()


def test_a_missing_data_folder_is_refused(saved: Any) -> None:
    with pytest.raises(ExportError, match="data` is missing"):
        SavedStage.read(saved.stage("a.B", {})).row()


def test_truncated_parquet_is_refused(stage: Path) -> None:
    part = next((stage / "data").glob("*.parquet"))
    part.write_bytes(part.read_bytes()[:-20])
    with pytest.raises(ExportError, match="cannot be read"):
        SavedStage.read(stage).row()


def test_an_absent_column_is_named(stage: Path) -> None:
    with pytest.raises(ExportError, match=r"no column `std`, only \['value'\]"):
        SavedStage.read(stage).row()["std"]


def test_several_part_files_are_read_as_one(saved: Any, tmp_path: Path) -> None:
    table = pa.Table.from_pylist(STUMP)
    saved.parquet(tmp_path / "tree/data", table.slice(2), table.slice(0, 2))
    saved.text(tmp_path / "tree/metadata", SAVED_TREE)
    (tree,) = read_tree(SavedStage.read(tmp_path / "tree"))
    assert [[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]] == tree.statistics


SAVED_TREE = '{"class":"a.Tree","uid":"t","timestamp":1,"sparkVersion":"4.1.4","paramMap":{}}'


@pytest.mark.parametrize(
    ("value", "expected"), [("NaN", math.nan), ("Inf", math.inf), ("-Inf", -math.inf), (2, 2.0)]
)
def test_doubles_json_cannot_hold_are_read(value: object, expected: float) -> None:
    assert repr(expected) == repr(Params({"p": value}).double("p"))


def test_a_set_parameter_wins_over_its_default() -> None:
    params = Params({"p": "set"}, {"p": "default", "q": "default"})
    assert ("set", "default") == (params.string("p"), params.string("q"))
    assert (True, False) == (params.is_set("p"), params.is_set("q"))


def test_an_ill_typed_parameter_is_refused() -> None:
    with pytest.raises(ExportError, match="`p` holds 'yes' where a boolean belongs"):
        Params({"p": "yes"}).boolean("p")


def test_a_parameter_without_value_is_refused() -> None:
    with pytest.raises(ExportError, match="`p` has no value"):
        Params().string("p")


def test_sparse_and_dense_vectors_are_read_alike() -> None:
    sparse = {"type": 0, "size": 3, "indices": [1], "values": [2.0]}
    dense = {"type": 1, "size": None, "indices": None, "values": [0.0, 2.0, 0.0]}
    assert (0.0, 2.0, 0.0) == read_vector(sparse) == read_vector(dense)


# [[1, 0, 2], [0, 3, 4]] in the four forms Spark stores a matrix in.
MATRICES = {
    "dense": {"type": 1, "values": [1.0, 0.0, 0.0, 3.0, 2.0, 4.0], "isTransposed": False},
    "dense transposed": {"type": 1, "values": [1.0, 0.0, 2.0, 0.0, 3.0, 4.0], "isTransposed": True},
    "sparse": {
        "type": 0,
        "colPtrs": [0, 1, 2, 4],
        "rowIndices": [0, 1, 0, 1],
        "values": [1.0, 3.0, 2.0, 4.0],
        "isTransposed": False,
    },
    "sparse transposed": {
        "type": 0,
        "colPtrs": [0, 2, 4],
        "rowIndices": [0, 2, 1, 2],
        "values": [1.0, 2.0, 3.0, 4.0],
        "isTransposed": True,
    },
}


@pytest.mark.parametrize("form", MATRICES)
def test_every_form_of_a_matrix_is_read_column_by_column(form: str) -> None:
    matrix = read_matrix({"numRows": 2, "numCols": 3, **MATRICES[form]})
    assert (1.0, 0.0, 0.0, 3.0, 2.0, 4.0) == matrix.values
    assert ((1.0, 0.0, 2.0), (0.0, 3.0, 4.0)) == (matrix.row(0), matrix.row(1))


def test_a_matrix_of_the_wrong_size_is_refused() -> None:
    with pytest.raises(ExportError, match="2 values for 2 x 3"):
        read_matrix(
            {"type": 1, "numRows": 2, "numCols": 3, "values": [1.0, 2.0], "isTransposed": False}
        )


def test_a_struct_that_is_no_vector_is_refused() -> None:
    with pytest.raises(ExportError, match="vector has an unexpected form"):
        read_vector({"values": [1.0]})


@pytest.fixture
def forest(saved: Any) -> Any:
    """Makes a forest of stumps, its metadata columns named as asked."""

    def make(columns: tuple[str, str, str], trees: int = 3, listed: int = 3) -> SavedStage:
        folder = saved.stage("a.Forest", {})
        # Spark writes trees in any order and over several files.
        for_tree = [
            [{"treeID": tree, "nodeData": entry} for entry in STUMP] for tree in range(trees)
        ]
        saved.parquet(folder / "data", *reversed(for_tree))
        rows = [dict(zip(columns, (tree, "{}", 1.0 + tree), strict=True)) for tree in range(listed)]
        saved.parquet(folder / "treesMetadata", rows[::-1])
        return SavedStage.read(folder)

    return make


@pytest.mark.parametrize("columns", [("treeID", "metadata", "weights"), ("_1", "_2", "_3")])
def test_forests_of_every_spark_version_are_read_in_the_order_of_their_ids(
    forest: Any, columns: tuple[str, str, str]
) -> None:
    trees = read_forest(forest(columns))
    assert (1.0, 2.0, 3.0) == trees.weights
    assert [[1, -1, -1]] * 3 == [tree.left for tree in trees]


def test_a_forest_that_lacks_a_tree_is_refused(forest: Any) -> None:
    with pytest.raises(ExportError, match=r"lists the trees 0 to 2 \(3 in all\)"):
        read_forest(forest(("_1", "_2", "_3"), trees=2))


def test_a_tree_that_lacks_a_node_is_refused(saved: Any) -> None:
    stage = SavedStage.read(saved.stage("a.Tree", {}, data=[STUMP[0], STUMP[2]]))
    with pytest.raises(ExportError, match="the saved tree is incomplete"):
        list(read_tree(stage))


def test_a_tree_that_shares_a_node_is_refused(saved: Any) -> None:
    """As a cycle it would never end."""
    root = {**STUMP[0], "rightChild": 1}
    stage = SavedStage.read(saved.stage("a.Tree", {}, data=[root, *STUMP[1:]]))
    with pytest.raises(ExportError, match="the saved tree is incomplete"):
        list(read_tree(stage))


def test_data_with_several_rows_where_one_belongs_is_refused(saved: Any) -> None:
    stage = SavedStage.read(saved.stage("a.B", {}, data=pa.table({"x": [1, 2]})))
    with pytest.raises(ExportError, match="2 rows where one belongs"):
        stage.row()


def test_the_stages_of_a_long_pipeline_are_read_in_order(saved: Any) -> None:
    """From ten stages on, Spark pads their positions."""
    stages = [saved.stage(f"a.Stage{index}", {}) for index in range(11)]
    read = SavedStage.read(saved.pipeline(*stages)).stages()
    assert [f"Stage{index}" for index in range(11)] == [stage.short_name for stage in read]


def test_an_export_error_survives_pickling() -> None:
    error = ExportError("it broke", fix="mend it", stage="2 Stage")
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert ("2 Stage", "it broke", "mend it") == (copy.stage, copy.reason, copy.fix)
    assert str(copy) == "2 Stage: it broke; mend it"
