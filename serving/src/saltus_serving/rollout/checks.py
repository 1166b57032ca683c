"""What a bundle has to pass before it may answer a request."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Self

import saltus_runtime as sr
from saltus_schema import JsonError, RowError, compare, decode_json

from saltus_serving.errors import BundleRefusedError
from saltus_serving.loading import (
    GOLDEN_NOTE,
    open_bundle,
    read_card,
    read_schema,
    verify_bundle,
    warm_up,
)
from saltus_serving.model import Model
from saltus_serving.store import CheckReport, SlotReport, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from saltus_schema import FeatureSchema

    from saltus_serving.settings import Settings
    from saltus_serving.store import ModelStore

_GIB = 1024**3


@dataclass(frozen=True, slots=True)
class Policy:
    """What bundles have to comply with.

    Attributes:
        require_golden: Refuse a bundle without golden rows.
        max_bytes: Refuse a larger bundle.
        seconds: Refuse a bundle that takes longer to load and check.
    """

    require_golden: bool = False
    max_bytes: int = 2 * _GIB
    seconds: float = 300.0

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Return the policy of the settings."""
        return cls(settings.require_golden, settings.max_bundle_bytes, settings.load_seconds)


class Refusal(Exception):  # noqa: N818 - it never leaves this module
    """A check did not pass."""

    def __init__(self, reason: str, details: dict[str, Any] | None = None) -> None:
        super().__init__(reason)
        self.details = details or {}


@dataclass(slots=True, eq=False)
class Slot:
    """A bundle in this process.

    Attributes:
        report: How far it has got.
        model: What answers, once it is ready.
    """

    report: SlotReport
    model: Model | None = None


@dataclass(slots=True)
class Preparation:
    """The checks of one bundle, one after the other; other threads may read how far they are.

    Attributes:
        store: Where the bundle comes from.
        digest: Its sha256.
        policy: What it has to comply with.
        checks: The checks made so far.
        current: The one under way.
    """

    store: ModelStore
    digest: str
    policy: Policy
    checks: list[CheckReport] = field(default_factory=list)
    current: str = "fetch"

    def run(self) -> Slot:
        """Make all checks; the slot that comes out is ready or failed."""
        try:
            model = self._checked(Path(f"{self.digest}.zip"))
        except (BundleRefusedError, StoreError, Refusal) as error:
            reason = getattr(error, "reason", None) or str(error)
            return self._failed(reason, _facts(error))
        except MemoryError:
            return self._failed("there is not enough memory for it")
        except Exception as error:  # noqa: BLE001 - no bundle may take the worker down
            return self._failed(f"unexpected {type(error).__name__}: {error}")
        return Slot(SlotReport(digest=self.digest, state="ready", checks=self.checks), model)

    def late(self) -> Slot:
        """Return the slot of a bundle that takes too long."""
        checks = [*self.checks]
        if all(check.name != self.current for check in checks):
            seconds = self.policy.seconds
            checks.append(CheckReport(name=self.current, seconds=seconds, passed=False))
        reason = (
            f"not loaded and checked within {self.policy.seconds:g} s; "
            "raise SALTUS_LOAD_SECONDS, or make the bundle smaller"
        )
        return Slot(SlotReport(digest=self.digest, state="failed", checks=checks, reason=reason))

    def _failed(self, reason: str, details: dict[str, Any] | None = None) -> Slot:
        report = SlotReport(
            digest=self.digest,
            state="failed",
            checks=self.checks,
            reason=reason,
            details=details or {},
        )
        return Slot(report)

    def _checked(self, path: Path) -> Model:
        with self._check("fetch"):
            content = self.store.versions.read(self.digest, limit=self.policy.max_bytes)
        with self._check("digest"):
            self.store.versions.check(self.digest, content)
        with self._check("read"):
            bundle = open_bundle(path, content)
            del content
            card = read_card(bundle, path)
        with self._check("schema"):
            schema = read_schema(bundle, path)
        with self._check("golden"):
            require = self.policy.require_golden
            verification = verify_bundle(bundle, path, require_golden=require)
        with self._check("warm_up"):
            model = Model(bundle, schema, card, verification)
            warm_up(model, path)
            _refuse_not_finite(model)
        return model

    @contextmanager
    def _check(self, name: str) -> Iterator[None]:
        self.current = name
        start = perf_counter()
        passed = False
        try:
            yield
            passed = True
        finally:
            seconds = round(perf_counter() - start, 6)
            self.checks.append(CheckReport(name=name, seconds=seconds, passed=passed))


UNKNOWN = "the active bundle cannot be read, so nobody can tell what this one would break"


def judge(
    slot: Slot, active: FeatureSchema | None, *, allowed: bool, unknown: bool = False
) -> SlotReport:
    """Return the report on *slot* as a candidate: may its bundle take the place of another?

    Args:
        slot: The bundle.
        active: The schema that clients know; None if there is none.
        allowed: Whether it may break them.
        unknown: Whether there is one that nobody can read.
    """
    if slot.model is None:
        return slot.report
    start = perf_counter()
    found = [UNKNOWN] if unknown else []
    if active is not None:
        found += [f"{each.aspect}: {each}" for each in compare(active, slot.model.schema).breaking]
    if not found:
        return slot.report
    seconds = round(perf_counter() - start, 6)
    check = CheckReport(name="compatibility", seconds=seconds, passed=allowed)
    update: dict[str, Any] = {"breaking": found, "checks": [*slot.report.checks, check]}
    if not allowed:
        more = f" (the first of {len(found)})" if len(found) > 1 else ""
        reason = f"{found[0]}{more}; --allow-breaking REASON stages it all the same"
        update |= {"state": "failed", "reason": reason}
    return slot.report.model_copy(update=update)


def _refuse_not_finite(model: Model) -> None:
    """A prediction for an ordinary row that is not a number is of no use to anybody."""
    for row in [model.schema.example_row(), *_suspects(model)]:
        try:
            scores = model.scorer.score(model.validator.validate_python(row))
        except (RowError, sr.ScoreError):
            continue  # Spark would raise on this row too, or its golden value is not a request
        for column, value in (scores or {}).items():
            if not _finite(value):
                details = {"row": row, "column": column, "value": repr(value)[:200]}
                raise Refusal(f"`{column}` is {repr(value)[:80]} for an ordinary row", details)


def _suspects(model: Model) -> list[Any]:
    """Return the typical rows among those that did not give numbers when they were replayed.

    Hardly a bundle has any, and decoding all of its rows would hold up requests for milliseconds.
    """
    found = {row for row, column in model.verification.not_finite if column in model.form.columns}
    note = model.bundle.note(GOLDEN_NOTE) if found else None
    if note is None:
        return []
    try:
        rows = decode_json(note)["rows"]
    except JsonError:
        return []  # the same key twice, say: the replay is less strict
    return [rows[each]["input"] for each in sorted(found) if rows[each].get("kind") == "typical"]


def _finite(value: object) -> bool:
    if isinstance(value, float):
        return isfinite(value)
    return all(map(_finite, value)) if isinstance(value, list) else True


def _facts(error: Exception) -> dict[str, Any]:
    if isinstance(error, Refusal):
        return error.details
    return {key: value for key, value in vars(error).items() if key not in {"reason", "file"}}
