//! A `multipart/form-data` body.
//!
//! In: named values and files. Out: a form that reqwest can send, its names as PHP reads them.
//! Never: a part for what is not set, a header that a name adds, or content in a `Debug`.

use std::fmt;

use reqwest::multipart::{Form, Part};
use serde::Serialize;

use crate::{Error, FilePart, fields};

/// The parts of a multipart body, in the order in which they are added.
///
/// Generated requests have a setter for each part that their document names, and put this together themselves.
///
/// ```
/// # use openapi_client_runtime::{FilePart, Multipart};
/// let parts = Multipart::new()
///     .field("caption", "Sunset")
///     .field("tags", ["sea", "sun"])
///     .file("photo", FilePart::path("sunset.jpg"));
/// ```
#[derive(Default)]
#[must_use = "parts are sent by the request they are given to"]
pub struct Multipart {
    parts: Vec<Entry>,
    /// Whether anything was added, be it without a value.
    is_started: bool,
    error: Option<Error>,
}

/// A part.
struct Entry {
    /// What it was added as.
    added_as: String,
    /// As it is on the wire.
    name: String,
    value: Value,
}

enum Value {
    Text(String),
    File(FilePart),
}

impl Multipart {
    /// No parts so far.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a value as text.
    ///
    /// `None` and null add nothing. A boolean is `1` or `0`, an item of a list `name[]`, a field of an object
    /// `name[field]`, a field of an object in a list `name[0][field]`. An empty list or object adds nothing, since
    /// a form has no way to tell PHP of one. A value that cannot be serialised, and a float that is not finite, make the
    /// send an error.
    pub fn field(mut self, name: &str, value: impl Serialize) -> Self {
        self.is_started = true;
        match fields::named(name, &value) {
            Ok(fields) => {
                self.parts
                    .extend(fields.into_iter().map(|(wire, text)| Entry {
                        added_as: name.to_owned(),
                        name: wire,
                        value: Value::Text(text),
                    }));
            }
            Err(error) => self.error = self.error.or(Some(error)),
        }
        self
    }

    /// Adds a file, if there is one.
    pub fn file(mut self, name: &str, file: impl Into<Option<FilePart>>) -> Self {
        self.is_started = true;
        self.parts.extend(file.into().map(|file| Entry {
            added_as: name.to_owned(),
            name: name.to_owned(),
            value: Value::File(file),
        }));
        self
    }

    /// Adds files, each as `name[]`.
    pub fn files(mut self, name: &str, files: impl Into<Option<Vec<FilePart>>>) -> Self {
        self.is_started = true;
        let wire = format!("{}[]", name.strip_suffix("[]").unwrap_or(name));
        let files = files.into().into_iter().flatten();
        self.parts.extend(files.map(|file| Entry {
            added_as: name.to_owned(),
            name: wire.clone(),
            value: Value::File(file),
        }));
        self
    }

    /// All parts but those that were added as `name`.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.parts.retain(|part| part.added_as != name);
        self
    }

    /// The same parts, files behind all others.
    pub(crate) fn files_last(mut self) -> Self {
        self.parts
            .sort_by_key(|part| matches!(part.value, Value::File(_)));
        self
    }

    /// Whether something was added as `name`.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.parts.iter().any(|part| part.added_as == name)
    }

    /// The same parts again; nothing where a file is among them, which is sent once.
    pub(crate) fn try_clone(&self) -> Option<Self> {
        let parts = self.parts.iter().map(|part| match &part.value {
            Value::Text(text) => Some(Entry {
                added_as: part.added_as.clone(),
                name: part.name.clone(),
                value: Value::Text(text.clone()),
            }),
            Value::File(_) => None,
        });
        Some(Self {
            parts: parts.collect::<Option<_>>()?,
            is_started: self.is_started,
            error: self
                .error
                .as_ref()
                .map(|error| Error::invalid(error.to_string())),
        })
    }

    /// Whether there is nothing to send.
    pub(crate) fn is_empty(&self) -> bool {
        self.parts.is_empty() && self.error.is_none()
    }

    /// The form, with all its files open; nothing where no part has a value.
    pub(crate) async fn into_form(self) -> Result<Option<Form>, Error> {
        if let Some(error) = self.error {
            return Err(error);
        }
        if !self.is_started {
            return Err(Error::invalid(
                "the multipart body has no parts; add one with `field` or `file`",
            ));
        }
        if self.parts.is_empty() {
            return Ok(None);
        }
        // Names go into headers as they are, because PHP does not read `name*=utf-8''…`.
        let mut form = Form::new().percent_encode_noop();
        for Entry { name, value, .. } in self.parts {
            let part = match value {
                Value::Text(text) => Part::text(text),
                Value::File(file) => file.into_part(&name).await?,
            };
            form = form.part(escape(&name), part);
        }
        Ok(Some(form))
    }
}

/// What would end a name in a header, as browsers escape it.
fn escape(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

impl fmt::Debug for Multipart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.parts.iter().map(|part| part.name.as_str()).collect();
        f.debug_struct("Multipart")
            .field("parts", &names)
            .finish_non_exhaustive()
    }
}
