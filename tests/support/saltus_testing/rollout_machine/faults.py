"""What goes wrong around the commands and the workers."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from saltus_serving.store import state as state_module

from saltus_testing.rollout_machine.scene import (
    CHANGES_BETWEEN_POWER_CUTS,
    GOOD,
    NUMBERS,
    RULES,
    Scene,
)


class Faults(Scene):
    """Damaged files, full disks, killed commands, power cuts and clocks that jump."""

    @rule(number=NUMBERS)
    @precondition(lambda self: self.changes % 2 == 1)
    def swapped_content(self, number: int) -> None:
        """A file gets the content of another bundle, which is whole and valid."""
        self.damage("wrong digest", number, GOOD[number % len(GOOD)])

    @rule(number=NUMBERS)
    @precondition(lambda self: self.changes % 2 == 0)
    def partial_copy(self, number: int) -> None:
        """A file ends in the middle."""
        self.damage("partial copy", number, None)

    @rule()
    @precondition(lambda self: self.disk.full or self.changes % 3 == 2)
    def disk_fills_up(self) -> None:
        RULES["full disk"] += 1
        self.disk.full = not self.disk.full

    @rule(steps=st.integers(0, 6))
    @precondition(lambda self: self.doom is None)
    def command_will_be_killed(self, steps: int) -> None:
        RULES["killed command"] += 1
        self.doom = steps

    @rule(workers=st.integers(0, 2))
    @precondition(lambda self: self.changes >= CHANGES_BETWEEN_POWER_CUTS)
    def power_cut(self, workers: int) -> None:
        """Every process dies, and the disk has what was synced."""
        RULES["power cut"] += 1
        self.world.close()
        self.changes = 0
        self.disk.restart()
        self.disk.power_cut(self.folder)
        # What a killed command had begun was there for all to see, and was not safe yet.
        self.history = self.history[: self.durable]
        self.disk.full = False
        for _ in range(workers):
            self.world.start()

    @rule(years=st.integers(-30, 30))
    @precondition(lambda self: self.changes % 3 == 1)
    def clock_jump(self, years: int) -> None:
        """The wall clock jumps."""
        RULES["clock jump"] += 1
        real = state_module.datetime

        class Jumped(real):  # type: ignore[misc, valid-type]
            @classmethod
            def now(cls, tz: Any = None) -> Any:
                now = real.now(tz)
                return now.replace(year=2026 + years, day=1)

        self.patches.setattr(state_module, "datetime", Jumped)

    def damage(self, name: str, number: int, content: bytes | None) -> None:
        digest = self.pick(number)
        if digest is None or digest not in self.contents or content == self.contents[digest]:
            return
        RULES[name] += 1
        path = self.folder / f"flights/versions/{digest}.zip"
        path.write_bytes(path.read_bytes()[:-9] if content is None else content)
        self.damaged.add(digest)
        self.ever_damaged.add(digest)
