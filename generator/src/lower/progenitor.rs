//! progenitor, the maker of Rust types: asked what it makes of schemas, by the structure in which it knows them.
//!
//! The named schemas and those of parameters, bodies and responses go in; the types of the graph come out: what the schemas
//! say, joined with what progenitor decides, which is the Rust type of each place, what is an `Option` or in a `Box`, and what
//! the variants of unions are called. Its client and its text are never looked at.
//!
//! What it is given are components only: a nested type that has a name is a component, too. So it converts no name:
//! properties go by number, and so does a type whose name it would change.

use std::collections::BTreeMap;

use progenitor_impl::{CrateVers, GenerationSettings, Generator};
use serde_json::{Map, Value, json};
use typify::{TypeDetails, TypeEnumVariant, TypeId, TypeSpace};

use super::kind::{Kind, Object, Schema};
use super::numbers;
use crate::api::{
    Alias, Content, Field, Float, Integer, NamedType, Shape, Struct, TimeUnit, Type, Types, Union,
    Variant,
};
use crate::document::Reference;
use crate::identifiers::{self, Scope};

/// A package that types of the runtime are said to be of.
const RUNTIME: &str = "runtime";

/// Sorts behind every name of a type, and is part of none.
const BEHIND_ALL: char = '\u{10FFFF}';

/// Why there is no response: a fault of ours, since every schema has a type.
pub(super) type Fault = String;

/// Asks what becomes of the named schemas and of those at other places: types by name, and the type of each place.
///
/// What progenitor names by itself, enumerations among alternatives, is claimed in `scope` and is among the types.
pub(super) fn ask<'a>(
    named: &BTreeMap<String, &'a Schema>,
    places: &[&'a Schema],
    scope: &mut Scope,
) -> Result<(Types, Vec<Type>), Fault> {
    let mut question = Question::new(named);
    for (name, schema) in named {
        // Whether null fits is said where it is used.
        let written = question.itself(schema);
        question.components.insert(question.key(name), written);
    }
    for (index, schema) in places.iter().enumerate() {
        question.place(index, schema);
    }
    // What stands inside of strings is asked for like any other place, and may itself hold strings.
    let mut index = 0;
    while index < question.texts.len() {
        let content = question.texts[index];
        question.place(places.len() + index, content);
        index += 1;
    }
    question.response(named, places.len(), scope)
}

struct Question<'a> {
    /// The names of types that progenitor would change, with what stands for each.
    numbered: BTreeMap<String, String>,
    components: BTreeMap<String, Value>,
    /// What stands inside of strings.
    texts: Vec<&'a Schema>,
}

impl<'a> Question<'a> {
    fn new(named: &BTreeMap<String, &'a Schema>) -> Self {
        let changed = named
            .keys()
            .filter(|name| identifiers::type_name(name) != **name);
        let mut free = (0_usize..)
            .map(|number| format!("Type{number}"))
            .filter(|name| !named.contains_key(name));
        Self {
            numbered: changed
                .filter_map(|name| Some((name.clone(), free.next()?)))
                .collect(),
            components: BTreeMap::new(),
            texts: Vec::new(),
        }
    }

    /// What progenitor knows a type by.
    fn key(&self, name: &str) -> String {
        self.numbered
            .get(name)
            .map_or(name, String::as_str)
            .to_string()
    }

    fn place(&mut self, index: usize, schema: &'a Schema) {
        let written = self.at(schema);
        self.components
            .insert(format!("{BEHIND_ALL}{index}"), written);
    }

    /// A schema where it is used: a type of its own is referred to.
    fn at(&mut self, schema: &'a Schema) -> Value {
        let name = match (&schema.kind, &schema.name) {
            (Kind::Component(name), _) => name,
            (_, Some(name)) if schema.is_declared() => name,
            _ => {
                let mut written = self.itself(schema);
                if schema.is_nullable {
                    written["nullable"] = true.into();
                }
                return written;
            }
        };
        let reference = json!({ "$ref": Reference::to_component(&self.key(name)) });
        match schema.is_nullable {
            true => json!({ "allOf": [reference], "nullable": true }),
            false => reference,
        }
    }

    /// A schema as it is, with references to the types of their own inside.
    fn itself(&mut self, schema: &'a Schema) -> Value {
        match &schema.kind {
            Kind::Any => json!({}),
            Kind::Boolean => json!({ "type": "boolean" }),
            Kind::String => json!({ "type": "string" }),
            Kind::Integer(None) => json!({ "type": "integer" }),
            Kind::Integer(Some(format)) => json!({ "type": "integer", "format": format }),
            Kind::Number(None) => json!({ "type": "number" }),
            Kind::Number(Some(format)) => json!({ "type": "number", "format": format }),
            // Which values they are makes no other type.
            Kind::Words(_) => json!({ "type": "string", "enum": ["a", "b"] }),
            Kind::Numbers(_) => json!({ "type": "integer", "enum": [1, 2] }),
            Kind::Time(TimeUnit::Seconds) => of_runtime("integer", "Seconds"),
            Kind::Time(TimeUnit::Milliseconds) => of_runtime("integer", "Milliseconds"),
            Kind::Money => of_runtime("integer", "Money"),
            Kind::JsonText(content) => {
                self.texts.push(content);
                of_runtime("string", &format!("Text{}", self.texts.len() - 1))
            }
            Kind::Array(items, length) => {
                let items = self.at(items);
                match length {
                    Some(length) => json!({
                        "type": "array", "items": items, "minItems": length, "maxItems": length,
                    }),
                    None => json!({ "type": "array", "items": items }),
                }
            }
            Kind::Object(object) => self.object(object),
            Kind::OneOf(alternatives) => {
                let alternatives: Vec<Value> = alternatives
                    .iter()
                    .map(|alternative| self.at(alternative))
                    .collect();
                json!({ "oneOf": alternatives })
            }
            Kind::Component(_) => self.at(schema),
            // Whoever uses it has been left out.
            Kind::Dangling(_) => json!({}),
        }
    }

