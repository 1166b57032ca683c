"""`saltus promote`."""

from __future__ import annotations

from typing import Annotated

import typer

from saltus_serving.cli.options import (
    DEFAULT_STORE,
    BreakingOption,
    GenerationOption,
    GoldenOption,
    JsonOption,
    ModelOption,
    ReasonOption,
    SecondsOption,
    StoreOption,
    WaitOption,
)
from saltus_serving.cli.states import print_promotion, tell_progress
from saltus_serving.rollout import Policy
from saltus_serving.rollout.promotion import DEFAULT_SECONDS, Promoter
from saltus_serving.store import Store


def promote(  # noqa: PLR0913 - one for each option
    version: Annotated[
        str | None, typer.Argument(help="Stage this bundle first; else the candidate.")
    ] = None,
    *,
    store: StoreOption = DEFAULT_STORE,
    model: ModelOption = None,
    if_generation: GenerationOption = None,
    allow_breaking: BreakingOption = None,
    reason: ReasonOption = "",
    wait: WaitOption = True,
    timeout: SecondsOption = DEFAULT_SECONDS,
    require_golden: GoldenOption = False,
    as_json: JsonOption = False,
) -> None:
    """Let the candidate answer, once every live worker has loaded and checked it."""
    known = Store.at(store).known(model)
    promoter = Promoter(
        known,
        seconds=timeout,
        policy=Policy(require_golden=require_golden),
        progress=None if as_json else tell_progress(),
    )
    done = promoter.promote(
        version,
        if_generation=if_generation,
        allow_breaking=allow_breaking,
        reason=reason,
        wait=wait,
    )
    print_promotion(known.name, done, as_json=as_json)
