"""One-vs-rest: Spark's, and that of MLeap's Spark extension."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
import saltus_runtime as sr
from saltus_testing.mleap import Json, tensor, write_model

if TYPE_CHECKING:
    from pathlib import Path

NAN = float("nan")
TWO_CLASSES = {"num_classes": {"long": 2}, "num_features": {"long": 1}}
LINEAR = {"coefficients": tensor(1.0), "intercept": {}}
SVC = {"op": "linear_svc", "attributes": {**LINEAR, "num_classes": {"long": 2}}}


def test_one_vs_rest_names_the_classifier_at_fault(tmp_path: Path) -> None:
    wide = {**SVC, "attributes": {**SVC["attributes"], "coefficients": tensor(1.0, 2.0)}}
    regression = {"op": "linear_regression", "attributes": LINEAR}

    def refused(inner: Json, attributes: Json = TWO_CLASSES) -> str:
        files = {"root/model0/model": SVC, "root/model1/model": inner}
        write_model(tmp_path, "one_vs_rest", attributes, files=files)
        with pytest.raises(sr.BundleError) as caught:
            sr.load(tmp_path)
        return str(caught.value)

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
        "coefficients": tensor(slope),
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
    falling = {"op": op, "attributes": {**SVC["attributes"], "coefficients": tensor(-2.0)}}
    scorer = extended_one_vs_rest(tmp_path, rising, falling)

    assert {"probability": 3.0, "prediction": 0.0} == scorer.score({"features": [3.0]})
    assert {"probability": 6.0, "prediction": 1.0} == scorer.score({"features": [-3.0]})


def test_one_vs_rest_takes_factorization_machines(tmp_path: Path) -> None:
    def machine(slope: float) -> Json:
        attributes = {**TWO_CLASSES, "intercept": {}, "linear": tensor(slope)}
        return {
            "op": "saltus.fm_classifier",
            "attributes": {**attributes, "factors": tensor(0.5, dimensions=[1, 1])},
        }

    files = {"root/model0/model": machine(1.0), "root/model1/model": machine(-1.0)}
    outputs = ("raw_prediction", "prediction")
    write_model(tmp_path, "one_vs_rest", TWO_CLASSES, outputs=outputs, files=files)

    expected = {"raw_prediction": [-2.0, 2.0], "prediction": 1.0}
    assert expected == sr.load(tmp_path).scorer().score({"features": [-2.0]})
