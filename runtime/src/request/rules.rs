//! What has to be true of the arguments of a request before it is sent.
//!
//! In: each argument with its place and name on the wire. Out: its value, and in the end the first rule that is broken.
//! Never: an error of what was set again since.

use std::fmt;

use crate::{Error, OptionalArgument, conversion};

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
    /// What was set to what is no value, with the reason.
    invalid: Vec<(ArgumentPlace, String, String)>,
    /// Names on the wire with their setters.
    required: Vec<(ArgumentPlace, &'static str, &'static str)>,
    exactly_one: Vec<&'static [&'static str]>,
    /// Whether some part has to be set.
    needs_part: bool,
}

impl Rules {
    /// What is set by `setter` is `name` on the wire, and has to be set.
    pub(super) fn require(
        &mut self,
        place: ArgumentPlace,
        name: &'static str,
        setter: &'static str,
    ) {
        self.required.push((place, name, setter));
    }

    /// Some part of the body has to be set, whichever.
    pub(super) fn require_part(&mut self) {
        self.needs_part = true;
    }

    /// One of these names has to be set, and no other of them.
    pub(super) fn require_one(&mut self, names: &'static [&'static str]) {
        self.exactly_one.push(names);
    }

    /// Whether a rule may ask for properties of the body.
    pub(super) fn is_about_properties(&self) -> bool {
        !self.exactly_one.is_empty()
    }

    /// Takes a value; what was set before in this place, be it invalid, is forgotten.
    pub(super) fn given<T>(
        &mut self,
        place: ArgumentPlace,
        name: &str,
        value: impl OptionalArgument<T>,
    ) -> Option<T> {
        self.forget(place, name);
        match value.into_optional() {
            Ok(value) => {
                let set = value.is_some().then(|| (place, name.to_owned()));
                self.set.extend(set);
                value
            }
            Err(reason) => {
                let reason = reason.to_string();
                self.invalid.push((place, name.to_owned(), reason));
                None
            }
        }
    }

    /// Marks a property of the body as set.
    pub(super) fn set_property(&mut self, name: String) {
        self.set.push((ArgumentPlace::Property, name));
    }

    /// Forgets what was set in this place.
    pub(super) fn forget(&mut self, place: ArgumentPlace, name: &str) {
        let is_other = |known: ArgumentPlace, set: &str| known != place || set != name;
        self.set.retain(|(known, set)| is_other(*known, set));
        self.invalid.retain(|(known, set, _)| is_other(*known, set));
    }

    /// What was given sends nothing, as null and what is empty do.
    pub(super) fn unset(&mut self, place: ArgumentPlace, name: &str) {
        self.set
            .retain(|(known, set)| *known != place || set != name);
    }

    /// Forgets the properties of a body that another one replaces.
    pub(super) fn forget_properties(&mut self) {
        self.set
            .retain(|(known, _)| *known != ArgumentPlace::Property);
    }

    /// The first rule that is broken.
    pub(super) fn check(&self) -> Result<(), Error> {
        if let Some((place, name, reason)) = self.invalid.first() {
            return Err(Error::invalid(match place {
                // A builder's own error names the setter already.
                ArgumentPlace::Body => reason.clone(),
                place => format!("{place} `{name}` is invalid: {reason}"),
            }));
        }
        let is_set = |place: ArgumentPlace, name: &str| {
            let mut set = self.set.iter();
            set.any(|(known, set)| *known == place && set == name)
        };
        let mut required = self.required.iter();
        if let Some((_, _, setter)) = required.find(|(place, name, _)| !is_set(*place, name)) {
            return Err(Error::invalid(conversion::missing(setter)));
        }
        let mut places = self.set.iter().map(|(place, _)| *place);
        if self.needs_part && !places.any(|place| place == ArgumentPlace::Part) {
            return Err(Error::invalid(
                "no part of the body is set, and the API requires a body; set one of its parts",
            ));
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
