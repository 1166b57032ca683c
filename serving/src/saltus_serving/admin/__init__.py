"""The rollout over HTTP: its own process, which keeps nothing and carries no model."""

from saltus_serving.admin.app import create_admin

__all__ = ["create_admin"]
