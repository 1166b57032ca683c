"""Files that nobody prepared end in a served bundle, or in one clear message."""

from __future__ import annotations

import csv
import json
import random
import re
import statistics
import subprocess
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import saltus_runtime as sr
from saltus_testing.service import SALTUS, Service
from saltus_training.cli import app
from saltus_training.fit import make_plan, write_recipe
from saltus_training.ingest import read_data
from saltus_training.recipes.file import read_recipe
from typer.testing import CliRunner

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result
    from pyspark.sql import SparkSession

pytestmark = [pytest.mark.spark, pytest.mark.usefixtures("spark"), pytest.mark.timeout(900)]

ROWS = 400


def invoke(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def serve(result: Result, data: Path, folder: Path) -> list[dict[str, Any]]:
    """Types what the command said, and asks the service about the first rows of the file."""
    assert 0 == result.exit_code, result.output
    promote = re.search(
        r"^ +saltus (promote \w+ --model \S+ --store (\S+))$", result.stdout, re.MULTILINE
    )
    assert promote is not None, result.stdout
    subprocess.run([SALTUS, *promote[1].split()], check=True, capture_output=True)
    with data.open(newline="", encoding="utf-8-sig") as file:
        rows = [row for row, _ in zip(csv.DictReader(file), range(20), strict=False)]
    with Service(folder, "--store", promote[2]) as service, httpx.Client() as client:
        inputs = client.get(f"{service.url}/model/schema").json()["inputs"]
        answers = []
        for row in rows:
            body = {each["name"]: value(row[each["name"]], each["type"]) for each in inputs}
            answer = client.post(f"{service.url}/predict", json=body)
            assert 200 == answer.status_code, answer.text
            answers.append(answer.json())
        return answers


def value(text: str, kind: str) -> str | float | None:
    """As a client that knows the schema writes a cell of the file."""
    if text.strip() in {"", "?", "n/a"}:
        return None
    return float(text) if kind == "double" else text


@pytest.fixture(name="customers", scope="module")
def _customers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Gaps, quotes, dates, a constant, leaks, many categories and 1 % of broken lines."""
    draw = random.Random(1)  # noqa: S311 - no secret
    rows = []
    for number in range(ROWS):
        age, calls = draw.randint(18, 90), draw.randint(0, 9)
        leaves = draw.random() < 0.1 + 0.08 * calls
        rows.append(
            {
                "id": f"C{number:05}",
                "age": age if draw.random() > 0.1 else "",
                "calls": calls,
                'plan, "or" tariff': draw.choice(['the "big" one', "small, cheap", ""]),
                "town": f"town {draw.randint(0, 99)}",
                "since": f"20{draw.randint(10, 24)}-0{draw.randint(1, 9)}-11",
                "country": "NZ",
                "left": str(leaves).lower(),
                "churn": "yes" if leaves else "no",
            }
        )
    path = write(tmp_path_factory.mktemp("customers") / "customers.csv", rows)
    lines = path.read_text().splitlines()
    for broken in (50, 150, 250, 350):
        lines[broken] += ",one,too,many"
    path.write_text("\n".join(lines))
    return path


@pytest.fixture(name="fitted", scope="module")
def _fitted(customers: Path, spark: SparkSession) -> tuple[Result, Path]:
    assert spark is not None
    output, rejected = customers.parent / "bundles", customers.parent / "rejected"
    places = ["--output", output, "--store", customers.parent / "store", "--rejected", rejected]
    # Which is the best of all is asked where the docs are tried out.
    some = ["--pipeline", "logistic_regression"]
    return invoke("fit", "--data", customers, "--label", "churn", *places, *some), output


def test_it_ends_in_a_bundle_that_is_verified(fitted: tuple[Result, Path]) -> None:
    result, output = fitted
    assert 0 == result.exit_code, result.output
    (path,) = output.glob("*.zip")

    bundle = sr.load(path)
    answer = bundle.scorer().score(
        {"age": None, "calls": 9.0, 'plan, "or" tariff': "new", "town": "nowhere"}
    )

    assert "golden" == sr.verify(bundle).status
    assert f"saltus serve {path}" in result.stdout
    assert answer["prediction"] in {0.0, 1.0}


def test_it_is_served(fitted: tuple[Result, Path], customers: Path, tmp_path: Path) -> None:
    answers = serve(fitted[0], customers, tmp_path)

    assert {"yes", "no"} == {answer["label"] for answer in answers}
    assert {"yes", "no"} == set(answers[0]["probability"])


def test_a_report_lies_beside_it(fitted: tuple[Result, Path]) -> None:
    (report,) = fitted[1].glob("*.report.html")
    text = report.read_text(encoding="utf-8")

    assert str(report) in fitted[0].stdout
    assert "Not in this bundle" not in text
    assert "What is `churn`?" in text


def test_broken_lines_are_counted_and_placed(fitted: tuple[Result, Path]) -> None:
    said = fitted[0].stderr

    assert "4 records do not fit and are kept aside" in said
    for line in (51, 151, 251, 351):
        assert f"customers.csv, line {line}: not 9 values, as the header has" in said


def test_broken_lines_are_kept_with_place_and_reason(fitted: tuple[Result, Path]) -> None:
    folder = fitted[1].parent / "rejected"

    lines = [line for file in folder.glob("*.json") for line in file.read_text().splitlines()]

    records = sorted((json.loads(line) for line in lines), key=itemgetter("line"))
    assert [51, 151, 251, 351] == [record["line"] for record in records]
    for record in records:
        assert record["file"].endswith("/customers.csv")
        assert record["record"].endswith(",one,too,many")
        assert record["reason"].startswith("not 9 values, as the header has")
    again = invoke("fit", "--data", "none.csv", "--label", "churn", "--rejected", folder)
    assert 1 == again.exit_code
    assert "it is not empty; name a new folder" in again.stderr


def test_what_is_left_out_is_told_with_the_reason(fitted: tuple[Result, Path]) -> None:
    said = fitted[0].stderr

    assert "left out: `id` has a value of its own in most rows" in said
    assert "left out: `country` is constant" in said
    assert "left out: `since` is a date" in said
    assert "left out: `left` says `churn` in every row" in said
    assert "binary_classification of `churn`: no, yes" in said
    assert "many categories: town" in said


def test_the_figure_and_its_baseline_are_shown(fitted: tuple[Result, Path]) -> None:
    assert "area under ROC" in fitted[0].stdout
    assert "0.500 (chance)" in fitted[0].stdout


def test_init_writes_a_recipe_and_does_so_once(customers: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.py"

    result = invoke("init", "--data", customers, "--label", "churn", "-o", path)

    assert 0 == result.exit_code, result.output
    text = path.read_text()
    assert "LABELS = ['no', 'yes']" in text
    assert "#   country: is constant" in text
    again = invoke("init", "--data", customers, "--label", "churn", "-o", path)
    assert 2 == again.exit_code
    assert text == path.read_text()


@pytest.mark.slow
def test_the_recipe_of_init_is_run_with_settings(customers: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    invoke("init", "--data", customers, "--label", "churn", "-o", path)
    chosen = ["--pipeline", "random_forest", "--set", "numTrees=3", "--output", tmp_path]
    run = invoke("run", path, *chosen)
    assert 0 == run.exit_code, run.output
    (bundle,) = tmp_path.glob("*.zip")
    note = sr.load(bundle).note("model_card.json")
    assert note is not None
    assert b'"numTrees":3' in note.replace(b" ", b"")


def test_prices_with_a_thousand_categories(tmp_path: Path) -> None:
    draw = random.Random(2)  # noqa: S311 - no secret
    rows = []
    for number in range(6 * ROWS):
        size, part = draw.gauss(100, 20), number % 1000
        price = 3 * size + part + draw.gauss(0, 10)
        rows.append(
            {
                "size": f"{size:.1f}",
                "part": f"P{part}",
                "price": f"{price:.2f}",
                "cents": f"{100 * price:.0f}",
            }
        )
    path = write(tmp_path / "prices.csv", rows)
    places = ["--output", tmp_path, "--store", tmp_path / "store"]
    some = ["--pipeline", "linear_regression"]

    result = invoke("fit", "--data", path, "--label", "price", *places, *some)

    assert "left out: `cents` is `price` on another scale" in result.stderr
    assert "many categories: part" in result.stderr
    answers = serve(result, path, tmp_path)
    prices = [float(row["price"]) for row in rows]
    mean = statistics.fmean(prices)
    pairs = list(zip(answers, prices, strict=False))
    error = statistics.fmean(abs(answer["prediction"] - price) for answer, price in pairs)
    assert error < 0.5 * statistics.fmean(abs(mean - price) for _, price in pairs)


def test_tickets_as_a_spreadsheet_writes_them(tmp_path: Path) -> None:
    """A byte order mark, CRLF, texts of several lines, numbers among words, three classes."""
    draw = random.Random(3)  # noqa: S311 - no secret
    rows = []
    for number in range(ROWS):
        team = draw.choice(["Büro", "field", "line 2"])
        urgent = draw.gauss(["Büro", "field", "line 2"].index(team), 0.4)
        rows.append(
            {
                "Opened at": f"2024-0{draw.randint(1, 9)}-11 0{draw.randint(0, 9)}:30:00",
                "Urgency (1-3)": f"{urgent:.2f}" if draw.random() > 0.1 else "?",
                "said": f'line one of {number}\nline "two", the last',
                "row": number + 1,
                "floor": draw.choice(["1", "2", "ground", "", "3"]),
                "agent": f"0{draw.randint(0, 99):03}",
                "site": "HQ",
                "nothing": "",
                "team": team,
                "Team code": team[0].upper(),
            }
        )
    path = write(tmp_path / "my tickets (2024).csv", rows)
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-8-sig", newline="")
    places = ["--output", tmp_path, "--store", tmp_path / "store"]
    some = ["--pipeline", "logistic_regression"]

    result = invoke("fit", "--data", path, "--label", "team", *places, *some)

    said = result.stderr
    assert "multiclass_classification of `team`: Büro, field, line 2" in said
    assert "numbers: Urgency (1-3)" in said
    assert "categories: floor, agent" in said
    assert "left out: `said` has a value of its own in most rows" in said
    assert "left out: `nothing` is empty" in said
    assert "left out: `row` counts the rows" in said
    assert "left out: `Team code` says `team` in every row" in said
    answers = serve(result, path, tmp_path)
    right = [a["label"] == row["team"] for a, row in zip(answers, rows, strict=False)]
    assert sum(right) > 12


@pytest.mark.parametrize(
    ("no", "yes", "labels"), [("0.0", "1.0", ("0", "1")), ("FALSE", "True", ("false", "true"))]
)
def test_labels_that_are_written_in_many_ways_keep_their_meaning(
    spark: SparkSession, tmp_path: Path, no: str, yes: str, labels: tuple[str, str]
) -> None:
    """A program that knows no missing whole numbers writes 1.0 beside an empty value."""
    path, recipe = tmp_path / "data.csv", tmp_path / "recipe.py"
    lines = [f"{7 * n % 31},{no if n % 3 else yes}" for n in range(60)]
    path.write_text("\n".join(["a,b", *lines, "1,", "2,perhaps"]))
    plan = make_plan(read_data(spark, path).accepted, str(path), "b")
    recipe.write_text(write_recipe(plan, "m"))

    rows = read_recipe(recipe).load(spark, 1.0)

    assert labels == plan.labels
    assert {0.0: 40, 1.0: 20} == dict(rows.groupBy("_target").count().collect())


@pytest.mark.parametrize(
    ("text", "label", "message"),
    [
        ("a,b\n" + "1,2\n" * 80, "b", "label `b` has one value only"),
        ("a,b\n" + "1,2\n" * 80, "c", "no column `c`; it has a, b"),
        ("a,b\n1,2\n2,1\n", "b", "2 rows with a label are too few"),
        ("a,b\n" + "1,2\n1,3\n" * 80, "b", "no column is left to learn from: `a` is constant"),
    ],
)
def test_what_cannot_be_learned_is_one_message(
    tmp_path: Path, text: str, label: str, message: str
) -> None:
    path = tmp_path / "data.csv"
    path.write_text(text)

    result = invoke("fit", "--data", path, "--label", label, "--output", tmp_path)

    assert 1 == result.exit_code
    assert message in result.stderr
    assert [path] == list(tmp_path.iterdir())
