"""Stages that MLeap's format lacks, as Spark 4.1.4 scores them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import saltus_runtime as sr
from saltus_testing.mleap import Json, doubles, tensor, write_node

if TYPE_CHECKING:
    from pathlib import Path

NAN = float("nan")
INF = float("inf")


def load(
    folder: Path, op: str, attributes: Json, inputs: dict[str, str], outputs: dict[str, str]
) -> sr.Bundle:
    """A bundle of one stage; `inputs` are the types of the columns, named like the ports."""
    write_node(
        folder,
        op,
        attributes,
        inputs={port: port for port in inputs},
        outputs=outputs,
    )
    return sr.load(folder, inputs=inputs)


def near(expected: Any) -> Any:
    """By the rule for what lies downstream of a dot product; NaN equals NaN."""
    return pytest.approx(expected, rel=1e-12, abs=1e-12, nan_ok=True)


def sparse(size: int, values: dict[int, float]) -> Json:
    return {"size": size, "indices": list(values), "values": list(values.values())}


# --- factorization machines ---------------------------------------------------

FM_PORTS = ("raw_prediction", "probability", "prediction")
FM_CLASSIFIER = {
    "num_features": {"long": 3},
    "num_classes": {"long": 2},
    "intercept": {"double": 0.2869598307412078},
    "linear": tensor(-0.9655075865546895, -0.5054136834961205, 4.211503354228217),
    "factors": tensor(
        *(0.8045277706133994, -0.7107687254234359, 0.7449708409156323),
        *(-0.7864005276579574, 0.6972104001799321, -0.8021370529646874),
        dimensions=[3, 2],
    ),
}
FM_REGRESSOR = {
    "num_features": {"long": 3},
    "intercept": {"double": 0.13445858247314219},
    "linear": tensor(-0.009483292704811741, 0.698430510554134, 0.0004963847562882151),
    "factors": tensor(
        *(0.4533467602612414, 0.13730459660962008, 0.6984321702978917),
        *(0.34124646211621795, 1.5512177730368526, 0.5301383002407511),
        dimensions=[3, 2],
    ),
}


def fm_classifier(folder: Path, ports: tuple[str, ...] = FM_PORTS, **added: Json) -> sr.Scorer:
    attributes = {**FM_CLASSIFIER, **added}
    outputs = {port: port for port in ports}
    op = "saltus.fm_classifier"
    return load(folder, op, attributes, {"features": "vector[3]"}, outputs).scorer()


def fm_regressor(folder: Path, **added: Json) -> sr.Scorer:
    attributes = {**FM_REGRESSOR, **added}
    outputs = {"prediction": "prediction"}
    op = "saltus.fm_regressor"
    return load(folder, op, attributes, {"features": "vector[3]"}, outputs).scorer()


@pytest.mark.parametrize(
    ("features", "margin", "probability", "prediction"),
    [
        ([0.5, -1.25, 2.0], 13.511106136662422, 0.9999986441845715, 1.0),
        (sparse(3, {1: 3.0}), -1.2292812197471537, 0.226307253845395, 0.0),
        (sparse(3, {0: 1.5, 2: 0.0}), -1.1613015490908265, 0.23843086735131622, 0.0),
        (sparse(3, {}), 0.2869598307412078, 0.5712516867900564, 1.0),
        ([1e8, -1e8, 1e8], 3.439030844482015e16, 1.0, 1.0),
        ([20.0, 20.0, 20.0], -336.39313605746133, 8.059669999283247e-147, 0.0),
        ([NAN, 1.0, 1.0], NAN, NAN, 0.0),
        ([1e200, 1e200, 0.0], NAN, NAN, 0.0),
        ([INF, 0.0, 0.0], NAN, NAN, 0.0),
    ],
)
def test_an_fm_classifier_scores_as_in_spark(
    tmp_path: Path, features: Any, margin: float, probability: float, prediction: float
) -> None:
    row = fm_classifier(tmp_path).score({"features": features})

    assert row is not None
    assert near([-margin, margin]) == row["raw_prediction"]
    assert near([1.0 - probability, probability]) == row["probability"]
    assert prediction == row["prediction"]


@pytest.mark.parametrize("ports", [FM_PORTS, FM_PORTS[1:], FM_PORTS[2:]])
def test_an_fm_classifier_divides_by_its_thresholds_whatever_its_columns(
    tmp_path: Path, ports: tuple[str, ...]
) -> None:
    scorer = fm_classifier(tmp_path, ports, thresholds=doubles(0.8, 0.2))
    rows = [{"features": sparse(3, {1: 3.0})}, {"features": [20.0, 20.0, 20.0]}]

    assert [1.0, 0.0] == [row["prediction"] for row in scorer.score_many(rows) if row]


@pytest.mark.parametrize(
    ("features", "expected"),
    [
        ([0.5, -1.25, 2.0], -2.9101797606745583),
        (sparse(3, {1: 3.0}), 2.229750114135544),
        (sparse(3, {0: 1.5, 2: 0.0}), 0.12023364341592457),
        ([0.0, 0.0, 0.0], 0.13445858247314219),
        ([1e8, -1e8, 1e8], -1.0123122979834414e16),
        ([20.0, 20.0, 20.0], 816.8800718432832),
        ([NAN, 1.0, 1.0], NAN),
        ([1e200, 1e200, 0.0], NAN),
    ],
)
def test_an_fm_regressor_scores_as_in_spark(tmp_path: Path, features: Any, expected: float) -> None:
    assert near({"prediction": expected}) == fm_regressor(tmp_path).score({"features": features})


def test_factorization_machines_raise_on_null_features(tmp_path: Path) -> None:
    for scorer in (fm_classifier(tmp_path / "c"), fm_regressor(tmp_path / "r")):
        with pytest.raises(sr.ScoreError, match="column `features`: is null"):
            scorer.score({"features": None})


def test_factorization_machines_that_contradict_themselves_are_refused(tmp_path: Path) -> None:
    with pytest.raises(sr.BundleError, match="tells 3 classes apart by one sum"):
        fm_classifier(tmp_path, num_classes={"long": 3})
    with pytest.raises(sr.BundleError, match="2 coefficients and factors of 3 for 3 features"):
        fm_regressor(tmp_path, linear=tensor(1.0, 2.0))


# --- target encoder -----------------------------------------------------------


def target_encoder(
    folder: Path,
    handle_invalid: str,
    *encodings: tuple[float, ...],
    types: tuple[str, str] = ("double", "int"),
) -> sr.Bundle:
    """The encoder of two columns; nulls were seen in the second one only."""
    (zero, one, two), (first, second, seventh, null) = encodings
    attributes = {
        "handle_invalid": {"string": handle_invalid},
        "categories_0": doubles(0.0, 1.0, 2.0),
        "encodings_0": doubles(zero, one, two),
        "unseen_encoding_0": {"double": 0.5},
        "categories_1": doubles(1.0, 2.0, 7.0),
        "encodings_1": doubles(first, second, seventh),
        "null_encoding_1": {"double": null},
        "unseen_encoding_1": {"double": 0.5},
    }
    inputs = {"input0": types[0], "input1": types[1]}
    outputs = {"output0": "a", "output1": "b"}
    return load(folder, "saltus.target_encoder", attributes, inputs, outputs)


BINARY = ((0.6111111111111112, 0.5, 0.3), (0.7857142857142857, 0.2142857142857143, 0.3, 0.7))


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (0.0, 1, (0.6111111111111112, 0.7857142857142857)),
        (2.0, 7, (0.3, 0.3)),
        (1.0, None, (0.5, 0.7)),
        (None, 1, (0.5, 0.7857142857142857)),
        (NAN, 1, (0.5, 0.7857142857142857)),
        (1.5, 1, (0.5, 0.7857142857142857)),
        (9.0, 1, (0.5, 0.7857142857142857)),
        (-0.0, 1, (0.6111111111111112, 0.7857142857142857)),
        (2147483647.0, 2, (0.5, 0.2142857142857143)),
        (INF, 2147483647, (0.5, 0.5)),
        (0.0, -1, (0.6111111111111112, 0.5)),
    ],
)
def test_a_target_encoder_that_keeps_gives_the_unseen_one_encoding(
    tmp_path: Path, a: float | None, b: int | None, expected: tuple[float, float]
) -> None:
    """Fitted by Spark on a binary target with a smoothing of 1.5."""
    scorer = target_encoder(tmp_path, "keep", *BINARY).scorer()

    assert dict(zip("ab", expected, strict=True)) == scorer.score({"input0": a, "input1": b})


@pytest.mark.parametrize(
    ("a", "b", "reason"),
    [
        (None, 1, "`input0`: holds the unseen category null"),
        (NAN, 1, "`input0`: holds the unseen category NaN"),
        (1.5, 1, "`input0`: holds the unseen category 1.5"),
        (-1.0, 1, "`input0`: holds the unseen category -1"),
        (0.0, -1, "`input1`: holds the unseen category -1"),
    ],
)
def test_a_target_encoder_raises_on_the_unseen(
    tmp_path: Path, a: float | None, b: int, reason: str
) -> None:
    scorer = target_encoder(tmp_path, "error", *BINARY).scorer()

    assert {"a": 0.5, "b": 0.7} == scorer.score({"input0": 1.0, "input1": None})
    with pytest.raises(sr.ScoreError, match=reason):
        scorer.score({"input0": a, "input1": b})


def test_a_target_encoder_takes_numbers_of_every_type_but_booleans(tmp_path: Path) -> None:
    for kind in ("byte", "short", "int", "long"):
        scorer = target_encoder(tmp_path / kind, "keep", *BINARY, types=("float", kind)).scorer()
        assert {"a": 0.3, "b": 0.3} == scorer.score({"input0": 2.0, "input1": 7})
    for kind in ("boolean", "string"):
        with pytest.raises(sr.BundleError, match=f"`input1` is no number but {kind}"):
            target_encoder(tmp_path / kind, "keep", *BINARY, types=("double", kind))


def test_a_target_encoder_of_one_column_has_ports_without_a_number(tmp_path: Path) -> None:
    attributes = {
        "categories_0": doubles(3.0),
        "encodings_0": doubles(0.25),
        "unseen_encoding_0": {},
        "handle_invalid": {"string": "keep"},
    }
    ports = ({"input": "double"}, {"output": "o"})
    scorer = load(tmp_path, "saltus.target_encoder", attributes, *ports).scorer()

    assert [{"o": 0.25}, {"o": 0.0}] == scorer.score_many([{"input": 3.0}, {"input": 4.0}])


def test_a_target_encoder_needs_an_encoding_for_each_category(tmp_path: Path) -> None:
    attributes = {"categories_0": doubles(1.0, 2.0), "encodings_0": doubles(1.0)}
    ports = ({"input": "double"}, {"output": "o"})
    with pytest.raises(sr.BundleError, match="2 categories but 1 encodings for its input 0"):
        load(tmp_path, "saltus.target_encoder", attributes, *ports)

    skip = {**attributes, "handle_invalid": {"string": "skip"}}
    with pytest.raises(sr.BundleError, match="`handle_invalid` is `skip`"):
        load(tmp_path, "saltus.target_encoder", skip, *ports)
