"""Generalized linear regression, as Spark 4.1.4 scores it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import saltus_runtime as sr
from saltus_testing.mleap import Json, tensor, write_model

if TYPE_CHECKING:
    from pathlib import Path

NAN = float("nan")
INF = float("inf")
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
    "coefficients": tensor(-0.51853400398652, 0.5766414047118782),
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
        "coefficients": tensor(1.0, 0.0),
        "intercept": {},
        "family": {"string": "tweedie"},
        "variance_power": {"double": variance},
        **({} if link is None else {"link_power": {"double": link}}),
    }
    row = glr(tmp_path, attributes).score({"features": [eta, 0.0]})

    assert (
        pytest.approx({"link_prediction": eta, "prediction": mean}, rel=1e-12, nan_ok=True) == row
    )
