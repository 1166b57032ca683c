"""What the runtime says of a bundle before there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import saltus_runtime

from saltus_training.notes import assemble
from saltus_training.publish import refusal

if TYPE_CHECKING:
    from saltus_training.conversion import Conversion


def preview(conversion: Conversion) -> None:
    """Lets the runtime load what would be written.

    Raises:
        ExportError: It refuses it; the error names the Spark stage, where one is at fault.
    """
    bundle = assemble(conversion, conversion.schema.name, {})
    try:
        saltus_runtime.load(bundle)
    except saltus_runtime.BundleError as error:
        labels = {
            id(node): record.label
            for record in conversion.stages
            for node in record.converted.nodes
        }
        at_fault = [item for item in conversion.root.walk() if item.name == error.stage]
        stages = [labels[id(item.node)] for item in at_fault if id(item.node) in labels]
        raise refusal(error, *stages) from error
