"""One declaration of a model's features, shared by training and serving."""

from saltus_schema.compatibility import Comparison, Reason, compare
from saltus_schema.decode import decode_json
from saltus_schema.errors import ColumnError, JsonError, RowError, SchemaError
from saltus_schema.explain import violations
from saltus_schema.field import Field
from saltus_schema.open_inference import open_inference_metadata
from saltus_schema.output import Output
from saltus_schema.request import RequestValidator, request_model
from saltus_schema.response import ModelInfo, response_model
from saltus_schema.schema import FeatureSchema
from saltus_schema.types import FeatureType, parse_type, type_names
from saltus_schema.violation import Violation

__all__ = [
    "ColumnError",
    "Comparison",
    "FeatureSchema",
    "FeatureType",
    "Field",
    "JsonError",
    "ModelInfo",
    "Output",
    "Reason",
    "RequestValidator",
    "RowError",
    "SchemaError",
    "Violation",
    "compare",
    "decode_json",
    "open_inference_metadata",
    "parse_type",
    "request_model",
    "response_model",
    "type_names",
    "violations",
]
