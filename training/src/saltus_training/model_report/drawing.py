"""Drawings that live inside a page: no file, no font and no address of their own."""

from __future__ import annotations

import base64
import io
import re
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.figure import Figure as Canvas

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes

# Okabe and Ito, https://jfly.uni-koeln.de/color: told apart by colour-blind eyes and in print.
COLORS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
GREY = "#767676"
# Whatever the user's own settings are, a report looks the same everywhere.
_STYLE: dict[str, Any] = {
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "font.size": 10,
    "grid.color": "#E3E3E3",
    # Text stays text: the reader's machine has a font for every script, this one may not.
    "svg.fonttype": "none",
    "svg.hashsalt": "saltus",
    # A `$` in a name is a dollar.
    "text.parse_math": False,
}
# A document type and metadata name addresses that no reader of the page needs.
_HEAD = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_METADATA = re.compile(r"<metadata>.*?</metadata>\s*", re.DOTALL)


class Drawing:
    """One picture.

    Attributes:
        axes: Its parts, from left to right.
        uri: A `data:` URI, once it is drawn.
    """

    def __init__(self, axes: list[Axes]) -> None:
        self.axes = axes
        self.uri = ""


@contextmanager
def drawing(width: float = 4.6, height: float = 3.6, parts: int = 1) -> Iterator[Drawing]:
    """Draw a picture in the body of the `with` statement.

    Args:
        width: In inches.
        height: In inches.
        parts: How many diagrams stand side by side.
    """
    style: Any = {**mpl.rcParamsDefault, **_STYLE}
    with mpl.rc_context(rc=style), warnings.catch_warnings():
        # Without pyplot, so nothing global is left behind and no window is looked for.
        canvas = Canvas(figsize=(width, height), layout="constrained")
        drawn = Drawing([canvas.add_subplot(1, parts, index + 1) for index in range(parts)])
        yield drawn
        buffer = io.StringIO()
        warnings.filterwarnings("ignore", "Glyph .* missing from font")
        canvas.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    svg = _METADATA.sub("", _HEAD.sub("", buffer.getvalue(), count=1))
    drawn.uri = "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
