"""Golden rows: what Spark itself answers, for the runtime to be checked against."""

from saltus_training.golden.candidates import Candidate, choose_candidates
from saltus_training.golden.encoding import encode
from saltus_training.golden.rows import GoldenRows, make_golden_rows

__all__ = ["Candidate", "GoldenRows", "choose_candidates", "encode", "make_golden_rows"]
