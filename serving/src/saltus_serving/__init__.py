"""Serve an MLeap bundle over HTTP, without Spark and without a JVM."""

from __future__ import annotations

from saltus_serving.app import create_app
from saltus_serving.errors import (
    AddressError,
    BundleRefusedError,
    GoldenRowError,
    RequestError,
    ServingError,
    SettingsError,
)
from saltus_serving.loading import load_model
from saltus_serving.model import Model
from saltus_serving.settings import Settings

__all__ = [
    "AddressError",
    "BundleRefusedError",
    "GoldenRowError",
    "Model",
    "RequestError",
    "ServingError",
    "Settings",
    "SettingsError",
    "create_app",
    "load_model",
]
