from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import pytest
from saltus_testing.recorded import RecordedModel
from saltus_training.conversion import Conversion, convert
from saltus_training.errors import ExportError

if TYPE_CHECKING:
    from pathlib import Path

Json = dict[str, Any]


def attributes(conversion: Conversion, folder: str = "root") -> Json:
    found: Json = json.loads(conversion.members[f"{folder}/model.json"])["attributes"]
    return found


def column(conversion: Conversion, name: str) -> Any:
    return next(column for column in conversion.columns if column.name == name)


@pytest.mark.parametrize(
    ("kind", "surrogate", "expected"),
    [
        ("int", 4.7, 4.0),
        ("long", -4.7, -4.0),
        ("short", 1.9, 1.0),
        ("double", 4.7, 4.7),
        ("float", 0.1, 0.10000000149011612),
    ],
)
def test_an_imputers_surrogate_is_cast_as_spark_casts_it(
    saved: Any, struct: Any, kind: str, surrogate: float, expected: float
) -> None:
    conversion = convert(saved.imputer(["x"], [surrogate]), struct(x=kind))
    assert {"double": expected} == attributes(conversion)["surrogate_value"]
    assert kind == column(conversion, "x_i").type


def test_an_imputer_tells_the_runtime_a_type_other_than_double(saved: Any, struct: Any) -> None:
    model = saved.imputer(["x", "n"], [1.0, 2.0], missing=-1.0)
    conversion = convert(model, struct(x="double", n=("int", False)))
    assert {
        "surrogate_value": {"double": 1.0},
        "missing_value": {"double": -1.0},
        "strategy": {"string": "mean"},
        "nullable_input": {"boolean": True},
    } == attributes(conversion, "root/00_imputer.node")
    assert {
        "surrogate_value": {"double": 2.0},
        "missing_value": {"double": -1.0},
        "strategy": {"string": "mean"},
        "nullable_input": {},
        "output_type": {"string": "int"},
    } == attributes(conversion, "root/01_imputer.node")


def test_an_imputer_takes_the_place_of_its_inputs_one_by_one(saved: Any, struct: Any) -> None:
    conversion = convert(
        saved.imputer(["x", "y"], [1.0, 2.0], outputs=["x", "y"]), struct(x="double", y="double")
    )

    assert not conversion.portable
    assert ["x", "y"] == [column.name for column in conversion.columns]
    with pytest.raises(ExportError, match="overwrites the column `y` before it imputes it"):
        convert(
            saved.imputer(["x", "y"], [1.0, 2.0], outputs=["y", "x"]),
            struct(x="double", y="double"),
        )


def test_an_imputer_without_a_finite_surrogate_is_refused(saved: Any, struct: Any) -> None:
    with pytest.raises(ExportError, match="surrogate of column `x` is nan"):
        convert(saved.imputer(["x"], [math.nan]), struct(x="int"))


def test_an_imputer_over_strings_is_refused(saved: Any, struct: Any) -> None:
    with pytest.raises(ExportError, match="`x` is of type string where it needs numbers"):
        convert(saved.imputer(["x"], [1.0]), struct(x="string"))


def test_only_the_absent_columns_of_a_string_indexer_are_left_out(saved: Any, struct: Any) -> None:
    model = saved.string_indexer(["late", "s"], ["label", "i"], [["no"], ["a", "b"]])
    conversion = convert(model, struct(s="string"))
    assert {"type": "list", "string": ["a", "b"]} == attributes(conversion)["labels_array_0"]
    assert ["i"] == [column.name for column in conversion.columns]


def test_an_unknown_vector_size_is_asked_for_by_name(saved: Any, struct: Any) -> None:
    with pytest.raises(ExportError) as caught:
        convert(saved.assembler(["v"], "o"), struct(v="vector"))
    assert caught.value.fix == "declare `v` as vector[n] in the schema"


