"""What stands for no value in files of text."""

MISSING_TEXTS = ("", "na", "n/a", "nan", "null", "none", "?")
"""Stand for a missing number, date or truth value, in any case; in a text they are texts."""
