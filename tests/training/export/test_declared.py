from __future__ import annotations

from typing import Any

import pytest
from saltus_schema import FeatureSchema, Field, Output
from saltus_training.conversion import convert
from saltus_training.errors import ExportError


def schema(*outputs: Output, **field: Any) -> FeatureSchema:
    declared = {"name": "x", "type": "double", **field}
    return FeatureSchema(name="made", inputs=(Field(**declared),), outputs=outputs)


def test_inputs_of_a_struct_are_those_a_stage_reads(saved: Any, struct: Any) -> None:
    """A struct is often that of the whole training frame."""
    conversion = convert(
        saved.assembler(["x"], "o"), struct(x=("double", False), unused="date"), name="late"
    )
    assert conversion.schema.name == "late"
    assert [("x", "double", False)] == [
        (field.name, field.type, field.nullable) for field in conversion.schema.inputs
    ]


def test_declared_inputs_are_kept_and_one_that_is_not_read_is_warned_of(saved: Any) -> None:
    declared = FeatureSchema(
        name="made", inputs=(Field(name="x", type="double"), Field(name="y", type="int"))
    )
    conversion = convert(saved.assembler(["x"], "o"), declared)
    assert declared.inputs == conversion.schema.inputs
    (finding,) = conversion.findings
    assert ("unused-input", "schema") == (finding.rule, finding.stage)
    assert "`y`" in finding.reason


def test_outputs_are_what_no_stage_reads(saved: Any) -> None:
    pipeline = saved.pipeline(saved.assembler(["x"], "v"), saved.assembler(["v"], "w"))
    assert [Output(name="w", type="vector[1]")] == list(convert(pipeline, schema()).schema.outputs)


def test_declared_outputs_are_kept(saved: Any) -> None:
    output = Output(name="o", type="vector[1]", description="all of it")
    assert (output,) == convert(saved.assembler(["x"], "o"), schema(output)).schema.outputs


def test_an_output_that_is_not_made_is_refused(saved: Any) -> None:
    with pytest.raises(ExportError, match="`prediction`, which the pipeline does not make"):
        convert(saved.assembler(["x"], "o"), schema(Output(name="prediction", type="double")))


def test_an_output_of_another_type_is_refused(saved: Any) -> None:
    with pytest.raises(ExportError, match=r"vector\[2\], but the pipeline makes vector\[1\]"):
        convert(saved.assembler(["x"], "o"), schema(Output(name="o", type="vector[2]")))


def test_an_input_no_bundle_can_declare_is_refused_where_a_stage_reads_it(
    saved: Any, struct: Any
) -> None:
    with pytest.raises(ExportError, match="`x` is of type date"):
        convert(saved.string_indexer(["x"], ["i"], [["a"]]), struct(x="date"))


@pytest.mark.parametrize(
    ("on_unseen", "warned"), [("error", False), ("keep", True), ("warn", True)]
)
def test_a_schema_that_lets_in_what_the_indexer_refuses_is_warned_of(
    saved: Any, on_unseen: str, warned: bool
) -> None:
    declared = schema(type="string", categories=["a"], on_unseen=on_unseen)
    conversion = convert(saved.string_indexer(["x"], ["i"], [["a"]]), declared)
    assert warned == ("unseen-raises" in {finding.rule for finding in conversion.findings})


def test_attributes_of_a_struct_are_known_to_the_stages(saved: Any, struct: Any) -> None:
    declared = struct(v="vector", i="double")
    binary = [{"idx": 1, "name": "b"}]
    numeric = [{"idx": 0, "name": "a"}]
    declared["fields"][0]["metadata"] = {
        "ml_attr": {"attrs": {"binary": binary, "numeric": numeric}, "num_attrs": 2}
    }
    declared["fields"][1]["metadata"] = {"ml_attr": {"type": "nominal", "vals": ["p", "q"]}}
    pipeline = saved.pipeline(
        saved.one_hot("i", "hot", 2, drop_last=False), saved.assembler(["v", "hot"], "o")
    )
    (assembled,) = (column for column in convert(pipeline, declared).columns if column.name == "o")
    assert ["v_a", "v_b", "hot_p", "hot_q"] == [slot.name for slot in assembled.slots or ()]
