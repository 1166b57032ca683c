"""Saved models wherever pyarrow's file systems reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pyarrow import fs
from saltus_training.conversion import convert
from saltus_training.doctor import diagnose
from saltus_training.errors import SavedModelError
from saltus_training.export import export_saved
from saltus_training.saved_model import Folder

if TYPE_CHECKING:
    from pathlib import Path

_ROOT = "bucket/models/churn"


@pytest.fixture
def schema(struct: Any) -> Any:
    return struct(x=("double", False), y=("double", False))


@pytest.fixture
def memory(model: Path) -> fs.FileSystem:
    """A file system in memory that holds the model."""
    made = fs._MockFileSystem()
    fs.copy_files(str(model), _ROOT, fs.LocalFileSystem(), made)
    return made


@pytest.mark.parametrize("uri", ["file://{}", "file:{}", "{}/", "{}"])
def test_a_uri_of_this_machine_is_its_path(
    model: Path, schema: Any, tmp_path: Path, uri: str
) -> None:
    plain = export_saved(model, tmp_path / "1.zip", schema=schema)
    named = export_saved(uri.format(model), tmp_path / "2.zip", schema=schema)
    assert plain.sha256 == named.sha256


def test_a_path_in_a_given_file_system_is_read_from_there(
    model: Path, memory: fs.FileSystem, schema: Any, tmp_path: Path
) -> None:
    here = export_saved(model, tmp_path / "1.zip", schema=schema)
    there = export_saved(_ROOT, tmp_path / "2.zip", schema=schema, filesystem=memory)
    assert here.sha256 == there.sha256
    assert convert(model, schema).members == convert(_ROOT, schema, filesystem=memory).members
    assert () == diagnose(_ROOT, schema, filesystem=memory).findings


def test_a_file_system_with_a_root_elsewhere_is_taken(model: Path, schema: Any) -> None:
    rooted = fs.SubTreeFileSystem(str(model.parent), fs.LocalFileSystem())
    assert diagnose(model.name, schema, filesystem=rooted).exportable


def test_a_copy_on_this_machine_lives_as_long_as_it_is_needed(
    model: Path, memory: fs.FileSystem
) -> None:
    """Spark loads it from there."""
    with Folder.at(_ROOT, memory).on_this_machine() as copy:
        assert {path.name for path in model.iterdir()} == {path.name for path in copy.iterdir()}
    assert not copy.exists()
    with Folder.at(model).on_this_machine() as same:
        assert model == same


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("nfs://host/model", "`nfs://host/model` cannot be opened: Unrecognized filesystem type"),
        ("dbfs:/model", "`dbfs:/model` cannot be opened"),
        ("file://{}/nowhere", "nowhere` does not exist"),
    ],
)
def test_what_cannot_be_opened_is_said_with_what_can(
    tmp_path: Path, location: str, reason: str
) -> None:
    with pytest.raises(SavedModelError) as caught:
        convert(location.format(tmp_path), {"fields": []})
    assert reason in str(caught.value)
    assert "file://" in str(caught.value) or "does not exist" in str(caught.value)


def test_a_part_that_is_missing_there_is_said(memory: fs.FileSystem, schema: Any) -> None:
    memory.delete_file(f"{_ROOT}/metadata/part-00000")
    with pytest.raises(SavedModelError, match=f"`{_ROOT}/metadata` holds no metadata"):
        convert(_ROOT, schema, filesystem=memory)


class Closed:
    """A file system in the way of fsspec that lets nobody in."""

    protocol = "closed"

    def info(self, path: str) -> dict[str, Any]:
        raise PermissionError(13, f"Access denied: {path}")


def test_a_file_system_of_fsspec_that_denies_access_is_no_traceback(schema: Any) -> None:
    with pytest.raises(SavedModelError, match=r"`m` cannot be read: .*Access denied"):
        convert("m", schema, filesystem=Closed())
