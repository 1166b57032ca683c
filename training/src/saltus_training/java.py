"""Look for a Java that can start Spark, before Spark fails with a stack trace.

```
TrainingError
└── JavaError     executable, reason, hint
```
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from saltus_training.errors import TrainingError

if TYPE_CHECKING:
    from collections.abc import Mapping

SUPPORTED_RELEASES = (17, 21)
# Spark 4 passes `--add-modules=jdk.incubator.vector` to every JVM: one without it does not boot.
REQUIRED_MODULE = "jdk.incubator.vector"

_INSTALL = "install a full JDK 17 or 21, e.g. `apt-get install openjdk-17-jdk-headless`"
_PROBE_SECONDS = 30


class JavaError(TrainingError):
    """No Java that can start Spark.

    Attributes:
        executable: The `java` that was looked at; `None` when there was none.
        reason: What is wrong with it.
        hint: What to do.
    """

    def __init__(self, executable: Path | None, reason: str, hint: str = _INSTALL) -> None:
        self.executable = executable
        self.reason = reason
        self.hint = hint
        place = "Java" if executable is None else f"Java at `{executable}`"
        super().__init__(f"{place}: {reason}; {hint}")


@dataclass(frozen=True, slots=True)
class Java:
    """A Java installation that can start Spark.

    Attributes:
        executable: The `java` command that Spark will run.
        version: Its full version, for example `17.0.15`.
    """

    executable: Path
    version: str


def find_java(environ: Mapping[str, str] | None = None) -> Java:
    """Find the Java that Spark would start and check that it can.

    Looks where Spark looks: `JAVA_HOME` first, then `PATH`.

    Args:
        environ: The environment to look in; the process's own by default.

    Returns:
        The installation, checked.

    Raises:
        JavaError: None was found, or the one found is of another version or incomplete.
    """
    executable = _locate(os.environ if environ is None else environ)
    modules = _list_modules(executable)
    version = modules.get("java.base", "")
    release = re.match(r"\d+", version)
    if release is None or int(release.group()) not in SUPPORTED_RELEASES:
        raise JavaError(executable, f"version {version or 'unknown'} does not run Spark")
    if REQUIRED_MODULE not in modules:
        raise JavaError(executable, f"the module `{REQUIRED_MODULE}` is missing")
    return Java(executable, version)


def _locate(environ: Mapping[str, str]) -> Path:
    home = environ.get("JAVA_HOME")
    if not home:
        found = shutil.which("java", path=environ.get("PATH", os.defpath))
        if found is None:
            raise JavaError(None, "there is no `java` on PATH and JAVA_HOME is not set")
        return Path(found)
    executable = Path(home, "bin", "java")
    if not os.access(executable, os.X_OK):
        raise JavaError(executable, "JAVA_HOME points to a folder without it")
    return executable


def _list_modules(executable: Path) -> dict[str, str]:
    """Name and version of every module; that of `java.base` is Java's own version."""
    try:
        probe = subprocess.run(  # noqa: S603 - the user's own Java
            [executable, "--list-modules"],
            capture_output=True,
            text=True,
            timeout=_PROBE_SECONDS,
            check=True,
        )
    except subprocess.CalledProcessError as error:
        # Java 8 has no modules and refuses the option.
        raise JavaError(executable, "it does not list its modules (Java 8?)") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise JavaError(executable, f"it does not run: {error}") from error
    lines = (line.partition("@") for line in probe.stdout.split())
    return {name: version for name, _, version in lines}
