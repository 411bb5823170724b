//! The types of the graph: those of the places of operations, and all named types that they reach.
//!
//! Operations with schemas, the components, and which of them are ids and flags in; types out, as progenitor makes them.

use std::collections::BTreeMap;

use super::components::Components;
use super::kind::{Kind, Schema};
use super::operation::Draft;
use super::progenitor::{self, Fault};
use super::scalars::Scalar;
use crate::api::{Shape, Type, Types};
use crate::identifiers::Scope;

/// The types that operations reach, and those of their places, in the order of [`Draft::schemas`].
pub(super) fn of(
    drafts: &[&Draft],
    components: &Components,
    scalars: &BTreeMap<String, Scalar>,
    names: &mut Scope,
) -> Result<(Types, Vec<Type>), Fault> {
    let places: Vec<&Schema> = drafts.iter().flat_map(|draft| draft.schemas()).collect();
    let failures: Vec<Schema> = drafts
        .iter()
        .filter_map(|draft| draft.operation.failure.clone())
        .map(|name| Schema::of(Kind::Component(name)))
        .collect();
    let mut named = BTreeMap::new();
    for name in components.reach(places.iter().copied().chain(&failures))? {
        if let Some(schema) = components.schema(&name) {
            add_nested(schema, &mut named);
            named.insert(name, schema);
        }
    }
    places
        .iter()
        .for_each(|schema| add_nested(schema, &mut named));
    let (mut types, of_places) = progenitor::ask(&named, &places, names)?;
    for (name, ty) in &mut types {
        match scalars.get(name) {
            Some(Scalar::Id) => ty.shape = Shape::Id,
            Some(Scalar::Flags(flags)) => ty.shape = Shape::Flags(flags.clone()),
            None => {}
        }
    }
    Ok((types, of_places))
}

/// Adds the schemas that have a name of their own, and those inside of them.
fn add_nested<'a>(schema: &'a Schema, named: &mut BTreeMap<String, &'a Schema>) {
    if let Some(name) = &schema.name
        && schema.is_declared()
    {
        named.insert(name.clone(), schema);
    }
    for inner in schema.inner() {
        add_nested(inner, named);
    }
}
