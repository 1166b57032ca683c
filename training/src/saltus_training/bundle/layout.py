"""Where each node of a bundle lies, and the files it consists of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from saltus_training.bundle import protobuf
from saltus_training.bundle.numbers import standard
from saltus_training.bundle.values import strings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from saltus_training.bundle.model import Model, Node, Socket

Encoding = Literal["json", "protobuf"]

_ROOT = "root"
_PIPELINE = "pipeline"


@dataclass(frozen=True, slots=True)
class NamedNode:
    """A node with its name, unique in the bundle, and its folder."""

    name: str
    folder: str
    node: Node
    children: tuple[NamedNode, ...]

    def walk(self) -> Iterator[NamedNode]:
        """Yields this node and all below it, in the order they run."""
        yield self
        for child in self.children:
            yield from child.walk()


class Members(Mapping[str, bytes]):
    """The files of a bundle by path; trees are unpacked each time they are read."""

    def __init__(self) -> None:
        self._files: dict[str, bytes | Callable[[], bytes]] = {}

    def add(self, path: str, content: bytes | Callable[[], bytes]) -> None:
        """Adds a file, or what makes it."""
        self._files[path] = content

    def __getitem__(self, path: str) -> bytes:
        content = self._files[path]
        return content if isinstance(content, bytes) else content()

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def named(root: Node) -> NamedNode:
    """Names every node after its position and op, such as `02_vector_assembler`.

    Spark's uids change with each fit and would make equal models differ.
    """
    name = _ROOT if root.model.op == _PIPELINE else root.model.op
    return NamedNode(name, _ROOT, root, _name_children(root.children, "", _ROOT))


def render(root: NamedNode, encoding: Encoding = "json") -> Members:
    """Returns the files of a bundle by path, without `bundle.json`."""
    encoder = _ENCODERS[encoding]
    members = Members()
    for item in root.walk():
        model = item.node.model
        attributes: dict[str, Any] = dict(model.attributes)
        if model.op == _PIPELINE:
            attributes["nodes"] = strings(child.name for child in item.children)
        members.add(f"{item.folder}/node.{encoder.suffix}", encoder.node(item))
        _render_model(model, attributes, item.folder, members, encoder)
    return members


def to_json(document: object) -> bytes:
    """Canonical JSON: sorted keys, no spaces, UTF-8."""
    return _canonical(document).encode()


def _canonical(document: object, *, allow_nan: bool = False) -> str:
    text = json.dumps(
        document, allow_nan=allow_nan, ensure_ascii=False, separators=(",", ":"), sort_keys=True
    )
    return f"{text}\n"


def _name_children(children: Sequence[Node], prefix: str, folder: str) -> tuple[NamedNode, ...]:
    digits = max(2, len(str(len(children) - 1)))
    return tuple(
        _name_child(child, f"{prefix}{position:0{digits}d}_", folder)
        for position, child in enumerate(children)
    )


def _name_child(node: Node, prefix: str, parent: str) -> NamedNode:
    name = f"{prefix}{node.model.op}"
    folder = f"{parent}/{name}.node"
    return NamedNode(name, folder, node, _name_children(node.children, prefix, folder))


def _render_model(
    model: Model, attributes: dict[str, Any], folder: str, members: Members, encoder: _Encoder
) -> None:
    members.add(f"{folder}/model.{encoder.suffix}", encoder.model(model.op, attributes))
    if tree := model.tree:
        members.add(f"{folder}/tree.{encoder.suffix}", lambda: encoder.tree(tree.unpack()))
    for name, inner in model.models.items():
        _render_model(inner, dict(inner.attributes), f"{folder}/{name}", members, encoder)


def _json_node(item: NamedNode) -> bytes:
    shape = {"inputs": _sockets(item.node.inputs), "outputs": _sockets(item.node.outputs)}
    return to_json({"name": item.name, "shape": shape})


def _json_model(op: str, attributes: dict[str, Any]) -> bytes:
    return standard(_canonical({"op": op, "attributes": attributes}, allow_nan=True)).encode()


def _protobuf_node(item: NamedNode) -> bytes:
    node = item.node
    return protobuf.node_message(item.name, _sockets(node.inputs), _sockets(node.outputs))


def _sockets(sockets: Sequence[Socket]) -> list[dict[str, str]]:
    return [{"port": socket.port, "name": socket.name} for socket in sockets]


@dataclass(frozen=True, slots=True)
class _Encoder:
    suffix: str
    node: Callable[[NamedNode], bytes]
    model: Callable[[str, dict[str, Any]], bytes]
    tree: Callable[[bytes], bytes]


_ENCODERS: dict[Encoding, _Encoder] = {
    "json": _Encoder("json", _json_node, _json_model, bytes),
    "protobuf": _Encoder("pb", _protobuf_node, protobuf.model_message, protobuf.tree_records),
}
