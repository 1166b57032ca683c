"""Two schemas side by side."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from saltus_schema.compatibility.inputs import compare_inputs
from saltus_schema.compatibility.outputs import compare_outputs

if TYPE_CHECKING:
    from saltus_schema.compatibility.reason import Aspect, Reason
    from saltus_schema.schema import FeatureSchema


@dataclass(frozen=True, slots=True)
class Comparison:
    """What putting *new* in the place of *old* means.

    Attributes:
        identical: Whether the semantic fingerprints are equal; then there are no reasons.
        reasons: Every difference, judged for whom it concerns.
    """

    identical: bool
    reasons: tuple[Reason, ...]

    @property
    def client_safe(self) -> bool:
        """Whether every request that was valid is valid, and means the same."""
        return self.safe_for("client")

    @property
    def model_safe(self) -> bool:
        """Whether a model fitted with the old schema knows every row the new one lets in."""
        return self.safe_for("model")

    @property
    def output_safe(self) -> bool:
        """Whether who reads the old outputs finds them all, and unchanged."""
        return self.safe_for("output")

    @property
    def safe(self) -> bool:
        """Whether nothing breaks."""
        return not self.breaking

    @property
    def breaking(self) -> tuple[Reason, ...]:
        """The reasons why something breaks."""
        return tuple(reason for reason in self.reasons if reason.verdict == "breaking")

    def safe_for(self, aspect: Aspect) -> bool:
        """Tell whether nothing breaks for one aspect."""
        return all(reason.aspect != aspect for reason in self.breaking)

    def to_dict(self) -> dict[str, Any]:
        """Return all of it as JSON has it."""
        return {
            "identical": self.identical,
            "client_safe": self.client_safe,
            "model_safe": self.model_safe,
            "output_safe": self.output_safe,
            "reasons": [asdict(reason) for reason in self.reasons],
        }


def compare(old: FeatureSchema, new: FeatureSchema) -> Comparison:
    """Compare two schemas: may *new* take the place of *old*?

    Names, types, policies, constraints, units and labels count; neither descriptions and
    examples nor the order of the columns do, as in `semantic_fingerprint`. Where a change may
    break something, it is said to break it.

    Args:
        old: What clients, models and readers of answers were made for.
        new: What is to take its place.
    """
    if old.semantic_fingerprint == new.semantic_fingerprint:
        return Comparison(identical=True, reasons=())
    reasons = (*compare_inputs(old.inputs, new.inputs), *compare_outputs(old, new))
    return Comparison(identical=False, reasons=reasons)
