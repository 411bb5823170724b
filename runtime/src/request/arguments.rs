//! What the setters of generated requests add.
//!
//! In: names on the wire and arguments. Out: the same request with the argument in its place; setting a name again replaces
//! what was set before. Never: more than the name and the reason in an error.

use std::fmt;

use reqwest::Method;
use serde::Serialize;
use serde_json::Value;

use super::Request;
use crate::body::Body;
use crate::query::QueryStyle;
use crate::{
    Argument, Bytes, ConversionError, Core, Error, FilePart, Multipart, OptionalArgument,
    conversion, fields,
};

/// Where an argument goes: two places may have the same name. For generated code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArgumentPlace {
    /// A segment of the path.
    Path,
    /// A parameter of the query.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
    /// A part of a multipart body.
    Part,
    /// A property of a body that is JSON or a form.
    Property,
    /// The whole body.
    Body,
}

impl fmt::Display for ArgumentPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Path => "path parameter",
            Self::Query => "query parameter",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::Part => "part",
            Self::Property => "property",
            Self::Body => "body",
        })
    }
}

/// What has to be set before a request is sent.
#[derive(Clone, Default)]
pub(crate) struct Rules {
    /// What was set, by names on the wire.
    set: Vec<(ArgumentPlace, String)>,
    /// Names on the wire with their setters.
    required: Vec<(ArgumentPlace, &'static str, &'static str)>,
    exactly_one: Vec<&'static [&'static str]>,
}

impl Rules {
    pub(super) fn check(&self) -> Result<(), Error> {
        let is_set = |place: ArgumentPlace, name: &str| {
            let mut set = self.set.iter();
            set.any(|(known, set)| *known == place && set == name)
        };
        let mut required = self.required.iter();
        if let Some((_, _, setter)) = required.find(|(place, name, _)| !is_set(*place, name)) {
            return Err(Error::invalid(conversion::missing(setter)));
        }
        let is_set = |name: &str| self.set.iter().any(|(_, set)| set == name);
        for names in &self.exactly_one {
            let count = names.iter().filter(|name| is_set(name)).count();
            if count != 1 {
                let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
                let count = match count {
                    0 => "none of".to_owned(),
                    count => format!("{count} of"),
                };
                return Err(Error::invalid(format!(
                    "{count} {} are set; set exactly one of them",
                    names.join(" and ")
                )));
            }
        }
        Ok(())
    }
}

/// For generated code.
#[doc(hidden)]
impl Request {
    pub fn get(core: &Core, operation: &'static str, template: &'static str) -> Self {
        Self::operation(core, operation, Method::GET, template)
    }

    pub fn post(core: &Core, operation: &'static str, template: &'static str) -> Self {
        Self::operation(core, operation, Method::POST, template)
    }

    pub fn put(core: &Core, operation: &'static str, template: &'static str) -> Self {
        Self::operation(core, operation, Method::PUT, template)
    }

    pub fn patch(core: &Core, operation: &'static str, template: &'static str) -> Self {
        Self::operation(core, operation, Method::PATCH, template)
    }

    pub fn delete(core: &Core, operation: &'static str, template: &'static str) -> Self {
        Self::operation(core, operation, Method::DELETE, template)
    }

    /// What is set by `setter` is `name` in its place on the wire, and has to be set.
    pub fn requires(
        mut self,
        place: ArgumentPlace,
        name: &'static str,
        setter: &'static str,
    ) -> Self {
        self.rules.required.push((place, name, setter));
        self
    }

