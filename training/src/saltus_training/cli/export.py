"""`saltus-train export`."""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from saltus_training.bundle import Encoding
from saltus_training.cli.errors import short_errors
from saltus_training.cli.findings import count_findings, finding_lines
from saltus_training.cli.options import MasterOption, MemoryOption
from saltus_training.cli.session_options import Ansi, TimeZone
from saltus_training.conversion import convert
from saltus_training.errors import ExportError
from saltus_training.export import Writer, export_saved
from saltus_training.findings import Finding
from saltus_training.progress import Steps
from saltus_training.publish import check_target, termination_as_exit
from saltus_training.schema_file import read_schema
from saltus_training.sql import Session

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from saltus_schema import FeatureSchema

    from saltus_training.conversion import Conversion
    from saltus_training.export_result import ExportResult

_NOT_WRITTEN = 1


def export_model(  # noqa: PLR0913 - one for each option
    saved_model: Annotated[
        str, typer.Argument(metavar="SAVED_MODEL", help="What `model.save` wrote: folder or URI.")
    ],
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="The bundle to write.")],
    schema: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The inputs: a feature schema or Spark's StructType."),
    ] = None,
    rows: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Rows for a local Spark to score, best the training data: Parquet, JSON lines "
            "or CSV. Without them the bundle has no golden rows, and no Spark is needed.",
        ),
    ] = None,
    encoding: Annotated[Encoding, typer.Option("--format", help="Of MLeap's files.")] = "json",
    writer: Annotated[
        Writer, typer.Option(help="Who writes MLeap's files: `mleap` needs its jars and --rows.")
    ] = "saltus",
    time_zone: TimeZone = None,
    ansi: Ansi = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    master: MasterOption = "local[*]",
    driver_memory: MemoryOption = "2g",
) -> None:
    """Write a model that Spark saved as a verified bundle.

    Exit code 0: it is written; 1: it is not, and OUTPUT is as it was; 2: wrong command line.
    """
    if (writer, encoding) == ("mleap", "protobuf"):
        message = "the writer `mleap` writes JSON only"
        raise typer.BadParameter(message, param_hint="--format")
    session = Session(ansi, time_zone)
    job = _Job(saved_model, output, schema, rows, encoding, writer, session, master, driver_memory)
    with short_errors():
        try:
            result = job.run()
        except ExportError as error:
            _refuse(saved_model, error, as_json=as_json)
            raise typer.Exit(_NOT_WRITTEN) from error
    if as_json:
        typer.echo(json.dumps({"saltus_export": 1, "written": True, **result.to_dict()}, indent=2))
        return
    for line in _lines(result):
        typer.echo(line)


@dataclass(frozen=True, slots=True)
class _Job:
    """The command line."""

    saved_model: str
    output: Path
    schema: Path | None
    rows: Path | None
    encoding: Encoding
    writer: Writer
    session: Session
    master: str
    driver_memory: str

    def run(self) -> ExportResult:
        check_target(self.output)
        schema = None if self.schema is None else read_schema(self.schema)
        if self.rows is None:
            return export_saved(
                self.saved_model,
                self.output,
                schema=schema,
                encoding=self.encoding,
                writer=self.writer,
                card=self._card(),
            )
        # What is wrong with the model is said before a JVM starts.
        inputs = None if schema is None else self._convert(schema).schema
        # Only here: Spark is an extra.
        from saltus_training.rows import read_rows  # noqa: PLC0415
        from saltus_training.session import spark_session  # noqa: PLC0415
        from saltus_training.spark_settings import spark_settings  # noqa: PLC0415

        steps = Steps(Console(stderr=True))
        with termination_as_exit(), ExitStack() as stack:
            with steps.step("start Spark"):
                session = spark_session(master=self.master, driver_memory=self.driver_memory)
                spark = stack.enter_context(session)
                # Golden rows are scored under the rules that the bundle is resolved under.
                stack.enter_context(spark_settings(spark, self.session.settings()))
            with steps.step("score golden rows, write and verify"):
                return export_saved(
                    self.saved_model,
                    self.output,
                    schema=schema,
                    frame=read_rows(spark, self.rows, inputs),
                    encoding=self.encoding,
                    writer=self.writer,
                    card=self._card(),
                )

    def _convert(self, schema: FeatureSchema | Mapping[str, Any]) -> Conversion:
        """Converts as with the Spark to come, which has UTC unless told otherwise."""
        return convert(
            self.saved_model, schema, session=self.session.or_else(Session(time_zone="UTC"))
        )

    def _card(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self.session).items() if value is not None}


def _refuse(saved_model: str, error: ExportError, *, as_json: bool) -> None:
    findings = [Finding.from_error(each) for each in (error, *error.others)]
    if as_json:
        listed = [finding.to_dict() for finding in findings]
        document = {"saltus_export": 1, "written": False, "findings": listed}
        typer.echo(json.dumps(document, indent=2))
        return
    for line in finding_lines(findings):
        typer.echo(line, err=True)
    typer.echo(f"error: `{saved_model}` is not exported: {count_findings(findings)}", err=True)


def _lines(result: ExportResult) -> Iterator[str]:
    size = result.path.stat().st_size
    yield f"wrote {result.path} ({size:,} bytes, sha256 {result.sha256})"
    if result.portable:
        yield "portable: MLeap's own runtime loads it, too"
    else:
        yield "extended: it has ops of Saltus, which MLeap's own runtime does not know"
    if result.verification == "golden":
        kinds = ", ".join(f"{count} {kind}" for kind, count in result.golden_rows.items())
        total = sum(result.golden_rows.values())
        yield f"verified: {total} golden rows scored by Spark, equal in the runtime ({kinds})"
    else:
        yield "not verified: the bundle has no golden rows; give --rows FILE for Spark to score"
    yield f"{count_findings(result.findings)}"
    yield from finding_lines(result.findings)
