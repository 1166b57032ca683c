"""What can go wrong in choosing what to train.

```
TrainingError
└── UnknownNameError  kind, name, known
```
"""

from __future__ import annotations

from saltus_training.errors import TrainingError


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
