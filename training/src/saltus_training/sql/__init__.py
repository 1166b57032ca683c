"""Row-wise SQL: from a statement of Spark's dialect to typed expressions that a bundle holds."""

from saltus_training.sql.expression import Expression
from saltus_training.sql.names import statement_names
from saltus_training.sql.session import Session
from saltus_training.sql.statement import Projection, read_statement

__all__ = ["Expression", "Projection", "Session", "read_statement", "statement_names"]
