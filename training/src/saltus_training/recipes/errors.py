"""What can go wrong in choosing what to train.

```
TrainingError
├── UnknownNameError  kind, name, known
├── RecipeError       path, reason
└── SettingError      key, reason
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.errors import TrainingError

if TYPE_CHECKING:
    from pathlib import Path


class UnknownNameError(TrainingError):
    """There is no recipe or pipeline of this name.

    Attributes:
        kind: `recipe` or `pipeline`.
        name: What was asked for.
        known: What there is.
    """

    def __init__(self, kind: str, name: str, known: tuple[str, ...]) -> None:
        self.kind = kind
        self.name = name
        self.known = known
        names = ", ".join(f"`{each}`" for each in known)
        super().__init__(f"no {kind} `{name}`; there is {names}")


class RecipeError(TrainingError):
    """A file is not a recipe.

    Attributes:
        path: The file.
        reason: Why not, and what to do.
    """

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"recipe `{path}`: {reason}")


class SettingError(TrainingError):
    """A parameter cannot be set.

    Attributes:
        key: Which one.
        reason: Why not, and what to do.
    """

    def __init__(self, key: str, reason: str) -> None:
        self.key = key
        self.reason = reason
        super().__init__(f"`--set {key}`: {reason}")
