"""Models that contradict themselves are refused, and what no recorded case shows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest
import saltus_runtime as sr
from saltus_testing.mleap import write_bundle

if TYPE_CHECKING:
    from pathlib import Path

Json = dict[str, Any]
NAN = float("nan")
INF = float("inf")


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


SVC = {"op": "linear_svc", "attributes": {**LINEAR, "num_classes": {"long": 2}}}


def test_one_vs_rest_names_the_classifier_at_fault(tmp_path: Path) -> None:
    wide = {**SVC, "attributes": {**SVC["attributes"], "coefficients": vector(1.0, 2.0)}}
    regression = {"op": "linear_regression", "attributes": LINEAR}

    def refused(inner: Json, attributes: Json = TWO_CLASSES) -> str:
        files = {"root/model0/model": SVC, "root/model1/model": inner}
        return refusal(write_model(tmp_path, "one_vs_rest", attributes, files=files))

    assert "root/model1/model.json: the op `linear_regression` is no classifier" in refused(
        regression
    )
    assert "root/model1/model.json: tells 2 classes apart by 2 features" in refused(wide)
    assert "root/model1/model.json: tells 2 classes apart by 2 features, expected are 2 and 1" in (
        refused(wide, {"num_classes": {"long": 2}})
    )


def logistic_regression(slope: float, intercept: float) -> Json:
    attributes = {
        "num_classes": {"long": 2},
        "coefficients": vector(slope),
        "intercept": {"double": intercept},
    }
    return {"op": "logistic_regression", "attributes": attributes}


def extended_one_vs_rest(folder: Path, *classifiers: Json) -> sr.Scorer:
    """A model of MLeap's Spark extension, which says nothing of its features."""
    attributes = {"num_classes": {"long": len(classifiers)}}
    files = {f"root/model{i}/model": classifier for i, classifier in enumerate(classifiers)}
    write_model(
        folder, "one_vs_rest", attributes, outputs=("probability", "prediction"), files=files
    )
    return sr.load(folder).scorer()


@pytest.mark.parametrize(
    ("feature", "prediction", "probability"),
    [
        (0.0, 2.0, 1 / (1 + math.exp(-0.5))),
        (3.0, 0.0, 1 / (1 + math.exp(-3.0))),
        (-3.0, 1.0, 1 / (1 + math.exp(-3.25))),
        # Saturated: the margins are 800, -799.75 and 1600.5, the probabilities of two classes 1.
        (800.0, 0.0, 1.0),
        (NAN, 0.0, NAN),
    ],
)
def test_one_vs_rest_of_the_extension_takes_the_largest_probability(
    tmp_path: Path, feature: float, prediction: float, probability: float
) -> None:
    """The first one on a tie, and NaN above all, as Scala's `maxBy` has it."""
    classifiers = [
        logistic_regression(1.0, 0.0),
        logistic_regression(-1.0, 0.25),
        logistic_regression(2.0 if feature == 800.0 else 0.0, 0.5),
    ]
    row = extended_one_vs_rest(tmp_path, *classifiers).score({"features": [feature]})

    expected = {"probability": probability, "prediction": prediction}
    assert pytest.approx(expected, rel=1e-15, nan_ok=True) == row


@pytest.mark.parametrize("op", ["linear_svc", "support_vector_machine"])
def test_one_vs_rest_of_the_extension_takes_margins_for_want_of_probabilities(
    tmp_path: Path, op: str
) -> None:
    rising = {"op": op, "attributes": SVC["attributes"]}
    falling = {"op": op, "attributes": {**SVC["attributes"], "coefficients": vector(-2.0)}}
    scorer = extended_one_vs_rest(tmp_path, rising, falling)

    assert {"probability": 3.0, "prediction": 0.0} == scorer.score({"features": [3.0]})
    assert {"probability": 6.0, "prediction": 1.0} == scorer.score({"features": [-3.0]})


def test_one_vs_rest_takes_factorization_machines(tmp_path: Path) -> None:
    def machine(slope: float) -> Json:
        attributes = {**TWO_CLASSES, "intercept": {}, "linear": vector(slope)}
        return {
            "op": "saltus.fm_classifier",
            "attributes": {**attributes, "factors": matrix(1, 1, 0.5)},
        }

    files = {"root/model0/model": machine(1.0), "root/model1/model": machine(-1.0)}
    outputs = ("raw_prediction", "prediction")
    write_model(tmp_path, "one_vs_rest", TWO_CLASSES, outputs=outputs, files=files)

    expected = {"raw_prediction": [-2.0, 2.0], "prediction": 1.0}
    assert expected == sr.load(tmp_path).scorer().score({"features": [-2.0]})


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


