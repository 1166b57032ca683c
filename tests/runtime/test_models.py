"""Models that contradict themselves are refused, and what no recorded case shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import saltus_runtime as sr
from saltus_testing.mleap import Json, doubles, tensor, write_model

if TYPE_CHECKING:
    from pathlib import Path


def float_vector(*values: float) -> Json:
    return {"type": "tensor", "float": list(values), "shape": tensor(*values)["shape"]}


def vectors(*tensors: Json) -> Json:
    return {"type": "list", "tensor": list(tensors)}


def refusal(folder: Path, inputs: dict[str, str] | None = None) -> str:
    with pytest.raises(sr.BundleError) as caught:
        sr.load(folder, inputs=inputs or {})
    return str(caught.value)


def test_a_support_vector_machine_repeats_its_margins_as_probabilities(tmp_path: Path) -> None:
    """MLeap's Spark extension: the class is that of the larger margin."""
    attributes = {
        "coefficients": tensor(1.0, -2.0),
        "intercept": {"double": 0.5},
        "num_classes": {"long": 2},
    }
    outputs = ("raw_prediction", "probability", "prediction")
    write_model(tmp_path, "support_vector_machine", attributes, outputs=outputs)
    scorer = sr.load(tmp_path).scorer()

    def scored(*features: float) -> Json | None:
        return scorer.score({"features": list(features)})

    margins = [-1.5, 1.5]
    assert {"raw_prediction": margins, "probability": margins, "prediction": 1.0} == scored(1, 0)
    margins = [-0.0, 0.0]
    assert {"raw_prediction": margins, "probability": margins, "prediction": 0.0} == scored(-0.5, 0)


@pytest.mark.parametrize(
    ("thresholds", "features", "prediction"),
    [
        # Margins of ±0.5 and ±1.5 over the thresholds; the largest quotient wins.
        ((0.9, 0.1), (0.0, 0.0), 1.0),
        ((0.9, 0.1), (-2.0, 0.0), 0.0),
        # Over 0 an own margin wins by infinity, loses by its negative, and as 0/0 is no number.
        ((0.0, 1.0), (-2.0, 0.0), 0.0),
        ((0.0, 1.0), (0.0, 0.0), 1.0),
        ((0.0, 1.0), (-0.5, 0.0), 1.0),
    ],
)
def test_a_support_vector_machine_scales_margins_by_thresholds_as_spark_does(
    tmp_path: Path,
    thresholds: tuple[float, float],
    features: tuple[float, float],
    prediction: float,
) -> None:
    """MLeap's extension is a class of Spark's, whose rule for probabilities takes the margins."""
    attributes = {
        "coefficients": tensor(1.0, -2.0),
        "intercept": {"double": 0.5},
        "num_classes": {"long": 2},
        "thresholds": doubles(*thresholds),
    }
    write_model(tmp_path, "support_vector_machine", attributes)

    assert {"prediction": prediction} == sr.load(tmp_path).scorer().score(
        {"features": list(features)}
    )


TWO_CLASSES = {"num_classes": {"long": 2}, "num_features": {"long": 1}}
BAYES = {**TWO_CLASSES, "pi": tensor(-1.0, -1.0), "theta": tensor(-1.0, -1.0, dimensions=[2, 1])}
LINEAR = {"coefficients": tensor(1.0), "intercept": {}}


