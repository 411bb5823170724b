//! progenitor, the maker of Rust types: asked what it makes of schemas, by the structure in which it knows them.
//!
//! The named schemas and those of parameters, bodies and responses go in; out comes which Rust type each is, which fields are
//! an `Option` or in a `Box`, and what the variants of unions are called. Its client and its text are never looked at.
//!
//! What it is given are components only: a nested type that has a name is a component, too. So it converts no name:
//! properties go by number, and so does a type whose name it would change.

use std::collections::BTreeMap;

use progenitor_impl::{CrateVers, GenerationSettings, Generator};
use serde_json::{Map, Value, json};
use typify::{TypeDetails, TypeEnumVariant, TypeId, TypeSpace};

use super::kind::{Kind, Object, Schema};
use crate::api::{Float, Integer, TimeUnit, Type};
use crate::identifiers::{self, Scope};

/// A package that types of the runtime are said to be of.
const RUNTIME: &str = "runtime";

/// Sorts behind every name of a type, and is part of none.
const BEHIND_ALL: char = '\u{10FFFF}';

/// What progenitor makes of schemas.
pub(super) struct Made<'a> {
    /// The named ones, by name.
    pub types: BTreeMap<String, MadeType>,
    /// Enumerations among alternatives, by the names that progenitor gives them.
    pub unnamed: Vec<(String, &'a Schema)>,
    /// Those of parameters, bodies and responses, in the order in which they were given.
    pub places: Vec<Type>,
}

/// What progenitor makes of a named schema.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum MadeType {
    Struct(MadeStruct),
    /// Alternatives, with the names of their variants.
    Union(Vec<(String, MadeVariant)>),
    /// Another type under a name of its own.
    Alias(Type),
}

/// A struct: the type of each property, in their order, and of what the map of all others holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct MadeStruct {
    pub properties: Vec<Type>,
    pub others: Option<Type>,
}

/// A variant of a union.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum MadeVariant {
    One(Type),
    Struct(MadeStruct),
}

/// Why there is no answer: a fault of ours, since every schema has a type.
pub(super) type Fault = String;

/// Asks what becomes of the named schemas and of those at other places.
///
/// What progenitor names by itself is claimed in `scope`.
pub(super) fn ask<'a>(
    named: &BTreeMap<String, &'a Schema>,
    places: &[&'a Schema],
    scope: &mut Scope,
) -> Result<Made<'a>, Fault> {
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
    question.answer(named, places.len(), scope)
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
        let reference = json!({ "$ref": format!("#/components/schemas/{}", self.key(name)) });
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
            Kind::Component(_) => return self.at(schema),
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

    fn answer(
        self,
        named: &BTreeMap<String, &'a Schema>,
        places: usize,
        scope: &mut Scope,
    ) -> Result<Made<'a>, Fault> {
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
        let mut texts: Vec<(usize, TypeId)> = Vec::new();
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
            match index.checked_sub(places) {
                Some(text) => texts.push((text, newtype.inner())),
                None => drop(inner.insert(index, newtype.inner())),
            }
        }
        texts.sort();
        let names = named.keys().map(|name| (self.key(name), name.clone()));
        let mut answer = Answer {
            space,
            names: names.collect(),
            texts: texts.into_iter().map(|(_, id)| id).collect(),
            unnamed: Vec::new(),
        };
        let mut types = BTreeMap::new();
        for (name, schema) in named {
            let ty = of_keys.get(self.key(name).as_str());
            let ty = ty.ok_or_else(|| format!("no type `{name}`"))?;
            types.insert(name.clone(), answer.made(ty, schema, scope)?);
        }
        // What they are is known without asking.
        let unnamed = answer.unnamed.iter();
        types.extend(unnamed.map(|(name, _)| (name.clone(), MadeType::Alias(Type::Any))));
        let places = inner.values().map(|id| answer.ty(id));
        Ok(Made {
            types,
            places: places.collect::<Result<_, Fault>>()?,
            unnamed: answer.unnamed,
        })
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
struct Answer<'s, 'a> {
    space: &'s TypeSpace,
    /// The names of types, by what progenitor knows them by.
    names: BTreeMap<String, String>,
    /// What stands inside of strings.
    texts: Vec<TypeId>,
    /// Enumerations among alternatives.
    unnamed: Vec<(String, &'a Schema)>,
}

impl<'a> Answer<'_, 'a> {
    fn made(
        &mut self,
        ty: &typify::Type<'_>,
        schema: &'a Schema,
        scope: &mut Scope,
    ) -> Result<MadeType, Fault> {
        Ok(match ty.details() {
            TypeDetails::Struct(made) => MadeType::Struct(self.structure(made.properties())?),
            TypeDetails::Enum(made) => {
                let alternatives: &[Schema] = match &schema.kind {
                    Kind::OneOf(alternatives) => alternatives,
                    _ => &[],
                };
                let mut variants = Vec::new();
                for ((name, content), alternative) in made.variants().zip(alternatives) {
                    if let (Kind::Words(_) | Kind::Numbers(_), TypeEnumVariant::Tuple(types)) =
                        (&alternative.kind, &content)
                    {
                        self.name(types, alternative, scope)?;
                    }
                    let name = self.names.get(name).map_or(name, String::as_str);
                    variants.push((name.to_string(), self.variant(content)?));
                }
                MadeType::Union(variants)
            }
            TypeDetails::Newtype(made) => MadeType::Alias(self.ty(&made.inner())?),
            _ => return Err(format!("`{}` is not declared", ty.name())),
        })
    }

