"""Every figure against scikit-learn's, on the same predictions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from pyspark.ml.linalg import Vectors
from saltus_training.evaluation import (
    BinaryEvaluation,
    MulticlassEvaluation,
    RankingEvaluation,
    RegressionEvaluation,
    evaluate_binary,
    evaluate_clustering,
    evaluate_multiclass,
    evaluate_ranking,
    evaluate_ratings,
    evaluate_regression,
)
from sklearn import metrics
from sklearn.calibration import calibration_curve

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.spark

ROWS = 400
CLASSES = 3
K = 5
Arrays = dict[str, np.ndarray[Any, Any]]

random = np.random.default_rng(2013)


@pytest.fixture(name="two", scope="module")
def _two() -> Arrays:
    truth = random.integers(0, 2, ROWS)
    # Rounded, so that there are ties.
    score = np.clip(truth * 0.3 + random.random(ROWS) * 0.7, 0, 1).round(2)
    return {"truth": truth, "score": score, "prediction": (score > 0.5).astype(int)}


@pytest.fixture(name="binary", scope="module")
def _binary(spark: SparkSession, two: Arrays) -> BinaryEvaluation:
    rows = [
        (float(truth), float(prediction), Vectors.dense(1 - score, score))
        for truth, prediction, score in zip(
            two["truth"], two["prediction"], two["score"], strict=True
        )
    ]
    frame = spark.createDataFrame(rows, ["label", "prediction", "probability"])
    return evaluate_binary(frame.withColumn("rawPrediction", frame.probability), "label")


def test_binary_figures(binary: BinaryEvaluation, two: Arrays) -> None:
    truth, prediction = two["truth"], two["prediction"]
    figures = binary.to_dict()

    assert metrics.roc_auc_score(truth, two["score"]) == pytest.approx(figures["area_under_roc"])
    assert metrics.precision_score(truth, prediction) == pytest.approx(figures["precision"])
    assert metrics.recall_score(truth, prediction) == pytest.approx(figures["recall"])
    assert metrics.f1_score(truth, prediction) == pytest.approx(figures["f1"])
    assert metrics.log_loss(truth, two["score"]) == pytest.approx(figures["log_loss"])
    assert metrics.confusion_matrix(truth, prediction).tolist() == binary.curves()["confusion"]


def test_area_under_pr_differs_in_its_first_point_only(
    binary: BinaryEvaluation, two: Arrays
) -> None:
    """Spark starts the curve at the precision of the highest score, scikit-learn at 1."""
    precision, recall, _ = metrics.precision_recall_curve(two["truth"], two["score"])
    precision[-1] = precision[-2]

    assert metrics.auc(recall, precision) == pytest.approx(binary.area_under_pr)


def test_the_roc_curve_has_the_same_area(binary: BinaryEvaluation) -> None:
    points = np.array(binary.curves()["roc"])

    assert [0.0, 0.0] == points[0].tolist()
    assert [1.0, 1.0] == points[-1].tolist()
    assert metrics.auc(points[:, 0], points[:, 1]) == pytest.approx(binary.area_under_roc)


def test_every_threshold_is_the_one_it_says(binary: BinaryEvaluation, two: Arrays) -> None:
    table: Any = binary.curves()["thresholds"]

    assert 19 == len(table)
    for row in table:
        found = (two["score"] >= row["threshold"] - 1e-12).astype(int)
        expected = metrics.precision_score(two["truth"], found, zero_division=0)
        assert int(found.sum()) == row["predicted"]
        assert expected == pytest.approx(row["precision"])
        assert metrics.recall_score(two["truth"], found) == pytest.approx(row["recall"])


def test_calibration_covers_every_row(binary: BinaryEvaluation, two: Arrays) -> None:
    table: Any = binary.curves()["calibration"]

    assert ROWS == sum(row["rows"] for row in table)
    assert two["truth"].sum() == pytest.approx(sum(row["actual"] * row["rows"] for row in table))
    assert two["score"].sum() == pytest.approx(sum(row["predicted"] * row["rows"] for row in table))


def test_calibration_by_tenth(binary: BinaryEvaluation, two: Arrays) -> None:
    """What is at an edge belongs to the bin above here, to the one below there."""
    table: Any = binary.curves()["calibration"]
    above = np.minimum(two["score"] + 1e-9, 1)

    actual, predicted = calibration_curve(two["truth"], above, n_bins=10)

    assert actual.tolist() == pytest.approx([row["actual"] for row in table])
    assert predicted.tolist() == pytest.approx([row["predicted"] for row in table])


@pytest.fixture(name="many", scope="module")
def _many() -> Arrays:
    truth = random.choice(CLASSES, ROWS, p=[0.6, 0.3, 0.1])
    score = random.dirichlet([1] * CLASSES, ROWS) + np.eye(CLASSES)[truth] * 0.5
    score /= score.sum(axis=1, keepdims=True)
    return {"truth": truth, "score": score, "prediction": score.argmax(axis=1)}


@pytest.fixture(name="multiclass", scope="module")
def _multiclass(spark: SparkSession, many: Arrays) -> MulticlassEvaluation:
    rows = [
        (float(truth), float(prediction), Vectors.dense(score))
        for truth, prediction, score in zip(
            many["truth"], many["prediction"], many["score"], strict=True
        )
    ]
    frame = spark.createDataFrame(rows, ["label", "prediction", "probability"])
    return evaluate_multiclass(frame, "label")


@pytest.mark.parametrize("average", ["macro", "weighted"])
def test_averages_over_classes(
    multiclass: MulticlassEvaluation, many: Arrays, average: str
) -> None:
    figures, given = multiclass.to_dict(), (many["truth"], many["prediction"])

    for name in ("precision", "recall", "f1"):
        expected = getattr(metrics, f"{name}_score")(*given, average=average)
        assert expected == pytest.approx(figures[f"{name}_{average}"])


def test_figures_of_each_class(multiclass: MulticlassEvaluation, many: Arrays) -> None:
    given = (many["truth"], many["prediction"])
    found = multiclass.confusion.by_class()
    precision, recall, f1, support = metrics.precision_recall_fscore_support(*given)

    assert metrics.confusion_matrix(*given).tolist() == multiclass.confusion.table()
    for index in range(CLASSES):
        assert support[index] == found[index].support
        expected = (precision[index], recall[index], f1[index])
        assert expected == pytest.approx(
            (found[index].precision, found[index].recall, found[index].f1)
        )


def test_multiclass_scores(multiclass: MulticlassEvaluation, many: Arrays) -> None:
    figures = multiclass.to_dict()
    area = metrics.roc_auc_score(many["truth"], many["score"], multi_class="ovr", average="macro")

    assert area == pytest.approx(figures["area_under_roc_macro"])
    assert metrics.log_loss(many["truth"], many["score"]) == pytest.approx(figures["log_loss"])
    assert metrics.accuracy_score(many["truth"], many["prediction"]) == figures["accuracy"]


@pytest.mark.parametrize("index", range(CLASSES))
def test_curves_of_each_class_against_the_others(
    multiclass: MulticlassEvaluation, many: Arrays, index: int
) -> None:
    """They are counted in thousandths, so that a few rows may be on either side of a point."""
    curves = multiclass.curves()
    mine, score = many["truth"] == index, many["score"][:, index]
    roc = np.array(curves["roc"][str(index)])
    exact = curves["classes"][str(index)]["area_under_roc"]

    assert metrics.roc_auc_score(mine, score) == pytest.approx(exact)
    assert exact == pytest.approx(metrics.auc(roc[:, 0], roc[:, 1]), abs=0.005)
    assert ROWS == sum(row["rows"] for row in curves["calibration"][str(index)])
    recalls = [recall for recall, _ in curves["precision_recall"][str(index)]]
    assert sorted(recalls) == recalls
    assert 1.0 == recalls[-1]


@pytest.fixture(name="numbers", scope="module")
def _numbers() -> Arrays:
    truth = random.normal(10, 3, ROWS)
    return {"truth": truth, "prediction": truth + random.normal(0, 1, ROWS)}


@pytest.fixture(name="regression", scope="module")
def _regression(spark: SparkSession, numbers: Arrays) -> RegressionEvaluation:
    rows = [tuple(map(float, pair)) for pair in zip(*numbers.values(), strict=True)]
    return evaluate_regression(spark.createDataFrame(rows, ["label", "prediction"]), "label")


def test_regression_figures(regression: RegressionEvaluation, numbers: Arrays) -> None:
    given = (numbers["truth"], numbers["prediction"])

    assert metrics.root_mean_squared_error(*given) == pytest.approx(regression.rmse)
    assert metrics.mean_absolute_error(*given) == pytest.approx(regression.mae)
    assert metrics.r2_score(*given) == pytest.approx(regression.r2)
    assert numbers["truth"].std() == pytest.approx(regression.deviation)


def test_residual_quantiles_are_residuals(
    regression: RegressionEvaluation, numbers: Arrays
) -> None:
    residuals = numbers["truth"] - numbers["prediction"]

    for share, value in regression.residual_quantiles.items():
        assert np.quantile(residuals, share, method="inverted_cdf") == pytest.approx(value)


def test_residuals_by_prediction_cover_every_row(regression: RegressionEvaluation) -> None:
    squared = sum(each["rows"] * each["rmse"] ** 2 for each in regression.residuals)

    assert ROWS == sum(each["rows"] for each in regression.residuals)
    assert regression.rmse**2 == pytest.approx(squared / ROWS)


def test_silhouette_and_sizes(spark: SparkSession) -> None:
    centers = np.array([[0.0, 0.0], [4.0, 4.0]])
    clusters = random.integers(0, 2, ROWS)
    points = centers[clusters] + random.normal(0, 1, (ROWS, 2))
    rows = [
        (Vectors.dense(point), int(cluster))
        for point, cluster in zip(points, clusters, strict=True)
    ]

    found = evaluate_clustering(spark.createDataFrame(rows, ["features", "prediction"]))

    expected = metrics.silhouette_score(points, clusters, metric="sqeuclidean")
    assert expected == pytest.approx(found.silhouette)
    assert np.bincount(clusters).tolist() == list(found.sizes.values())


USERS = 12
ITEMS = 20


@pytest.fixture(name="tastes", scope="module")
def _tastes() -> Arrays:
    return {"score": random.random((USERS, ITEMS)), "right": random.random((USERS, ITEMS)) < 0.3}


@pytest.fixture(name="ranking", scope="module")
def _ranking(spark: SparkSession, tastes: Arrays) -> RankingEvaluation:
    order = (-tastes["score"]).argsort(axis=1)
    ranked = [(user, order[user].tolist()) for user in range(USERS)]
    right = [(user, np.flatnonzero(tastes["right"][user]).tolist()) for user in range(USERS)]
    return evaluate_ranking(
        spark.createDataFrame(ranked, "user int, ranked array<int>"),
        spark.createDataFrame(right, "user int, relevant array<int>"),
        k=K,
        items=ITEMS,
    )


def test_ranking_figures(ranking: RankingEvaluation, tastes: Arrays) -> None:
    right, score = tastes["right"], tastes["score"]
    shown = np.zeros_like(right)
    np.put_along_axis(shown, (-score).argsort(axis=1)[:, :K], values=True, axis=1)

    assert USERS == ranking.users
    assert metrics.ndcg_score(right, score, k=K) == pytest.approx(ranking.ndcg)
    for name in ("precision", "recall"):
        expected = getattr(metrics, f"{name}_score")(right, shown, average="samples")
        assert expected == pytest.approx(getattr(ranking, name))
    assert shown.any(axis=0).mean() == pytest.approx(ranking.coverage)


def test_map_over_whole_lists_is_average_precision(spark: SparkSession, tastes: Arrays) -> None:
    order = (-tastes["score"]).argsort(axis=1)
    users = range(USERS)
    found = evaluate_ranking(
        spark.createDataFrame(
            [(user, order[user].tolist()) for user in users], "user int, ranked array<int>"
        ),
        spark.createDataFrame(
            [(user, np.flatnonzero(tastes["right"][user]).tolist()) for user in users],
            "user int, relevant array<int>",
        ),
        k=ITEMS,
        items=ITEMS,
    )

    each = [
        metrics.average_precision_score(tastes["right"][user], tastes["score"][user])
        for user in users
    ]
    assert np.mean(each) == pytest.approx(found.map)


def test_who_is_new_is_counted_where_there_is_a_prediction_all_the_same(
    spark: SparkSession,
) -> None:
    rows = [(4.0, 3.0, 0.5), (2.0, 2.0, 0.1), (5.0, 4.0, float("nan"))]
    frame = spark.createDataFrame(rows, ["rating", "prediction", "taste"])

    figures, cold = evaluate_ratings(frame, "rating", "taste")

    expected = metrics.root_mean_squared_error([4, 2, 5], [3, 2, 4])
    assert expected == pytest.approx(figures.rmse)
    assert (3, pytest.approx(1 / 3)) == (figures.rows, cold)


def test_ratings_of_new_users_are_counted_apart(spark: SparkSession) -> None:
    rows = [(4.0, 3.0), (2.0, 2.0), (5.0, float("nan")), (1.0, float("nan"))]

    figures, cold = evaluate_ratings(
        spark.createDataFrame(rows, ["rating", "prediction"]), "rating"
    )

    assert metrics.root_mean_squared_error([4, 2], [3, 2]) == pytest.approx(figures.rmse)
    assert (2, 0.5) == (figures.rows, cold)
