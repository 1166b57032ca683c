"""The files in the zip of a bundle, for those who compare."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from typing import Any

Members = dict[str, Any]


def read_members(content: bytes) -> Members:
    """Return the files of a bundle that the runtime has accepted, below the folder it is in.

    JSON is decoded, line by line where a file has several values; of anything else there is
    its sha256.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [info.filename for info in archive.infolist() if not info.is_dir()]
        top = next((name for name in names if name.split("/")[-1].startswith("bundle.")), "")
        prefix = top.rpartition("bundle.")[0]
        return {name.removeprefix(prefix): _decoded(archive.read(name)) for name in names}


def _decoded(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        pass
    try:
        return [json.loads(line) for line in content.splitlines() if line]
    except ValueError:
        return hashlib.sha256(content).hexdigest()
