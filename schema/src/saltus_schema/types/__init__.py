"""Feature types: one file per kind, one registry."""

from saltus_schema.types.base import FeatureType
from saltus_schema.types.registry import parse_type, type_names

__all__ = ["FeatureType", "parse_type", "type_names"]
