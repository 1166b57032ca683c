"""`saltus push`."""

from __future__ import annotations

import json

import typer

from saltus_serving.cli.options import (
    DEFAULT_STORE,
    BundleArgument,
    GoldenOption,
    JsonOption,
    ModelOption,
    StoreOption,
)
from saltus_serving.errors import BundleRefusedError
from saltus_serving.loading import load_bytes
from saltus_serving.store import Store


def push(
    bundle: BundleArgument,
    *,
    store: StoreOption = DEFAULT_STORE,
    model: ModelOption = None,
    require_golden: GoldenOption = False,
    as_json: JsonOption = False,
) -> None:
    """Verify a bundle and put it into a store; pushing it twice changes nothing.

    Without --model it goes to the model that its card names.
    """
    try:
        content = bundle.read_bytes()
    except IsADirectoryError:
        reason = "is a directory; pack it into a zip file first"
        raise BundleRefusedError(str(bundle), None, reason) from None
    except OSError as error:
        raise BundleRefusedError(str(bundle), None, error.strerror or str(error)) from None
    loaded = load_bytes(bundle, content, require_golden=require_golden)
    target = Store.at(store).model(model or loaded.identity.name)
    digest, new = target.push(content)
    if as_json:
        facts = {"model": target.name, "version": loaded.identity.version, "digest": digest}
        typer.echo(json.dumps({**facts, "new": new}))
        return
    said = "pushed" if new else "is there already"
    typer.echo(f"{target.name} {loaded.identity.version} {said}: {digest}")
