"""What classifiers and regressors share: their features, and outputs whose column is set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from saltus_training.bundle import Node, Socket
from saltus_training.converters.base import Converted, require_vector
from saltus_training.converters.linear import SPARSE
from saltus_training.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from saltus_training.bundle import Model
    from saltus_training.columns import Column
    from saltus_training.converters.base import Scope
    from saltus_training.saved_model import SavedStage, SavedTrees


@dataclass(frozen=True, slots=True)
class Fitted:
    """A saved predictor apart from its columns: a stage of its own, or a part of one.

    Attributes:
        model: Its op and attributes.
        size: The number of features.
        exact: Whether it gives the same bits on every machine, apart from the predicted class.
        portable: Whether MLeap's own runtime can load it.
        beyond_mleap: Its attributes that MLeap's own runtime does not know.
        trees: The trees it consists of.
    """

    model: Model
    size: int
    exact: bool = False
    portable: bool = True
    beyond_mleap: tuple[str, ...] = ()
    trees: SavedTrees | None = None


@dataclass(frozen=True, slots=True)
class Output:
    """A column that a predictor adds, unless its name is empty.

    Attributes:
        port: The model's port.
        column: The column.
        portable: Whether MLeap's own runtime knows the port.
    """

    port: str
    column: Column
    portable: bool = True


def features(stage: SavedStage, scope: Scope, fitted: Fitted) -> Column:
    """Returns the column a predictor reads, once it is known to fit the model."""
    (column,) = scope.columns.read(stage.params.string("featuresCol"))
    require_vector(column, fitted.size)
    return column


def require_name(stage: SavedStage, param: str = "predictionCol") -> None:
    """Raises ExportError where an output column has no name, for a class that cannot do without."""
    if not stage.params.string(param):
        raise ExportError(
            f"its {param} is empty: Spark raises on every row",
            fix=f"name it with `model.set{param[0].upper()}{param[1:]}`, and save the model again",
        )


def predictor(
    fitted: Fitted,
    features: Column,
    outputs: Sequence[Output],
    *,
    inputs: Sequence[Socket] = (),
) -> Converted:
    """Builds the node of a predictor.

    Args:
        fitted: What it computes with.
        features: The column at its port `features`.
        outputs: What it can give; those without a name are left out.
        inputs: What it reads beside the features.
    """
    present = [output for output in outputs if output.column.name]
    if not present:
        # Spark returns the frame as it is.
        return Converted(nodes=())
    node = Node(
        fitted.model,
        (Socket("features", features.name), *inputs),
        tuple(Socket(output.port, output.column.name) for output in present),
    )
    return Converted(
        nodes=(node,),
        columns=tuple(output.column for output in present),
        beyond_mleap=(*fitted.beyond_mleap, *({SPARSE} & set(fitted.model.attributes))),
        portable=fitted.portable and all(output.portable for output in present),
        boundaries={} if fitted.trees is None else _split_boundaries(fitted.trees, features),
    )


def _split_boundaries(trees: SavedTrees, features: Column) -> dict[str, Sequence[float]]:
    """Returns the thresholds by pipeline input, for inputs that reach the trees unchanged."""
    origins = {
        index: slot.origin
        for index, slot in enumerate(features.slots or ())
        if slot.origin is not None
    }
    found: dict[str, set[float]] = {}
    for feature, thresholds in trees.thresholds(origins).items():
        found.setdefault(origins[feature], set()).update(thresholds)
    return {origin: sorted(thresholds) for origin, thresholds in sorted(found.items())}
