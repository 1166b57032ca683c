"""The report on a bundle: one page that shows what there is and loads nothing."""

from __future__ import annotations

import base64
import re
from dataclasses import asdict, replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from saltus_training.cli import app
from saltus_training.evaluation import (
    BinaryEvaluation,
    ClusteringEvaluation,
    Confusion,
    ConfusionMatrix,
    Evaluation,
    MulticlassEvaluation,
    RankingEvaluation,
    RecommendationEvaluation,
    RegressionEvaluation,
)
from saltus_training.evaluation.histogram import BINS, ScoreHistogram
from saltus_training.model_report import Content, render_report
from typer.testing import CliRunner

if TYPE_CHECKING:
    from pathlib import Path

_LOADING = {"src", "srcset", "href", "xlink:href", "action", "data", "poster", "background"}
_VOID = {"meta", "img", "br", "hr", "link", "input"}


class Page(HTMLParser):
    """What a reader meets: headings, pictures with their words, tables, and what is loaded."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.headings: list[str] = []
        self.pictures: dict[str, tuple[str, str]] = {}
        self.loaded: list[str] = []
        self.cells: list[str] = []
        self.scripts = 0
        self._open: list[str] = []
        self._section = ""
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.loaded += [value for name, value in given.items() if name in _LOADING]
        self.scripts += tag == "script"
        if tag == "section":
            self._section = given.get("aria-labelledby", "")
        if tag == "img":
            self.pictures[self._section] = (given["src"], given["alt"])
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A `<rect/>` of a small picture has nothing to load."""

    def handle_endtag(self, tag: str) -> None:
        assert tag == self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] in {"h1", "h2"}:
            self.headings.append(data)
        if self._open and self._open[-1] in {"td", "th"}:
            self.cells.append(data)


def histogram() -> ScoreHistogram:
    """Probabilities that mean what they say."""
    positives = tuple(range(BINS + 1))
    sums = tuple(BINS * (index / BINS) for index in range(BINS + 1))
    return ScoreHistogram(positives, positives[::-1], sums)


CONFUSION = Confusion(true_positive=300, false_positive=100, true_negative=500, false_negative=100)
RESIDUALS = tuple(
    {"rows": 10 + x, "prediction": float(x), "residual": 0.1 * x, "rmse": 1.0 + x} for x in range(9)
)
REGRESSION = RegressionEvaluation(
    100, 1.5, 1.0, 0.7, 3.0, {0.05: -2.0, 0.5: 0.1, 0.95: 2.5}, RESIDUALS
)
MANY = ConfusionMatrix({(a, b): 1 + 20 * (a == b) for a in range(11) for b in range(11)})

EVALUATIONS: dict[str, Evaluation] = {
    "binary_classification": BinaryEvaluation(CONFUSION, 0.81, 0.7, 0.4, histogram()),
    "multiclass_classification": MulticlassEvaluation(
        MANY, 0.5, {0: 0.9, 10: 0.8}, {0: 0.7, 10: 0.6}, {0: histogram(), 10: histogram()}
    ),
    "regression": REGRESSION,
    "clustering": ClusteringEvaluation(0.57, {0: 70, 1: 30}, {2: 0.57, 10: 0.3}),
    "recommendation": RecommendationEvaluation(
        REGRESSION, 0.04, RankingEvaluation(10, 50, 0.1, 0.2, 0.3, 0.4, 0.5)
    ),
}
PICTURES = {
    "binary_classification": {"roc", "precision_recall", "calibration", "confusion", "importance"},
    "multiclass_classification": {
        *("roc", "precision_recall", "calibration", "confusion", "importance")
    },
    "regression": {"residuals", "importance"},
    "clustering": {"silhouettes", "sizes", "importance"},
    "recommendation": {"residuals", "importance"},
}


def card(task: str) -> dict[str, Any]:
    """As `run` writes it."""
    evaluation = EVALUATIONS[task]
    return {
        "name": "wings",
        "task": task,
        "metrics": evaluation.to_dict(),
        "evaluation": {
            **evaluation.curves(),
            "measures": [asdict(each) for each in evaluation.measures()],
            "known": {"measure": "RMSE", "value": 0.9, "source": "somebody"},
            "importance": {"age": 0.25, "calls": 0.75},
        },
    }


@pytest.fixture(name="sample", scope="module")
def _sample(sample_bundle: Path) -> Content:
    return Content.read(sample_bundle)


def page(content: Content) -> Page:
    return Page(render_report(content))


@pytest.mark.parametrize("task", EVALUATIONS)
def test_each_task_has_its_pictures(sample: Content, task: str) -> None:
    shown = page(replace(sample, card=card(task)))

    assert PICTURES[task] == set(shown.pictures)
    assert "wings" == shown.headings[0]
    assert {"Measures", "Training data", "Origin"} <= set(shown.headings)


@pytest.mark.parametrize("task", EVALUATIONS)
def test_nothing_is_loaded(sample: Content, task: str) -> None:
    text = render_report(replace(sample, card=card(task)))
    shown = Page(text)

    assert shown.loaded
    assert all(each.startswith("data:image/svg+xml;base64,") for each in shown.loaded)
    assert 0 == shown.scripts
    assert not re.search(r"@import|url\(|https?:", text.replace("http-equiv", ""))
    assert "default-src 'none'" in text


