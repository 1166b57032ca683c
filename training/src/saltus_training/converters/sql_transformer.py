"""SQLTransformer: `saltus.sql`.

Its statement is resolved here, as Spark's analyzer would: the bundle holds typed expressions.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from saltus_training.bundle import Model, Node, values
from saltus_training.converters.base import Converted, sockets
from saltus_training.findings.finding import Finding
from saltus_training.sql import Session, read_statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from saltus_training.bundle.values import Value
    from saltus_training.converters.base import Scope
    from saltus_training.saved_model import SavedStage
    from saltus_training.sql import Expression, Projection


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage; columns that the statement leaves out are gone afterwards."""
    session = scope.session.with_defaults(stage.metadata.spark_version)
    projection = read_statement(stage.params.string("statement"), scope.columns, session)
    added = tuple(projection.added)
    rules = f"resolved under {'ANSI' if session.ansi else 'non-ANSI'} rules" + (
        f" and the time zone {session.time_zone}" if projection.uses_time_zone else ""
    )
    inner = tuple(name for name in projection.dropped if not scope.columns.is_input(name))
    scope.columns.drop(projection.dropped)
    scope.columns.overwrite(column.name for column in added)
    if not added and projection.condition is None and not inner:
        return Converted(nodes=(), rewritten="left out: it computes nothing")
    node = Node(
        Model("saltus.sql", _attributes(projection, session, inner)),
        sockets("input", [column.name for column in projection.ports]),
        sockets("output", [column.name for column in added]),
    )
    return Converted(
        nodes=(node,),
        columns=added,
        rewritten=rules,
        portable=False,
        findings=tuple(_findings(projection)),
    )


def _attributes(
    projection: Projection, session: Session, inner: tuple[str, ...]
) -> dict[str, Value]:
    attributes = {
        "expressions": values.strings(map(_text, projection.added.values())),
        "input_types": values.strings(column.type for column in projection.ports),
        "ansi": values.boolean(bool(session.ansi)),
    }
    if projection.condition is not None:
        attributes["where"] = values.string(_text(projection.condition))
    if projection.uses_time_zone:
        zone = session.zone()
        if isinstance(zone, str):
            attributes["time_zone"] = values.string(zone)
        else:
            attributes["time_zone_seconds"] = values.integer(zone)
    if inner:
        attributes["dropped"] = values.strings(inner)
    return attributes


def _text(expression: Expression) -> str:
    return json.dumps(expression.form, ensure_ascii=False, separators=(",", ":"))


def _findings(projection: Projection) -> Iterator[Finding]:
    if projection.may_raise:
        listed = ", ".join(f"`{source}`" for source in projection.may_raise)
        yield Finding(
            "sql-raises",
            f"under ANSI rules {listed} raises on a text that cannot be cast, or a divisor of 0",
            fix="write try_cast, or nullif(divisor, 0), if each request needs an answer",
        )
    if projection.condition is not None:
        yield Finding(
            "row-dropped",
            "rows for which WHERE is not true are dropped, and /predict answers 422 row_dropped",
            fix="take WHERE out of the statement if each request needs an answer",
        )
