"""The feature schema over columns of Arrow; needs the extra `saltus-schema[arrow]`."""

from saltus_schema.arrow.checker import Checked, Checker
from saltus_schema.arrow.types import SCALARS

__all__ = ["SCALARS", "Checked", "Checker"]
