"""Each mistake is found by its rule, at its stage, with its reason and what to do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from saltus_schema import FeatureSchema, Field
from saltus_training.cli import app
from saltus_training.doctor import diagnose
from saltus_training.findings import rules
from typer.testing import CliRunner

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result
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


def decimal(saved: Any, struct: Any) -> Mistake:
    return saved.pipeline(saved.assembler(["x"], "v")), struct(x=("decimal(10,2)", False))


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
    "decimal": (decimal, "type-lost", "0 VectorAssembler", "decimal(10,2)", "cast it to double"),
    "unknown size": (unknown_size, "unknown-fact", "0 VectorAssembler", "size", "vector[n]"),
    "overwritten": (overwritten, "overwritten-column", "0 VectorAssembler", "`x`", "of its own"),
    "null": (null, "null-raises", "0 VectorAssembler", "null for `x`", "not nullable"),
    "unseen": (unseen, "unseen-raises", "0 StringIndexerModel", "of `c`", 'on_unseen="error"'),
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


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_command_says_the_same(saved: Any, struct: Any, tmp_path: Path, mistake: str) -> None:
    make, rule, stage, reason, fix = MISTAKES[mistake]
    model, schema = make(saved, struct)
    file = schema_file(tmp_path, schema)
    result = invoke("doctor", model, "--schema", file)
    document = invoke("doctor", model, "--schema", file, "--json")

    is_error = diagnose(model, schema).exportable is False
    assert (int(is_error), int(is_error)) == (result.exit_code, document.exit_code)
    assert f"{'error' if is_error else 'warning'} {rule}: {stage}" in result.stdout
    (finding,) = [f for f in json.loads(document.stdout)["findings"] if f["rule"] == rule]
    assert (stage, True, True) == (
        finding["stage"],
        reason in finding["reason"],
        fix in finding["fix"],
    )


def test_the_command_needs_no_schema_and_names_what_it_lacks(saved: Any) -> None:
    result = invoke("doctor", saved.pipeline(saved.assembler(["x"], "v")))
    assert 1 == result.exit_code
    assert "declare `x` in the schema" in result.stdout
    assert result.stdout.endswith(": 1 stage, 1 error: it cannot be exported\n")


def test_a_model_without_findings_leaves_with_code_0(
    saved: Any, struct: Any, tmp_path: Path
) -> None:
    model = saved.pipeline(saved.assembler(["x"], "v"))
    file = schema_file(tmp_path, struct(x=("double", False)))
    result = invoke("doctor", model, "--schema", file)
    assert (0, f"{model}: 1 stage, no findings: it can be exported\n") == (
        result.exit_code,
        result.stdout,
    )


@pytest.mark.parametrize("arguments", [[], ["a", "b"], ["a", "--scheme", "x"]])
def test_a_wrong_command_line_leaves_with_code_2(arguments: list[str]) -> None:
    assert 2 == invoke("doctor", *arguments).exit_code


def schema_file(folder: Path, schema: FeatureSchema | dict[str, Any]) -> Path:
    file = folder / "schema.json"
    given = schema.to_json() if isinstance(schema, FeatureSchema) else json.dumps(schema)
    file.write_text(given, encoding="utf-8")
    return file


def invoke(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


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
    document = diagnose(*null(saved, struct)).to_dict()
    assert document == json.loads(json.dumps(document))
    assert ("null-raises", "warning") == (
        document["findings"][0]["rule"],
        document["findings"][0]["severity"],
    )
    missing = diagnose(tmp_path / "nowhere").to_dict()
    assert (False, "unreadable-model") == (missing["exportable"], missing["findings"][0]["rule"])