@pytest.mark.parametrize(
    ("op", "attributes", "reason"),
    [
        (
            "naive_bayes",
            {**BAYES, "model_type": {"string": "poisson"}},
            "`model_type` is `poisson`",
        ),
        (
            "naive_bayes",
            {**BAYES, "theta": tensor(0.0, 0.0, dimensions=[1, 2])},
            "`theta` is 1 by 2",
        ),
        ("naive_bayes", {**BAYES, "pi": tensor(0.0)}, "has 1 priors for 2 classes"),
        (
            "gaussian_mixture",
            {
                "weights": doubles(1.0),
                "means": {"type": "list", "tensor": [tensor(0.0)]},
                "covs": {"type": "list", "tensor": [{**tensor(1.0), "double": [None]}]},
            },
            "`covs` holds a number that is not finite",
        ),
        (
            "multi_layer_perceptron_classifier",
            {"layers": {"type": "list", "long": [1, 2]}, "weights": tensor(1.0, 2.0, 3.0)},
            "number of weights does not fit",
        ),
        (
            "multi_layer_perceptron_classifier",
            {"layers": {"type": "list", "long": [3]}, "weights": tensor(1.0)},
            "has layers of the sizes [3]",
        ),
        (
            "multi_layer_perceptron_classifier",
            {"layers": {"type": "list", "long": [2**62, 8]}, "weights": tensor(1.0)},
            "number of weights does not fit",
        ),
        ("linear_svc", {**LINEAR, "num_classes": {"long": 3}}, "separates 3 classes"),
        ("gbt_classifier", {**TWO_CLASSES, "num_classes": {"long": 3}}, "boosts 3 classes"),
        (
            "gbt_classifier",
            {**TWO_CLASSES, "lossType": {"string": "exponential"}},
            "`lossType` is `exponential`",
        ),
        (
            "gbt_regression",
            {
                "num_features": {"long": 1},
                "tree_weights": doubles(1.0),
                "trees": {"type": "list", "string": []},
            },
            "has 1 weights for 0 trees",
        ),
        (
            "random_forest_regression",
            {"num_features": {"long": 1}, "trees": {"type": "list", "string": []}},
            "has no trees",
        ),
        (
            "generalized_linear_regression",
            {**LINEAR, "family": {"string": "tweedie"}},
            "without the attribute `variance_power`",
        ),
        (
            "generalized_linear_regression",
            {**LINEAR, "family": {"string": "poisson"}, "link": {"string": "cauchit"}},
            "`link` is `cauchit`",
        ),
        ("k_means", {"cluster_centers": vectors()}, "has no centres"),
        (
            "k_means",
            {"cluster_centers": vectors(tensor(1.0), tensor(1.0, 2.0))},
            "has centres of several sizes",
        ),
        (
            "k_means",
            {"cluster_centers": vectors(tensor(1.0)), "distance_measure": {"string": "taxi"}},
            "`distance_measure` is `taxi`",
        ),
        ("bisecting_k_means", {}, "root/tree.json: is missing"),
        (
            "gaussian_mixture",
            {
                "weights": doubles(1.0),
                "means": vectors(tensor(1.0, 2.0)),
                "covs": vectors(tensor(1.0)),
            },
            "of several sizes",
        ),
        (
            "lda_local_model_op",
            {
                "vocabSize": {"int": 2},
                "docConcentration": doubles(1.0, 1.0),
                "topicMatrix": tensor(1.0, 1.0, dimensions=[2, 1]),
            },
            "2 terms in 1 topics and a prior of 2 topics",
        ),
        (
            "isotonic_regression",
            {"boundaries": doubles(), "predictions": doubles(), "isotonic": {}},
            "has 0 boundaries but 0 predictions",
        ),
    ],
)
def test_a_model_that_contradicts_itself_is_refused(
    tmp_path: Path, op: str, attributes: Json, reason: str
) -> None:
    assert reason in refusal(write_model(tmp_path, op, attributes))


def test_isotonic_regression_needs_the_element_it_reads(tmp_path: Path) -> None:
    points = {
        "boundaries": doubles(0.0),
        "predictions": doubles(1.0),
        "isotonic": {"boolean": True},
    }
    indexed = {**points, "feature_index": {"long": 3}}

    write_model(tmp_path, "isotonic_regression", indexed)
    assert "`features` is vector[2]" in refusal(tmp_path, {"features": "vector[2]"})
    with pytest.raises(sr.ScoreError, match="has 2 elements, but element 3 is read"):
        sr.load(tmp_path).scorer().score({"features": [1.0, 2.0]})

    write_model(tmp_path, "isotonic_regression", points)
    assert "reads a number" in refusal(tmp_path, {"features": "vector"})


def test_als_factors_fit_the_rank_and_ids_are_unique(tmp_path: Path) -> None:
    def refused(users: list[int], *factors: Json) -> str:
        attributes = {
            "rank": {"int": 2},
            "users": {"type": "list", "int": users},
            "user_factors": vectors(*factors),
            "items": {"type": "list", "int": []},
            "item_factors": vectors(),
        }
        return refusal(write_model(tmp_path, "als", attributes, inputs=("user", "item")))

    pair = float_vector(1.0, 2.0)
    assert "expected are 2 factors for each" in refused([1], float_vector(1.0))
    assert "expected are 2 factors for each" in refused([1, 2], pair)
    assert "two users of one id" in refused([1, 1], pair, pair)
    assert "is not a list of tensors of floats" in refused([1], tensor(1.0, 2.0))
