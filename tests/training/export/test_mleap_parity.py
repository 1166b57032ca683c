"""What the exporter writes, against what MLeap's own exporter wrote and what Spark answered.

The full corpus lies beside the project, where there is one; a few of its cases are committed.
"""

from __future__ import annotations

import io
import json
import tarfile
import tomllib
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pytest
import saltus_runtime
from saltus_testing.protobuf_models import models as models_of
from saltus_testing.protobuf_models import records, shape
from saltus_training.bundle import Encoding
from saltus_training.conversion import Conversion, convert
from saltus_training.notes import GOLDEN_ROWS, assemble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from saltus_testing.protobuf_models import ProtobufModel

ROOT = Path(__file__).parents[3]
FOLDERS = (ROOT / "tests/fixtures/mleap", ROOT.parent / "shared/bundles/cases")

DIFFERENCES = tomllib.loads(
    Path(__file__).with_name("mleap_differences.toml").read_text(encoding="utf-8")
)
OURS = {op: set(reasons) for op, reasons in DIFFERENCES["attributes"].items()}
NOT_COMPARED = tuple(DIFFERENCES["cases"])

Json = dict[str, Any]


def read(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text(encoding="utf-8"))


def find_cases() -> Iterator[Any]:
    seen = set()
    for parent in FOLDERS:
        for folder in sorted(parent.iterdir()) if parent.is_dir() else ():
            complete = all((folder / name).exists() for name in ("saved_model.tar.gz", "info.json"))
            if not complete or folder.name in seen:
                continue
            seen.add(folder.name)
            yield pytest.param(folder, id=folder.name)


def loads_again(folder: Path, ending: str = "zip") -> bool:
    """Whether MLeap writes the case, and can load what it wrote."""
    return (folder / f"bundle.{ending}").exists() and not folder.name.startswith(NOT_COMPARED)


CASES = list(find_cases())


@pytest.fixture
def converted(tmp_path: Path) -> Callable[[Path], Conversion]:
    """Converts the saved model of a case, with the sizes of vectors that its rows show."""

    def run(folder: Path) -> Conversion:
        with tarfile.open(folder / "saved_model.tar.gz") as archive:
            archive.extractall(tmp_path, filter="data")
        schema = read(folder, "schema.json")
        rows = read(folder, "rows.json")
        for field in schema["fields"]:
            sizes = {vector_size(row.get(field["name"])) for row in rows} - {None}
            if sizes:
                field["metadata"] = {"ml_attr": {"num_attrs": sizes.pop()}}
        return convert(tmp_path / "saved_model", schema)

    return run


def vector_size(value: object) -> int | None:
    if not isinstance(value, dict):
        return None
    return int(value["size"]) if value["type"] == "sparse" else len(value["values"])


def models(members: Callable[[str], bytes], folder: str = "root") -> Iterator[tuple[str, Json]]:
    """Every model of a bundle with its folder, in the order they run."""
    model = json.loads(members(f"{folder}/model.json"))
    inner = model["attributes"].pop("nodes", {}).get("string", [])
    yield folder, model
    for name in inner:
        yield from models(members, f"{folder}/{name}.node")
    for name in model["attributes"].get("trees", {}).get("string", []):
        yield from models(members, f"{folder}/{name}")


def comparable(model: Json) -> Json:
    """A model without our attributes, and without the order of words, which is Scala's map's."""
    ours = OURS.get(model["op"], set())
    attributes = {name: value for name, value in model["attributes"].items() if name not in ours}
    if model["op"] == "word_to_vector":
        attributes = {"vectors": word_vectors(attributes)}
    return {"op": model["op"], "attributes": attributes}


def same_but_for_names(model: ProtobufModel) -> tuple[str, dict[str, bytes]]:
    left_out = OURS.get(model.op, set()) | {"nodes"}
    if model.op == "word_to_vector":
        left_out = set(model.attributes)
    kept = {name: value for name, value in model.attributes.items() if name not in left_out}
    return model.op, kept


def word_vectors(attributes: Json) -> dict[str, list[float]]:
    words, values = attributes["words"]["string"], attributes["word_vectors"]["double"]
    size = len(values) // len(words)
    indices = attributes["indices"]["long"]
    return {
        word: values[index * size : (index + 1) * size]
        for word, index in zip(words, indices, strict=True)
    }