    /// Takes over the name that progenitor gives an enumeration among alternatives.
    fn name(
        &mut self,
        types: &[TypeId],
        schema: &'a Schema,
        scope: &mut Scope,
    ) -> Result<(), Fault> {
        for id in types {
            let key = self
                .space
                .get_type(id)
                .map_err(|error| error.to_string())?
                .name();
            let name = scope.claim_type(&[identifiers::stable_type_name(&key)]);
            self.names.insert(key, name.clone());
            self.unnamed.push((name, schema));
        }
        Ok(())
    }

    fn variant(&self, content: TypeEnumVariant<'_>) -> Result<MadeVariant, Fault> {
        match content {
            TypeEnumVariant::Tuple(types) if types.len() == 1 => {
                Ok(MadeVariant::One(self.ty(&types[0])?))
            }
            TypeEnumVariant::Struct(properties) => {
                Ok(MadeVariant::Struct(self.structure(properties.into_iter())?))
            }
            _ => Err("a variant without a value".to_string()),
        }
    }

    fn structure<'t>(
        &self,
        properties: impl Iterator<Item = (&'t str, TypeId)>,
    ) -> Result<MadeStruct, Fault> {
        let mut numbered = BTreeMap::new();
        let mut others = None;
        for (key, id) in properties {
            match property_number(key) {
                Some(number) => drop(numbered.insert(number, self.ty(&id)?)),
                None => others = self.ty(&id)?.inner().cloned(),
            }
        }
        Ok(MadeStruct {
            properties: numbered.into_values().collect(),
            others,
        })
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
                let name = ty.name();
                let name = self.names.get(&name);
                Type::Named(
                    name.cloned()
                        .ok_or_else(|| format!("no name for `{}`", ty.name()))?,
                )
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
            "i8" => Type::Integer(Integer::I8),
            "i16" => Type::Integer(Integer::I16),
            "i32" => Type::Integer(Integer::I32),
            "i64" => Type::Integer(Integer::I64),
            "u8" => Type::Integer(Integer::U8),
            "u16" => Type::Integer(Integer::U16),
            "u32" => Type::Integer(Integer::U32),
            "u64" => Type::Integer(Integer::U64),
            "f32" => Type::Float(Float::F32),
            "f64" => Type::Float(Float::F64),
            "serde_json::Value" => Type::Any,
            name => return Err(format!("`{name}` is no type of ours")),
        })
    }
}
