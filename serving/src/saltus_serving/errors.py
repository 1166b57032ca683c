"""What can go wrong in the service. Every error carries its facts as fields.

ServingError
├── SettingsError               a setting is missing or cannot be used
├── AddressError                the service cannot listen where it is told to
├── BundleRefusedError          the bundle will not be served
│   └── GoldenRowError          it does not give what Spark gave
├── BatchError                  a file cannot be scored, or its scores cannot be written
├── ModelUnavailableError       no model is being served
├── UnknownModelError           no model of that name is being served
├── TokenRefusedError           the token is missing or wrong
└── RequestError                the request gets no prediction
    ├── MediaTypeError          the body is declared to be something else than JSON
    ├── BodyTooLargeError       the body has too many bytes
    ├── BatchTooLargeError      the batch has too many rows
    ├── InvalidRequestError     the body or the query does not fit the model's schema
    ├── RowDroppedError         Spark would drop the row
    └── RowFailedError          Spark would raise on the row
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with, or worth knowing about, a request or its answer.

    Attributes:
        field: Where: a column, `rows.3.<column>` in a batch, `query.<name>`, or `body`.
        code: What, as a slug that does not change.
        message: What, for a person.
    """

    field: str
    code: str
    message: str


class ServingError(Exception):
    """Base of all errors of this package."""


class SettingsError(ServingError):
    """A setting is missing or cannot be used."""

    def __init__(self, setting: str, reason: str) -> None:
        super().__init__(f"setting `{setting}` (SALTUS_{setting.upper()}): {reason}")
        self.setting = setting
        self.reason = reason


class AddressError(ServingError):
    """The service cannot listen where it is told to.

    Attributes:
        host: The address.
        port: The port.
        reason: Why not.
    """

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(f"cannot listen on {host}:{port}: {reason}")
        self.host = host
        self.port = port
        self.reason = reason


class BundleRefusedError(ServingError):
    """The bundle will not be served. Its text is one line: `file: member: reason`.

    Attributes:
        file: The bundle.
        member: The file inside the bundle, where one is to blame.
        reason: What is wrong with it.
    """

    def __init__(self, file: str, member: str | None, reason: str) -> None:
        line = ": ".join(part for part in (file, member, reason) if part)
        super().__init__(" ".join(line.split()))
        self.file = file
        self.member = member
        self.reason = reason


class GoldenRowError(BundleRefusedError):
    """A golden row does not give what Spark gave.

    Attributes:
        stage: The first stage that differs.
        column: The column that differs.
        row: The index of the golden row.
        expected: Spark's value.
        actual: Our value.
    """

    def __init__(
        self, file: str, *, stage: str, column: str, row: int, expected: object, actual: object
    ) -> None:
        where = f"stage `{stage}`, column `{column}`, row {row}"
        super().__init__(
            file, "notes/golden_rows.json", f"{where}: expected {expected}, got {actual}"
        )
        self.stage = stage
        self.column = column
        self.row = row
        self.expected = expected
        self.actual = actual


class BatchError(ServingError):
    """A file cannot be scored, or its scores cannot be written.

    Attributes:
        file: The file or folder, as it was given or found.
        reason: What is wrong and, where there is something, what to do.
        row: Position of the row at fault, from 0; `None` where no row is.
    """

    def __init__(self, file: str, reason: str, *, row: int | None = None) -> None:
        super().__init__(f"{file}: {reason}" if row is None else f"{file}: row {row}: {reason}")
        self.file = file
        self.reason = reason
        self.row = row


class ModelUnavailableError(ServingError):
    """No model is being served."""

    def __init__(self) -> None:
        super().__init__("no model is being served")


class UnknownModelError(ServingError):
    """No model of that name is being served, or a name is needed.

    Attributes:
        name: The name; None if there was none.
        names: Those that are being served.
    """

    def __init__(self, name: str | None, names: Sequence[str]) -> None:
        listed = ", ".join(f"/models/{each}" for each in names) or "none"
        wanted = "several models are being served" if name is None else f"no model `{name[:80]}`"
        super().__init__(f"{wanted}; there are {listed}")
        self.name = name
        self.names = tuple(names)


class TokenRefusedError(ServingError):
    """The token, which changes and previews need, is missing or wrong."""

    def __init__(self) -> None:
        super().__init__(
            "send `authorization: Bearer` with the token that SALTUS_ADMIN_TOKEN holds"
        )


class RequestError(ServingError):
    """The request gets no prediction.

    Attributes:
        errors: What is wrong with it, in the order of the fields.
    """

    def __init__(self, detail: str, errors: Sequence[Finding]) -> None:
        super().__init__(detail)
        self.errors = errors


class MediaTypeError(RequestError):
    """The body is declared to be something else than JSON."""

    def __init__(self, header: str, value: str) -> None:
        message = f"{header} `{value[:80]}` is not supported: send application/json in UTF-8"
        super().__init__(message, [Finding("body", "media_type", message)])


class BodyTooLargeError(RequestError):
    """The body has too many bytes."""

    def __init__(self, limit: int) -> None:
        message = f"the body is larger than {limit} bytes"
        super().__init__(message, [Finding("body", "body_too_large", message)])
        self.limit = limit


class BatchTooLargeError(RequestError):
    """The batch has too many rows."""

    def __init__(self, rows: int, limit: int) -> None:
        message = f"{rows} rows are more than the {limit} of one batch: send several"
        super().__init__(message, [Finding("rows", "too_many_rows", message)])
        self.rows = rows
        self.limit = limit


class InvalidRequestError(RequestError):
    """The body or the query does not fit the model's schema."""

    def __init__(self, errors: Sequence[Finding]) -> None:
        more = f" (the first of {len(errors)} errors)" if len(errors) > 1 else ""
        super().__init__(f"{errors[0].field}: {errors[0].message}{more}", errors)


class RowDroppedError(RequestError):
    """Spark would drop the row, so there is nothing to answer."""

    def __init__(self, field: str = "body") -> None:
        error = Finding(field, "row_dropped", "the model drops this row (handleInvalid = skip)")
        super().__init__(error.message, [error])


class RowFailedError(RequestError):
    """Spark would raise on the row.

    Attributes:
        stage: The stage that refuses it; None if the row does not get that far.
        column: The column that is to blame, where one is.
        value: The beginning of what the column holds; None if that is null.
        reason: Why.
    """

    def __init__(
        self,
        field: str,
        *,
        stage: str | None,
        column: str | None,
        value: str | None,
        reason: str,
    ) -> None:
        where = (stage and f"stage `{stage}`", column and f"column `{column}`", reason)
        message = ": ".join(part for part in where if part)
        super().__init__(message, [Finding(field, "score_error", message)])
        self.stage = stage
        self.column = column
        self.value = value
        self.reason = reason


STATUS: Mapping[type[ServingError], HTTPStatus] = {
    ModelUnavailableError: HTTPStatus.SERVICE_UNAVAILABLE,
    UnknownModelError: HTTPStatus.NOT_FOUND,
    TokenRefusedError: HTTPStatus.UNAUTHORIZED,
    MediaTypeError: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    BodyTooLargeError: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    BatchTooLargeError: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    InvalidRequestError: HTTPStatus.UNPROCESSABLE_ENTITY,
    RowDroppedError: HTTPStatus.UNPROCESSABLE_ENTITY,
    RowFailedError: HTTPStatus.UNPROCESSABLE_ENTITY,
}
"""The one table from an error to the status of its answer."""
