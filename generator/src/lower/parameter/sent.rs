//! How a parameter's value is written, and the schema of what a caller gives.
//!
//! A declared parameter in; a schema whose values have a form in its place, and that form, out. What has none (a list in a
//! path, a type that does not exist) becomes text that the caller writes: a worse type, but a call that works.

use serde_json::Value;

use super::super::components::Components;
use super::super::kind::{Kind, Schema};
use super::super::schema::{self, Role};
use crate::api::{Location, Style};
use crate::document::{alone, text_at};
use crate::text::code;

/// What a caller gives, and how it is sent.
pub(super) struct WireForm {
    /// Lowered.
    pub schema: Schema,
    pub style: Style,
    /// The smallest and the largest whole number, which are checked before sending.
    pub range: (Option<i64>, Option<i64>),
    /// What the docs say of the form; empty where it is as expected.
    pub hint: &'static str,
    /// Whether its type may be one with fields.
    pub may_be_object: bool,
    /// What is not as it is declared; the end of a sentence that names the parameter.
    pub note: Option<String>,
}

impl WireForm {
    /// Text that the caller writes.
    pub fn text(because: Option<&str>) -> Self {
        Self {
            schema: Schema::of(Kind::String),
            style: Style::Repeat,
            range: (None, None),
            hint: "",
            may_be_object: false,
            note: because.map(|because| format!("is taken as text, since {}", code(because))),
        }
    }
}

/// What a type is for sending.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A text, a number or a boolean.
    Scalar,
    /// A list of scalars.
    List,
    /// A list of lists or objects.
    DeepList,
    /// An object.
    Object,
    /// Any JSON, or one of several types without fields.
    Open,
    /// One of several types, some of which have fields.
    OpenObject,
    /// A reference that leads nowhere.
    Missing,
}

/// What is said of a list unless its name ends in `[]`.
const LIST: &str = "Sent as one `name=value` for each item, as the document says; a PHP server keeps only the last of them.";
const BRACKETS: &str =
    "Sent as `name[property]=value`, as PHP reads it; the document does not say how.";
const JSON: &str = "Sent as JSON.";

/// Decides for one parameter.
pub(super) fn decide(
    document: &Value,
    parameter: &Value,
    location: Location,
    name: &str,
    components: &Components,
) -> WireForm {
    let context = components.context(Role::Request);
    if let Some(content) = parameter.get("content") {
        return match content.pointer("/application~1json/schema") {
            Some(declared) if location == Location::Query && declared.is_object() => WireForm {
                schema: schema::lower(declared, &context),
                style: Style::Json,
                hint: JSON,
                may_be_object: true,
                ..WireForm::text(None)
            },
            _ => WireForm::text(Some("it is declared by a media type")),
        };
    }
    let Some(declared) = parameter.get("schema") else {
        return WireForm::text(None);
    };
    let schema = Schema {
        // A caller who has nothing to send leaves the parameter out.
        is_nullable: false,
        ..schema::lower(declared, &context)
    };
    let form = form(&schema, components, 0);
    let reason = match (location, form) {
        (_, Form::Missing) => Some("its schema is not in the document"),
        (Location::Path, Form::List | Form::DeepList | Form::Object) => {
            Some("a list or an object has no one form in a path")
        }
        (Location::Path, Form::Open | Form::OpenObject) => Some("its type is open"),
        (
            Location::Header | Location::Cookie,
            Form::DeepList | Form::Object | Form::Open | Form::OpenObject,
        ) => Some("only texts, numbers, booleans and lists of them have one form there"),
        _ => None,
    };
    if reason.is_some() {
        return WireForm::text(reason);
    }
    let (style, hint) = match location {
        Location::Query => style(parameter, form, name),
        _ => (Style::Repeat, ""),
    };
    WireForm {
        schema,
        style,
        range: range(alone(document, declared)),
        hint,
        may_be_object: matches!(form, Form::Object | Form::Open | Form::OpenObject),
        note: None,
    }
}

/// The range of a whole number.
pub(in super::super) fn range(schema: &Value) -> (Option<i64>, Option<i64>) {
    let is_integer = schema.get("type").is_some_and(|of| of == "integer");
    let limit = |key: &str| {
        schema
            .get(key)
            .and_then(Value::as_i64)
            .filter(|_| is_integer)
    };
    (limit("minimum"), limit("maximum"))
}

/// The way in which a query parameter is written, and what the docs say of it.
fn style(parameter: &Value, form: Form, name: &str) -> (Style, &'static str) {
    let declared = text_at(parameter, "/style");
    let is_form = matches!(declared.as_str(), "" | "form");
    let is_exploded = parameter
        .get("explode")
        .and_then(Value::as_bool)
        .unwrap_or(is_form);
    let joined = match declared.as_str() {
        "spaceDelimited" => Style::Space,
        "pipeDelimited" => Style::Pipe,
        _ => Style::Comma,
    };
    match (form, declared.as_str()) {
        (Form::Scalar | Form::Open | Form::Missing, "deepObject") => (Style::Brackets, ""),
        (Form::Scalar | Form::Open | Form::Missing, _) => (Style::Repeat, ""),
        (_, "deepObject") => (Style::Brackets, ""),
        (Form::List, _) if !is_exploded => (joined, ""),
        (Form::List, _) if name.ends_with("[]") => (Style::Repeat, ""),
        (Form::List, _) => (Style::Repeat, LIST),
        (Form::Object | Form::OpenObject, "form") if is_exploded => (Style::Properties, ""),
        (Form::Object | Form::OpenObject, "form" | "spaceDelimited" | "pipeDelimited") => {
            (joined, "")
        }
        (Form::Object | Form::OpenObject | Form::DeepList, _) => (Style::Brackets, BRACKETS),
    }
}

/// How many references in a row are followed.
const MAX_REFERENCES: u8 = 32;

/// What a schema is for sending.
fn form(schema: &Schema, components: &Components, depth: u8) -> Form {
    let inner = |schema| form(schema, components, depth + 1);
    match &schema.kind {
        Kind::Component(_) if depth > MAX_REFERENCES => Form::Open,
        Kind::Component(name) => components.schema(name).map_or(Form::Open, inner),
        Kind::Dangling(_) => Form::Missing,
        Kind::Array(items, _) => match inner(items) {
            Form::DeepList | Form::List | Form::Object => Form::DeepList,
            _ => Form::List,
        },
        Kind::Object(_) => Form::Object,
        Kind::OneOf(alternatives) => {
            let is_object = |schema| matches!(inner(schema), Form::Object | Form::OpenObject);
            match alternatives.iter().any(is_object) {
                true => Form::OpenObject,
                false => Form::Open,
            }
        }
        // Other allowed values than words are no type that can be written.
        Kind::Any | Kind::Numbers(_) => Form::Open,
        _ => Form::Scalar,
    }
}
