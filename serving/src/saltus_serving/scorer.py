"""From the bytes of a request to the bytes of its answer, without knowing of HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import saltus_runtime as sr
from saltus_schema import JsonError, RowError, decode_json

from saltus_serving.answer import encode, not_finite
from saltus_serving.errors import (
    BatchTooLargeError,
    Finding,
    InvalidRequestError,
    RowDroppedError,
    RowFailedError,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from saltus_schema import Violation

    from saltus_serving.model import Model

    Row = dict[str, Any]
    Scores = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Options:
    """What a client wants besides the prediction.

    Attributes:
        outputs: Columns of the pipeline to add to the answer.
        warnings: Whether to tell what is suspicious about a row.
    """

    outputs: tuple[str, ...] = ()
    warnings: bool = False


PLAIN = Options()


def predict(model: Model, body: bytes, options: Options = PLAIN) -> bytes:
    """Answer *body*, one row as a JSON object.

    Raises:
        RequestError: There is no answer; its subclass tells why.
    """
    scorer = _scorer(model, options)
    try:
        row = model.validator.validate_json(body)
        scores = scorer.score(row)
    except RowError as error:
        raise InvalidRequestError(_findings(error.violations)) from None
    except sr.ScoreError as error:
        raise _row_failed(model, error) from None
    if scores is None:
        raise RowDroppedError
    warnings = _warnings(model, row, scores, options)
    answer = _answer(model, scores, options)
    answer["model"] = model.stamp
    if warnings or options.warnings:
        answer["warnings"] = warnings
    return encode(answer)


def predict_batch(model: Model, body: bytes, options: Options = PLAIN, *, max_rows: int) -> bytes:
    """Answer *body*, a JSON object whose `rows` are a list of rows; null where Spark drops one.

    Raises:
        RequestError: There is no answer to any row; its subclass tells why.
    """
    scorer = _scorer(model, options)
    rows = _validated(model, _rows(body, max_rows))
    try:
        scored = scorer.score_many(rows)
    except sr.ScoreError as error:
        raise _row_failed(model, error) from None
    dropped: list[Finding] = []
    warnings: list[Finding] = []
    predictions: list[dict[str, Any] | None] = []
    for index, (row, scores) in enumerate(zip(rows, scored, strict=True)):
        if scores is None:
            predictions.append(None)
            dropped += RowDroppedError(f"rows.{index}").errors
            continue
        predictions.append(_answer(model, scores, options))
        warnings += _within(index, _warnings(model, row, scores, options))
    answer: dict[str, Any] = {"predictions": predictions, "model": model.stamp}
    if dropped:
        answer["errors"] = dropped
    if warnings or options.warnings:
        answer["warnings"] = warnings
    return encode(answer)


def _scorer(model: Model, options: Options) -> sr.Scorer:
    if not options.outputs:
        return model.scorer
    unknown = [
        Finding("query.outputs", "unknown_output", f"`{name[:80]}` is not a column of the pipeline")
        for name in options.outputs
        if name not in model.columns
    ]
    if unknown:
        raise InvalidRequestError(unknown)
    return model.scorer_with(options.outputs)


def _answer(model: Model, scores: Scores, options: Options) -> dict[str, Any]:
    answer = model.form.answer(scores)
    if columns := (*model.form.outputs, *options.outputs):
        answer["outputs"] = {column: scores[column] for column in columns}
    return answer


def _warnings(model: Model, row: Row, scores: Scores, options: Options) -> list[Finding]:
    # A null in an answer explains itself, whether or not the client wants to hear of more.
    doubts = _findings(model.validator.warnings(row)) if options.warnings else []
    return doubts + not_finite(scores)


def _rows(body: bytes, max_rows: int) -> list[Any]:
    try:
        batch = decode_json(body)
    except JsonError as error:
        raise InvalidRequestError(_findings(error.violations)) from None
    match batch:
        case {"rows": list(rows), **rest} if not rest:
            if len(rows) > max_rows:
                raise BatchTooLargeError(len(rows), max_rows)
            return rows
    message = 'must be an object with the one key "rows", a list of rows'
    raise InvalidRequestError([Finding("body", "wrong_type", message)])


def _validated(model: Model, rows: list[Any]) -> list[Row]:
    valid = []
    invalid: list[Finding] = []
    for index, row in enumerate(rows):
        try:
            valid.append(model.validator.validate_python(row))
        except RowError as error:
            invalid += _findings(violation.within("rows", index) for violation in error.violations)
    if invalid:
        raise InvalidRequestError(invalid)
    return valid


def _row_failed(model: Model, error: sr.ScoreError) -> Exception:
    if error.stage is None and error.column is None:
        return error  # neither the row nor Spark's rules are to blame, so it is a fault of ours
    in_request = any(error.column == field.name for field in model.schema.inputs)
    path = (
        None if error.row is None else f"rows.{error.row}",
        error.column if in_request else None,
    )
    field = ".".join(part for part in path if part) or "body"
    return RowFailedError(
        field,
        stage=error.stage,
        column=error.column,
        value=error.value,
        reason=error.reason,
    )


def _findings(violations: Iterable[Violation]) -> list[Finding]:
    return [Finding(item.field or "body", item.code, item.message) for item in violations]


def _within(index: int, findings: list[Finding]) -> list[Finding]:
    return [Finding(f"rows.{index}.{item.field}", item.code, item.message) for item in findings]
