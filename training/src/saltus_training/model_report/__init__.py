"""A report on a bundle: one HTML file that needs nothing else, for the screen and for paper."""

from saltus_training.model_report.content import Content, ReportError
from saltus_training.model_report.page import render_report, report_path, write_report

__all__ = ["Content", "ReportError", "render_report", "report_path", "write_report"]
