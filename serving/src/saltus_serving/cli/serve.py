"""`saltus serve`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from saltus_serving import server
from saltus_serving.cli.options import GoldenOption, ModelOption, StorePathOption
from saltus_serving.loading import load_model
from saltus_serving.logs import configure_logging
from saltus_serving.settings import Settings
from saltus_serving.store import Store


def serve(
    bundle: Annotated[
        Path | None, typer.Argument(help="A zip file or a directory; else SALTUS_BUNDLE.")
    ] = None,
    *,
    store: StorePathOption = None,
    model: ModelOption = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port; 0 takes a free one.")] = None,
    workers: Annotated[int | None, typer.Option(help="Worker processes.")] = None,
    require_golden: GoldenOption = False,
) -> None:
    """Verify a bundle, then answer predictions for it over HTTP; or serve what a store says.

    Whatever is not given is read from the environment: SALTUS_HOST, SALTUS_PORT and so on.
    """
    settings = Settings.read(
        bundle=bundle,
        store=store,
        model=model,
        host=host,
        port=port,
        workers=workers,
        require_golden=require_golden or None,
    )
    configure_logging(settings.log_level, settings.log_format, access=settings.access_log)
    loaded = None
    what = f"store {settings.store}"
    if settings.bundle is not None:
        loaded = load_model(settings.bundle, require_golden=settings.require_golden)
        what = f"{loaded.identity.name} {loaded.identity.version}"
    elif settings.store is not None and settings.model is not None:
        Store.at(settings.store).model(settings.model)  # a name that cannot be is told at once
    listener = server.listen(settings.host, settings.port)
    url = server.url(listener)
    typer.echo(f"{what}: {url}/predict, docs at {url}/docs")
    server.run(settings, loaded, listener)
