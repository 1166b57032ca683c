//! Models, nodes and tree records in MLeap's protobuf encoding.

mod messages;
mod tensor;
mod tree;
mod value;

use std::collections::BTreeMap;

use prost::Message;
pub(super) use tensor::split_delimited;
pub(super) use tree::{cluster_record, tree_record};

use super::{
    attributes::Attributes,
    folder::{Model, Node, Ports, Socket},
    limits::Limits,
    value::Parsed,
};

pub(super) fn node(bytes: &[u8]) -> Parsed<Node> {
    let node = decode::<messages::Node>(bytes)?;
    let shape = node.shape.unwrap_or_default();
    let shape = Ports { inputs: sockets(&shape.inputs)?, outputs: sockets(&shape.outputs)? };
    Ok(Node { name: node.name, shape })
}

fn sockets(messages: &[Vec<u8>]) -> Parsed<Vec<Socket>> {
    let sockets = messages.iter().map(|bytes| {
        let messages::Socket { port, name } = decode(bytes)?;
        if port.is_empty() {
            return Err("has a port without a name".to_owned());
        }
        Ok(Socket { port, name })
    });
    sockets.collect()
}

pub(super) fn model(bytes: &[u8], limits: &Limits) -> Parsed<Model> {
    let model = decode::<messages::Model>(bytes)?;
    let list = model.attributes.unwrap_or_default().list;
    let mut values = BTreeMap::new();
    for bytes in list {
        let messages::Attribute { name, value } = decode(&bytes)?;
        let at_fault = |reason| format!("attribute `{}` {reason}", name.escape_debug());
        let value = value::attribute(&value, limits).map_err(at_fault)?;
        if values.contains_key(&name) {
            return Err(at_fault("occurs twice".to_owned()));
        }
        values.insert(name, value);
    }
    Ok(Model { op: model.op, attributes: Attributes::within(limits, values)? })
}

fn decode<M: Message + Default>(bytes: &[u8]) -> Parsed<M> {
    M::decode(bytes).map_err(|error| format!("cannot be read: {error}"))
}