@pytest.mark.parametrize("task", EVALUATIONS)
def test_a_picture_is_a_whole_drawing_that_loads_nothing(sample: Content, task: str) -> None:
    for uri, words in page(replace(sample, card=card(task))).pictures.values():
        drawing = ET.fromstring(base64.b64decode(uri.partition(",")[2]))  # noqa: S314 - our own
        parts = list(drawing.iter())
        values = [value for part in parts for value in part.attrib.values()]
        names = {name for part in parts for name in part.attrib if name.endswith("href")}

        assert len(parts) > 20
        assert all(
            part.attrib[x].startswith("#") for part in parts for x in names & set(part.keys())
        )
        assert all("url(#" in value for value in values if "url(" in value)
        assert re.search(r"\d", words)


def test_what_is_drawn_is_said_in_words(sample: Content) -> None:
    binary = page(replace(sample, card=card("binary_classification")))
    clusters = page(replace(sample, card=card("clustering")))

    assert "The area under the curve is 0.810" in binary.pictures["roc"][1]
    assert "83% of “on_time”, 75% of “late”" in binary.pictures["confusion"][1]
    assert "differ by 0.000 for “late”" in binary.pictures["calibration"][1]
    assert "“calls” 0.75, “age” 0.25" in binary.pictures["importance"][1]
    assert "best with 2 clusters: 0.570" in clusters.pictures["silhouettes"][1]


def test_figures_stand_beside_learning_nothing_and_what_is_known(sample: Content) -> None:
    text = render_report(replace(sample, card=card("recommendation")))

    assert "1.500</td><td>3.000 (mean rating)" in text
    assert "Known: RMSE 0.9, somebody." in text


def test_classes_are_in_the_order_of_their_numbers(sample: Content) -> None:
    """A card is JSON, where `10` comes before `2`."""
    given = card("multiclass_classification")
    for key in ("classes", "roc"):
        given["evaluation"][key] = dict(sorted(given["evaluation"][key].items()))

    shown = page(replace(sample, card=given, schema=None))

    names = [cell for cell in shown.cells if cell in {str(index) for index in range(11)}]
    assert [str(index) for index in range(11)] == names[:11]
    assert "of “1”" in shown.pictures["confusion"][1].split(",")[1]


def test_what_a_bundle_lacks_is_said(sample: Content) -> None:
    shown = render_report(sample)

    assert "Not in this bundle: ROC curve, Precision and recall, Calibration" in shown
    assert "exported without an evaluation" in shown
    assert {"importance"} == set(Page(shown).pictures)
    assert "area_under_roc" in shown


def test_a_bundle_of_mleaps_own_is_shown_as_far_as_it_goes(root: Path) -> None:
    bundle = root / "tests/fixtures/mleap/categorical_rf_regressor/bundle.zip"

    shown = render_report(Content.read(bundle))

    assert "no: it has no golden rows" in shown
    assert "it was exported without rows" in shown
    assert "how many splits ask for the feature" in Page(shown).pictures["importance"][1] + shown
    assert re.search("“ci” [0-9]+", Page(shown).pictures["importance"][1])


def test_the_training_data_are_shown_feature_by_feature(sample: Content) -> None:
    cells = page(sample).cells

    row = cells[cells.index("distance") :][:4]
    assert ["distance", "int", "0.0%"] == row[:3]
    assert "80 to 4,983, half of them 502 to 1,391, median 888" in cells
    assert any(cell.startswith("16 categories: UA 17%") for cell in cells)


def test_what_a_card_says_is_text(sample: Content) -> None:
    hostile = '<script>alert("1")</script>'
    given = {**card("regression"), "name": hostile, "description": hostile}
    given["evaluation"]["importance"] = {hostile: 1.0}

    shown = page(replace(sample, card=given))

    assert 0 == shown.scripts
    assert hostile == shown.headings[0]


@pytest.mark.parametrize("name", ["$a_$ and $", "<b>&amp;", "客户", "_hidden", "a" * 300])
def test_any_name_can_be_drawn(sample: Content, name: str) -> None:
    given = card("binary_classification")
    given["evaluation"]["importance"] = {name: 1.0}

    uri, words = page(replace(sample, card=given)).pictures["importance"]

    text = "".join(ET.fromstring(base64.b64decode(uri.partition(",")[2])).itertext())  # noqa: S314
    assert name[:30] in text
    assert f"“{name}” 1" in words


def test_the_command_writes_the_same_page_every_time(sample_bundle: Path, tmp_path: Path) -> None:
    bundle = tmp_path / "flights.zip"
    bundle.write_bytes(sample_bundle.read_bytes())
    other = tmp_path / "other.html"

    first = CliRunner().invoke(app, ["report", str(bundle)])
    second = CliRunner().invoke(app, ["report", str(bundle), "-o", str(other)])

    assert (0, 0) == (first.exit_code, second.exit_code)
    target = tmp_path / "flights.report.html"
    assert str(target) == first.stdout.strip()
    assert target.read_bytes() == other.read_bytes()
    assert {bundle, target, other} == set(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("target", "message"),
    [("there/is/none.html", "cannot be written: No such file"), ("", "cannot be written")],
)
def test_a_page_that_cannot_be_written_is_one_line(
    sample_bundle: Path, tmp_path: Path, target: str, message: str
) -> None:
    done = CliRunner().invoke(app, ["report", str(sample_bundle), "-o", str(tmp_path / target)])

    assert 1 == done.exit_code
    assert message in done.stderr
    assert [] == list(tmp_path.iterdir())


def test_a_bundle_that_is_none_is_one_line(tmp_path: Path) -> None:
    bundle = tmp_path / "broken.zip"
    bundle.write_bytes(b"PK")

    done = CliRunner().invoke(app, ["report", str(bundle)])

    assert 1 == done.exit_code
    assert done.stderr.startswith(f"error: `{bundle}`: the bundle cannot be used")
    assert [bundle] == list(tmp_path.iterdir())
