//! Where a type occurs, for its documentation: in an operation, or in other types.
//!
//! Operations and progenitor's types in, one line for each type out. The first places are named, further ones counted.

use std::collections::BTreeMap;

use syn::{Item, Type};

use super::operations::Joined;
use super::parts::{Parts, is, mentioned_by, optional};

/// How many places are named.
const MAX_PLACES: usize = 2;

/// The line that says where each type occurs.
pub(super) fn of(operations: &[Joined], parts: &Parts) -> BTreeMap<String, String> {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut say = |ty: &Type, place: String| {
        for name in mentioned_by(ty) {
            if parts.types.contains_key(&name) {
                let known = places.entry(name).or_default();
                if !known.contains(&place) {
                    known.push(place.clone());
                }
            }
        }
    };
    for joined in operations {
        let method = format!("[`Client::{0}`](crate::Client::{0})", joined.operation.name);
        for field in &joined.fields {
            say(
                &field.ty,
                format!("`{}` of {method}", field.parameter.field),
            );
        }
        if let Some(body) = &joined.body {
            say(body, format!("The body that {method} sends"));
        }
        if let Some(answer) = &joined.answer {
            say(answer, format!("The answer of {method}"));
        }
        if let Some(failure) = &joined.failure {
            say(failure, format!("An answer of {method} that is no success"));
        }
    }
    for (owner, items) in &parts.types {
        for item in items {
            let Item::Struct(item) = item else { continue };
            for field in &item.fields {
                let Some(ident) = &field.ident else { continue };
                let inner = optional(&field.ty);
                let ty = inner.unwrap_or(&field.ty);
                let is_list = is(ty, "Vec") || matches!(ty, Type::Array(_));
                let kind = if is_list { "An item of " } else { "" };
                // By its path, because the type may live in another file.
                say(
                    &field.ty,
                    format!("{kind}`{ident}` of [`{owner}`](super::{owner})"),
                );
            }
        }
    }
    places
        .into_iter()
        .map(|(name, places)| (name, line(&places)))
        .collect()
}

fn line(places: &[String]) -> String {
    let mut named = places
        .iter()
        .take(MAX_PLACES)
        .cloned()
        .collect::<Vec<_>>()
        .join("; ");
    named = named
        .replace("; An item", "; an item")
        .replace("; The ", "; the ");
    match places.len().saturating_sub(MAX_PLACES) {
        0 => format!("{named}."),
        1 => format!("{named}; and one other place."),
        more => format!("{named}; and {more} other places."),
    }
}
