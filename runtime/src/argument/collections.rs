//! Lists and maps as arguments: each item and each value may be whatever its own type takes.

use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasher;

use serde_json::{Map, Value};

use super::{Argument, argument};
use crate::ConversionError;

argument!([T, V: Argument<T>] Vec<T>, from Vec<V>, items => list(items));
argument!([T, V: Argument<T>, const N: usize] Vec<T>, from [V; N], items => list(items));
argument!(['a, T, V] Vec<T>, from &'a [V], items => list(items) ; where &'a V: Argument<T>);
argument!(['a, T, V] Vec<T>, from &'a Vec<V>, items => list(items) ; where &'a V: Argument<T>);
argument!(['a, T, V, const N: usize] Vec<T>, from &'a [V; N], items => list(items) ; where &'a V: Argument<T>);
argument!([T, V: Argument<T>, const N: usize] [T; N], from [V; N], items => {
    let items = list(items)?;
    items.try_into().map_err(|_| format!("the list does not have {N} items").into())
});
argument!([T, K: Into<String>, V: Argument<T>] BTreeMap<String, T>, from BTreeMap<K, V>, map => entries(map));
argument!([T, K: Into<String>, V: Argument<T>, S: BuildHasher] BTreeMap<String, T>, from HashMap<K, V, S>, map => entries(map));
argument!([] Map<String, Value>, from Map<String, Value>, map => Ok(map));
argument!([] Map<String, Value>, from &Map<String, Value>, map => Ok(map.clone()));
argument!([] Map<String, Value>, from Value, value => match value {
    Value::Object(map) => Ok(map),
    _ => Err("an object is expected; make one with `json!({…})`".into()),
});
argument!([] Value, from Map<String, Value>, map => Ok(Value::Object(map)));
argument!([V: Argument<Value>] Value, from Vec<V>, items => list(items).map(Value::Array));
argument!([V: Argument<Value>, const N: usize] Value, from [V; N], items => list(items).map(Value::Array));

fn list<T, V: Argument<T>>(items: impl IntoIterator<Item = V>) -> Result<Vec<T>, ConversionError> {
    items.into_iter().map(V::into_argument).collect()
}

fn entries<T, V: Argument<T>>(
    entries: impl IntoIterator<Item = (impl Into<String>, V)>,
) -> Result<BTreeMap<String, T>, ConversionError> {
    let entries = entries.into_iter();
    entries
        .map(|(key, value)| Ok((key.into(), value.into_argument()?)))
        .collect()
}
