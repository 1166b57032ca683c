"""A bundle is untrusted: whatever is wrong with it is one error that names the member."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import stat
import warnings
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
import saltus_runtime as sr
from saltus_testing.mleap import write_stage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Members = dict[str, bytes]

TREE = "root/RandomForestClassifier.node/tree0/tree.json"


@pytest.fixture(name="members")
def _members(root: Path) -> Members:
    """The members of a real bundle, the forest's folder under a name that does not vary."""
    path = root / "tests/fixtures/mleap/rf_classifier_3c/bundle.zip"
    with zipfile.ZipFile(path) as archive:
        return {n: archive.read(n) for n in archive.namelist() if not n.endswith("/")}


def pack(members: Members) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def find(members: Members, ending: str) -> str:
    return next(name for name in sorted(members) if name.endswith(ending))


def edit(members: Members, ending: str, change: Callable[[Any], Any]) -> bytes:
    """The bundle with one of its JSON files changed."""
    name = find(members, ending)
    content = json.loads(members[name])
    changed = change(content)
    return pack({**members, name: json.dumps(changed or content).encode()})


def refusal(bundle: bytes | Path) -> str:
    with pytest.raises(sr.BundleError) as caught:
        sr.load(bundle)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_the_untouched_bundle_loads(members: Members) -> None:
    assert sr.load(pack(members)).stages


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip at all" * 100])
def test_foreign_bytes_are_no_zip(content: bytes) -> None:
    assert "is not a readable zip file" in refusal(content)


def test_a_truncated_zip_is_refused_at_every_length(members: Members) -> None:
    whole = pack(members)
    for length in range(0, len(whole), len(whole) // 50):
        refusal(whole[:length])


def test_a_flipped_byte_is_an_error_or_the_same_model(members: Members) -> None:
    """Of a bundle without a manifest: the zip's own checksums find damaged content."""
    whole = pack(members)
    digest = sr.load(whole).digest
    for position in range(0, len(whole), len(whole) // 200):
        damaged = bytearray(whole)
        damaged[position] ^= 0x55
        with contextlib.suppress(sr.BundleError):
            assert digest == sr.load(bytes(damaged)).digest


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "absent.zip"

    assert f"{path}: cannot be read: No such file" in refusal(path)


def test_a_folder_without_a_bundle_is_named(tmp_path: Path) -> None:
    assert f"{tmp_path}: bundle.json: is missing" in refusal(tmp_path)


def test_a_zip_of_something_else_says_what_is_missing() -> None:
    assert "bundle.json: is missing" in refusal(pack({"word/document.xml": b"<xml/>"}))


def test_members_that_are_missing_are_named(members: Members) -> None:
    for name in members:
        rest = {other: content for other, content in members.items() if other != name}
        assert f"{name}: is missing" in refusal(pack(rest))


def test_members_that_are_no_json_are_named(members: Members) -> None:
    for name in members:
        message = refusal(pack({**members, name: b"{]"}))
        assert message.startswith(f"{name}: ")


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "root/../../x", "a\\b", "a//b"])
def test_paths_that_lead_out_are_refused(members: Members, name: str) -> None:
    assert "is not a plain relative path" in refusal(pack({**members, name: b""}))


@pytest.mark.parametrize("name", ["../x", "..", "", "a/b", "a\\b", "a\0b"])
def test_folder_names_in_files_must_be_plain(members: Members, name: str) -> None:
    def rename(model: Any) -> None:
        model["attributes"]["trees"]["string"][0] = name

    forest = next(n for n, c in members.items() if b'"random_forest_classifier"' in c)
    assert "which is no plain name" in refusal(edit(members, forest, rename))


