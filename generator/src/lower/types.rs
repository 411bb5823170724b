//! The types of the graph: what the schemas say, joined with what progenitor makes of them.
//!
//! Operations with schemas, and the components, in; out the types of their places, and all named types that they reach.

use std::collections::BTreeMap;

use super::components::Components;
use super::kind::{Kind, Object, Schema};
use super::numbers;
use super::operation::Draft;
use super::progenitor::{self, Fault, Made, MadeStruct, MadeType, MadeVariant};
use super::scalars::Scalar;
use crate::api::{
    Alias, Content, Field, NamedType, Places, Shape, Struct, Type, Types, Union, Variant,
};
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
    let Made {
        types: made,
        places: of_places,
        unnamed,
    } = progenitor::ask(&named, &places, names)?;
    let types = named.into_iter().chain(unnamed);
    let types: Types = types
        .map(|(name, schema)| {
            let made = made.get(&name).ok_or_else(|| format!("no type `{name}`"))?;
            let shape = shape(schema, made, scalars.get(&name))?;
            let ty = NamedType {
                description: schema.description.clone(),
                places: Places::default(),
                module: String::new(),
                is_sent: false,
                is_received: false,
                shape,
            };
            Ok((name, ty))
        })
        .collect::<Result<_, Fault>>()?;
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

fn shape(schema: &Schema, made: &MadeType, scalar: Option<&Scalar>) -> Result<Shape, Fault> {
    Ok(match (scalar, &schema.kind, made) {
        (Some(Scalar::Id), ..) => Shape::Id,
        (Some(Scalar::Flags(flags)), ..) => Shape::Flags(flags.clone()),
        (_, Kind::Words(words), _) => Shape::Words(words.clone()),
        (_, Kind::Numbers(values), _) => {
            Shape::Numbers(numbers::numbers(values.clone(), &schema.description))
        }
        (_, Kind::Object(object), MadeType::Struct(made)) => Shape::Struct(structure(object, made)),
        (_, Kind::OneOf(alternatives), MadeType::Union(variants)) => {
            let variants = variants.iter().zip(alternatives);
            Shape::Union(Union {
                variants: variants
                    .map(|((name, made), schema)| variant(name, made, schema))
                    .collect(),
                is_displayed: false,
                is_parsed: false,
            })
        }
        (_, _, MadeType::Alias(ty)) => Shape::Alias(Alias {
            ty: ty.clone(),
            is_displayed: false,
            is_parsed: false,
        }),
        _ => return Err("a type of another form than its schema".to_string()),
    })
}

fn structure(object: &Object, made: &MadeStruct) -> Struct {
    let properties = object.properties.iter().zip(&made.properties);
    let mut fields: Vec<Field> = properties
        .map(|(property, ty)| Field {
            name: property.field.clone(),
            wire: property.wire.clone(),
            ty: ty.clone(),
            is_required: property.is_required,
            description: property.schema.description.clone(),
            prefill: None,
        })
        .collect();
    fields.sort_by(|a, b| a.name.cmp(&b.name));
    Struct {
        fields,
        extra: made.others.clone(),
        payload: None,
    }
}

fn variant(name: &str, made: &MadeVariant, schema: &Schema) -> Variant {
    Variant {
        name: name.to_string(),
        description: String::new(),
        content: match (made, &schema.kind) {
            (MadeVariant::Struct(made), Kind::Object(object)) => {
                Content::Fields(structure(object, made))
            }
            (MadeVariant::One(ty), _) => Content::Value(ty.clone()),
            (MadeVariant::Struct(_), _) => Content::Value(Type::Any),
        },
    }
}
