"""From a file to a model that may be served: everything is checked before the first request."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import saltus_runtime as sr
import structlog
from saltus_schema import FeatureSchema, JsonError, RowError, SchemaError, decode_json

from saltus_serving.errors import BundleRefusedError, GoldenRowError
from saltus_serving.inference import infer_schema
from saltus_serving.model import Model

if TYPE_CHECKING:
    from pathlib import Path

_log = structlog.stdlib.get_logger(__name__)

SCHEMA_NOTE = "feature_schema.json"
CARD_NOTE = "model_card.json"
GOLDEN_NOTE = "golden_rows.json"


def load_model(path: Path, *, require_golden: bool = False) -> Model:
    """Load the bundle at *path*, replay its golden rows, and make a model of it.

    Args:
        path: A zip file or a directory.
        require_golden: Refuse a bundle that has no golden rows.

    Raises:
        BundleRefusedError: The bundle cannot be read, contradicts itself, or does not give
            what Spark gave.
    """
    model = load_bytes(path, None, require_golden=require_golden)
    if model.verification.status == "none":
        _log.warning("serving a bundle that has no golden rows: it is not verified", file=str(path))
    return model


def load_bytes(path: Path, content: bytes | None, *, require_golden: bool = False) -> Model:
    """Make a model of *content*, which was read from *path*, as `load_model` does of a file.

    Raises:
        BundleRefusedError: See `load_model`.
    """
    bundle = open_bundle(path, content)
    verification = verify_bundle(bundle, path, require_golden=require_golden)
    model = Model(bundle, read_schema(bundle, path), read_card(bundle, path), verification)
    warm_up(model, path)
    return model


def open_bundle(path: Path, content: bytes | None = None) -> sr.Bundle:
    """Read the bundle at *path*, or the one whose bytes were read from there.

    Raises:
        BundleRefusedError: It cannot be read.
    """
    try:
        return sr.load(path if content is None else content)
    except sr.BundleError as error:
        reason = f"{error.reason}; {error.hint}"
        raise BundleRefusedError(str(path), error.member, reason) from None
    except sr.SaltusRuntimeError as error:
        raise BundleRefusedError(str(path), None, str(error)) from None


def verify_bundle(
    bundle: sr.Bundle, path: Path, *, require_golden: bool = False
) -> sr.Verification:
    """Replay the golden rows of *bundle*, which came from *path*.

    Raises:
        GoldenRowError: One of them does not give what Spark gave.
        BundleRefusedError: They cannot be read, or there are none and they are required.
    """
    try:
        verification = sr.verify(bundle)
    except sr.VerificationError as error:
        raise GoldenRowError(
            str(path),
            stage=error.stage,
            column=error.column,
            row=error.row,
            expected=error.expected,
            actual=error.actual,
        ) from None
    except sr.SaltusRuntimeError as error:
        reason = getattr(error, "reason", str(error))
        raise _refused(path, GOLDEN_NOTE, reason) from None
    if require_golden and verification.status == "none":
        raise _refused(path, GOLDEN_NOTE, "there are no golden rows, and they are required")
    return verification


def read_schema(bundle: sr.Bundle, path: Path) -> FeatureSchema:
    """Return the schema that *bundle* brings, or one made of what its ops tell.

    Raises:
        BundleRefusedError: It is not a schema, or not one of this pipeline.
    """
    note = bundle.note(SCHEMA_NOTE)
    try:
        schema = infer_schema(bundle) if note is None else _declared(note)
    except SchemaError as error:
        raise _refused(path, SCHEMA_NOTE, str(error)) from None
    _check_columns(bundle, schema, path)
    return schema


@lru_cache(maxsize=32)
def _declared(note: bytes) -> FeatureSchema:
    """Return a schema, which the next version of a model often has as well."""
    return FeatureSchema.from_json(note)


def read_card(bundle: sr.Bundle, path: Path) -> dict[str, Any]:
    """Return the model card of *bundle*, empty if there is none.

    Raises:
        BundleRefusedError: It is not a JSON object.
    """
    note = bundle.note(CARD_NOTE)
    try:
        card = {} if note is None else decode_json(note)
    except JsonError as error:
        raise _refused(path, CARD_NOTE, str(error)) from None
    if not isinstance(card, dict):
        raise _refused(path, CARD_NOTE, "the card is not a JSON object")
    return card


def _check_columns(bundle: sr.Bundle, schema: FeatureSchema, path: Path) -> None:
    declared = {field.name for field in schema.inputs}
    for column in bundle.inputs:
        if column.name not in declared:
            reason = f"the pipeline reads `{column.name}`, which is not among the inputs"
            raise _refused(path, SCHEMA_NOTE, reason)
    types = {column.name: column.type for column in bundle.outputs}
    for output in schema.outputs:
        if output.name not in types:
            reason = f"the output `{output.name}` is not a column that the pipeline adds"
            raise _refused(path, SCHEMA_NOTE, reason)
        size = f"vector[{len(schema.class_names)}]"
        if output.role == "probability" and types[output.name] not in {"vector", size}:
            reason = f"`{output.name}` is a {types[output.name]}, not a {size} as the labels say"
            raise _refused(path, SCHEMA_NOTE, reason)


def warm_up(model: Model, path: Path) -> None:
    """Score the example of the schema, so that the first request finds everything in place.

    Raises:
        BundleRefusedError: The example does not fit the model.
    """
    try:
        row = model.validator.validate_python(model.schema.example_row())
        model.scorer.score(row)
    except RowError as error:
        raise _refused(path, SCHEMA_NOTE, f"the example is refused: {error}") from None
    except sr.ScoreError as error:
        # Where a stage is to blame, Spark would raise on the example too: no fault of the bundle.
        if error.stage is None:
            raise _refused(path, SCHEMA_NOTE, f"the example does not fit: {error}") from None


def _refused(path: Path, note: str, reason: str) -> BundleRefusedError:
    return BundleRefusedError(str(path), f"notes/{note}", reason)