LARGEST = 1.7976931348623157e308
GLR_OUTPUTS = ("link_prediction", "prediction")


def glr(folder: Path, attributes: Json, offset: str | None = None) -> sr.Scorer:
    """A generalized linear regression of two features, with an offset of the given type."""
    inputs = ("features", "offset") if offset else ("features",)
    write_model(
        folder, "generalized_linear_regression", attributes, inputs=inputs, outputs=GLR_OUTPUTS
    )
    types = {"features": "vector[2]", "offset": offset or ""}
    return sr.load(folder, inputs={name: types[name] for name in inputs}).scorer()


POISSON = {
    "coefficients": vector(-0.51853400398652, 0.5766414047118782),
    "intercept": {"double": 0.22297608620233805},
    "family": {"string": "poisson"},
    "link": {"string": "log"},
}


@pytest.mark.parametrize(
    ("kind", "offset", "eta", "mean"),
    [
        ("double", 0.5, 1.3577248916395743, 3.8873391157759767),
        ("double", NAN, NAN, NAN),
        ("double", INF, INF, LARGEST),
        ("double", -1000.0, -999.1422751083604, 1e-16),
        ("int", 2, 2.8577248916395743, 17.421845227870833),
        ("float", 0.1, 0.9577248931296904, 2.605761338925981),
        ("long", 2**53 + 1, 9007199254740992.0, LARGEST),
    ],
)
def test_an_offset_is_added_to_the_sum_of_the_coefficients(
    tmp_path: Path, kind: str, offset: float, eta: float, mean: float
) -> None:
    """What Spark 4.1.4 gives with `offsetCol`."""
    row = glr(tmp_path, POISSON, kind).score({"features": [1.0, 2.0], "offset": offset})

    expected = {"link_prediction": eta, "prediction": mean}
    assert pytest.approx(expected, rel=1e-12, nan_ok=True) == row


def test_a_null_offset_gives_null_whatever_the_features(tmp_path: Path) -> None:
    scorer = glr(tmp_path, POISSON, "double")

    for features in ([1.0, 2.0], None):
        row = scorer.score({"features": features, "offset": None})
        assert {"link_prediction": None, "prediction": None} == row
    with pytest.raises(sr.ScoreError, match="column `features`: is null"):
        scorer.score({"features": None, "offset": 0.5})


def test_an_offset_is_a_number_and_no_boolean(tmp_path: Path) -> None:
    with pytest.raises(sr.BundleError, match="`offset` is no number but boolean"):
        glr(tmp_path, POISSON, "boolean")


# By variance power and link power (None: unset): the mean that Spark 4.1.4 gives at a sum.
@pytest.mark.parametrize(
    ("variance", "link", "eta", "mean"),
    [
        (0.0, None, 0.7784639910201268, 0.7784639910201268),
        (0.0, None, -INF, -LARGEST),
        (0.0, -1.0, -1.4027150616069723, -0.7129031600005665),
        (0.0, -1.0, INF, 0.0),
        (1.0, None, 6.120044639830571, 454.88500003563456),
        (1.0, None, -INF, 1e-16),
        (1.0, 0.5, 1.0859925076710812, 1.1793797267177235),
        (1.0, 0.5, -INF, LARGEST),
        (1.5, None, -0.892772035644675, 1.254639173208066),
        (1.5, None, 222637238.0145968, 1e-16),
        (1.5, None, -INF, 1e-16),
        (1.5, 0.0, 0.32872768554203446, 1.3891995049645758),
        (1.5, 1.0, -2037475245.8922727, 1e-16),
        (1.5, 0.7, 1.0847701269355359, 1.1232655839064543),
        (1.5, 0.7, -1062636726.3722994, NAN),
        (1.5, 0.7, 1062636731.7936666, 7849381958215.874),
        (1.5, 0.7, -INF, LARGEST),
        (2.0, None, 0.6074727338745336, 1.646164418972158),
        (2.0, None, -1.3847178459069192, 1e-16),
        (2.5, 0.5, 5.62075372314877, 31.59287241629076),
        (2.5, 0.5, NAN, NAN),
    ],
)
def test_the_tweedie_family_follows_its_powers(
    tmp_path: Path, variance: float, link: float | None, eta: float, mean: float
) -> None:
    attributes = {
        "coefficients": vector(1.0, 0.0),
        "intercept": {},
        "family": {"string": "tweedie"},
        "variance_power": {"double": variance},
        **({} if link is None else {"link_power": {"double": link}}),
    }
    row = glr(tmp_path, attributes).score({"features": [eta, 0.0]})

    assert (
        pytest.approx({"link_prediction": eta, "prediction": mean}, rel=1e-12, nan_ok=True) == row
    )
