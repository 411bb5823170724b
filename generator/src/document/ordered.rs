//! A JSON value whose objects have an order, for files that people read: values go in, a tree to write comes out.
//!
//! A [`Value`] has no order of its own. Which order a file has is decided by whoever writes it, not here.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

/// A JSON value in the order in which it is written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Ordered {
    /// A null, boolean, number or string.
    Scalar(Value),
    Array(Vec<Ordered>),
    /// The entries in their order; each key appears once.
    Object(Vec<(String, Ordered)>),
}

impl Ordered {
    /// A null, boolean, number or string.
    pub(crate) fn scalar(value: impl Into<Value>) -> Self {
        Self::Scalar(value.into())
    }

    /// An object with its entries in this order.
    pub(crate) fn object<K: Into<String>>(entries: impl IntoIterator<Item = (K, Self)>) -> Self {
        let entries = entries.into_iter().map(|(key, value)| (key.into(), value));
        Self::Object(entries.collect())
    }

    /// Whether a string or a key is as asked.
    pub(crate) fn has_string(&self, is: &impl Fn(&str) -> bool) -> bool {
        match self {
            Self::Scalar(value) => value.as_str().is_some_and(is),
            Self::Array(items) => items.iter().any(|item| item.has_string(is)),
            Self::Object(entries) => entries
                .iter()
                .any(|(key, value)| is(key) || value.has_string(is)),
        }
    }

    /// The same tree with other strings and keys: `change` gives what a string becomes, or nothing where it stays.
    pub(crate) fn with_strings(&self, change: &impl Fn(&str) -> Option<String>) -> Self {
        match self {
            Self::Scalar(Value::String(text)) => match change(text) {
                Some(changed) => Self::scalar(changed),
                None => self.clone(),
            },
            Self::Scalar(_) => self.clone(),
            Self::Array(items) => {
                let items = items.iter().map(|item| item.with_strings(change));
                Self::Array(items.collect())
            }
            Self::Object(entries) => Self::object(entries.iter().map(|(key, value)| {
                let key = change(key).unwrap_or_else(|| key.clone());
                (key, value.with_strings(change))
            })),
        }
    }
}

impl Serialize for Ordered {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Scalar(value) => value.serialize(serializer),
            Self::Array(items) => serializer.collect_seq(items),
            Self::Object(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}
