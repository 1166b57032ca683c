"""Figures of a binary classifier, against what they are by definition."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest
from pyspark.ml.linalg import Vectors
from saltus_training.evaluation import (
    BinaryEvaluation,
    Confusion,
    EvaluationError,
    evaluate_binary,
)

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

# Truth and margin; a margin above 0 is predicted as 1.
ANSWERS = [(1, 3.0), (0, 2.0), (1, 1.0), (1, 1.0), (0, 1.0), (0, -1.0), (1, -2.0), (0, -3.0)]
ANSWERS += [(0, -4.0), (0, -5.0)]


def scored(spark: SparkSession, answers: list[tuple[int, float]]) -> DataFrame:
    rows = [
        (float(truth), float(margin > 0), Vectors.dense(-margin, margin))
        for truth, margin in answers
    ]
    return spark.createDataFrame(rows, ["late", "prediction", "rawPrediction"])


@pytest.fixture(name="evaluation", scope="module")
def _evaluation(spark: SparkSession) -> BinaryEvaluation:
    return evaluate_binary(scored(spark, ANSWERS), label="late")


@pytest.mark.spark
def test_every_row_is_counted_once(evaluation: BinaryEvaluation) -> None:
    expected = Confusion(true_positive=3, false_positive=2, true_negative=4, false_negative=1)

    assert expected == evaluation.confusion
    assert len(ANSWERS) == evaluation.rows


@pytest.mark.spark
def test_area_under_roc_is_the_share_of_pairs_in_order(evaluation: BinaryEvaluation) -> None:
    """A tie counts half."""
    late = [margin for truth, margin in ANSWERS if truth]
    on_time = [margin for truth, margin in ANSWERS if not truth]
    pairs = [(a > b) + (a == b) / 2 for a, b in product(late, on_time)]

    assert sum(pairs) / len(pairs) == pytest.approx(evaluation.area_under_roc)


@pytest.mark.spark
def test_area_under_pr_is_between_the_base_rate_and_1(evaluation: BinaryEvaluation) -> None:
    assert evaluation.base_rate < evaluation.area_under_pr < 1


@pytest.mark.spark
@pytest.mark.parametrize("present", [0, 1])
def test_one_class_alone_cannot_be_evaluated(spark: SparkSession, present: int) -> None:
    rows = scored(spark, [answer for answer in ANSWERS if answer[0] == present])

    with pytest.raises(EvaluationError, match=f"none of class {1 - present}") as caught:
        evaluate_binary(rows, label="late")

    assert "late" == caught.value.label


CONFUSION = Confusion(true_positive=30, false_positive=10, true_negative=50, false_negative=10)


def test_ratios_are_those_of_the_counts() -> None:
    assert 0.75 == CONFUSION.precision
    assert 0.75 == CONFUSION.recall
    assert 0.75 == CONFUSION.f1
    assert 0.8 == CONFUSION.accuracy


def test_a_classifier_that_never_says_1_has_no_precision() -> None:
    silent = Confusion(true_positive=0, false_positive=0, true_negative=6, false_negative=4)

    assert (0.0, 0.0, 0.0) == (silent.precision, silent.recall, silent.f1)


def test_measures_stand_beside_learning_nothing() -> None:
    evaluation = BinaryEvaluation(CONFUSION, area_under_roc=0.8, area_under_pr=0.7)

    references = {measure.name: measure.reference for measure in evaluation.measures()}

    assert references == {
        "area under ROC": 0.5,
        "area under PR": 0.4,
        "precision": 0.4,
        "recall": None,
        "F1": pytest.approx(2 * 0.4 / 1.4),
        "accuracy": 0.6,
    }


def test_the_majority_may_be_class_1() -> None:
    mostly_late = Confusion(true_positive=7, false_positive=3, true_negative=0, false_negative=0)

    assert 0.7 == BinaryEvaluation(mostly_late, 0.5, 0.7).majority_accuracy


def test_a_model_card_gets_counts_as_integers() -> None:
    figures = BinaryEvaluation(CONFUSION, area_under_roc=0.8, area_under_pr=0.7).to_dict()

    assert (30, 100) == (figures["true_positive"], figures["rows"])
    assert isinstance(figures["rows"], int)
    assert 0.4 == figures["base_rate"]
