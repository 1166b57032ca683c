"""What MLeap's exporter for scikit-learn writes scores as scikit-learn itself does.

What it cannot write rightly today, whoever reads it:
- `LinearSVC`, `SVC`: as the op `svm`, which MLeap does not know either; `MathBinary` with `logn`.
- `PCA`: writes the components by rows and drops the mean.
- `MinMaxScaler` with a range of its own, `StandardScaler` without mean: drops the setting; without
  deviation it fails.
- `SimpleImputer` behind a `FeatureExtractor`: imputes a vector, which no runtime does.
- `TfidfVectorizer` in a pipeline fails; on its own it drops the norm. `CountVectorizer` is written
  as a tokenizer, so that only the tokens can be compared.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
import saltus_runtime as sr
from saltus_testing.closeness import close, largest
from saltus_testing.sklearn_bundles import export, give_back_old_names, import_exporters, pipeline
from sklearn.decomposition import PCA
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LinearRegression, LogisticRegression, LogisticRegressionCV
from sklearn.pipeline import FeatureUnion
from sklearn.preprocessing import (
    Binarizer,
    MinMaxScaler,
    OneHotEncoder,
    PolynomialFeatures,
    StandardScaler,
)
from sklearn.svm import LinearSVC
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.DataConversionWarning")

import_exporters()

from mleap.sklearn.extensions.data import Imputer  # noqa: E402
from mleap.sklearn.preprocessing.data import (  # noqa: E402
    FeatureExtractor,
    LabelEncoder,
    MathBinary,
    MathUnary,
    ReshapeArrayToN1,
    StringMap,
)

NAMES = ["x", "y", "z"]
ROWS = 300


@pytest.fixture(autouse=True)
def _old_names(monkeypatch: pytest.MonkeyPatch) -> None:
    give_back_old_names(monkeypatch)


@pytest.fixture(scope="module", name="frame")
def _frame() -> pd.DataFrame:
    """Numbers that are whole in single precision, which scikit-learn's trees round to."""
    generator = np.random.default_rng(7)
    columns = generator.normal(size=(ROWS, 3)).astype(np.float32).astype(np.float64)
    frame = pd.DataFrame(columns, columns=NAMES)
    frame["hole"] = frame["x"].where(generator.random(ROWS) < 0.8)
    frame["whole"] = generator.integers(-1, 4, ROWS).astype(float)
    cities = np.array(["Köln", "Oslo", "Åre"], dtype=object)
    frame["city"] = pd.Series(cities[generator.integers(0, 3, ROWS)], dtype=object)
    return frame


def target(frame: pd.DataFrame) -> Any:
    return 2.0 * frame["x"] - frame["y"] * frame["z"] + 0.25


def rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def extractor(output: str = "features") -> Any:
    """What stands in for an assembler of numbers."""
    return FeatureExtractor(NAMES, None, output, NAMES)


def prepared(transformer: Any, before: Any) -> Any:
    transformer.mlinit(prior_tf=before, output_features="out")
    return transformer


def dense(values: Any) -> list[Any]:
    """Return what scikit-learn gave, one entry for each row."""
    array = values.toarray() if hasattr(values, "toarray") else np.asarray(values)
    if array.ndim == 2 and array.shape[1] == 1:
        array = array[:, 0]
    given: list[Any] = array.astype(float).tolist()
    return given


def assert_scores(bundle: sr.Bundle, frame: pd.DataFrame, column: str, expected: Any) -> None:
    scored = bundle.scorer(outputs=[column]).score_many(rows(frame))
    for row, wanted, answer in zip(rows(frame), dense(expected), scored, strict=True):
        assert answer is not None
        got = answer[column]
        # A vector of one element is a plain number in scikit-learn's array of one column.
        given = got[0] if isinstance(got, list) and not isinstance(wanted, list) else got
        assert close(wanted, given, largest([*row.values(), wanted])), (row, wanted, got)


VECTOR_STAGES = {
    "standard_scaler": StandardScaler(),
    "min_max_scaler": MinMaxScaler(),
    "binarizer": Binarizer(threshold=0.25),
    "binarizer_below_zero": Binarizer(threshold=-0.25),
    "polynomial": PolynomialFeatures(degree=3, include_bias=False),
    "polynomial_with_bias": PolynomialFeatures(degree=2),
    "polynomial_of_interactions": PolynomialFeatures(degree=3, interaction_only=True),
}


@pytest.mark.parametrize("stage", VECTOR_STAGES)
def test_a_stage_over_a_vector(frame: pd.DataFrame, tmp_path: Path, stage: str) -> None:
    first = extractor()
    fitted = pipeline(first, prepared(VECTOR_STAGES[stage], first))
    expected = fitted.fit_transform(frame)
    bundle = export(fitted, tmp_path)

    assert dict.fromkeys(NAMES, "double") == {c.name: c.type for c in bundle.inputs}
    assert_scores(bundle, frame, "out", expected)


