"""Saved models with a mistake each, and what the doctor says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from saltus_schema import FeatureSchema, Field

if TYPE_CHECKING:
    from collections.abc import Callable

Mistake = tuple[Any, Any]


def incomplete(saved: Any, struct: Any) -> Mistake:
    folder = saved.pipeline(saved.assembler(["x"], "v"))
    (folder / "stages/0_uid_0/metadata/_SUCCESS").unlink()
    return folder, struct(x="double")


def foreign(saved: Any, struct: Any) -> Mistake:
    return saved.pipeline(saved.stage("my.own.Cleaner", {})), struct(x="double")


def impossible(saved: Any, struct: Any) -> Mistake:
    name = "org.apache.spark.ml.clustering.DistributedLDAModel"
    return saved.pipeline(saved.stage(name, {})), struct(x="vector[3]")


def undeclared(saved: Any, struct: Any) -> Mistake:
    return saved.pipeline(saved.assembler(["x", "y"], "v")), struct(x=("double", False))


def wrong_type(saved: Any, struct: Any) -> Mistake:
    return saved.pipeline(saved.assembler(["x"], "v")), struct(x=("string", False))


def date(saved: Any, struct: Any) -> Mistake:
    return saved.pipeline(saved.assembler(["x"], "v")), struct(x=("date", False))


def unknown_size(saved: Any, struct: Any) -> Mistake:
    return saved.pipeline(saved.assembler(["x"], "v")), struct(x=("vector", False))


def overwritten(saved: Any, struct: Any) -> Mistake:
    return saved.pipeline(saved.assembler(["x"], "x")), struct(x=("double", False))


def pattern(saved: Any, struct: Any) -> Mistake:
    params = {"inputCol": "w", "outputCol": "o", "pattern": r"(a)\1", "gaps": True}
    defaults = {"minTokenLength": 1, "toLowercase": True}
    name = "org.apache.spark.ml.feature.RegexTokenizer"
    return saved.pipeline(saved.stage(name, params, defaults=defaults)), struct(w="string")


def null(saved: Any, struct: Any) -> Mistake:
    return saved.pipeline(saved.assembler(["x"], "v")), struct(x="double")


def unseen(saved: Any, _struct: Any) -> Mistake:
    field = Field(name="c", type="string", categories=["a"], on_unseen="keep")
    model = saved.pipeline(saved.string_indexer(["c"], ["i"], [["a"]]))
    return model, FeatureSchema(name="m", inputs=(field,))


def categories(listed: list[str], known: list[str]) -> Callable[[Any, Any], Mistake]:
    def make(saved: Any, _struct: Any) -> Mistake:
        field = Field(name="c", type="string", categories=listed)
        model = saved.pipeline(saved.string_indexer(["c"], ["i"], [known]))
        return model, FeatureSchema(name="m", inputs=(field,))

    return make


def no_stages(saved: Any, struct: Any) -> Mistake:
    return saved.pipeline(), struct(x="double")


def too_long(saved: Any, struct: Any) -> Mistake:
    name = "org.apache.spark.ml.feature.DCT"
    params = {"inputCol": "x", "outputCol": "d", "inverse": False}
    return saved.pipeline(saved.stage(name, params)), struct(x="vector[16385]")


def wide(saved: Any, _struct: Any) -> Mistake:
    name = "org.apache.spark.ml.feature.HashingTF"
    params = {"inputCol": "w", "outputCol": "tf", "numFeatures": 1 << 21, "binary": False}
    words = Field(name="w", type="list<string>")
    model = saved.pipeline(saved.stage(name, params))
    return model, FeatureSchema(name="m", inputs=(words,))


def ignored(saved: Any, struct: Any) -> Mistake:
    return saved.pipeline(saved.assembler(["x"], "v", "keep")), struct(x="double")


def label(saved: Any, struct: Any) -> Mistake:
    model = saved.pipeline(
        saved.string_indexer(["late"], ["label"], [["no", "yes"]], "keep"),
        saved.assembler(["x"], "features"),
        saved.logistic_regression([[1.0]], [0.0]),
    )
    return model, struct(x=("double", False), late=("string", False))


def leak(saved: Any, struct: Any) -> Mistake:
    model = saved.pipeline(
        saved.assembler(["x", "label"], "features"),
        saved.logistic_regression([[1.0, 2.0]], [0.0]),
    )
    return model, struct(x=("double", False), label=("double", False))


def beyond(saved: Any, struct: Any) -> Mistake:
    root = {"leftChild": 1, "rightChild": 2, "id": 0}
    split = {"featureIndex": 0, "leftCategoriesOrThreshold": [0.5], "numCategories": -1}
    leaf = {"featureIndex": -1, "leftCategoriesOrThreshold": [], "numCategories": -1}
    shared = {"prediction": 1.0, "impurityStats": [1.0, 2.0]}
    nodes = [
        {**root, **shared, "split": split},
        {"id": 1, "leftChild": -1, "rightChild": -1, **shared, "split": leaf},
        {"id": 2, "leftChild": -1, "rightChild": -1, **shared, "split": leaf},
    ]
    tree = saved.decision_tree(nodes, leafCol="leaf")
    model = saved.pipeline(saved.assembler(["x", "y"], "features"), tree)
    return model, struct(x=("double", False), y=("double", False))


def unused(saved: Any, struct: Any) -> Mistake:
    model = saved.pipeline(saved.assembler(["x"], "v"))
    return model, struct(x=("double", False), y="double")


def dropping(saved: Any, struct: Any) -> Mistake:
    return saved.pipeline(saved.assembler(["x"], "v", "skip")), struct(x="double")


def sql(statement: str) -> Callable[[Any, Any], Mistake]:
    def make(saved: Any, struct: Any) -> Mistake:
        name = "org.apache.spark.ml.feature.SQLTransformer"
        stages = [saved.stage(name, {"statement": statement}), saved.assembler(["y"], "v", "keep")]
        return saved.pipeline(*stages), struct(a=("int", False), s=("string", False))

    return make


MISTAKES: dict[str, tuple[Callable[[Any, Any], Mistake], str, str, str, str]] = {
    # name: (model and schema, rule, stage, in the reason, in the fix)
    "incomplete": (incomplete, "unreadable-model", "export", "no _SUCCESS file", "save the model"),
    "foreign": (
        foreign,
        "unsupported-stage",
        "0 Cleaner",
        "not Spark's own",
        "before the pipeline",
    ),
    "impossible": (
        impossible,
        "unsupported-stage",
        "0 DistributedLDAModel",
        "graph of the cluster",
        "toLocal()",
    ),
    "undeclared": (undeclared, "missing-input", "0 VectorAssembler", "reads `y`", "declare `y`"),
    "wrong type": (wrong_type, "wrong-type", "0 VectorAssembler", "type string", "declare `x`"),
    "date": (date, "type-lost", "0 VectorAssembler", "type date", "cast it to double"),
    "aggregate": (
        sql("SELECT *, sum(a) AS y FROM __THIS__"),
        "unsupported-sql",
        "0 SQLTransformer",
        "line 1, column 11: `SUM(a)`: an aggregate reads all rows",
        "before the pipeline",
    ),
    "time zone": (
        sql("SELECT *, hour(timestamp(s)) AS y FROM __THIS__"),
        "unknown-fact",
        "0 SQLTransformer",
        "the session's time zone",
        "`--time-zone UTC`",
    ),
    "raising SQL": (
        sql("SELECT *, CAST(s AS int) AS y FROM __THIS__"),
        "sql-raises",
        "0 SQLTransformer",
        "`CAST(s AS INT)` raises",
        "try_cast",
    ),
    "filtering SQL": (
        sql("SELECT *, a + 1 AS y FROM __THIS__ WHERE a > 0"),
        "row-dropped",
        "0 SQLTransformer",
        "WHERE is not true",
        "take WHERE out",
    ),
    "unknown size": (unknown_size, "unknown-fact", "0 VectorAssembler", "size", "vector[n]"),
    "overwritten": (overwritten, "overwritten-column", "0 VectorAssembler", "`x`", "of its own"),
    "pattern": (
        pattern,
        "unreadable-pattern",
        "0 RegexTokenizer",
        r"has the escape `\1` at position 3",
        "a pattern that does without it",
    ),
    "null": (null, "null-raises", "0 VectorAssembler", "null for `x`", "not nullable"),
    "unseen": (unseen, "unseen-raises", "0 StringIndexerModel", "of `c`", 'on_unseen="error"'),
    "never seen": (
        categories(["a", "z"], ["a"]),
        "categories-differ",
        "0 StringIndexerModel",
        "lists `z` among the categories of `c`",
        "rows that have it",
    ),
    "refused label": (
        categories(["a"], ["a", "b"]),
        "categories-differ",
        "0 StringIndexerModel",
        "knows `b` for `c`, which the schema refuses",
        "add it to the categories",
    ),
    "no stages": (no_stages, "not-expressible", "PipelineModel", "no stages", "fit"),
    "too long": (too_long, "refused-by-runtime", "0 DCT", "16384", "smaller"),
    "wide": (wide, "heavy-model", "0 HashingTF", "2,097,152 elements in `tf`", "fewer features"),
    "ignored": (ignored, "beyond-mleap", "0 VectorAssembler", "`handle_invalid`", "saltus"),
    "label": (label, "target-declared", "schema", "`label`", "leave it out"),
    "leak": (leak, "label-read", "schema", "reads `label`", "fit without `label`"),
    "beyond MLeap": (
        beyond,
        "extension-op",
        "1 DecisionTreeClassificationModel",
        "no such op, or no such output column",
        "score with saltus",
    ),
    "unused": (unused, "unused-input", "schema", "`y`", "leave it out"),
    "dropping": (dropping, "row-dropped", "0 VectorAssembler", "422 row_dropped", "imputer"),
}
