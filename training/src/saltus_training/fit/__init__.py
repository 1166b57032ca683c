"""From a table that nobody prepared to a recipe for it."""

from saltus_training.fit.plan import FitError, Plan
from saltus_training.fit.profile import make_plan
from saltus_training.fit.source import write_recipe

__all__ = ["FitError", "Plan", "make_plan", "write_recipe"]
