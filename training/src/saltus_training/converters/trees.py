"""What decision trees and forests share."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from saltus_training.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from saltus_training.columns import Column
    from saltus_training.saved_model import SavedStage, TreeNodes


def refuse_leaf_column(stage: SavedStage) -> None:
    """Raises ExportError where the model also writes leaf indices, for which MLeap has no port."""
    name = stage.params.string("leafCol")
    if name:
        raise ExportError(
            f"it writes leaf indices to `{name}`, which a bundle cannot express",
            fix='call `setLeafCol("")` on the fitted model before the export',
        )


def split_boundaries(trees: Iterable[TreeNodes], features: Column) -> dict[str, Sequence[float]]:
    """Returns the thresholds by pipeline input, for inputs that reach the trees unchanged."""
    if features.slots is None:
        return {}
    found: defaultdict[str, set[float]] = defaultdict(set)
    for tree in trees:
        for feature, split, categories in zip(
            tree.features, tree.splits, tree.categories, strict=True
        ):
            if feature < 0 or categories >= 0:
                continue
            origin = features.slots[feature].origin
            if origin is not None:
                found[origin].add(split[0])
    return {origin: sorted(thresholds) for origin, thresholds in sorted(found.items())}
