"""Expressions of SQL, and the rows that show what they do."""
