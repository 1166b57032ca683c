"""Where a bundle can be read from, and what reading it may cost."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
import saltus_runtime as sr
from saltus_testing.mleap import write_stage

if TYPE_CHECKING:
    from pathlib import Path

CASE = "tests/fixtures/mleap/logreg_multinomial_thresholds"


@pytest.fixture(name="bundle")
def _bundle(root: Path) -> Path:
    return root / CASE / "bundle.zip"


@pytest.fixture(name="digest")
def _digest(bundle: Path) -> str:
    return sr.load(bundle).digest


def move(bundle: Path, target: Path, *folders: str) -> Path:
    """Packs the bundle anew, once under each of the folders."""
    with zipfile.ZipFile(bundle) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            for folder in folders:
                copy.writestr(f"{folder}/{name}", source.read(name))
    return target


def test_a_directory_is_read_by_path_and_by_uri(bundle: Path, tmp_path: Path, digest: str) -> None:
    """MLeap takes `file:` for a directory, even where the name ends in zip."""
    folder = tmp_path / "a b.zip"
    zipfile.ZipFile(bundle).extractall(folder)
    uri = str(folder).replace(" ", "%20")

    for location in (folder, str(folder), f"file:{uri}", f"file://{uri}", f"file:{folder}"):
        assert digest == sr.load(location).digest


def test_a_zip_is_read_by_path_by_uri_and_from_bytes(bundle: Path, digest: str) -> None:
    for location in (bundle, str(bundle), f"jar:file:{bundle}", bundle.read_bytes()):
        assert digest == sr.load(location).digest


def test_a_backslash_in_a_uri_is_a_slash(bundle: Path, digest: str) -> None:
    windows = str(bundle).replace("/", "\\")

    assert digest == sr.load(f"jar:file:{windows}").digest


def test_a_uri_names_a_folder_of_the_zip(bundle: Path, tmp_path: Path, digest: str) -> None:
    path = move(bundle, tmp_path / "x.zip", "a", "b/c")

    for folder in ("a", "/a", "/b/c", "/b/c/", "\\b\\c"):
        assert digest == sr.load(f"jar:file:{path}!{folder}").digest
    with pytest.raises(sr.BundleFormatError, match=r"absent: is not a folder of the zip"):
        sr.load(f"jar:file:{path}!/absent")
    with pytest.raises(sr.BundleFormatError, match=r"bundle\.json: is missing"):
        sr.load(f"jar:file:{path}!/b")


def test_the_only_folder_with_a_bundle_is_found(bundle: Path, tmp_path: Path, digest: str) -> None:
    path = move(bundle, tmp_path / "x.zip", "model-1")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("__MACOSX/model-1/._root", b"")

    assert digest == sr.load(path).digest


def test_several_folders_with_bundles_are_told_apart(bundle: Path, tmp_path: Path) -> None:
    path = move(bundle, tmp_path / "x.zip", "a", "b")

    with pytest.raises(sr.BundleFormatError, match="such as `a` and `b`; name one as jar:file"):
        sr.load(path)


@pytest.mark.parametrize("folder", ["/../etc", "/a/%2e%2e/b", "/..", "/a/./b", "/a%00", "/a%5C.."])
def test_a_uri_does_not_lead_out_of_the_zip(bundle: Path, folder: str) -> None:
    with pytest.raises(sr.BundleFormatError, match="which is not a plain path"):
        sr.load(f"jar:file:{bundle}!{folder}")


@pytest.mark.parametrize("uri", ["hdfs://h/x", "s3://b/x.zip", "https://h/x.zip", "jar:http://h/x"])
def test_what_is_not_on_this_machine_is_named(uri: str) -> None:
    with pytest.raises(sr.BundleFormatError, match="is a URI of the scheme"):
        sr.load(uri)


def test_a_path_object_is_never_a_uri(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_stage(tmp_path / "file:", "standard_scaler", {}, inputs=[], outputs=[])
    monkeypatch.chdir(tmp_path)

    with pytest.raises(sr.BundleError, match=r"root/model\.json: its node has no input port"):
        sr.load((tmp_path / "file:").relative_to(tmp_path))


def test_limits_tell_and_compare_by_their_values() -> None:
    assert sr.Limits(ratio=200) == sr.Limits()
    assert hash(sr.Limits(ratio=200)) == hash(sr.Limits())
    assert sr.Limits(depth=3) != sr.Limits()
    assert (
        "Limits(total_bytes=2147483648, members=100000, ratio=200, depth=32, "
        "tree_nodes=50000000, tree_depth=1000, vector_size=16777216, attributes=10000, "
        "verify_seconds=30)"
    ) == repr(sr.Limits())
    with pytest.raises(AttributeError):
        sr.Limits().depth = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"members": 0}, ValueError),
        ({"ratio": -1}, ValueError),
        ({"total_bytes": 2**64}, ValueError),
        ({"depth": 257}, ValueError),
        ({"tree_nodes": 2**32}, ValueError),
        ({"vector_size": 2**31}, ValueError),
        ({"depth": 1.5}, TypeError),
        ({"depth": "1"}, TypeError),
        ({"nodes": 1}, TypeError),
    ],
)
def test_limits_are_checked(arguments: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        sr.Limits(**arguments)


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        ({"total_bytes": 1000}, "is larger than 1000 bytes"),
        ({"members": 2}, "the bundle has more than 2 members"),
        ({"depth": 1}, "folders deep, allowed are 1"),
        ({"tree_nodes": 3}, "the bundle's trees have too many nodes"),
        ({"tree_depth": 2}, "is a tree more than 2 nodes deep"),
        ({"vector_size": 2}, "allowed are 2"),
        ({"attributes": 1}, "attributes, allowed are 1"),
    ],
)
def test_a_bundle_beyond_a_limit_is_refused(
    root: Path, limits: dict[str, int], reason: str
) -> None:
    for name in ("bundle.zip", "bundle.pb.zip"):
        with pytest.raises(sr.BundleError, match=reason):
            sr.load(
                root / "tests/fixtures/mleap/rf_classifier_3c" / name, limits=sr.Limits(**limits)
            )


def test_a_directory_is_held_to_the_limit_on_bytes(bundle: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(bundle).extractall(tmp_path)

    with pytest.raises(sr.BundleLimitError, match="unpacks to more than 500 bytes"):
        sr.load(tmp_path, limits=sr.Limits(total_bytes=500))


def test_what_the_exporter_added_to_the_header_is_read(bundle: Path) -> None:
    meta = """{"run": {"string": "a"}, "empty": {}, "rank": {"long": 7}, "score": {"double": 1e400},
        "lift": {"type": "list", "double": [0.5, null]}, "on": {"boolean": true},
        "centre": {"type": "tensor", "double": [1, 2], "shape": {"dimensions": [{"size": 2}]}},
        "raw": {"byte_string": "AP8="}}"""
    buffer = io.BytesIO()
    with zipfile.ZipFile(bundle) as source, zipfile.ZipFile(buffer, "w") as copy:
        for name in source.namelist():
            content = source.read(name)
            if name == "bundle.json":
                content = b'{"meta": ' + meta.encode() + b"," + content.lstrip()[1:]
            copy.writestr(name, content)

    loaded = sr.load(buffer.getvalue())

    lift = loaded.meta.pop("lift")
    assert [0.5, pytest.approx(float("nan"), nan_ok=True)] == lift
    assert {
        "run": "a",
        "empty": None,
        "rank": 7,
        "score": float("inf"),
        "on": True,
        "centre": [1.0, 2.0],
        "raw": [0, 255],
        "lift": lift,
    } == loaded.meta | {"lift": lift}
    assert sr.load(bundle).digest == loaded.digest
    assert {} == sr.load(bundle).meta


@pytest.mark.parametrize("meta", ["7", "[]", '{"a": 7}', '{"a": {"type": "map"}}'])
def test_a_header_whose_additions_are_malformed_is_refused(tmp_path: Path, meta: str) -> None:
    write_stage(tmp_path, "standard_scaler", {}, inputs=["x"], outputs=["y"])
    header = json.loads((tmp_path / "bundle.json").read_text(encoding="utf-8"))
    header["meta"] = json.loads(meta)
    (tmp_path / "bundle.json").write_text(json.dumps(header), encoding="utf-8")

    with pytest.raises(sr.BundleFormatError, match=r"bundle\.json: "):
        sr.load(tmp_path)
