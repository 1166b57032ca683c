"""The Spark classes that no bundle can hold, each with the reason and a way out."""

from __future__ import annotations

from saltus_training.errors import ExportError

REFUSED: dict[str, tuple[str, str]] = {
    "org.apache.spark.ml.clustering.DistributedLDAModel": (
        "its topics live in the graph of the cluster that fitted it",
        "save `model.toLocal()` instead, or fit with optimizer='online'",
    ),
    "org.apache.spark.ml.fpm.FPGrowthModel": (
        "it scores with the frequent itemsets of the whole training data, joined to each row",
        "write its `associationRules` to a table and look them up in the application",
    ),
}


def unsupported(class_name: str) -> ExportError:
    """Returns the error for a class without a converter."""
    if class_name in REFUSED:
        why, fix = REFUSED[class_name]
        reason = f"{class_name.rpartition('.')[2]} cannot be exported: {why}"
    else:
        origin = "" if class_name.startswith("org.apache.spark.") else ", which is not Spark's own"
        reason = f"no converter for {class_name}{origin}"
        fix = "express it with stages of docs/spark-stages.md, or compute it before the pipeline"
    return ExportError(reason, fix=fix, rule="unsupported-stage")
