//! What the setters of generated requests add.
//!
//! In: names on the wire and arguments. Out: the same request with the argument in its place; setting a name again replaces
//! what was set before. Never: more than the name and the reason in an error.

use std::fmt;

use reqwest::Method;
use serde::Serialize;
use serde_json::Value;

use super::Request;
use super::rules::ArgumentPlace;
use crate::body::Body;
use crate::query::QueryStyle;
use crate::{Argument, Bytes, Core, FilePart, Multipart, OptionalArgument, fields};

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
        self.rules.require(place, name, setter);
        self
    }

    /// Some part of the body has to be set.
    pub fn requires_part(mut self) -> Self {
        self.rules.require_part();
        self
    }

    /// One of these, by their names on the wire, has to be set, and no other of them.
    pub fn exactly_one_of(mut self, names: &'static [&'static str]) -> Self {
        self.rules.require_one(names);
        self
    }

    pub fn path_argument<T: fmt::Display>(
        mut self,
        name: &'static str,
        value: impl Argument<T>,
    ) -> Self {
        if let Some(value) = self.rules.given(ArgumentPlace::Path, name, value) {
            self.set_path(name, &value);
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
        if let Some(value) = self.rules.given(ArgumentPlace::Path, name, value) {
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
        if let Some(value) = self.rules.given(ArgumentPlace::Query, name, value) {
            self.add_query(style, name, &value);
            if !self.query.iter().any(|(known, _)| known == name) {
                self.rules.unset(ArgumentPlace::Query, name);
            }
        }
        self
    }

    pub fn header_argument<T: Serialize>(
        mut self,
        name: &'static str,
        value: impl OptionalArgument<T>,
    ) -> Self {
        self.headers.remove(name);
        match self.rules.given(ArgumentPlace::Header, name, value) {
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
        match self.rules.given(ArgumentPlace::Cookie, name, value) {
            Some(value) => self.cookie(name, &value),
            None => self,
        }
    }

    pub fn field_argument<T: Serialize>(
        mut self,
        name: &'static str,
        value: impl OptionalArgument<T>,
    ) -> Self {
        match self.rules.given(ArgumentPlace::Part, name, value) {
            Some(value) => self.part(name, |parts| parts.field(name, &value)),
            None => self.part(name, |parts| parts),
        }
    }

    pub fn file_argument(
        mut self,
        name: &'static str,
        value: impl OptionalArgument<FilePart>,
    ) -> Self {
        let file = self.rules.given(ArgumentPlace::Part, name, value);
        self.part(name, |parts| parts.file(name, file))
    }

    pub fn files_argument(
        mut self,
        name: &'static str,
        value: impl OptionalArgument<Vec<FilePart>>,
    ) -> Self {
        let files = self.rules.given(ArgumentPlace::Part, name, value);
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

    fn body_given<T>(&mut self, value: impl OptionalArgument<T>) -> Option<T> {
        self.body = None;
        self.rules.forget_properties();
        self.rules.given(ArgumentPlace::Body, "body", value)
    }

    /// Notes which properties a body sets, where a rule may ask for them.
    fn note_properties(&mut self, body: &impl Serialize, is_sent: impl Fn(&str, &Value) -> bool) {
        if !self.rules.is_about_properties() {
            return;
        }
        // What is no object has no properties; and what cannot be written is the error of the body itself.
        if let Ok(Value::Object(properties)) = serde_json::to_value(body) {
            let sent = properties
                .into_iter()
                .filter(|(name, value)| is_sent(name, value));
            sent.for_each(|(name, _)| self.rules.set_property(name));
        }
    }

    fn part(mut self, name: &str, add: impl FnOnce(Multipart) -> Multipart) -> Self {
        let parts = match self.body.take() {
            Some(Body::Multipart(parts)) => parts.without(name),
            _ => Multipart::new(),
        };
        // Some servers read a file before they have seen what stands behind it.
        let parts = add(parts).files_last();
        if !parts.has(name) {
            self.rules.unset(ArgumentPlace::Part, name);
        }
        self.body = (!parts.is_empty()).then_some(Body::Multipart(parts));
        self
    }
}
