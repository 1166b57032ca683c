"""`saltus abort`."""

from __future__ import annotations

from saltus_serving import rollout
from saltus_serving.cli.options import (
    DEFAULT_STORE,
    GenerationOption,
    JsonOption,
    ModelOption,
    ReasonOption,
    StoreOption,
)
from saltus_serving.cli.states import print_state
from saltus_serving.store import Store


def abort(
    *,
    store: StoreOption = DEFAULT_STORE,
    model: ModelOption = None,
    if_generation: GenerationOption = None,
    reason: ReasonOption = "",
    as_json: JsonOption = False,
) -> None:
    """Give the candidate up. A promotion that waits for it ends with a conflict."""
    known = Store.at(store).known(model)
    state = rollout.abort(known, if_generation=if_generation, reason=reason)
    print_state(known.name, state, as_json=as_json)
