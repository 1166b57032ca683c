"""The command: what it prints, and one line and an exit code where something is wrong."""

from __future__ import annotations

import json
import re
import subprocess
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest
from saltus_serving import cli, server
from saltus_testing import flights as bundles
from saltus_testing.service import SALTUS, SECONDS

if TYPE_CHECKING:
    from pathlib import Path

Output = tuple[int, str, str]


@pytest.fixture(name="saltus")
def _saltus(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Saltus:
    return Saltus(monkeypatch, capsys)


class Saltus:
    """Runs the command in this process."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def __call__(self, *arguments: object) -> Output:
        """Return the exit code, and what went to stdout and to stderr."""
        self._monkeypatch.setattr("sys.argv", ["saltus", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        code = ended.value.code
        out, err = self._capsys.readouterr()
        # As the interpreter does with a text for an exit code.
        return (1, out, f"{err}{code}\n") if isinstance(code, str) else (code or 0, out, err)


def test_version_is_that_of_the_distribution(saltus: Saltus) -> None:
    assert (0, f"saltus {version('saltus-serving')}\n", "") == saltus("--version")


def test_help_names_the_commands_and_the_exit_codes(saltus: Saltus) -> None:
    code, out, _ = saltus("--help")

    assert 0 == code
    for word in ("serve", "inspect", "verify", "Exit codes"):
        assert word in out


def test_a_wrong_command_line_has_its_own_exit_code(saltus: Saltus) -> None:
    assert 2 == saltus("verify")[0]
    assert 2 == saltus("nope")[0]


def test_serve_without_a_bundle_names_the_setting(
    saltus: Saltus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SALTUS_BUNDLE", raising=False)
    code, out, err = saltus("serve")

    assert (1, "") == (code, out)
    assert "SALTUS_BUNDLE" in err
    assert 1 == err.count("\n")


def test_inspect_shows_what_is_in_a_bundle(saltus: Saltus, bundle: Path) -> None:
    code, out, err = saltus("inspect", bundle)

    assert (0, "") == (code, err)
    for word in ("string_indexer", "carrier", "vector[3]", "golden_rows.json", "accuracy", "0.8"):
        assert word in out


def test_inspect_prints_json_for_programs(saltus: Saltus, bundle: Path) -> None:
    described = json.loads(saltus("inspect", "--json", bundle)[1])

    assert ["string_indexer", "vector_assembler", "logistic_regression"] == [
        stage["op"] for stage in described["stages"]
    ]
    assert [("carrier", "string"), ("distance", "int"), ("dep_hour", "int")] == [
        (column["name"], column["type"]) for column in described["inputs"]
    ]
    assert bundles.MODEL_CARD["metrics"] == described["metrics"]
    assert ("json", 64) == (described["format"], len(described["digest"]))
    assert "golden_rows.json" in described["notes"]


def test_verify_tells_how_far_a_bundle_is_proven(
    saltus: Saltus, bundle: Path, tmp_path: Path
) -> None:
    plain = bundles.write(tmp_path / "plain.zip", bundles.without_notes(bundles.flights()))

    assert (0, f"{bundle}: 5 golden rows give what Spark gave\n", "") == saltus("verify", bundle)
    assert {"status": "golden", "rows": 5} == json.loads(saltus("verify", "--json", bundle)[1])
    assert {"status": "none", "rows": 0} == json.loads(saltus("verify", "--json", plain)[1])
    assert "nothing is proven" in saltus("verify", plain)[1]


def test_verify_refuses_an_unproven_bundle_where_asked_to(saltus: Saltus, tmp_path: Path) -> None:
    plain = bundles.write(tmp_path / "plain.zip", bundles.without_notes(bundles.flights()))

    code, _, err = saltus("verify", "--require-golden", plain)

    assert (1, 1) == (code, err.count("\n"))


def test_verify_gives_programs_the_facts_of_a_difference(saltus: Saltus, tmp_path: Path) -> None:
    golden = bundles.golden_rows()
    golden["rows"][2]["output"]["carrier_idx"] = 7.0
    path = bundles.write(tmp_path / "other.zip", bundles.flights(golden=golden))

    code, out, err = saltus("verify", "--json", path)

    facts = json.loads(out)
    assert ("refused", "indexer", "carrier_idx", 2) == (
        facts["status"],
        facts["stage"],
        facts["column"],
        facts["row"],
    )
    assert (1, 1) == (code, err.count("\n"))


def bad_bundles(folder: Path) -> dict[str, tuple[Path, str]]:
    """Return bad bundles, each with what has to be said about it."""
    whole = bundles.with_manifest(bundles.flights())
    golden = bundles.golden_rows()
    golden["rows"][0]["output"]["prediction"] = 1.0
    truncated = folder / "truncated.zip"
    truncated.write_bytes(bundles.zipped(whole)[:900])
    foreign = folder / "foreign.zip"
    foreign.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(1000))
    changed = whole | {"root/model.json": whole["root/model.json"] + b" "}
    return {
        "missing": (folder / "missing.zip", "missing.zip"),
        "truncated": (truncated, "truncated.zip"),
        "foreign": (foreign, "foreign.zip"),
        "not a bundle": (bundles.write(folder / "notes.zip", {"a.txt": b"a"}), "bundle.json"),
        "tampered": (bundles.write(folder / "tampered.zip", changed), "root/model.json"),
        "extended": (bundles.write(folder / "more.zip", whole | {"root/x": b""}), "root/x"),
        "wrong": (
            bundles.write(folder / "wrong.zip", bundles.flights(golden=golden)),
            "notes/golden_rows.json: stage `classifier`, column `prediction`, row 0",
        ),
    }


@pytest.mark.parametrize(
    "kind", ["missing", "truncated", "foreign", "not a bundle", "tampered", "extended", "wrong"]
)
def test_a_bad_bundle_is_one_line_and_the_service_does_not_start(
    saltus: Saltus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    path, expected = bad_bundles(tmp_path)[kind]
    monkeypatch.setattr(server, "run", lambda *_: pytest.fail("the service started"))

    for command in ("serve", "verify"):
        code, out, err = saltus(command, path)

        assert (1, "") == (code, out)
        assert re.fullmatch(rf"saltus: {re.escape(str(path))}: .+\n", err)
        assert expected in err


def test_a_port_in_use_is_one_line(saltus: Saltus, bundle: Path) -> None:
    with server.listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        code, out, err = saltus("serve", bundle, "--port", port)

    expected = f"saltus: cannot listen on 127.0.0.1:{port}: Address already in use\n"
    assert (1, "", expected) == (code, out, err)


def test_a_setting_that_cannot_be_used_is_one_line(
    saltus: Saltus, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SALTUS_LOG_FORMAT", "xml")

    code, out, err = saltus("serve", bundle)

    assert (1, "") == (code, out)
    assert re.fullmatch(r"saltus: setting `log_format` \(SALTUS_LOG_FORMAT\): .+\n", err)


def test_the_installed_command_refuses_a_bad_bundle(tmp_path: Path) -> None:
    ended = subprocess.run(
        [SALTUS, "serve", tmp_path / "none.zip"],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )

    assert (1, "") == (ended.returncode, ended.stdout)
    assert re.fullmatch(r"saltus: .*none\.zip: .+\n", ended.stderr)