@pytest.mark.parametrize(
    "settings",
    [{}, {"strategy": "median"}, {"missing_values": -1.0}, {"missing_values": 0.0}],
    ids=str,
)
def test_an_imputer(frame: pd.DataFrame, tmp_path: Path, settings: dict[str, Any]) -> None:
    column = "whole" if "missing_values" in settings else "hole"
    fitted = pipeline(Imputer(column, "out", **settings))
    expected = fitted.fit_transform(frame)

    assert_scores(export(fitted, tmp_path), frame[[column]], "out", expected)


def test_null_is_imputed_too(frame: pd.DataFrame, tmp_path: Path) -> None:
    fitted = pipeline(Imputer("hole", "out"))
    expected = fitted.fit_transform(frame)
    scorer = export(fitted, tmp_path).scorer()
    position = next(i for i, value in enumerate(frame["hole"]) if math.isnan(value))

    assert {"out": dense(expected)[position]} == scorer.score({"hole": None})


def test_a_binarizer_of_a_number(frame: pd.DataFrame, tmp_path: Path) -> None:
    first = Imputer("hole", "filled")
    fitted = pipeline(first, prepared(Binarizer(threshold=0.125), first))
    expected = fitted.fit_transform(frame)

    assert_scores(export(fitted, tmp_path), frame[["hole"]], "out", expected)


def test_a_label_encoder(frame: pd.DataFrame, tmp_path: Path) -> None:
    fitted = pipeline(LabelEncoder(["city"], "out"))
    expected = fitted.fit_transform(frame[["city"]])
    bundle = export(fitted, tmp_path)

    assert ["string"] == [column.type for column in bundle.inputs]
    assert_scores(bundle, frame[["city"]], "out", expected)


@pytest.mark.parametrize("unknown", ["error", "ignore"])
def test_a_one_hot_encoder(frame: pd.DataFrame, tmp_path: Path, unknown: str) -> None:
    labels = LabelEncoder(["city"], "index")
    encoder = prepared(OneHotEncoder(handle_unknown=unknown), labels)
    fitted = pipeline(labels, ReshapeArrayToN1(), encoder)
    expected = fitted.fit_transform(frame[["city"]])

    assert_scores(export(fitted, tmp_path), frame[["city"]], "out", expected)


@pytest.mark.parametrize("operation", ["log", "exp", "sqrt", "sin", "cos", "tan", "abs"])
def test_a_function_of_one_number(frame: pd.DataFrame, tmp_path: Path, operation: str) -> None:
    fitted = pipeline(MathUnary(["x"], "out", operation))
    numbers = frame[["x"]] if operation in {"sin", "abs"} else frame[["x"]].abs()
    expected = fitted.fit_transform(numbers)

    assert_scores(export(fitted, tmp_path), numbers, "out", expected)


@pytest.mark.parametrize("operation", ["add", "sub", "mul", "div", "rem", "pow"])
def test_a_function_of_two_numbers(frame: pd.DataFrame, tmp_path: Path, operation: str) -> None:
    """Of positive ones: NumPy's remainder has the sign of the divisor, MLeap's of the dividend."""
    fitted = pipeline(MathBinary(["x", "y"], "out", operation))
    numbers = frame[["x", "y"]].abs()
    expected = fitted.fit_transform(numbers)

    assert_scores(export(fitted, tmp_path), numbers, "out", expected)


def test_a_map_of_strings(frame: pd.DataFrame, tmp_path: Path) -> None:
    """Its own `transform` calls what pandas 3 has no more, so the expected values are the map's."""
    values = {"Köln": 1.5, "Oslo": -2.0, "Åre": 0.0}
    fitted = pipeline(StringMap(["city"], "out", values))
    expected = frame["city"].map(values)

    assert_scores(export(fitted, tmp_path), frame[["city"]], "out", expected)


def linear(make: Callable[[], Any]) -> Any:
    model = make()
    model.mlinit(input_features="features", prediction_column="prediction")
    return model


def tree(make: Callable[[], Any]) -> Any:
    model = make()
    model.mlinit(input_features="features", prediction_column="prediction", feature_names=NAMES)
    return model


REGRESSORS: dict[str, Callable[[], Any]] = {
    "decision_tree": lambda: tree(lambda: DecisionTreeRegressor(max_depth=6, random_state=1)),
    "random_forest": lambda: tree(lambda: RandomForestRegressor(7, random_state=1)),
    "linear_regression": lambda: linear(LinearRegression),
}
CLASSIFIERS: dict[str, tuple[int, Callable[[], Any]]] = {
    "logistic_regression": (2, lambda: linear(LogisticRegression)),
    "logistic_regression_cv": (
        2,
        lambda: linear(
            lambda: LogisticRegressionCV(
                Cs=3, use_legacy_attributes=False, l1_ratios=(0.0,), scoring="accuracy"
            )
        ),
    ),
    # Written by rows; three classes of three features make a square, where nothing else tells.
    "logistic_regression_square": (3, lambda: linear(LogisticRegression)),
    "logistic_regression_oblong": (4, lambda: linear(LogisticRegression)),
    "decision_tree": (3, lambda: tree(lambda: DecisionTreeClassifier(max_depth=5, random_state=1))),
    "random_forest": (3, lambda: tree(lambda: RandomForestClassifier(7, random_state=1))),
    "random_forest_of_two": (
        2,
        lambda: tree(lambda: RandomForestClassifier(4, max_depth=3, random_state=1)),
    ),
}


