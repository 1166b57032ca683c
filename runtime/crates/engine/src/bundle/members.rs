//! The members of a JSON object whose names are data.

use std::{collections::BTreeMap, fmt, marker::PhantomData, ops::Deref};

use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, Visitor},
};

/// Members by name. An object with two of one name is refused: another reader could take the other one.
#[derive(Debug, Clone)]
pub(crate) struct Members<T>(BTreeMap<String, T>);

impl<T> Default for Members<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T> Members<T> {
    pub(crate) fn into_inner(self) -> BTreeMap<String, T> {
        self.0
    }
}

impl<T> Deref for Members<T> {
    type Target = BTreeMap<String, T>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Members<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor(PhantomData))
    }
}

struct MembersVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for MembersVisitor<T> {
    type Value = Members<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut members = BTreeMap::new();
        while let Some((name, value)) = access.next_entry::<String, T>()? {
            if members.contains_key(&name) {
                return Err(A::Error::custom(format_args!("the name `{}` occurs twice", name.escape_debug())));
            }
            members.insert(name, value);
        }
        Ok(Members(members))
    }
}

#[cfg(test)]
mod tests {
    use super::Members;

    #[test]
    fn a_name_that_occurs_twice_is_refused() -> Result<(), serde_json::Error> {
        let members: Members<u8> = serde_json::from_str(r#"{"a": 1, "b": 2}"#)?;
        assert_eq!(
            vec![("a", 1), ("b", 2)],
            members.iter().map(|(name, value)| (name.as_str(), *value)).collect::<Vec<_>>()
        );
        assert!(serde_json::from_str::<Members<u8>>(r#"{"a": 1, "\u0061": 2}"#).is_err());
        Ok(())
    }
}
