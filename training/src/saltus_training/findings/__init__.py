"""What there is to say about a model before anybody relies on its bundle."""

from saltus_training.findings.finding import Finding, Severity
from saltus_training.findings.rules import find_all

__all__ = ["Finding", "Severity", "find_all"]
