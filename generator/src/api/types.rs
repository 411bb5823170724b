//! The types that a crate declares.

use std::collections::BTreeMap;

use super::Type;

/// The types of a crate, by name.
pub type Types = BTreeMap<String, NamedType>;

/// A type that the crate declares.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedType {
    /// What the document says of it, in Markdown; empty where it says nothing.
    pub description: String,
    /// Where it occurs.
    pub places: Places,
    /// The module below `types` that declares it.
    pub module: String,
    /// Whether it is part of a request.
    pub is_sent: bool,
    /// Whether it is part of a response.
    pub is_received: bool,
    /// What it is made of.
    pub shape: Shape,
}

impl NamedType {
    /// A type of which no more is known than what it is made of.
    pub fn new(shape: Shape) -> Self {
        Self {
            description: String::new(),
            places: Places::default(),
            module: String::new(),
            is_sent: false,
            is_received: false,
            shape,
        }
    }

    /// What it is made of, where it is a struct.
    pub fn as_struct(&self) -> Option<&Struct> {
        match &self.shape {
            Shape::Struct(of) => Some(of),
            _ => None,
        }
    }

    /// As [`NamedType::as_struct`], to be changed.
    pub fn as_struct_mut(&mut self) -> Option<&mut Struct> {
        match &mut self.shape {
            Shape::Struct(of) => Some(of),
            _ => None,
        }
    }

    /// The field of a property, by its name on the wire; nothing where it is no struct.
    pub fn property(&self, wire: &str) -> Option<&Field> {
        let mut fields = self.as_struct()?.fields.iter();
        fields.find(|field| field.wire == wire)
    }

    /// As [`NamedType::property`], to be changed.
    pub fn property_mut(&mut self, wire: &str) -> Option<&mut Field> {
        let mut fields = self.as_struct_mut()?.fields.iter_mut();
        fields.find(|field| field.wire == wire)
    }
}

/// Where a type occurs: the first places, and how many there are beside them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    /// The first places.
    pub first: Vec<Place>,
    /// How many others there are.
    pub others: usize,
}

/// A place where a type occurs. Operations are called by the names of their methods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A parameter.
    Parameter {
        /// The operation.
        operation: String,
        /// The name of the parameter's setter.
        field: String,
    },
    /// The body that this operation sends.
    Body(String),
    /// The successful response of this operation.
    Response(String),
    /// A response of this operation other than 2xx.
    Failure(String),
    /// A field of another type.
    Field {
        /// The other type.
        owner: String,
        /// The name of the field.
        field: String,
        /// Whether the field is a list.
        is_list: bool,
    },
}

/// What a type is made of.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// An object with known properties.
    Struct(Struct),
    /// One of several types that JSON tells apart by their kind.
    Union(Union),
    /// One of several strings.
    Words(Vec<Word>),
    /// One of several integers.
    Numbers(Vec<Number>),
    /// A string that must not be taken for another one.
    Id,
    /// A set of bits.
    Flags(Vec<Flag>),
    /// Another type under a name of its own.
    Alias(Alias),
}

impl Shape {
    /// The types that it holds.
    pub fn types(&self) -> Box<dyn Iterator<Item = &Type> + '_> {
        fn fields(of: &Struct) -> impl Iterator<Item = &Type> {
            of.fields.iter().map(|field| &field.ty).chain(&of.extra)
        }
        match self {
            Self::Struct(of) => Box::new(fields(of)),
            Self::Union(of) => Box::new(of.variants.iter().flat_map(|variant| {
                let (own, value) = match &variant.content {
                    Content::Fields(own) => (Some(own), None),
                    Content::Value(value) => (None, Some(value)),
                };
                own.into_iter().flat_map(fields).chain(value)
            })),
            Self::Alias(of) => Box::new(std::iter::once(&of.ty)),
            Self::Words(_) | Self::Numbers(_) | Self::Id | Self::Flags(_) => {
                Box::new(std::iter::empty())
            }
        }
    }
}

