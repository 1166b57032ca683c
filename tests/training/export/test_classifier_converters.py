from __future__ import annotations

import json
import math
from typing import Any

import pytest
from saltus_training.conversion import Conversion, convert
from saltus_training.errors import ExportError

Json = dict[str, Any]

LEAF = {"featureIndex": -1, "leftCategoriesOrThreshold": [], "numCategories": -1}


def attributes(conversion: Conversion, folder: str = "root") -> Json:
    found: Json = json.loads(conversion.members[f"{folder}/model.json"])["attributes"]
    return found


def outputs(conversion: Conversion) -> list[Json]:
    found: list[Json] = json.loads(conversion.members["root/node.json"])["shape"]["outputs"]
    return found


def split_node(number: int, feature: int, threshold: float, left: int, right: int) -> Json:
    split = {
        "featureIndex": feature,
        "leftCategoriesOrThreshold": [threshold],
        "numCategories": -1,
    }
    return {**leaf_node(number), "leftChild": left, "rightChild": right, "split": split}


def leaf_node(number: int) -> Json:
    return {
        "id": number,
        "prediction": 0.0,
        "impurityStats": [1.0, 3.0],
        "leftChild": -1,
        "rightChild": -1,
        "split": LEAF,
    }


def test_features_of_another_size_are_refused(saved: Any, struct: Any) -> None:
    with pytest.raises(ExportError, match="size 3, but the model was fitted on size 2"):
        convert(saved.logistic_regression([[1.0, 2.0]], [0.0]), struct(features="vector[3]"))


@pytest.mark.parametrize(
    ("params", "threshold"),
    [
        ({}, 0.5),
        ({"threshold": 0.3}, 0.3),
        ({"thresholds": [0.3, 0.7]}, 1.0 / (1.0 + 0.3 / 0.7)),
        ({"thresholds": [0.3, 0.0]}, 0.0),
        ({"thresholds": [0.0, 0.7]}, 1.0),
    ],
)
def test_two_thresholds_become_one_in_sparks_arithmetic(
    saved: Any, struct: Any, params: Json, threshold: float
) -> None:
    model = saved.logistic_regression([[1.0]], [0.0], **params)
    found = attributes(convert(model, struct(features="vector[1]")))["threshold"]
    assert threshold == found.get("double", 0.0)


def test_a_multinomial_regression_of_two_classes_keeps_both_rows(saved: Any, struct: Any) -> None:
    """MLeap's exporter fails on it; folded into one row its raw predictions would differ."""
    model = saved.logistic_regression([[1.0, 2.0], [3.0, 4.0]], [0.5, -0.5])
    conversion = convert(model, struct(features="vector[2]"))
    matrix = attributes(conversion)["coefficient_matrix"]
    assert [1.0, 3.0, 2.0, 4.0] == matrix["double"]
    assert not conversion.portable


@pytest.mark.parametrize("intercept", [math.inf, -math.inf])
def test_an_infinite_intercept_is_kept(saved: Any, struct: Any, intercept: float) -> None:
    """Spark fits one where the training data have a single class."""
    model = saved.logistic_regression([[0.0]], [intercept])
    found = attributes(convert(model, struct(features="vector[1]")))["intercept"]
    assert {"double": intercept} == found


def test_outputs_without_a_column_have_no_port(saved: Any, struct: Any) -> None:
    model = saved.logistic_regression([[1.0]], [0.0], rawPredictionCol="")
    found = outputs(convert(model, struct(features="vector[1]")))
    assert ["probability", "prediction"] == [socket["port"] for socket in found]


def test_what_a_dot_product_touches_is_compared_with_a_tolerance(saved: Any, struct: Any) -> None:
    pipeline = saved.pipeline(
        saved.logistic_regression([[1.0]], [0.0]),
        saved.assembler(["probability", "x"], "more"),
        saved.decision_tree(
            [split_node(0, 0, 0.5, 1, 2), leaf_node(1), leaf_node(2)],
            featuresCol="pair",
            predictionCol="p2",
            probabilityCol="q2",
            rawPredictionCol="r2",
        ),
    )
    conversion = convert(pipeline, struct(features="vector[1]", pair="vector[2]", x="double"))
    tolerant = {column.name for column in conversion.columns if not column.exact}
    assert tolerant == {"rawPrediction", "probability", "more"}


def test_only_the_last_predictors_outputs_have_roles(saved: Any, struct: Any) -> None:
    pipeline = saved.pipeline(
        saved.logistic_regression([[1.0]], [0.0]),
        saved.logistic_regression(
            [[1.0]], [0.0], predictionCol="p2", probabilityCol="q2", rawPredictionCol="r2"
        ),
    )
    declared = convert(pipeline, struct(features="vector[1]")).schema.outputs
    assert {"r2": "raw_prediction", "q2": "probability", "p2": "prediction"} == {
        output.name: output.role for output in declared if output.role != "other"
    }


def test_a_trees_thresholds_are_traced_to_the_inputs_they_test(saved: Any, struct: Any) -> None:
    """Through imputer and assembler, which pass values on; a scaled or encoded one is not."""
    pipeline = saved.pipeline(
        saved.imputer(["n"], [1.0]),
        saved.assembler(["n_i", "x"], "features"),
        saved.decision_tree(
            [split_node(0, 0, 3.5, 1, 2), split_node(1, 1, 0.25, 3, 4), *map(leaf_node, (2, 3, 4))]
        ),
    )
    conversion = convert(pipeline, struct(n="int", x=("double", False)))
    assert {"n": (3.5,), "x": (0.25,)} == conversion.boundaries


def test_leaf_indices_are_a_port_that_mleap_does_not_know(saved: Any, struct: Any) -> None:
    tree = saved.decision_tree([leaf_node(0)], leafCol="leaf")
    conversion = convert(tree, struct(features="vector[2]"))
    assert {"port": "leaf", "name": "leaf"} in outputs(conversion)
    assert not conversion.portable


def test_a_label_that_scoring_lacks_is_left_out_but_names_the_classes(
    saved: Any, struct: Any
) -> None:
    """Spark skips a string indexer's columns that a frame does not have."""
    pipeline = saved.pipeline(
        saved.string_indexer(["late"], ["label"], [["no", "yes"]]),
        saved.assembler(["x"], "features"),
        saved.logistic_regression([[1.0]], [0.0]),
    )
    conversion = convert(pipeline, struct(x=("double", False)))
    assert ["root", "00_vector_assembler", "01_logistic_regression"] == [
        item.name for item in conversion.root.walk()
    ]
    declared = {output.name: output for output in conversion.schema.outputs}
    assert ("no", "yes") == declared["prediction"].labels == declared["probability"].labels
    assert ["x"] == [field.name for field in conversion.schema.inputs]


def test_a_label_that_requests_would_have_to_bring_is_warned_of(saved: Any, struct: Any) -> None:
    pipeline = saved.pipeline(
        saved.string_indexer(["late"], ["label"], [["no", "yes"]], "keep"),
        saved.assembler(["x"], "features"),
        saved.logistic_regression([[1.0]], [0.0]),
    )
    conversion = convert(pipeline, struct(x=("double", False), late="string"))
    assert any("`label`" in finding.reason for finding in conversion.findings)
    assert "label" not in {output.name for output in conversion.schema.outputs}
