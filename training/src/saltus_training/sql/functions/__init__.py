"""The functions by their names in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.sql.functions import choices, conversions, numbers, texts, times

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlglot import exp

    from saltus_training.sql.expression import Expression
    from saltus_training.sql.resolver import Resolver

    Named = Callable[[Resolver, exp.Anonymous], Expression]

NAMED: dict[str, Named] = {
    **choices.NAMED,
    **conversions.NAMED,
    **numbers.NAMED,
    **texts.NAMED,
    **times.NAMED,
}
