"""How often each class was taken for each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.model_report.drawing import drawing
from saltus_training.model_report.section import Figure

if TYPE_CHECKING:
    from saltus_training.model_report.content import Content

# More cells than this cannot hold numbers that are legible.
_MOST_NUMBERED = 12
_DARK = 0.5


def confusion(content: Content) -> Figure | None:
    """A row for each class, a column for each answer; the shade is the share of the row."""
    table = content.evaluation.get("confusion")
    if not table:
        return None
    keys = content.evaluation.get("classes") or range(len(table))
    names = [content.class_name(key) for key in sorted(keys, key=int)]
    shares = [[count / (sum(row) or 1) for count in row] for row in table]
    side = min(3.0 + 0.35 * len(table), 9.0)
    with drawing(width=side + 1.2, height=side) as drawn:
        (axes,) = drawn.axes
        axes.grid(visible=False)
        # Not an image, which would blur when it is enlarged.
        axes.pcolormesh(shares, cmap="Blues", vmin=0, vmax=1, edgecolors="white")
        axes.set(aspect="equal")
        axes.invert_yaxis()
        places = range(len(table))
        axes.set_xticks(
            [x + 0.5 for x in places], names, rotation=90 if max(map(len, names)) > 8 else 0
        )
        axes.set_yticks([y + 0.5 for y in places], names)
        axes.set(xlabel="answer", ylabel="truth")
        for row in places if len(table) <= _MOST_NUMBERED else ():
            for column in places:
                share = shares[row][column]
                axes.text(
                    column + 0.5,
                    row + 0.5,
                    f"{table[row][column]:,}\n{share:.0%}",
                    ha="center",
                    va="center",
                    color="white" if share > _DARK else "black",
                )
    hits = ", ".join(f"{shares[index][index]:.0%} of “{name}”" for index, name in enumerate(names))
    return Figure(drawn.uri, f"Answered rightly: {hits}.", "Rows, and their share of the class.")
