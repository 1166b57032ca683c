"""Each mistake is found by its rule, at its stage, with its reason and what to do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from saltus_schema import FeatureSchema, Field
from saltus_training.doctor import diagnose
from saltus_training.findings import rules

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from saltus_training.findings import Finding

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


def null(saved: Any, struct: Any) -> Mistake:
    return saved.pipeline(saved.assembler(["x"], "v")), struct(x="double")


def unseen(saved: Any, _struct: Any) -> Mistake:
    field = Field(name="c", type="string", categories=["a"], on_unseen="keep")
    model = saved.pipeline(saved.string_indexer(["c"], ["i"], [["a"]]))
    return model, FeatureSchema(name="m", inputs=(field,))


def label(saved: Any, struct: Any) -> Mistake:
    model = saved.pipeline(
        saved.string_indexer(["late"], ["label"], [["no", "yes"]], "keep"),
        saved.assembler(["x"], "features"),
        saved.logistic_regression([[1.0]], [0.0]),
    )
    return model, struct(x=("double", False), late=("string", False))


def unused(saved: Any, struct: Any) -> Mistake:
    model = saved.pipeline(saved.assembler(["x"], "v"))
    return model, struct(x=("double", False), y="double")


def dropping(saved: Any, struct: Any) -> Mistake:
    return saved.pipeline(saved.assembler(["x"], "v", "skip")), struct(x="double")


def sql(statement: str) -> Callable[[Any, Any], Mistake]:
    def make(saved: Any, struct: Any) -> Mistake:
        name = "org.apache.spark.ml.feature.SQLTransformer"
        stages = [saved.stage(name, {"statement": statement}), saved.assembler(["y"], "v")]
        return saved.pipeline(*stages), struct(a=("int", False), s=("string", False))

    return make


MISTAKES: dict[str, tuple[Callable[[Any, Any], Mistake], str, str, str, str]] = {
    # name: (model and schema, rule, stage, in the reason, in the fix)
    "incomplete": (incomplete, "unreadable-model", "export", "no _SUCCESS file", "save the model"),
    "foreign": (foreign, "unsupported-stage", "Cleaner", "not Spark's own", "before the pipeline"),
    "impossible": (
        impossible,
        "unsupported-stage",
        "DistributedLDAModel",
        "graph of the cluster",
        "toLocal()",
    ),
    "undeclared": (undeclared, "missing-input", "VectorAssembler", "reads `y`", "declare `y`"),
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
        "`time_zone` into the model card",
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
    "null": (null, "null-raises", "0 VectorAssembler", "null for `x`", "not nullable"),
    "unseen": (unseen, "unseen-raises", "0 StringIndexerModel", "of `c`", 'on_unseen="error"'),
    "label": (label, "target-declared", "schema", "`label`", "leave it out"),
    "unused": (unused, "unused-input", "schema", "`y`", "leave it out"),
    "dropping": (dropping, "row-dropped", "0 VectorAssembler", "422 row_dropped", "imputer"),
}


def found(findings: tuple[Finding, ...], rule: str) -> Finding:
    (finding,) = [finding for finding in findings if finding.rule == rule]
    return finding


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_gets_stage_reason_and_fix(saved: Any, struct: Any, mistake: str) -> None:
    make, rule, stage, reason, fix = MISTAKES[mistake]
    model, schema = make(saved, struct)
    finding = found(diagnose(model, schema).findings, rule)
    assert stage == finding.stage
    assert reason in finding.reason
    assert fix in finding.fix


def test_a_healthy_model_has_no_findings(saved: Any, struct: Any) -> None:
    diagnosis = diagnose(saved.pipeline(saved.assembler(["x"], "v")), struct(x=("double", False)))
    assert () == diagnosis.findings
    assert diagnosis.exportable
    assert ("org.apache.spark.ml.feature.VectorAssembler",) == diagnosis.stages


def test_errors_and_warnings_differ_in_whether_there_can_be_a_bundle(
    saved: Any, struct: Any
) -> None:
    assert not diagnose(*undeclared(saved, struct)).exportable
    assert diagnose(*null(saved, struct)).exportable


def test_without_a_schema_every_input_is_asked_for_by_name(saved: Any) -> None:
    """The label is not, which Spark skips at scoring."""
    model = saved.pipeline(
        saved.string_indexer(["late", "carrier"], ["label", "index"], [["no"], ["AA"]]),
        saved.assembler(["index", "x"], "features"),
        saved.logistic_regression([[1.0, 2.0]], [0.0]),
    )
    reasons = [finding.reason for finding in diagnose(model).findings]
    assert ["`carrier`", "`x`"] == [reason.split()[2].rstrip(",") for reason in reasons]


def test_a_big_model_is_warned_of(saved: Any, struct: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MANY_TERMS", 1)
    monkeypatch.setattr(rules, "WIDE_VECTOR", 0)
    model = saved.pipeline(
        saved.string_indexer(["c"], ["i"], [["a", "b"]], "keep"), saved.assembler(["i"], "v")
    )
    heavy = [
        (finding.stage, finding.reason.split(":")[0])
        for finding in diagnose(model, struct(c="string")).findings
        if finding.rule == "heavy-model"
    ]
    assert [
        ("0 StringIndexerModel", "it has 2 terms or categories"),
        ("1 VectorAssembler", "it has vectors of 1 elements in `v`"),
    ] == heavy


def test_what_a_search_found_is_said_once(saved: Any, struct: Any) -> None:
    search = saved.stage("org.apache.spark.ml.tuning.CrossValidatorModel", {})
    saved.assembler(["x"], "v", "skip").rename(search / "bestModel")
    findings = diagnose(saved.pipeline(search), struct(x="double")).findings
    assert "`handle_invalid` is `skip`" in found(findings, "row-dropped").reason


def test_what_mleap_ignores_is_said(saved: Any, struct: Any) -> None:
    model = saved.pipeline(saved.assembler(["x"], "v", "keep"))
    finding = found(diagnose(model, struct(x="double")).findings, "beyond-mleap")
    assert "`handle_invalid`" in finding.reason


def test_a_diagnosis_is_json(saved: Any, struct: Any, tmp_path: Path) -> None:
    document = diagnose(*null(saved, struct)).to_dict()
    assert document == json.loads(json.dumps(document))
    assert ("null-raises", "warning") == (
        document["findings"][0]["rule"],
        document["findings"][0]["severity"],
    )
    missing = diagnose(tmp_path / "nowhere").to_dict()
    assert (False, "unreadable-model") == (missing["exportable"], missing["findings"][0]["rule"])
