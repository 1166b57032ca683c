"""What an operator may set: environment variables `SALTUS_*` or arguments."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from saltus_serving.errors import SettingsError

ENV_PREFIX = "SALTUS_"

LogLevel = Literal["debug", "info", "warning", "error", "critical"]
LogFormat = Literal["console", "json"]


class Settings(BaseSettings):
    """The settings of one service. Each is read from `SALTUS_<NAME>` unless it is given.

    Attributes:
        bundle: The bundle to serve: a zip file or a directory.
        host: Address to listen on.
        port: Port to listen on; 0 lets the system choose a free one.
        workers: Worker processes, each with its own copy of the model.
        require_golden: Refuse a bundle that carries no golden rows.
        log_level: The least severe level that is logged.
        log_format: `console` for people, `json` for one object per line.
        access_log: Log each request, apart from those to `/health`.
        max_body_bytes: A larger request body is refused with 413.
        max_batch_rows: A batch of more rows is refused with 413.
    """

    model_config = SettingsConfigDict(env_prefix=ENV_PREFIX, extra="ignore", frozen=True)

    bundle: Path
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    workers: int = Field(default=1, ge=1, le=1024)
    require_golden: bool = False
    log_level: LogLevel = "info"
    log_format: LogFormat = "console"
    access_log: bool = False
    max_body_bytes: int = Field(default=8 * 1024 * 1024, ge=1)
    max_batch_rows: int = Field(default=10_000, ge=1)

    @classmethod
    def read(cls, **given: Any) -> Self:
        """Read the environment; an argument that is not None wins over it.

        Raises:
            SettingsError: A setting is missing or its value cannot be used.
        """
        try:
            return cls(**{name: value for name, value in given.items() if value is not None})
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False)[0]
            reason = "is not set" if first["type"] == "missing" else first["msg"]
            raise SettingsError(str(first["loc"][0]), reason) from None

    def environ(self) -> dict[str, str]:
        """Return the environment variables that a worker process reads back as these settings."""
        values = self.model_dump(mode="json")
        return {ENV_PREFIX + name.upper(): str(value) for name, value in values.items()}