def test_an_assembler_adds_up_sizes_and_names_elements_as_spark(saved: Any, struct: Any) -> None:
    pipeline = saved.pipeline(
        saved.string_indexer(["s"], ["i"], [["a", "b"]], "keep"),
        saved.one_hot("i", "hot", 3, drop_last=True),
        saved.assembler(["hot", "x", "v"], "o"),
    )
    assembled = column(convert(pipeline, struct(s="string", x="int", v="vector[2]")), "o")
    assert assembled.type == "vector[5]"
    assert ["hot_a", "hot_b", "x", "v_0", "v_1"] == [slot.name for slot in assembled.slots]


@pytest.mark.parametrize(
    ("drop_last", "invalid", "names"),
    [
        (True, "error", ["a"]),
        (False, "error", ["a", "b"]),
        (True, "keep", ["a", "b"]),
        (False, "keep", ["a", "b", "invalidValues"]),
    ],
)
def test_one_hot_sizes_follow_both_parameters(
    saved: Any, struct: Any, drop_last: bool, invalid: str, names: list[str]
) -> None:
    pipeline = saved.pipeline(
        saved.string_indexer(["s"], ["i"], [["a", "b"]]),
        saved.one_hot("i", "hot", 2, drop_last=drop_last, invalid=invalid),
    )
    encoded = column(convert(pipeline, struct(s="string")), "hot")
    assert f"vector[{len(names)}]" == encoded.type
    assert names == [slot.name for slot in encoded.slots]


def test_a_pipeline_without_stages_is_refused(saved: Any, struct: Any) -> None:
    with pytest.raises(ExportError, match="no stages: there is nothing to score"):
        convert(saved.pipeline(saved.pipeline()), struct(x="double"))


def test_booleans_are_refused_by_an_interaction_as_by_spark(saved: Any, struct: Any) -> None:
    params = {"inputCols": ["x", "b"], "outputCol": "o"}
    model = saved.stage("org.apache.spark.ml.feature.Interaction", params)
    with pytest.raises(ExportError, match="`b` is of type boolean where it needs numbers"):
        convert(model, struct(x="double", b="boolean"))


@pytest.mark.parametrize(
    ("case", "param", "name"),
    [
        ("bisecting_k_means", "predictionCol", "said"),
        ("isotonic", "predictionCol", "said"),
        ("k_means", "predictionCol", "said"),
        ("lda", "topicDistributionCol", "topics"),
    ],
)
def test_an_output_without_a_name_is_refused_where_spark_refuses_it(
    root: Path, tmp_path: Path, case: str, param: str, name: str
) -> None:
    model = RecordedModel(root / f"tests/parity/recorded/outputs/{case}_renamed.json", case)
    folder = model.extract(tmp_path)
    (metadata,) = (folder / "metadata").glob("part-*")
    metadata.write_text(metadata.read_text(encoding="utf-8").replace(f'"{name}"', '""'))
    with pytest.raises(ExportError, match=f"{param} is empty: Spark raises on every row"):
        convert(folder, model.document["schema"])


def test_an_assembler_over_strings_is_refused(saved: Any, struct: Any) -> None:
    with pytest.raises(ExportError, match="`s` is of type string"):
        convert(saved.assembler(["s"], "o"), struct(s="string"))


@pytest.mark.parametrize("invalid", ["skip", "keep"])
def test_an_assemblers_policy_is_kept(saved: Any, struct: Any, invalid: str) -> None:
    conversion = convert(saved.assembler(["x"], "o", invalid), struct(x="double"))
    assert {"string": invalid} == attributes(conversion)["handle_invalid"]
    assert conversion.stages[0].converted.beyond_mleap == ("handle_invalid",)


def test_an_assembler_that_raises_on_null_is_warned_of(saved: Any, struct: Any) -> None:
    conversion = convert(saved.assembler(["x"], "o"), struct(x="double"))
    (finding,) = conversion.findings
    assert ("null-raises", "VectorAssembler") == (finding.rule, finding.stage)
