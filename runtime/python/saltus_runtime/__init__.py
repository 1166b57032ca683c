"""Load an MLeap bundle and score it as Spark would, without Spark and without a JVM."""

from saltus_runtime._native import (
    ArrowTable,
    Bundle,
    Column,
    Limits,
    Scorer,
    Stage,
    Verification,
    build_profile,
    load,
    op_names,
    verify,
)
from saltus_runtime.errors import (
    BundleError,
    BundleFormatError,
    BundleLimitError,
    SaltusRuntimeError,
    ScoreError,
    UnknownColumnError,
    UnsupportedOpError,
    VerificationError,
)

__all__ = [
    "ArrowTable",
    "Bundle",
    "BundleError",
    "BundleFormatError",
    "BundleLimitError",
    "Column",
    "Limits",
    "SaltusRuntimeError",
    "ScoreError",
    "Scorer",
    "Stage",
    "UnknownColumnError",
    "UnsupportedOpError",
    "Verification",
    "VerificationError",
    "build_profile",
    "load",
    "op_names",
    "verify",
]
