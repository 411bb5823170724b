//! How the types of the graph are used: whether they are sent and received, which module they live in, where they occur.
//!
//! Operations and types in; the types know it afterwards, and those that no operation reaches are gone. A type that only
//! operations of one tag reach lives in that tag's module; one that several reach lives in the shared one.

use std::collections::{BTreeMap, BTreeSet};

use crate::api::{Operation, Place, Shape, Tag, Type, Types};
use crate::names::Scope;

/// How many places are named; others are counted.
const MAX_PLACES: usize = 2;

/// Tells the types how they are used; gives back the name of the shared module.
pub(crate) fn place(tags: &[Tag], operations: &[Operation], types: &mut Types) -> String {
    let mut modules = Scope::default();
    for tag in tags {
        modules.claim(std::slice::from_ref(&tag.module));
    }
    let shared = modules.claim(&["shared".to_string(), "common".to_string()]);

    let all_sent = reach(types, operations.iter().flat_map(sent));
    let all_received = reach(types, operations.iter().flat_map(received));
    let mut by_module: BTreeMap<&str, Vec<&Operation>> = BTreeMap::new();
    for operation in operations {
        let of_module = by_module.entry(&operation.module).or_default();
        of_module.push(operation);
    }
    let mut module_of: BTreeMap<String, &str> = BTreeMap::new();
    for (module, operations) in by_module {
        let used = |operation| sent(operation).chain(received(operation));
        for name in reach(types, operations.into_iter().flat_map(used)) {
            let place = module_of.entry(name).or_insert(module);
            if *place != module {
                *place = &shared;
            }
        }
    }
    types.retain(|name, ty| {
        let Some(module) = module_of.get(name) else {
            return false;
        };
        ty.module = (*module).to_string();
        ty.is_sent = all_sent.contains(name);
        ty.is_received = all_received.contains(name);
        true
    });
    for (name, place) in places(operations, types) {
        if let Some(ty) = types.get_mut(&name) {
            match ty.places.first.len() < MAX_PLACES {
                true => ty.places.first.push(place),
                false => ty.places.others += 1,
            }
        }
    }
    shared
}

/// The types of the crate that a request holds.
fn sent(operation: &Operation) -> impl Iterator<Item = &str> {
    let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
    let body = operation.body.iter().filter_map(|body| body.ty.as_ref());
    parameters.chain(body).filter_map(Type::named)
}

/// The types of the crate that a response holds.
fn received(operation: &Operation) -> impl Iterator<Item = &str> {
    let success = operation.response.held().and_then(Type::named);
    success.into_iter().chain(operation.failure.as_deref())
}

/// All types that the first ones lead to, themselves included.
fn reach<'a>(types: &'a Types, first: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let mut next: Vec<&str> = first.collect();
    while let Some(name) = next.pop() {
        if let Some(ty) = types.get(name)
            && reached.insert(name.to_string())
        {
            next.extend(ty.shape.types().filter_map(Type::named));
        }
    }
    reached
}

/// Every place of every type: in operations first, then in other types.
fn places(operations: &[Operation], types: &Types) -> Vec<(String, Place)> {
    let mut places = Vec::new();
    let mut add = |ty: &Type, place: Place| {
        places.extend(ty.named().map(|name| (name.to_string(), place)));
    };
    for operation in operations {
        let method = || operation.name.clone();
        for parameter in &operation.parameters {
            let place = Place::Parameter {
                operation: method(),
                field: parameter.field.clone(),
            };
            add(&parameter.ty, place);
        }
        if let Some(ty) = operation.body.as_ref().and_then(|body| body.ty.as_ref()) {
            add(ty, Place::Body(method()));
        }
        if let Some(ty) = operation.response.held() {
            add(ty, Place::Response(method()));
        }
        if let Some(name) = &operation.failure {
            add(&Type::Named(name.clone()), Place::Failure(method()));
        }
    }
    for (owner, ty) in types {
        let Shape::Struct(of) = &ty.shape else {
            continue;
        };
        let place = |field: &str, is_list| Place::Field {
            owner: owner.clone(),
            field: field.to_string(),
            is_list,
        };
        for field in &of.fields {
            let is_list = matches!(field.ty.present(), Type::List(_) | Type::Array(..));
            add(&field.ty, place(&field.name, is_list));
        }
        if let Some(extra) = &of.extra {
            add(extra, place("extra", false));
        }
    }
    places
}
