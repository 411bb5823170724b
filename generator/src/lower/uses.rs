//! How the types of the graph are used: whether they are sent and received, which module they live in, where they occur.
//!
//! Operations and types in; the types know it afterwards, and those that no operation reaches are gone. A type that only
//! operations of one tag reach lives in that tag's module; one that several reach lives in the shared one.

use std::collections::{BTreeMap, BTreeSet};

use crate::api::{Operation, Place, Shape, Struct, Tag, Type, Types};
use crate::identifiers::Scope;

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
            add(extra, place(Struct::MAP, false));
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{Alias, Body, BodyKind, Field, NamedType, Places, Response, Word};

    fn named(name: &str) -> Type {
        Type::Named(name.to_string())
    }

    fn field(name: &str, ty: Type) -> Field {
        Field {
            name: name.to_string(),
            ty,
            ..Field::default()
        }
    }

    fn structure(fields: Vec<Field>) -> Shape {
        Shape::Struct(Struct {
            fields,
            ..Struct::default()
        })
    }

    fn types<const N: usize>(shapes: [(&str, Shape); N]) -> Types {
        let types = shapes.map(|(name, shape)| (name.to_string(), NamedType::new(shape)));
        types.into()
    }

    /// An operation of a module that sends and receives these types.
    fn operation(module: &str, sent: &str, received: &str) -> Operation {
        Operation {
            name: format!("in_{module}"),
            module: module.to_string(),
            body: Some(Body {
                kind: BodyKind::Json,
                media_type: None,
                is_required: true,
                ty: Some(named(sent)),
            }),
            response: Response::Json {
                ty: Type::List(Box::new(named(received))),
                may_be_empty: false,
            },
            ..Operation::default()
        }
    }

    fn tag(module: &str) -> Tag {
        Tag {
            name: String::new(),
            description: String::new(),
            module: module.to_string(),
        }
    }

    #[test]
    fn a_type_that_several_tags_reach_lives_in_the_shared_module() {
        let mut types = types([
            ("Chat", structure(vec![field("user", named("User"))])),
            ("Order", structure(vec![field("buyer", named("User"))])),
            ("User", Shape::Id),
            ("Unused", Shape::Id),
        ]);
        let operations = [
            operation("chats", "Chat", "Chat"),
            operation("shared", "Order", "Order"),
        ];
        let shared = place(&[tag("chats"), tag("shared")], &operations, &mut types);
        assert_eq!(shared, "common");
        let modules = types
            .iter()
            .map(|(name, ty)| (name.as_str(), ty.module.as_str()));
        let expected = [("Chat", "chats"), ("Order", "shared"), ("User", "common")];
        assert_eq!(modules.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_variant_that_is_called_like_a_type_does_not_use_it() {
        let word = Word {
            name: "Order".to_string(),
            value: "order".to_string(),
        };
        let mut types = types([
            ("Kind", Shape::Words(vec![word])),
            ("Order", structure(vec![])),
            ("Query", structure(vec![field("kind", named("Kind"))])),
        ]);
        place(&[tag("a")], &[operation("a", "Query", "Order")], &mut types);
        let uses = types.values().map(|ty| (ty.is_sent, ty.is_received));
        let expected = [(true, false), (false, true), (true, false)];
        assert_eq!(uses.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn the_first_places_are_named_and_the_others_counted() {
        let list = Type::Optional(Box::new(Type::List(Box::new(named("Id")))));
        let alias = Alias {
            ty: named("Id"),
            is_displayed: false,
            is_parsed: false,
        };
        let mut types = types([
            ("Alias", Shape::Alias(alias)),
            (
                "Chat",
                structure(vec![
                    field("ids", list),
                    field("id", named("Id")),
                    field("alias", named("Alias")),
                ]),
            ),
            ("Id", Shape::Id),
        ]);
        place(&[tag("a")], &[operation("a", "Chat", "Id")], &mut types);
        let owner = "Chat".to_string();
        let in_chat = Place::Field {
            owner,
            field: "ids".to_string(),
            is_list: true,
        };
        let expected = Places {
            first: vec![Place::Response("in_a".to_string()), in_chat],
            others: 1,
        };
        assert_eq!(types["Id"].places, expected);
    }
}
