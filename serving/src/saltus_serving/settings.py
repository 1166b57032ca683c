"""What an operator may set: environment variables `SALTUS_*` or arguments."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

from saltus_serving.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

ENV_PREFIX = "SALTUS_"

LogLevel = Literal["debug", "info", "warning", "error", "critical"]
LogFormat = Literal["console", "json"]


class Settings(BaseSettings):
    """The settings of one service. Each is read from `SALTUS_<NAME>` unless it is given.

    Attributes:
        bundle: The bundle to serve: a zip file or a directory.
        store: The store to serve from, instead of one bundle.
        model: The model of the store to serve; all of them if it is not given.
        host: Address to listen on.
        port: Port to listen on; 0 lets the system choose a free one.
        workers: Worker processes, each with its own copy of the model.
        require_golden: Refuse a bundle that carries no golden rows.
        log_level: The least severe level that is logged.
        log_format: `console` for people, `json` for one object per line.
        access_log: Log each request, apart from those to `/health`.
        max_body_bytes: A larger request body is refused with 413.
        max_batch_rows: A batch of more rows is refused with 413.
        max_bundle_bytes: A larger bundle of a store is refused.
        load_seconds: A bundle of a store that takes longer to load and check is refused.
        drain_seconds: How long to serve on, not ready, after SIGTERM.
        admin_token: The token for previews and for `saltus admin`.
    """

    model_config = SettingsConfigDict(env_prefix=ENV_PREFIX, extra="ignore", frozen=True)

    bundle: Path | None = None
    store: Path | None = None
    model: str | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    workers: int = Field(default=1, ge=1, le=1024)
    require_golden: bool = False
    log_level: LogLevel = "info"
    log_format: LogFormat = "console"
    access_log: bool = False
    max_body_bytes: int = Field(default=8 * 1024 * 1024, ge=1)
    max_batch_rows: int = Field(default=10_000, ge=1)
    max_bundle_bytes: int = Field(default=2 * 1024**3, ge=1)
    load_seconds: float = Field(default=300.0, gt=0)
    drain_seconds: float = Field(default=2.0, ge=0)
    admin_token: SecretStr | None = None

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if self.bundle is None and self.store is None:
            raise PydanticCustomError("source", "is not set, and neither is SALTUS_STORE")
        if self.bundle is not None and self.store is not None:
            raise PydanticCustomError("source", "is set, and SALTUS_STORE as well; give one")
        return self

    @classmethod
    def read(cls, **given: Any) -> Self:
        """Read the environment; an argument that is not None wins over it.

        Raises:
            SettingsError: A setting is missing or its value cannot be used.
        """
        try:
            return cls(**_without_rivals(given))
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False)[0]
            setting = str(first["loc"][0]) if first["loc"] else "bundle"
            raise SettingsError(setting, first["msg"]) from None

    def environ(self) -> dict[str, str]:
        """Return the environment variables that a worker process reads back as these settings."""
        values = self.model_dump(mode="json", exclude_none=True)
        if self.admin_token is not None:
            values["admin_token"] = self.admin_token.get_secret_value()
        return {ENV_PREFIX + name.upper(): str(value) for name, value in values.items()}


def _without_rivals(given: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is not given; a bundle that is given wins over a store in the environment."""
    values = {name: value for name, value in given.items() if value is not None}
    for name, rival in (("bundle", "store"), ("store", "bundle")):
        if name in values and rival not in values:
            values[rival] = None
    return values
