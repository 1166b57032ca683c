"""The search for a Java that can start Spark."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from saltus_training.java import JavaError, find_java

if TYPE_CHECKING:
    from pathlib import Path

VECTOR = "jdk.incubator.vector@17.0.15"


def install(home: Path, *modules: str, status: int = 0) -> Path:
    """Put a `java` that lists these modules under a folder."""
    executable = home / "bin/java"
    executable.parent.mkdir(parents=True)
    listing = "\n".join(modules)
    executable.write_text(f"#!/bin/sh\ncat <<END\n{listing}\nEND\nexit {status}\n")
    executable.chmod(0o755)
    return executable


def test_path_is_searched_when_java_home_is_not_set(tmp_path: Path) -> None:
    executable = install(tmp_path, "java.base@17.0.15", VECTOR)

    java = find_java({"PATH": str(executable.parent)})

    assert executable == java.executable
    assert "17.0.15" == java.version


def test_java_home_comes_before_path(tmp_path: Path) -> None:
    home = install(tmp_path / "home", "java.base@21.0.2", VECTOR)
    other = install(tmp_path / "other", "java.base@17.0.15", VECTOR)

    java = find_java({"JAVA_HOME": str(tmp_path / "home"), "PATH": str(other.parent)})

    assert home == java.executable


def test_a_java_home_without_java_is_not_passed_over(tmp_path: Path) -> None:
    """Spark would not look at PATH either."""
    other = install(tmp_path / "other", "java.base@17.0.15", VECTOR)

    with pytest.raises(JavaError, match="JAVA_HOME points to a folder without it") as caught:
        find_java({"JAVA_HOME": str(tmp_path), "PATH": str(other.parent)})

    assert tmp_path / "bin/java" == caught.value.executable


def test_no_java_at_all(tmp_path: Path) -> None:
    with pytest.raises(JavaError) as caught:
        find_java({"PATH": str(tmp_path)})

    assert caught.value.executable is None
    assert "apt-get install openjdk-17-jdk-headless" in caught.value.hint


@pytest.mark.parametrize("version", ["11.0.27", "16", "24.0.1"])
def test_other_versions_are_refused(tmp_path: Path, version: str) -> None:
    install(tmp_path, f"java.base@{version}", VECTOR)

    with pytest.raises(JavaError, match=f"version {version} does not run Spark"):
        find_java({"JAVA_HOME": str(tmp_path)})


def test_a_jdk_without_the_vector_module_is_refused(tmp_path: Path) -> None:
    install(tmp_path, "java.base@17.0.15", "java.sql@17.0.15")

    with pytest.raises(JavaError, match=r"`jdk\.incubator\.vector` is missing"):
        find_java({"JAVA_HOME": str(tmp_path)})


def test_java_8_does_not_know_modules(tmp_path: Path) -> None:
    install(tmp_path, "Unrecognized option: --list-modules", status=1)

    with pytest.raises(JavaError, match="does not list its modules"):
        find_java({"JAVA_HOME": str(tmp_path)})


def test_a_file_that_is_no_program(tmp_path: Path) -> None:
    executable = install(tmp_path)
    executable.write_bytes(b"\x7fELF, but not really")

    with pytest.raises(JavaError, match="it does not run"):
        find_java({"JAVA_HOME": str(tmp_path)})


def test_the_message_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(JavaError) as caught:
        find_java({"PATH": str(tmp_path)})

    assert 1 == len(str(caught.value).splitlines())
