"""How well clusters are apart, and how large they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.model_report.drawing import COLORS, drawing
from saltus_training.model_report.section import Figure

if TYPE_CHECKING:
    from saltus_training.model_report.content import Content


def silhouettes(content: Content) -> Figure | None:
    """What the search found by number of clusters."""
    found = content.evaluation.get("silhouettes")
    if not found:
        return None
    by_k = {int(k): found[k] for k in sorted(found, key=int)}
    with drawing() as drawn:
        (axes,) = drawn.axes
        axes.plot(list(by_k), list(by_k.values()), color=COLORS[0], marker="o")
        axes.set(xlabel="clusters", ylabel="silhouette", xticks=list(by_k))
    best = max(by_k, key=lambda k: by_k[k])
    return Figure(drawn.uri, f"The silhouette is best with {best} clusters: {by_k[best]:.3f}.")


def sizes(content: Content) -> Figure | None:
    """Rows by cluster."""
    found = content.evaluation.get("sizes")
    if not found:
        return None
    by_cluster = {key: found[key] for key in sorted(found, key=int)}
    with drawing() as drawn:
        (axes,) = drawn.axes
        axes.bar(list(by_cluster), list(by_cluster.values()), color=COLORS[0])
        axes.set(xlabel="cluster", ylabel="rows")
    rows = ", ".join(f"{count:,} in cluster {name}" for name, count in by_cluster.items())
    return Figure(drawn.uri, f"Rows: {rows}.")