/// An object with known properties.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Struct {
    /// Its fields, by name.
    pub fields: Vec<Field>,
    /// The type of the map of all other properties; nothing where there is no such map.
    pub extra: Option<Type>,
    /// The way to what the caller asked for, where the response wraps it.
    pub payload: Option<Payload>,
}

impl Struct {
    /// What the map of all other properties is called.
    pub const MAP: &str = "extra";
}

/// A field of a struct.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Field {
    /// Its name in Rust.
    pub name: String,
    /// Its name on the wire.
    pub wire: String,
    /// Its type, with the `Option` of one that may be absent or null and the `Box` of one that is large or recursive.
    pub ty: Type,
    /// Whether the property is always there.
    pub is_required: bool,
    /// What the document says of it, in Markdown; empty where it says nothing.
    pub description: String,
    /// Whether `Debug` hides it whatever its name, since a fixup or the document calls it secret.
    pub is_secret: bool,
    /// What the builder knows of it by itself.
    pub prefill: Option<Prefill>,
}

/// What a builder knows of a field by itself.
#[derive(Debug, Clone, PartialEq)]
pub enum Prefill {
    /// What is sent unless the caller sets another value.
    Default(Literal),
    /// Setters that together are the field: one for each item of a list of fixed length, whose items are of the named type.
    Items(String, Vec<Item>),
}

/// A value of one of Rust's own types.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// A truth value.
    Bool(bool),
    /// An integer.
    Integer(i64),
    /// A floating-point number.
    Float(f64),
    /// A string.
    String(String),
}

/// An item of a list that always has the same number of items.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The name of the setter.
    pub name: String,
    /// The setter of the item's own builder that takes the value.
    pub setter: String,
    /// The type of the value.
    pub ty: Type,
    /// What it means; empty where nothing is said.
    pub description: String,
}

/// The way from a response to what the caller asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Payload {
    /// The properties on the way, as they are called on the wire.
    pub properties: Vec<String>,
    /// The fields on the way.
    pub steps: Vec<Step>,
    /// The type at the end, without an `Option` or a `Box` around it.
    pub ty: Type,
}

/// A field on the way to a payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The name of the field.
    pub field: String,
    /// Whether it may be absent.
    pub is_optional: bool,
    /// Whether its value is in a `Box`.
    pub is_boxed: bool,
}

/// One of several types that JSON tells apart by their kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Union {
    /// The types, in the order in which they are tried.
    pub variants: Vec<Variant>,
    /// Whether every variant can be printed.
    pub is_displayed: bool,
    /// Whether every variant can be parsed.
    pub is_parsed: bool,
}

/// A variant of a union.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// Its name.
    pub name: String,
    /// What the document says of it; empty where it says nothing.
    pub description: String,
    /// What it holds.
    pub content: Content,
}

/// What a variant holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// One value.
    Value(Type),
    /// Fields of its own, as a struct without a name.
    Fields(Struct),
}

/// An allowed string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The name of the variant.
    pub name: String,
    /// The string.
    pub value: String,
}

/// An allowed integer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// The name of the variant.
    pub name: String,
    /// The integer.
    pub value: i64,
    /// What the description says that it means.
    pub meaning: Option<String>,
}

/// A bit with its meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    /// The name of the constant.
    pub name: String,
    /// The bit, as a number.
    pub bit: i64,
    /// What it means; empty where nothing is known.
    pub description: String,
}

/// Another type under a name of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Alias {
    /// The other type.
    pub ty: Type,
    /// Whether it can be printed.
    pub is_displayed: bool,
    /// Whether it can be parsed.
    pub is_parsed: bool,
}

impl Alias {
    /// Another name of this type; whether it is converted is not known yet.
    pub fn new(ty: Type) -> Self {
        Self {
            ty,
            is_displayed: false,
            is_parsed: false,
        }
    }
}
