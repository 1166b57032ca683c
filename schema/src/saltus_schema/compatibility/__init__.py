"""Whether one schema may take the place of another."""

from saltus_schema.compatibility.comparison import Comparison, compare
from saltus_schema.compatibility.reason import Aspect, Change, Reason, Verdict

__all__ = ["Aspect", "Change", "Comparison", "Reason", "Verdict", "compare"]
