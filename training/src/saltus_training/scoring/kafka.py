"""Topics of Kafka, through Spark's connector."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from pyspark.sql import functions as F
from pyspark.sql import types as T

from saltus_training.scoring.model import ScoringError
from saltus_training.scoring.policies import REFUSAL
from saltus_training.scoring.progress import watched
from saltus_training.scoring.types import spark_type
from saltus_training.spark_types import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pyspark.sql import Column, DataFrame, SparkSession

    from saltus_training.scoring.model import ScoringModel

SCHEME = "kafka://"
KEYS = ("kafka_key", "kafka_partition", "kafka_offset", "kafka_timestamp")

_ADDRESS = re.compile(rf"{SCHEME}(?P<servers>[^/\s]+:\d+)/(?P<topic>[A-Za-z0-9._-]{{1,249}})")
_BROKEN = "saltus_broken"


@dataclass(frozen=True)
class Topic:
    """A topic whose messages are rows: JSON objects in UTF-8.

    Attributes:
        servers: `host:port` of brokers, separated by commas.
        name: The topic.
        options: More of Spark's options for Kafka, such as `kafka.security.protocol`.
        keys: Columns that tell where a row came from.
    """

    servers: str
    name: str
    options: Mapping[str, str]
    keys: Sequence[str] = KEYS

    @classmethod
    def of(cls, address: str, options: Mapping[str, str]) -> Self:
        """Read an address.

        Raises:
            ScoringError: It is none.
        """
        found = _ADDRESS.fullmatch(address)
        if found is None:
            raise ScoringError(address, "is no topic, write kafka://HOST:PORT[,HOST:PORT…]/TOPIC")
        return cls(found["servers"], found["topic"], options)

    @property
    def _settings(self) -> dict[str, str]:
        return {"kafka.bootstrap.servers": self.servers, **self.options}

    def stream(self, spark: SparkSession, most: int | None, _model: ScoringModel) -> DataFrame:
        """Return the messages, from the first that the topic still has."""
        settings = {"startingOffsets": "earliest", **self._settings, "subscribe": self.name}
        if most is not None:
            settings["maxOffsetsPerTrigger"] = str(most)
        return watched(spark.readStream.format("kafka").options(**settings).load(), "timestamp")

    def rows(self, frame: DataFrame, model: ScoringModel, keep: Sequence[str]) -> DataFrame:
        """Return the members of the messages' objects as columns, and `KEYS`.

        Inputs keep the types that they have in each message, for the schema to judge; without a
        schema they have the bundle's.
        """
        inputs = model.bundle.inputs if model.schema is None else model.schema.inputs
        types: dict[str, T.DataType] = {
            each.name: spark_type(each.type) if model.schema is None else T.VariantType()
            for each in inputs
        }
        types |= {name: T.StringType() for name in keep if name not in types}
        struct = T.StructType([T.StructField(name, type_) for name, type_ in types.items()])
        struct = struct.add(_BROKEN, T.StringType())
        message = F.from_json(
            F.col("value").cast("string"), struct, {"columnNameOfCorruptRecord": _BROKEN}
        )
        parsed = frame.withColumn("message", message)
        broken = F.col("message").isNull() | F.col(f"message.{_BROKEN}").isNotNull()
        return parsed.select(
            *(F.col(f"message.{quoted(name)}").alias(name) for name in types),
            F.col("key").cast("string").alias("kafka_key"),
            F.col("partition").alias("kafka_partition"),
            F.col("offset").alias("kafka_offset"),
            F.col("timestamp").alias("kafka_timestamp"),
            F.when(broken, F.lit("the message is no JSON object")).alias(REFUSAL),
        )

    def has(self, _batch: int) -> bool:
        """Kafka does not tell whether a micro-batch was sent: after a crash it is sent again."""
        return False

    def write(self, batch: int, scores: DataFrame) -> None:
        """Send a JSON object for each row, under the key of the row's own message."""
        self._send(scores.withColumn("batch", F.lit(batch)), self.name)

    def write_errors(self, batch: int, errors: DataFrame) -> None:
        """Send bad rows to the topic `<topic>.errors`."""
        self._send(errors.withColumn("batch", F.lit(batch)), f"{self.name}.errors")

    def _send(self, frame: DataFrame, topic: str) -> None:
        value = F.to_json(F.struct(*(quoted(name) for name in frame.columns)))
        key: Column = F.lit(None).cast("string")
        if "kafka_key" in frame.columns:
            key = F.col("kafka_key")
        messages = frame.select(key.alias("key"), value.alias("value"))
        messages.write.format("kafka").options(**self._settings).option("topic", topic).save()
