"""What training puts into a store is what serving finds there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from saltus_serving.store import ModelNameError
from saltus_testing.rollouts import variant
from saltus_training.errors import ExportError
from saltus_training.store import StoreNameError, push

if TYPE_CHECKING:
    from pathlib import Path

    from saltus_serving.store import ModelStore, Store
    from saltus_testing.rollouts import World


def test_a_bundle_that_training_pushed_is_promoted(
    tmp_path: Path, model: ModelStore, world: World
) -> None:
    bundle = tmp_path / "model.zip"
    bundle.write_bytes(variant(3))

    digest = push(bundle, tmp_path / "store", "flights")
    again = push(bundle, tmp_path / "store", "flights")
    world.promoter().promote("v3")

    assert digest == again == model.states.latest().active
    assert (digest, False) == model.push(variant(3))


def test_a_bundle_that_is_refused_is_not_there(tmp_path: Path, model: ModelStore) -> None:
    bundle = tmp_path / "model.zip"
    bundle.write_bytes(variant(3)[:-20])

    with pytest.raises(ExportError):
        push(bundle, tmp_path / "store", "flights")
    assert [] == model.versions.digests()


@pytest.mark.parametrize("name", ["..", "a/b", "", "a" * 65, ".a"])
def test_both_refuse_the_same_names(tmp_path: Path, store: Store, name: str) -> None:
    bundle = tmp_path / "model.zip"
    bundle.write_bytes(variant(3))

    with pytest.raises(StoreNameError):
        push(bundle, tmp_path / "store", name)
    with pytest.raises(ModelNameError):
        store.model(name)
