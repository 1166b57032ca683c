"""Models that contradict themselves are refused, and what no recorded case shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import saltus_runtime as sr
from saltus_testing.mleap import write_bundle

if TYPE_CHECKING:
    from pathlib import Path

Json = dict[str, Any]


def vector(*values: float, kind: str = "double") -> Json:
    return {"type": "tensor", kind: list(values), "shape": sizes(len(values))}


def matrix(rows: int, columns: int, *values: float) -> Json:
    return {"type": "tensor", "double": list(values), "shape": sizes(rows, columns)}


def sizes(*dimensions: int) -> Json:
    return {"dimensions": [{"size": size, "name": ""} for size in dimensions]}


def vectors(*tensors: Json) -> Json:
    return {"type": "list", "tensor": list(tensors)}


def doubles(*values: float) -> Json:
    return {"type": "list", "double": list(values)}


def write_model(
    folder: Path,
    op: str,
    attributes: Json,
    *,
    inputs: tuple[str, ...] = ("features",),
    outputs: tuple[str, ...] = ("prediction",),
    files: dict[str, Json] | None = None,
) -> Path:
    """Writes a bundle whose root is the model, its columns named like its ports."""
    shape = {
        "inputs": [{"port": port, "name": port} for port in inputs],
        "outputs": [{"port": port, "name": port} for port in outputs],
    }
    model = {"root/model": {"op": op, "attributes": attributes}}
    write_bundle(folder, {**model, "root/node": {"name": op, "shape": shape}, **(files or {})})
    return folder


def refusal(folder: Path, inputs: dict[str, str] | None = None) -> str:
    with pytest.raises(sr.BundleError) as caught:
        sr.load(folder, inputs=inputs or {})
    return str(caught.value)


def test_a_support_vector_machine_repeats_its_margins_as_probabilities(tmp_path: Path) -> None:
    """MLeap's Spark extension: the class is that of the larger margin."""
    attributes = {
        "coefficients": vector(1.0, -2.0),
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


TWO_CLASSES = {"num_classes": {"long": 2}, "num_features": {"long": 1}}
BAYES = {**TWO_CLASSES, "pi": vector(-1.0, -1.0), "theta": matrix(2, 1, -1.0, -1.0)}
LINEAR = {"coefficients": vector(1.0), "intercept": {}}


@pytest.mark.parametrize(
    ("op", "attributes", "reason"),
    [
        (
            "naive_bayes",
            {**BAYES, "model_type": {"string": "poisson"}},
            "`model_type` is `poisson`",
        ),
        ("naive_bayes", {**BAYES, "theta": matrix(1, 2, 0.0, 0.0)}, "`theta` is 1 by 2"),
        ("naive_bayes", {**BAYES, "pi": vector(0.0)}, "has 1 priors for 2 classes"),
        (
            "multi_layer_perceptron_classifier",
            {"layers": {"type": "list", "long": [1, 2]}, "weights": vector(1.0, 2.0, 3.0)},
            "number of weights does not fit",
        ),
        (
            "multi_layer_perceptron_classifier",
            {"layers": {"type": "list", "long": [3]}, "weights": vector(1.0)},
            "has layers of the sizes [3]",
        ),
        (
            "multi_layer_perceptron_classifier",
            {"layers": {"type": "list", "long": [2**62, 8]}, "weights": vector(1.0)},
            "number of weights does not fit",
        ),
        ("linear_svc", {**LINEAR, "num_classes": {"long": 3}}, "separates 3 classes"),
        ("gbt_classifier", {**TWO_CLASSES, "num_classes": {"long": 3}}, "boosts 3 classes"),
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
            {"cluster_centers": vectors(vector(1.0), vector(1.0, 2.0))},
            "has centres of several sizes",
        ),
        (
            "k_means",
            {"cluster_centers": vectors(vector(1.0)), "distance_measure": {"string": "taxi"}},
            "`distance_measure` is `taxi`",
        ),
        ("bisecting_k_means", {}, "root/tree.json: is missing"),
        (
            "gaussian_mixture",
            {
                "weights": doubles(1.0),
                "means": vectors(vector(1.0, 2.0)),
                "covs": vectors(vector(1.0)),
            },
            "of several sizes",
        ),
        (
            "lda_local_model_op",
            {
                "vocabSize": {"int": 2},
                "docConcentration": doubles(1.0, 1.0),
                "topicMatrix": matrix(2, 1, 1.0, 1.0),
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


def test_one_vs_rest_names_the_classifier_at_fault(tmp_path: Path) -> None:
    svc = {"op": "linear_svc", "attributes": {**LINEAR, "num_classes": {"long": 2}}}
    wide = {**svc, "attributes": {**svc["attributes"], "coefficients": vector(1.0, 2.0)}}
    regression = {"op": "linear_regression", "attributes": LINEAR}

    def refused(inner: Json, outputs: tuple[str, ...] = ("prediction",)) -> str:
        files = {"root/model0/model": svc, "root/model1/model": inner}
        folder = write_model(tmp_path, "one_vs_rest", TWO_CLASSES, outputs=outputs, files=files)
        return refusal(folder)

    assert "root/model1/model.json: the op `linear_regression` is no classifier" in refused(
        regression
    )
    assert "root/model1/model.json: tells 2 classes apart by 2 features" in refused(wide)
    assert "has the port `probability`" in refused(svc, outputs=("probability", "prediction"))


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

    pair = vector(1.0, 2.0, kind="float")
    assert "expected are 2 factors for each" in refused([1], vector(1.0, kind="float"))
    assert "expected are 2 factors for each" in refused([1, 2], pair)
    assert "two users of one id" in refused([1, 1], pair, pair)
    assert "is not a list of tensors of floats" in refused([1], vector(1.0, 2.0))