    fn object(&mut self, object: &'a Object) -> Value {
        let mut properties = Map::new();
        let mut required = Vec::new();
        for (number, property) in object.properties.iter().enumerate() {
            let key = property_key(number);
            properties.insert(key.clone(), self.at(&property.schema));
            required.extend(property.is_required.then_some(key));
        }
        let mut written =
            json!({ "type": "object", "properties": properties, "required": required });
        if let Some(others) = &object.others {
            written["additionalProperties"] = self.at(others);
        }
        written
    }

    fn response(
        self,
        named: &BTreeMap<String, &'a Schema>,
        places: usize,
        scope: &mut Scope,
    ) -> Result<(Types, Vec<Type>), Fault> {
        let document = json!({
            "openapi": "3.0.3",
            "info": { "title": "", "version": "1" },
            "paths": {},
            "components": { "schemas": self.components },
        });
        let document = serde_json::from_value(document).map_err(|error| error.to_string())?;
        let mut settings = GenerationSettings::new();
        settings.with_crate(RUNTIME, CrateVers::Any, None);
        let mut generator = Generator::new(&settings);
        generator
            .generate_tokens(&document)
            .map_err(|error| error.to_string())?;
        let space = generator.get_type_space();
        // Components come first, in the order of their keys.
        let made = self.components.keys().zip(space.iter_types());
        let mut of_keys = BTreeMap::new();
        let mut inner = BTreeMap::new();
        for (key, ty) in made {
            let Some(index) = key.strip_prefix(BEHIND_ALL) else {
                of_keys.insert(key.as_str(), ty);
                continue;
            };
            let TypeDetails::Newtype(newtype) = ty.details() else {
                return Err(format!("place {index} is no type"));
            };
            let index: usize = index.parse().map_err(|_| format!("no place {index}"))?;
            inner.insert(index, newtype.inner());
        }
        let names = named.keys().map(|name| (self.key(name), name.clone()));
        let mut response = Response {
            space,
            names: names.collect(),
            texts: inner.split_off(&places).into_values().collect(),
            types: Types::new(),
        };
        for (name, schema) in named {
            let ty = of_keys.get(self.key(name).as_str());
            let ty = ty.ok_or_else(|| format!("no type `{name}`"))?;
            let shape = response.shape(ty, schema, scope)?;
            response.add(name.clone(), schema, shape);
        }
        let places: Result<_, Fault> = inner.values().map(|id| response.ty(id)).collect();
        Ok((response.types, places?))
    }
}

/// What a property is called in the question.
fn property_key(number: usize) -> String {
    format!("p{number}")
}

/// The property that is called so; nothing for the map of all others.
fn property_number(key: &str) -> Option<usize> {
    key.strip_prefix('p')?.parse().ok()
}

/// A type of the runtime, written like what is on the wire.
fn of_runtime(ty: &str, name: &str) -> Value {
    let path = format!("{RUNTIME}::{name}");
    json!({ "type": ty, "x-rust-type": { "crate": RUNTIME, "version": "*", "path": path } })
}

/// Reads progenitor's types.
struct Response<'s> {
    space: &'s TypeSpace,
    /// The names of types, by what progenitor knows them by.
    names: BTreeMap<String, String>,
    /// What stands inside of strings.
    texts: Vec<TypeId>,
    /// What has been read so far.
    types: Types,
}

