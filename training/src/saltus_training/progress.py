"""Show which step is running and for how long."""

from __future__ import annotations

from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console
    from rich.table import Table


def _nowhere(far: str) -> None:
    """No step is running, or nobody is watching."""


class Step:
    """A step that is running."""

    def __init__(self) -> None:
        self.result = ""

    def found(self, result: str) -> None:
        """Say what came out, for the line that stays when the step is done."""
        self.result = result


class Steps:
    """The steps of a run, shown one by one.

    On a terminal the running step has a spinner and a clock; elsewhere, as in a log, it has a line
    when it starts and one when it is done.

    Args:
        console: Where to show them.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._advance: Callable[[str], object] = _nowhere

    @contextmanager
    def step(self, title: str) -> Iterator[Step]:
        """Show a step while the body of the `with` statement runs.

        Args:
            title: What it does, for example `fit random_forest`.

        Yields:
            The step, to be told what came out.
        """
        step, start = Step(), monotonic()
        if self._console.is_terminal:
            columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
            with Progress(*columns, console=self._console, transient=True) as progress:
                task = progress.add_task(title, total=None)
                self._advance = lambda far: progress.update(task, description=f"{title}, {far}")
                try:
                    yield step
                finally:
                    self._advance = _nowhere
        else:
            self._line(f"{title} ...")
            yield step
        result = f": {step.result}" if step.result else ""
        self._line(f"{title}{result} ({monotonic() - start:.1f} s)")

    def _line(self, text: str) -> None:
        self._console.print(text, markup=False, highlight=False, soft_wrap=True)

    def advance(self, done: int, total: int) -> None:
        """Show how far the running step is, on a terminal; any thread may say so."""
        self._advance(f"{done} of {total}")

    def note(self, text: str) -> None:
        """Show a line while a step is running."""
        self._line(text)

    def show(self, table: Table) -> None:
        """Show a table between two steps."""
        self._console.print(table)
