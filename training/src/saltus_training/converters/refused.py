"""The Spark classes that no bundle can hold, each with the reason and a way out."""

from __future__ import annotations

from saltus_training.errors import ExportError

REFUSED: dict[str, tuple[str, str]] = {
    "org.apache.spark.ml.clustering.DistributedLDAModel": (
        "its topics live in the graph of the cluster that fitted it",
        "save `model.toLocal()` instead, or fit with optimizer='online'",
    ),
    "org.apache.spark.ml.feature.RFormulaModel": (
        "its formula is resolved into stages of Spark's own, which this version does not read",
        "write the formula's StringIndexer, OneHotEncoder and VectorAssembler as stages",
    ),
    "org.apache.spark.ml.fpm.FPGrowthModel": (
        "it scores with the frequent itemsets of the whole training data, joined to each row",
        "write its `associationRules` to a table and look them up in the application",
    ),
}


def unsupported(class_names: list[str]) -> ExportError:
    """Returns one error for all classes without a converter: nobody meets them one by one."""
    distinct = list(dict.fromkeys(class_names))
    reasons, fixes = zip(*map(_why, distinct), strict=True)
    return ExportError(
        "; ".join(dict.fromkeys(reasons)),
        fix="; ".join(dict.fromkeys(fixes)),
        stage=", ".join(name.rpartition(".")[2] for name in distinct),
        rule="unsupported-stage",
    )


def _why(class_name: str) -> tuple[str, str]:
    if class_name in REFUSED:
        reason, fix = REFUSED[class_name]
        return f"{class_name.rpartition('.')[2]} cannot be exported: {reason}", fix
    origin = "" if class_name.startswith("org.apache.spark.") else ", which is not Spark's own"
    fix = "express it with stages of docs/spark-stages.md, or compute it before the pipeline"
    return f"no converter for {class_name}{origin}", fix