def test_symbolic_links_are_refused(members: Members, tmp_path: Path) -> None:
    link = zipfile.ZipInfo("root/link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    buffer = io.BytesIO(pack(members))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    (tmp_path / "bundle.json").symlink_to("/etc/passwd")

    assert "root/link: is a symbolic link" in refusal(buffer.getvalue())
    assert "bundle.json: is neither a file nor a folder" in refusal(tmp_path)


def test_a_member_that_occurs_twice_is_refused(members: Members) -> None:
    """Two readers could take different ones."""
    buffer = io.BytesIO(pack(members))
    with zipfile.ZipFile(buffer, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr("bundle.json", b"{}")

    assert "bundle.json: occurs twice" in refusal(buffer.getvalue())


def test_a_zip_bomb_stops_at_the_ratio(members: Members) -> None:
    bomb = pack({**members, "root/zeros": bytes(300_000_000)})

    assert len(bomb) < 1_000_000
    assert "root/zeros: the bundle unpacks to more than 200 times its size" in refusal(bomb)


def test_a_tree_that_is_cut_is_named(members: Members) -> None:
    name = find(members, "tree0/tree.json")
    lines = members[name].splitlines(keepends=True)

    assert f"{name}: ends in the middle" in refusal(pack({**members, name: b"".join(lines[:-1])}))
    assert "follows the end of the tree" in refusal(
        pack({**members, name: b"".join([*lines, lines[-1]])})
    )


def test_a_very_deep_tree_loads_without_recursion(members: Members) -> None:
    name = find(members, "tree0/tree.json")
    split = b'{"type":"internal","split":{"type":"continuous","featureIndex":0,"threshold":%d}}\n'
    leaf = b'{"type":"leaf","values":[1.0,0.0,0.0]}\n'
    deep = b"".join(split % -depth for depth in range(100_000)) + leaf * 100_001

    bundle = pack({**members, name: deep})

    assert f"{name}: is a tree more than 1000 nodes deep" in refusal(bundle)
    assert sr.load(bundle, limits=sr.Limits(tree_depth=100_001)).stages


def test_a_split_on_a_feature_that_is_not_there_is_refused(members: Members) -> None:
    name = find(members, "tree0/tree.json")
    beyond = members[name].replace(b'"featureIndex":0', b'"featureIndex":99')

    assert "a split looks at feature 99" in refusal(pack({**members, name: beyond}))


@pytest.mark.parametrize(
    ("op", "reason"),
    [
        ("x\n", "the op `x\\n` is not one that this version scores"),
        ("tensorflow", "run the graph on its outputs"),
        ("xgboost.classifier", "or fit Spark's gradient-boosted trees"),
        ("xgboost.regression", "score its features with XGBoost"),
        ("categorical_drilldown", "export one bundle for each label"),
    ],
)
def test_ops_that_are_not_scored_are_named_with_what_to_do(
    tmp_path: Path, op: str, reason: str
) -> None:
    write_stage(tmp_path, op, {}, inputs=[], outputs=[])

    with pytest.raises(sr.UnsupportedOpError):
        sr.load(tmp_path)
    assert "root/model.json: the op" in refusal(tmp_path)
    assert reason in refusal(tmp_path)


@pytest.mark.parametrize(
    ("attributes", "reason"),
    [
        ({}, "attribute `labels` is missing"),
        ({"labels_length": {"int": 2}}, "attribute `labels_array_0` is missing"),
        ({"labels_length": {"int": -1}}, "is negative"),
        ({"labels": {"type": "list", "double": [1.0]}}, "is not a list of strings"),
        ({"labels": {"type": "tensor"}}, "is a tensor without a shape"),
        ({"labels": {"type": "map"}}, "has the unknown type `map`"),
        ({"labels": 7}, "is not an object"),
        ({"labels": {"type": "list"}, "handle_invalid": {"string": "maybe"}}, "is `maybe`"),
    ],
)
def test_attributes_that_do_not_fit_are_named(
    tmp_path: Path, attributes: dict[str, Any], reason: str
) -> None:
    write_stage(tmp_path, "string_indexer", attributes, inputs=["s"], outputs=["i"])

    message = refusal(tmp_path)

    assert "root/model.json: " in message
    assert reason in message


def test_pipelines_that_nest_without_end_are_refused(tmp_path: Path) -> None:
    write_stage(
        tmp_path, "pipeline", {"nodes": {"type": "list", "string": ["a"]}}, inputs=[], outputs=[]
    )
    folder = tmp_path / "root"
    for _ in range(60):
        inner = folder / "a.node"
        inner.mkdir()
        for name in ("model.json", "node.json"):
            (inner / name).write_bytes((folder / name).read_bytes())
        folder = inner

    assert "folders deep" in refusal(tmp_path)


def with_manifest(members: Members) -> Members:
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in members.items()}
    manifest = {"saltus_manifest": 1, "members": sums}
    return {**members, "notes/manifest.json": json.dumps(manifest).encode()}


def test_a_manifest_finds_what_was_changed_added_or_taken_away(members: Members) -> None:
    sealed = with_manifest(members)
    assert sr.load(pack(sealed)).notes == ["manifest.json"]

    name = find(members, "node.json")
    changed = {**sealed, name: sealed[name] + b" "}
    added = {**sealed, "root/extra": b""}
    missing = {other: content for other, content in sealed.items() if other != name}
    assert f"{name}: differs from its sha256" in refusal(pack(changed))
    assert "root/extra: is not listed" in refusal(pack(added))
    assert f"{name}: is listed in notes/manifest.json but missing" in refusal(pack(missing))