def tree(content: bytes) -> list[Json]:
    """The lines of a tree; categories as the set that goes left of all known ones.

    On a tie MLeap keeps the right side and Spark the left, and the exporter follows Spark.
    """
    lines = [json.loads(line) for line in content.splitlines()]
    for split in (line["split"] for line in lines if "split" in line):
        if split["type"] == "categorical":
            known = {float(category) for category in range(split["numCategories"])}
            listed = set(split.pop("categories"))
            split["left"] = listed if split.pop("isLeft") else known - listed
    return lines


def test_no_saved_model_is_left_out() -> None:
    folders = [folder for parent in FOLDERS if parent.is_dir() for folder in parent.iterdir()]
    saved = {folder.name for folder in folders if (folder / "saved_model.tar.gz").exists()}
    assert set() == saved - {case.name for param in CASES for case in param.values}


def test_the_committed_cases_are_found() -> None:
    assert {case.parent for param in CASES for case in param.values} >= {FOLDERS[0]}


@pytest.mark.parametrize("folder", [case for case in CASES if loads_again(case.values[0])])
def test_files_equal_those_of_mleap(folder: Path, converted: Callable[[Path], Conversion]) -> None:
    ours = converted(folder).members
    with zipfile.ZipFile(folder / "bundle.zip") as archive:
        expected, actual = list(models(archive.read)), list(models(ours.__getitem__))
        assert [comparable(m) for _, m in expected] == [comparable(m) for _, m in actual]
        names = set(archive.namelist())
        for (theirs, _), (here, _) in zip(expected, actual, strict=True):
            if f"{theirs}/node.json" in names:
                shape = json.loads(archive.read(f"{theirs}/node.json"))["shape"]
                assert shape == json.loads(ours[f"{here}/node.json"])["shape"]
            if f"{theirs}/tree.json" in names:
                assert tree(archive.read(f"{theirs}/tree.json")) == tree(ours[f"{here}/tree.json"])


@pytest.mark.parametrize(
    "folder", [case for case in CASES if loads_again(case.values[0], "pb.zip")]
)
def test_protobuf_equals_that_of_mleap(
    folder: Path, converted: Callable[[Path], Conversion]
) -> None:
    written = assemble(converted(folder), "case", {}, "protobuf")
    with (
        zipfile.ZipFile(folder / "bundle.pb.zip") as theirs,
        zipfile.ZipFile(io.BytesIO(written)) as ours,
    ):
        names = set(theirs.namelist())
        pairs = zip(models_of(theirs.read), models_of(ours.read), strict=True)
        for expected, actual in pairs:
            assert same_but_for_names(expected) == same_but_for_names(actual)
            node, twin = f"{expected.folder}/node.pb", f"{actual.folder}/node.pb"
            if node in names:
                assert shape(theirs.read(node)) == shape(ours.read(twin))
            tree, twin = f"{expected.folder}/tree.pb", f"{actual.folder}/tree.pb"
            if tree in names:
                assert list(records(theirs.read(tree))) == list(records(ours.read(twin)))


@pytest.mark.parametrize("folder", CASES)
def test_the_runtime_answers_as_spark_did(
    folder: Path, converted: Callable[[Path], Conversion]
) -> None:
    """Also where MLeap's format loses something: the exporter's own attributes keep it."""
    conversion = converted(folder)
    pairs = zip(read(folder, "rows.json"), read(folder, "expected.json"), strict=True)
    rows = [{"kind": "typical", "input": row, "output": output} for row, output in pairs]
    if (folder / "error_rows.json").exists():
        errors = read(folder, "error_rows.json")
        rows += [{"kind": "null", "input": row["row"], "error": row["error"]} for row in errors]
    golden = {
        "saltus_golden": 1,
        "columns": {
            column.name: "exact" if column.exact else "tolerance" for column in conversion.columns
        },
        "rows": rows,
    }
    content = assemble(conversion, "case", {GOLDEN_ROWS: json.dumps(golden).encode()})
    verification = saltus_runtime.verify(saltus_runtime.load(content))
    assert ("golden", len(rows)) == (verification.status, verification.rows)


@pytest.mark.parametrize("folder", CASES[:4])
def test_converting_twice_gives_equal_bytes(
    folder: Path, converted: Callable[[Path], Conversion]
) -> None:
    first, second = (assemble(converted(folder), "case", {}) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("folder", [case for case in CASES if loads_again(case.values[0])])
def test_protobuf_says_what_the_json_says(
    folder: Path, converted: Callable[[Path], Conversion]
) -> None:
    conversion = converted(folder)
    twins = [
        saltus_runtime.load(assemble(conversion, "case", {}, encoding))
        for encoding in get_args(Encoding)
    ]
    assert twins[0].digest == twins[1].digest
