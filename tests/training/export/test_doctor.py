"""Each mistake is found by its rule, at its stage, with its reason and what to do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from saltus_testing import mistakes
from saltus_testing.mistakes import MISTAKES
from saltus_training.doctor import diagnose
from saltus_training.findings import rules

if TYPE_CHECKING:
    from pathlib import Path

    from saltus_training.findings import Finding


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
    assert not diagnose(*mistakes.undeclared(saved, struct)).exportable
    assert diagnose(*mistakes.null(saved, struct)).exportable


def test_without_a_schema_every_input_is_asked_for_by_name(saved: Any) -> None:
    """The label is not, which Spark skips at scoring."""
    model = saved.pipeline(
        saved.string_indexer(["late", "carrier"], ["label", "index"], [["no"], ["AA"]]),
        saved.assembler(["index", "x"], "features"),
        saved.logistic_regression([[1.0, 2.0]], [0.0]),
    )
    (finding,) = diagnose(model).findings
    assert finding.fix.startswith("declare `carrier`, `x` in the schema")
    assert "reads `index` (made of `carrier`), `x`" in finding.reason


def test_every_error_is_found_at_once_and_what_comes_of_one_is_none(
    saved: Any, struct: Any
) -> None:
    model = saved.pipeline(
        saved.assembler(["x", "when"], "v"),
        saved.stage(
            "org.apache.spark.ml.feature.Normalizer", {"inputCol": "v", "outputCol": "n", "p": 2.0}
        ),
        saved.assembler(["z"], "z"),
        saved.assembler(["y"], "w", "skip"),
        saved.assembler(["y"], "y2"),
    )
    schema = struct(x=("double", False), when=("date", False), z=("double", False))
    assert [
        ("type-lost", "0 VectorAssembler"),
        ("overwritten-column", "2 VectorAssembler"),
        ("missing-input", "3 VectorAssembler"),
    ] == [(finding.rule, finding.stage) for finding in diagnose(model, schema).findings]


def test_after_a_stage_of_unknown_outputs_no_column_is_called_missing(
    saved: Any, struct: Any
) -> None:
    model = saved.pipeline(
        saved.stage("my.own.Cleaner", {}),
        saved.assembler(["cleaned"], "v"),
        saved.assembler(["x"], "w", "skip"),
        saved.stage("my.own.Scaler", {"outputCol": "s"}),
    )
    assert [
        ("unsupported-stage", "0 Cleaner"),
        ("unsupported-stage", "3 Scaler"),
        ("row-dropped", "2 VectorAssembler"),
        ("beyond-mleap", "2 VectorAssembler"),
    ] == [(finding.rule, finding.stage) for finding in diagnose(model, struct(x="double")).findings]


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
    document = diagnose(*mistakes.null(saved, struct)).to_dict()
    assert document == json.loads(json.dumps(document))
    assert ("null-raises", "warning") == (
        document["findings"][0]["rule"],
        document["findings"][0]["severity"],
    )
    missing = diagnose(tmp_path / "nowhere").to_dict()
    assert (False, "unreadable-model") == (missing["exportable"], missing["findings"][0]["rule"])
