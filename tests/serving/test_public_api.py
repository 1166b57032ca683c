"""The names that the package gives away are the names that it means to give away."""

from __future__ import annotations

import types

import saltus_serving


def test_all_is_sorted_and_complete() -> None:
    public = sorted(
        name
        for name, value in vars(saltus_serving).items()
        if not name.startswith("_")
        and not isinstance(value, types.ModuleType)
        and name != "annotations"
    )

    assert public == saltus_serving.__all__


def test_every_public_name_is_documented() -> None:
    undocumented = [
        name for name in saltus_serving.__all__ if not getattr(saltus_serving, name).__doc__
    ]

    assert [] == undocumented
