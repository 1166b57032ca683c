"""The one table from an error of the store or of a change to the status of its answer."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from saltus_serving.errors import STATUS, BundleRefusedError
from saltus_serving.rollout.errors import (
    CandidateFailedError,
    ConflictError,
    GenerationMismatchError,
    NotPossibleError,
    WorkersLateError,
)
from saltus_serving.store import (
    AmbiguousVersionError,
    MissingError,
    ModelNameError,
    StoreError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from saltus_serving.errors import ServingError

ADMIN_STATUS: Mapping[type[ServingError], HTTPStatus] = {
    **STATUS,
    BundleRefusedError: HTTPStatus.UNPROCESSABLE_ENTITY,
    ConflictError: HTTPStatus.CONFLICT,
    NotPossibleError: HTTPStatus.CONFLICT,
    GenerationMismatchError: HTTPStatus.PRECONDITION_FAILED,
    CandidateFailedError: HTTPStatus.UNPROCESSABLE_ENTITY,
    WorkersLateError: HTTPStatus.GATEWAY_TIMEOUT,
    MissingError: HTTPStatus.NOT_FOUND,
    ModelNameError: HTTPStatus.NOT_FOUND,
    AmbiguousVersionError: HTTPStatus.UNPROCESSABLE_ENTITY,
    StoreError: HTTPStatus.SERVICE_UNAVAILABLE,
}


def status_of(error: ServingError) -> int:
    """Return the status of the answer to a request that ended in *error*."""
    return next(ADMIN_STATUS[cls] for cls in type(error).__mro__ if cls in ADMIN_STATUS)