@pytest.mark.parametrize("model", REGRESSORS)
def test_a_regressor(frame: pd.DataFrame, tmp_path: Path, model: str) -> None:
    fitted = pipeline(extractor(), REGRESSORS[model]())
    wanted = target(frame)
    # The exporter takes the first row of the coefficients, so that there have to be rows.
    fitted.fit(frame, wanted.to_frame() if model == "linear_regression" else wanted)

    assert_scores(export(fitted, tmp_path), frame, "prediction", fitted.predict(frame))


@pytest.mark.parametrize("model", CLASSIFIERS)
def test_a_classifier(frame: pd.DataFrame, tmp_path: Path, model: str) -> None:
    classes, make = CLASSIFIERS[model]
    fitted = pipeline(extractor(), make())
    fitted.fit(frame, np.digitize(target(frame), [0.0, 1.5, 3.0][: classes - 1]))
    bundle = export(fitted, tmp_path)

    assert_scores(bundle, frame, "prediction", fitted.predict(frame))
    if model.startswith("random_forest"):
        assert_scores(bundle, frame, "probability", fitted.predict_proba(frame))


def test_a_union_of_pipelines(frame: pd.DataFrame, tmp_path: Path) -> None:
    """Numbers and a category, each prepared on its own, then assembled for a model."""
    numbers, city = extractor("numbers"), FeatureExtractor(["city"], None, "cities", ["city"])
    scaler, labels = StandardScaler(), LabelEncoder(["city"], "index")
    scaler.mlinit(prior_tf=numbers, output_features="scaled")
    encoder = OneHotEncoder(sparse_output=False)
    encoder.mlinit(prior_tf=labels, output_features="encoded")
    branches = [
        pipeline(numbers, scaler),
        pipeline(city, labels, ReshapeArrayToN1(), encoder),
    ]
    union = FeatureUnion([(branch.name, branch) for branch in branches])
    union.mlinit()
    together = FeatureExtractor(None, [scaler, encoder], "features", [])
    together.skip_fit_transform = True
    fitted = pipeline(union, together, linear(LogisticRegression))
    fitted.fit(frame, (target(frame) > 0.0).astype(int))
    bundle = export(fitted, tmp_path)

    assert [*NAMES, "city"] == [column.name for column in bundle.inputs]
    assert_scores(bundle, frame, "prediction", fitted.predict(frame))


def pca(components: int) -> Any:
    model = PCA(n_components=components)
    model.mlinit(input_features="features", prediction_column="out")
    return model


@pytest.mark.parametrize(
    ("stage", "reason"),
    [
        (lambda: linear(LinearSVC), "the op `svm`"),
        (lambda: MathBinary(["x", "y"], "out", "logn"), "the operation `logn`"),
        (lambda: pca(2), "of which MLeap's exporter writes neither the mean"),
        (lambda: pca(3), "of which MLeap's exporter writes neither the mean"),
    ],
    ids=["svm", "logn", "pca", "pca_square"],
)
def test_what_is_written_wrongly_is_refused(
    frame: pd.DataFrame, tmp_path: Path, stage: Callable[[], Any], reason: str
) -> None:
    fitted = pipeline(extractor(), stage())
    fitted.fit(frame, target(frame) > 0.0)

    with pytest.raises(sr.BundleError, match=reason):
        export(fitted, tmp_path)


def test_a_count_vectorizer_is_written_as_its_tokenizer(tmp_path: Path) -> None:
    vectorizer = CountVectorizer()
    vectorizer.mlinit(input_features="text", prediction_column="out")
    fitted = pipeline(vectorizer)
    fitted.fit(["some text"])

    scored = export(fitted, tmp_path).scorer().score({"text": "Some  text "})

    assert {"out": ["some", "", "text"]} == scored


def test_tf_idf_without_norm_over_tokens(tmp_path: Path) -> None:
    texts = ["an apple an orange", "an egg", "one apple one egg", "nothing"]
    vectorizer = TfidfVectorizer(norm=None)
    vectorizer.mlinit(input_features="tokens", prediction_column="out")
    expected = vectorizer.fit_transform(texts)
    bundle = export(vectorizer, tmp_path)
    frame = pd.DataFrame({"tokens": [text.split() for text in texts]})

    assert ["list<string>"] == [column.type for column in bundle.inputs]
    assert_scores(bundle, frame, "out", expected)
