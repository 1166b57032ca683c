"""The interactive documentation: Swagger UI, with every asset served from here."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.staticfiles import StaticFiles

from saltus_serving.openapi import OPENAPI_PATH

if TYPE_CHECKING:
    from fastapi import FastAPI, Request
    from starlette.responses import HTMLResponse

DOCS_PATH = "/docs"
ASSETS_PATH = "/docs/assets"

# The browser enforces what the page promises: it loads nothing from anywhere else.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:"
)


def install_docs(app: FastAPI) -> None:
    """Serve the documentation of *app* at `/docs`."""
    app.mount(ASSETS_PATH, StaticFiles(directory=str(files("fastapi_offline") / "static")))
    app.add_route(DOCS_PATH, swagger, include_in_schema=False)


async def swagger(request: Request) -> HTMLResponse:
    """Return the page; it reads the live model's document when it opens."""
    root = request.scope.get("root_path", "").rstrip("/")
    name = request.path_params.get("name")
    prefix = root if name is None else f"{root}/models/{name}"
    page = get_swagger_ui_html(
        openapi_url=prefix + OPENAPI_PATH,
        title="Saltus",
        swagger_js_url=f"{root}{ASSETS_PATH}/swagger-ui-bundle.js",
        swagger_css_url=f"{root}{ASSETS_PATH}/swagger-ui.css",
        swagger_favicon_url=f"{root}{ASSETS_PATH}/favicon.png",
        # Swagger UI would otherwise send the document to a public validator.
        swagger_ui_parameters={"validatorUrl": None, "tryItOutEnabled": True},
    )
    page.headers["content-security-policy"] = _POLICY
    return page
