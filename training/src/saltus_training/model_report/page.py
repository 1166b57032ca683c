"""The report as one HTML file."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from saltus_training.model_report.content import Content, ReportError
from saltus_training.model_report.distributions import HEIGHT, WIDTH, distributions
from saltus_training.model_report.section import Table
from saltus_training.model_report.sections import SECTIONS
from saltus_training.model_report.tables import number

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from saltus_training.model_report.section import Figure

_TEMPLATE = "report.html.jinja"
_FACTS = {
    "training_rows": "Rows trained on",
    "created": "Trained",
    "spark_version": "Spark",
    "java_version": "Java",
    "locale": "Locale",
    "time_zone": "Time zone",
    "source_revision": "Revision of the code",
    "data_fingerprint": "Fingerprint of the data",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A section with what was made for it: a figure or a table."""

    key: str
    title: str
    figure: Figure | None = None
    table: Table | None = None


def report_path(bundle: Path) -> Path:
    """Returns where the report on a bundle belongs if nobody says otherwise."""
    return bundle.with_suffix(".report.html")


def write_report(bundle: Path, target: Path) -> None:
    """Writes the report on a bundle; a file that is there is replaced when the new one is whole.

    Args:
        bundle: A zip file; its golden rows are replayed before anything is said of it.
        target: The HTML file.

    Raises:
        ReportError: The bundle cannot be used, or the file not be written.
    """
    text = render_report(Content.read(bundle))
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(8)}.tmp")
    try:
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(target)
    except OSError as error:
        raise ReportError(target, f"cannot be written: {os.strerror(error.errno or 0)}") from error
    finally:
        temporary.unlink(missing_ok=True)


def render_report(content: Content) -> str:
    """Returns the report as a HTML document that loads nothing.

    Args:
        content: What the bundle says of itself.
    """
    environment = Environment(
        loader=PackageLoader("saltus_training.model_report", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    parts, missing = [], []
    for section in SECTIONS:
        made = section.make(content)
        if isinstance(made, Table):
            parts.append(Part(section.key, section.title, table=made))
        elif made is not None:
            parts.append(Part(section.key, section.title, figure=made))
        elif content.task in section.tasks:
            missing.append(section.title)
    return environment.get_template(_TEMPLATE).render(
        name=content.name,
        task=content.task,
        version=content.card.get("version"),
        description=content.card.get("description"),
        evaluated=bool(content.evaluation),
        parts=parts,
        missing=missing,
        features=distributions(content),
        picture={"width": WIDTH, "height": HEIGHT},
        facts=list(_facts(content)),
        parameters=[(name, number(x)) for name, x in content.card.get("params", {}).items()],
    )


def _facts(content: Content) -> Iterator[tuple[str, str]]:
    yield "Digest", content.bundle.digest
    rows = content.golden_rows
    yield (
        "Verified",
        f"{rows:,} rows that Spark scored, equal" if rows else "no: it has no golden rows",
    )
    yield "Stages", " → ".join(stage.op for stage in content.bundle.stages)
    for key, title in _FACTS.items():
        if content.card.get(key) is not None:
            yield title, number(content.card[key])
