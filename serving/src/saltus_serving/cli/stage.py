"""`saltus stage`."""

from __future__ import annotations

from saltus_serving import rollout
from saltus_serving.cli.options import (
    DEFAULT_STORE,
    BreakingOption,
    GenerationOption,
    JsonOption,
    ModelOption,
    ReasonOption,
    StoreOption,
    VersionArgument,
)
from saltus_serving.cli.states import print_state
from saltus_serving.store import Store


def stage(
    version: VersionArgument,
    *,
    store: StoreOption = DEFAULT_STORE,
    model: ModelOption = None,
    if_generation: GenerationOption = None,
    allow_breaking: BreakingOption = None,
    reason: ReasonOption = "",
    as_json: JsonOption = False,
) -> None:
    """Make a bundle the candidate: every worker loads and checks it. Nothing else changes."""
    known = Store.at(store).known(model)
    state = rollout.stage(
        known,
        version,
        if_generation=if_generation,
        allow_breaking=allow_breaking,
        reason=reason,
    )
    print_state(known.name, state, as_json=as_json)
