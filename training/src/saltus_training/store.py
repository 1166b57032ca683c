"""Publish a bundle into a store that `saltus serve --store` serves from.

The contract is the layout alone: `<store>/<model>/versions/<sha256 of the zip>.zip`, a file that is
whole from the moment in which it has that name.

```
TrainingError
└── StoreNameError   name
```
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from saltus_training.errors import TrainingError
from saltus_training.publish import publish

if TYPE_CHECKING:
    from pathlib import Path

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class StoreNameError(TrainingError):
    """This is no name for a model in a store.

    Attributes:
        name: Which one.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            f"`{name[:80]}` is no name for a model in a store: "
            "use 1 to 64 letters, digits, `-`, `_` and `.`"
        )


def push(bundle: Path, store: Path, model: str) -> str:
    """Put a bundle into a store; one that is there already stays as it is.

    Args:
        bundle: The zip file.
        store: Folder of the store; it is made if it is not there.
        model: Name of the model in the store.

    Returns:
        The bundle's sha256, by which `saltus promote` knows it.

    Raises:
        StoreNameError: The model cannot have that name.
        ExportError: The runtime refuses the bundle.
    """
    if not _NAME.fullmatch(model):
        raise StoreNameError(model)
    content = bundle.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    folder = store / model / "versions"
    folder.mkdir(parents=True, exist_ok=True)
    publish(lambda file: file.write(content), folder / f"{digest}.zip")
    return digest
