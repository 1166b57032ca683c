"""From files and tables to typed rows; what does not fit is kept aside with the reason."""

from saltus_training.ingest.aside import keep_aside, rejected_into
from saltus_training.ingest.errors import IngestError
from saltus_training.ingest.formats import FORMATS, Format, data_format
from saltus_training.ingest.ingested import Ingested
from saltus_training.ingest.read import read_data, read_jdbc

__all__ = [
    "FORMATS",
    "Format",
    "IngestError",
    "Ingested",
    "data_format",
    "keep_aside",
    "read_data",
    "read_jdbc",
    "rejected_into",
]
