"""What can go wrong with a change of what is served.

RolloutError
├── ConflictError             somebody else has changed the state meanwhile
├── GenerationMismatchError   the state is not the one that the caller knows
├── NotPossibleError          there is nothing to promote, or nothing to go back to
├── CandidateFailedError      a check refuses the candidate
└── WorkersLateError          workers are not ready, or have not converged, in time
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_serving.errors import ServingError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from saltus_serving.store import SlotReport, State


class RolloutError(ServingError):
    """Base of what can go wrong with a change."""


class ConflictError(RolloutError):
    """Somebody else has changed the state meanwhile.

    Attributes:
        change: What was asked for.
        winner: The state that is in force instead.
    """

    def __init__(self, change: str, winner: State) -> None:
        super().__init__(
            f"{change}: {winner.actor or 'somebody'} made a {winner.change} meanwhile, which is "
            f"generation {winner.generation}; look at `saltus status` and decide anew"
        )
        self.change = change
        self.winner = winner


class GenerationMismatchError(RolloutError):
    """The state is not the one that the caller knows.

    Attributes:
        expected: The generation that the caller knows.
        found: The one in force.
    """

    def __init__(self, expected: int, found: int) -> None:
        super().__init__(
            f"generation {found} is in force, not {expected}; "
            "look at `saltus status` and decide anew"
        )
        self.expected = expected
        self.found = found


class NotPossibleError(RolloutError):
    """There is nothing to promote, or nothing to go back to."""


class CandidateFailedError(RolloutError):
    """A check refuses the candidate.

    Attributes:
        worker: Who made the check; None if it was this process.
        report: How the checks went.
    """

    def __init__(self, worker: str | None, report: SlotReport) -> None:
        where = "" if worker is None else f" in worker {worker}"
        super().__init__(
            f"candidate {report.digest[:12]} is refused{where}: "
            f"{report.failed_check or 'load'}: {report.reason}"
        )
        self.worker = worker
        self.report = report


class WorkersLateError(RolloutError):
    """Workers are not ready, or have not converged, in time.

    Attributes:
        late: Those that live and have not got that far.
        hung: Those that live and do nothing.
        seconds: How long they had.
    """

    def __init__(self, what: str, late: Sequence[str], hung: Sequence[str], seconds: float) -> None:
        named = [f"late: {', '.join(late)}"] if late else []
        named += [f"hung: {', '.join(hung)}"] if hung else []
        super().__init__(f"{what} after {seconds:g} s ({'; '.join(named)})")
        self.late = tuple(late)
        self.hung = tuple(hung)
        self.seconds = seconds
