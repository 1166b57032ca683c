"""`saltus admin`."""

from __future__ import annotations

from typing import Annotated

import typer
import uvicorn
from pydantic import SecretStr

from saltus_serving import server
from saltus_serving.admin import create_admin
from saltus_serving.cli.options import DEFAULT_STORE, StoreOption
from saltus_serving.logs import configure_logging
from saltus_serving.rollout import Policy
from saltus_serving.settings import Settings


def admin(
    *,
    store: StoreOption = DEFAULT_STORE,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port; 0 takes a free one.", min=0, max=65535)] = 8001,
    token: Annotated[
        str,
        typer.Option(envvar="SALTUS_ADMIN_TOKEN", help="Better in the environment than here."),
    ] = "",
) -> None:
    """Answer the commands over HTTP, in a process of its own; every request needs the token."""
    configure_logging("info", "console")
    policy = Policy.of(Settings.read(store=store))
    application = create_admin(store, SecretStr(token), policy)
    listener = server.listen(host, port)
    typer.echo(f"store {store}: {server.url(listener)}/models")
    config = uvicorn.Config(application, log_config=None, access_log=False, server_header=False)
    uvicorn.Server(config).run(sockets=[listener])
