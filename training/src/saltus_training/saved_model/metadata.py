"""The metadata file every saved stage has."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from saltus_training.errors import SavedModelError
from saltus_training.saved_model.params import Params

if TYPE_CHECKING:
    from collections.abc import Mapping

    from saltus_training.saved_model.folder import Folder

_RESAVE = "save the model again with `model.write().overwrite().save(path)`"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What Spark says about a saved stage.

    Attributes:
        class_name: The Scala or Python class that reads it back.
        uid: The stage's unique name, new with every fit.
        timestamp: Milliseconds since 1970, UTC, when it was saved.
        spark_version: The Spark that saved it.
        params: Parameters with their defaults.
        extra: What the class adds, such as `numFeatures`.
    """

    class_name: str
    uid: str
    timestamp: int
    spark_version: str
    params: Params
    extra: Mapping[str, object]


def read_metadata(folder: Folder) -> Metadata:
    """Reads `folder`/metadata.

    Raises:
        SavedModelError: It is missing, half-written or not Spark's.
    """
    _check_is_saved_model(folder)
    return _parse(_read_text(folder / "metadata"), folder)


def check_complete(folder: Folder) -> None:
    """Raises SavedModelError unless a Spark job finished writing `folder`."""
    if not folder.is_dir():
        raise SavedModelError(f"`{folder}` is missing: the saved model is incomplete", fix=_RESAVE)
    if not (folder / "_SUCCESS").exists():
        raise SavedModelError(
            f"`{folder}` has no _SUCCESS file: it was written in part, or copied in part",
            fix=f"{_RESAVE}, and copy whole folders",
        )


def _check_is_saved_model(folder: Folder) -> None:
    if not folder.exists():
        raise SavedModelError(f"`{folder}` does not exist", fix="give the folder of a saved model")
    if (folder / "metadata").is_dir():
        return
    if (folder / "sparkml" / "metadata").is_dir():
        raise SavedModelError(f"`{folder}` is an MLflow model", fix="give its `sparkml` folder")
    raise SavedModelError(
        f"`{folder}` is not a model saved by Spark: it has no `metadata` folder",
        fix="give the folder that was passed to `model.save`",
    )


def _read_text(folder: Folder) -> str:
    check_complete(folder)
    # Spark writes one line; empty partitions may leave empty files beside it.
    for part in folder.parts():
        try:
            text = part.read_bytes().decode().strip()
        except UnicodeDecodeError as error:
            raise SavedModelError(f"`{part}` is not text", fix=_RESAVE) from error
        if text:
            return text
    raise SavedModelError(f"`{folder}` holds no metadata: every part file is empty", fix=_RESAVE)


def _parse(text: str, folder: Folder) -> Metadata:
    try:
        document = json.loads(text)
        return _from_json(cast("dict[str, object]", document))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SavedModelError(
            f"the metadata of `{folder}` is not Spark's ({error!r})", fix=_RESAVE
        ) from error


def _from_json(document: dict[str, object]) -> Metadata:
    known = {"class", "uid", "timestamp", "sparkVersion", "paramMap", "defaultParamMap"}
    params = cast("dict[str, object]", document["paramMap"])
    defaults = cast("dict[str, object]", document.get("defaultParamMap", {}))
    return Metadata(
        class_name=str(document["class"]),
        uid=str(document["uid"]),
        timestamp=int(cast("int", document["timestamp"])),
        spark_version=str(document["sparkVersion"]),
        params=Params(dict(params.items()), dict(defaults.items())),
        extra={name: value for name, value in document.items() if name not in known},
    )
