"""Workers, commands and faults in any order; what must always hold is checked after each step."""

from saltus_testing.rollout_machine.commands import Commands
from saltus_testing.rollout_machine.faults import Faults
from saltus_testing.rollout_machine.invariants import Invariants
from saltus_testing.rollout_machine.scene import RULES
from saltus_testing.rollout_machine.workers import Workers

__all__ = ["RULES", "RolloutMachine"]


class RolloutMachine(Commands, Workers, Faults, Invariants):
    """All rules and all invariants together."""