impl Response<'_> {
    fn add(&mut self, name: String, schema: &Schema, shape: Shape) {
        let described = NamedType {
            description: schema.description.clone(),
            ..NamedType::new(shape)
        };
        self.types.insert(name, described);
    }

    /// What a type is made of: what the schema says, joined with progenitor's types of its parts.
    fn shape(
        &mut self,
        ty: &typify::Type<'_>,
        schema: &Schema,
        scope: &mut Scope,
    ) -> Result<Shape, Fault> {
        Ok(match (&schema.kind, ty.details()) {
            // Which values they are is known without asking.
            (Kind::Words(words), _) => Shape::Words(words.clone()),
            (Kind::Numbers(values), _) => {
                Shape::Numbers(numbers::numbers(values.clone(), &schema.description))
            }
            (Kind::Object(object), TypeDetails::Struct(made)) => {
                Shape::Struct(self.structure(object, made.properties())?)
            }
            (Kind::OneOf(alternatives), TypeDetails::Enum(made)) => {
                let mut variants = Vec::new();
                for ((name, content), alternative) in made.variants().zip(alternatives) {
                    variants.push(self.variant(name, content, alternative, scope)?);
                }
                Shape::Union(Union {
                    variants,
                    is_displayed: false,
                    is_parsed: false,
                })
            }
            (_, TypeDetails::Newtype(made)) => Shape::Alias(Alias::new(self.ty(&made.inner())?)),
            _ => return Err(format!("`{}` has another form than its schema", ty.name())),
        })
    }

    fn variant(
        &mut self,
        name: &str,
        content: TypeEnumVariant<'_>,
        schema: &Schema,
        scope: &mut Scope,
    ) -> Result<Variant, Fault> {
        let content = match (content, &schema.kind) {
            (TypeEnumVariant::Tuple(types), kind) if types.len() == 1 => {
                if matches!(kind, Kind::Words(_) | Kind::Numbers(_)) {
                    self.add_unnamed(&types[0], schema, scope)?;
                }
                Content::Value(self.ty(&types[0])?)
            }
            (TypeEnumVariant::Struct(properties), Kind::Object(object)) => {
                Content::Fields(self.structure(object, properties.into_iter())?)
            }
            _ => return Err("a variant without a value".to_string()),
        };
        Ok(Variant {
            name: self
                .names
                .get(name)
                .map_or(name, String::as_str)
                .to_string(),
            description: String::new(),
            content,
        })
    }

    /// Takes over the name that progenitor gives an enumeration among alternatives.
    fn add_unnamed(
        &mut self,
        id: &TypeId,
        schema: &Schema,
        scope: &mut Scope,
    ) -> Result<(), Fault> {
        let ty = self.space.get_type(id).map_err(|error| error.to_string())?;
        let name = scope.claim_type(&[identifiers::stable_type_name(&ty.name())]);
        self.names.insert(ty.name(), name.clone());
        let shape = self.shape(&ty, schema, scope)?;
        self.add(name, schema, shape);
        Ok(())
    }

    fn structure<'t>(
        &self,
        object: &Object,
        made: impl Iterator<Item = (&'t str, TypeId)>,
    ) -> Result<Struct, Fault> {
        let mut of = Struct::default();
        for (key, id) in made {
            let ty = self.ty(&id)?;
            match property_number(key).and_then(|number| object.properties.get(number)) {
                Some(property) => of.fields.push(Field {
                    name: property.field.clone(),
                    wire: property.wire.clone(),
                    ty,
                    is_required: property.is_required,
                    is_secret: false,
                    description: property.schema.description.clone(),
                    prefill: None,
                }),
                None => of.extra = Some(ty),
            }
        }
        of.fields.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(of)
    }

    fn ty(&self, id: &TypeId) -> Result<Type, Fault> {
        let ty = self.space.get_type(id).map_err(|error| error.to_string())?;
        let boxed = |id: &TypeId| Ok::<_, Fault>(Box::new(self.ty(id)?));
        Ok(match ty.details() {
            TypeDetails::Option(id) => Type::Optional(boxed(&id)?),
            TypeDetails::Vec(id) | TypeDetails::Set(id) => Type::List(boxed(&id)?),
            TypeDetails::Map(_, id) => Type::Map(boxed(&id)?),
            TypeDetails::Box(id) => Type::Boxed(boxed(&id)?),
            TypeDetails::Array(id, length) => Type::Array(boxed(&id)?, length),
            TypeDetails::String => Type::String,
            TypeDetails::Builtin(name) => return self.builtin(name),
            TypeDetails::Enum(_) | TypeDetails::Struct(_) | TypeDetails::Newtype(_) => {
                let name = self.names.get(&ty.name()).cloned();
                Type::Named(name.ok_or_else(|| format!("no name for `{}`", ty.name()))?)
            }
            TypeDetails::Tuple(_) | TypeDetails::Unit => {
                return Err(format!("`{}` is no type of ours", ty.describe()));
            }
        })
    }

    fn builtin(&self, name: &str) -> Result<Type, Fault> {
        if let Some(name) = name.strip_prefix("::runtime::") {
            let text = name
                .strip_prefix("Text")
                .and_then(|index| self.texts.get(index.parse::<usize>().ok()?));
            return match (name, text) {
                (_, Some(id)) => Ok(Type::JsonText(Box::new(self.ty(id)?))),
                ("Seconds", _) => Ok(Type::Time(TimeUnit::Seconds)),
                ("Milliseconds", _) => Ok(Type::Time(TimeUnit::Milliseconds)),
                _ => Ok(Type::Money),
            };
        }
        Ok(match name.trim_start_matches("::") {
            "bool" => Type::Bool,
            "f32" => Type::Float(Float::F32),
            "f64" => Type::Float(Float::F64),
            "serde_json::Value" => Type::Any,
            name => match Integer::named(name) {
                Some(integer) => Type::Integer(integer),
                None => return Err(format!("`{name}` is no type of ours")),
            },
        })
    }
}
