"""Findings as lines for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from saltus_training.findings import Finding


def finding_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """Yields severity, rule and stage of each finding, then the reason and what to do."""
    for finding in findings:
        yield f"{finding.severity} {finding.rule}: {finding.stage}"
        yield f"  {finding.reason}"
        yield f"  -> {finding.fix}"


def count_findings(findings: Iterable[Finding]) -> str:
    """Returns how many errors and warnings there are, such as `1 error, 2 warnings`."""
    severities = [finding.severity for finding in findings]
    counts = [(severities.count(kind), kind) for kind in ("error", "warning")]
    named = [f"{count} {kind}{'' if count == 1 else 's'}" for count, kind in counts if count]
    return ", ".join(named) or "no findings"