    /// One of these, by their names on the wire, has to be set, and no other of them.
    pub fn exactly_one_of(mut self, names: &'static [&'static str]) -> Self {
        self.rules.exactly_one.push(names);
        self
    }

    pub fn path_argument<T: fmt::Display>(
        mut self,
        name: &'static str,
        value: impl Argument<T>,
    ) -> Self {
        match value.into_argument() {
            Ok(value) => self.set_path(name, &value),
            Err(reason) => self.refuse(ArgumentPlace::Path, name, &reason),
        }
        self
    }

    /// A path parameter that the template writes `{name?}`: without a value its segment is left out, if every segment behind
    /// it is left out as well; else the send is an error.
    pub fn optional_path_argument<T: fmt::Display>(
        mut self,
        name: &'static str,
        value: impl OptionalArgument<T>,
    ) -> Self {
        self.path.retain(|(known, _)| *known != name);
        if let Some(value) = self.given(ArgumentPlace::Path, name, value) {
            self.set_path(name, &value);
        }
        self
    }

    pub fn query_argument<T: Serialize>(
        self,
        name: &'static str,
        value: impl OptionalArgument<T>,
    ) -> Self {
        self.styled_query_argument(QueryStyle::Repeat, name, value)
    }

    pub fn styled_query_argument<T: Serialize>(
        mut self,
        style: QueryStyle,
        name: &'static str,
        value: impl OptionalArgument<T>,
    ) -> Self {
        self.query.retain(|(known, _)| known != name);
        if let Some(value) = self.given(ArgumentPlace::Query, name, value) {
            self.add_query(style, name, &value);
        }
        self
    }

    pub fn header_argument<T: Serialize>(
        mut self,
        name: &'static str,
        value: impl OptionalArgument<T>,
    ) -> Self {
        self.headers.remove(name);
        match self.given(ArgumentPlace::Header, name, value) {
            Some(value) => self.header(name, &value),
            None => self,
        }
    }

    pub fn cookie_argument<T: Serialize>(
        mut self,
        name: &'static str,
        value: impl OptionalArgument<T>,
    ) -> Self {
        self.cookies.retain(|(known, _)| known != name);
        match self.given(ArgumentPlace::Cookie, name, value) {
            Some(value) => self.cookie(name, &value),
            None => self,
        }
    }

    pub fn field_argument<T: Serialize>(
        mut self,
        name: &'static str,
        value: impl OptionalArgument<T>,
    ) -> Self {
        match self.given(ArgumentPlace::Part, name, value) {
            Some(value) => self.part(name, |parts| parts.field(name, &value)),
            None => self.part(name, |parts| parts),
        }
    }

    pub fn file_argument(
        mut self,
        name: &'static str,
        value: impl OptionalArgument<FilePart>,
    ) -> Self {
        let file = self.given(ArgumentPlace::Part, name, value);
        self.part(name, |parts| parts.file(name, file))
    }

    pub fn files_argument(
        mut self,
        name: &'static str,
        value: impl OptionalArgument<Vec<FilePart>>,
    ) -> Self {
        let files = self.given(ArgumentPlace::Part, name, value);
        self.part(name, |parts| parts.files(name, files))
    }

    pub fn json_argument<T: Serialize>(mut self, value: impl OptionalArgument<T>) -> Self {
        match self.body_given(value) {
            Some(body) => {
                self.note_properties(&body, |_, _| true);
                self.json(&body)
            }
            None => self,
        }
    }

    pub fn form_argument<T: Serialize>(mut self, value: impl OptionalArgument<T>) -> Self {
        match self.body_given(value) {
            Some(body) => {
                // Null and what is empty send no field.
                self.note_properties(&body, |name, value| {
                    fields::named(name, value).is_ok_and(|fields| !fields.is_empty())
                });
                self.form(&body)
            }
            None => self,
        }
    }

    pub fn text_argument(mut self, value: impl OptionalArgument<String>) -> Self {
        match self.body_given(value) {
            Some(body) => self.text(body),
            None => self,
        }
    }

    pub fn bytes_argument(mut self, value: impl OptionalArgument<Bytes>) -> Self {
        match self.body_given(value) {
            Some(body) => self.bytes(body),
            None => self,
        }
    }

    pub fn multipart_argument(mut self, value: impl OptionalArgument<Multipart>) -> Self {
        match self.body_given(value) {
            Some(body) => self.multipart(body),
            None => self,
        }
    }

    /// The value, if there is one; an error is kept for the send.
    fn given<T>(
        &mut self,
        place: ArgumentPlace,
        name: &str,
        value: impl OptionalArgument<T>,
    ) -> Option<T> {
        self.rules
            .set
            .retain(|(known, set)| *known != place || set != name);
        match value.into_optional() {
            Ok(value) => {
                let set = value.is_some().then(|| (place, name.to_owned()));
                self.rules.set.extend(set);
                value
            }
            Err(reason) => {
                self.refuse(place, name, &reason);
                None
            }
        }
    }

    fn refuse(&mut self, place: ArgumentPlace, name: &str, reason: &ConversionError) {
        self.fail(Error::invalid(match place {
            // A builder's own error names the setter already.
            ArgumentPlace::Body => reason.to_string(),
            place => format!("{place} `{name}` is invalid: {reason}"),
        }));
    }

    fn body_given<T>(&mut self, value: impl OptionalArgument<T>) -> Option<T> {
        self.body = None;
        self.rules
            .set
            .retain(|(known, _)| *known != ArgumentPlace::Property);
        self.given(ArgumentPlace::Body, "body", value)
    }

    /// Notes which properties a body sets, where a rule may ask for them.
    fn note_properties(&mut self, body: &impl Serialize, is_sent: impl Fn(&str, &Value) -> bool) {
        if self.rules.exactly_one.is_empty() {
            return;
        }
        // What is no object has no properties; and what cannot be written is the error of the body itself.
        if let Ok(Value::Object(properties)) = serde_json::to_value(body) {
            let sent = properties
                .into_iter()
                .filter(|(name, value)| is_sent(name, value));
            let names = sent.map(|(name, _)| (ArgumentPlace::Property, name));
            self.rules.set.extend(names);
        }
    }

    fn part(mut self, name: &str, add: impl FnOnce(Multipart) -> Multipart) -> Self {
        let parts = match self.body.take() {
            Some(Body::Multipart(parts)) => parts.without(name),
            _ => Multipart::new(),
        };
        // Some servers read a file before they have seen what stands behind it.
        let parts = add(parts).files_last();
        self.body = (!parts.is_empty()).then_some(Body::Multipart(parts));
        self
    }
}
