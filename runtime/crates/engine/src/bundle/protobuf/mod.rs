//! Models, nodes and tree records in MLeap's protobuf encoding.

mod messages;
mod tensor;
mod tree;
mod value;

use std::collections::BTreeMap;

use prost::{DecodeError, Message};
pub(super) use tensor::split_delimited;
pub(super) use tree::{cluster_record, tree_record};

use super::{
    attributes::Attributes,
    folder::{Model, Node, Ports, Socket},
    limits::Limits,
    value::Parsed,
};

pub(super) fn node(bytes: &[u8]) -> Parsed<Node> {
    let node = messages::Node::decode(bytes).map_err(|error| unreadable(&error))?;
    let shape = node.shape.unwrap_or_default();
    let sockets = |sockets: Vec<messages::Socket>| {
        sockets.into_iter().map(|socket| Socket { port: socket.port, name: socket.name }).collect()
    };
    Ok(Node { name: node.name, shape: Ports { inputs: sockets(shape.inputs), outputs: sockets(shape.outputs) } })
}

pub(super) fn model(bytes: &[u8], limits: &Limits) -> Parsed<Model> {
    let model = messages::Model::decode(bytes).map_err(|error| unreadable(&error))?;
    let list = model.attributes.unwrap_or_default().list;
    let mut values = BTreeMap::new();
    for (name, bytes) in list {
        let value = value::attribute(&bytes, limits)
            .map_err(|reason| format!("attribute `{}` {reason}", name.escape_debug()))?;
        values.insert(name, value);
    }
    Ok(Model { op: model.op, attributes: Attributes::within(limits, values)? })
}

fn unreadable(error: &DecodeError) -> String {
    format!("cannot be read: {error}")
}
