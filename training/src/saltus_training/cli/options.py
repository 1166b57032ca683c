"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

FormatOption = Annotated[
    Literal["csv", "json", "parquet", "orc"] | None,
    typer.Option(help="Default: told by the suffix, else Parquet."),
]
KeepOption = Annotated[
    list[str] | None,
    typer.Option(help="Keep this column; repeatable. Default: all that are no inputs."),
]
OutputOption = Annotated[
    list[str] | None,
    typer.Option(help="Add this column of the pipeline; repeatable. Default: /predict's."),
]
MasterOption = Annotated[str, typer.Option(help="Where Spark runs.")]
MemoryOption = Annotated[str, typer.Option(help="Heap of Spark's JVM.")]
RejectedOption = Annotated[
    Path | None,
    typer.Option(help="A new folder for the records that do not fit, with the reasons."),
]
ArchivesOption = Annotated[
    Path | None,
    typer.Option(
        help="A packed Python for the executors of a cluster, with pyarrow and saltus-runtime.",
        exists=True,
        dir_okay=False,
    ),
]
JarsOption = Annotated[
    str | None, typer.Option(help="Jars for Spark, such as its connector for Kafka: a.jar,b.jar")
]
PackagesOption = Annotated[
    str | None, typer.Option(help="The same by their names in Maven Central, for Spark to fetch.")
]
