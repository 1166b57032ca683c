"""What the runtime raises.

SaltusRuntimeError
├── BundleError              the bundle cannot be used
│   ├── BundleFormatError    no bundle, or one that contradicts the format
│   ├── BundleLimitError     larger or deeper than the limits allow
│   ├── UnknownColumnError   an output was asked for that no stage makes
│   └── UnsupportedOpError   an op that this version does not score
├── ScoreError               Spark would raise on the row, or it does not fit the input types
└── VerificationError        a golden row gives another value than Spark gave
"""

from __future__ import annotations


class SaltusRuntimeError(Exception):
    """The base of everything the runtime raises on purpose."""


class BundleError(SaltusRuntimeError, ValueError):
    """A bundle that cannot be loaded.

    Attributes:
        reason: What is wrong.
        file: The path given to `load`; `None` for bytes.
        member: The path inside the bundle, where one is at fault.
        stage: Name of the stage at fault; `None` where it is not known, or no stage is.
        op: The stage's op.
        attribute: The attribute of the stage's model that is at fault, where one is.
        hint: What to do about it.
    """

    def __init__(
        self,
        reason: str,
        *,
        file: str | None = None,
        member: str | None = None,
        stage: str | None = None,
        op: str | None = None,
        attribute: str | None = None,
        hint: str | None = None,
    ) -> None:
        what = "; ".join(part for part in (reason, hint) if part)
        super().__init__(": ".join(part for part in (file, member, what) if part))
        self.reason = reason
        self.file = file
        self.member = member
        self.stage = stage
        self.op = op
        self.attribute = attribute
        self.hint = hint


class BundleFormatError(BundleError):
    """Not a bundle, or one that contradicts the format."""


class BundleLimitError(BundleError):
    """Larger or deeper than the limits allow."""


class UnknownColumnError(BundleError):
    """An output was asked for that no stage makes."""


class UnsupportedOpError(BundleError):
    """An op, or a form of it, that this version does not score."""


class ScoreError(SaltusRuntimeError, ValueError):
    """A row that Spark would raise on, or that does not fit the input types.

    Attributes:
        reason: What is wrong.
        stage: Name of the stage; `None` when the input itself is at fault.
        op: The stage's op.
        column: The column at fault, where one is.
        row: Position of the row in a batch.
        value: The beginning of what the column holds; `None` for null, and where no one column is
            at fault.
    """

    def __init__(
        self,
        reason: str,
        *,
        stage: str | None = None,
        op: str | None = None,
        column: str | None = None,
        row: int | None = None,
        value: str | None = None,
    ) -> None:
        where = (
            None if row is None else f"row {row}",
            None if stage is None else f"stage `{stage}` ({op})",
            None if column is None else f"column `{column}`",
        )
        super().__init__(": ".join(part for part in (*where, reason) if part))
        self.reason = reason
        self.stage = stage
        self.op = op
        self.column = column
        self.row = row
        self.value = value


class VerificationError(SaltusRuntimeError):
    """A golden row gives another value than Spark gave.

    Attributes:
        stage: The first stage that differs.
        column: Its column.
        row: Position of the golden row.
        expected: What Spark gave, as text.
        actual: What this bundle gives, as text.
        file: The path given to `load`; `None` for bytes.
    """

    def __init__(
        self,
        *,
        stage: str,
        column: str,
        row: int,
        expected: str,
        actual: str,
        file: str | None = None,
    ) -> None:
        where = f"golden row {row}, stage `{stage}`, column `{column}`"
        difference = f"Spark gave {expected}, this bundle gives {actual}"
        super().__init__(": ".join(part for part in (file, where, difference) if part))
        self.stage = stage
        self.column = column
        self.row = row
        self.expected = expected
        self.actual = actual
        self.file = file
