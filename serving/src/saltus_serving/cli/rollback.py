"""`saltus rollback`."""

from __future__ import annotations

from saltus_serving.cli.options import (
    DEFAULT_STORE,
    GenerationOption,
    JsonOption,
    ModelOption,
    ReasonOption,
    SecondsOption,
    StoreOption,
    WaitOption,
)
from saltus_serving.cli.states import print_promotion
from saltus_serving.rollout.promotion import DEFAULT_SECONDS, Promoter
from saltus_serving.store import Store


def rollback(
    *,
    store: StoreOption = DEFAULT_STORE,
    model: ModelOption = None,
    if_generation: GenerationOption = None,
    reason: ReasonOption = "",
    wait: WaitOption = True,
    timeout: SecondsOption = DEFAULT_SECONDS,
    as_json: JsonOption = False,
) -> None:
    """Let the previous bundle answer again. It is loaded everywhere, so that takes milliseconds."""
    known = Store.at(store).known(model)
    promoter = Promoter(known, seconds=timeout)
    done = promoter.rollback(if_generation=if_generation, reason=reason, wait=wait)
    print_promotion(known.name, done, as_json=as_json)
