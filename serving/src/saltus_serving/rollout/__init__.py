"""How one bundle takes the place of another: checked before, in an instant, and back again."""

from saltus_serving.rollout.changes import abort, rollback, stage
from saltus_serving.rollout.checks import Policy
from saltus_serving.rollout.errors import (
    CandidateFailedError,
    ConflictError,
    GenerationMismatchError,
    NotPossibleError,
    RolloutError,
    WorkersLateError,
)
from saltus_serving.rollout.promotion import Promoter, Promotion
from saltus_serving.rollout.replica import Replica

__all__ = [
    "CandidateFailedError",
    "ConflictError",
    "GenerationMismatchError",
    "NotPossibleError",
    "Policy",
    "Promoter",
    "Promotion",
    "Replica",
    "RolloutError",
    "WorkersLateError",
    "abort",
    "rollback",
    "stage",
]
