//! Operations: what they send and what comes back.

use serde_json::Value;

use super::Type;
use crate::notes::Note;

/// One operation, with its names claimed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Operation {
    /// `operationId` as the document writes it; method and path where it has none.
    pub id: String,
    /// The name of the client's method.
    pub name: String,
    /// The name of the request's type.
    pub request: String,
    /// The module of its tag.
    pub module: String,
    /// In upper case.
    pub method: String,
    /// The path template as the document writes it.
    pub path: String,
    /// What the lock of names calls it.
    pub place: String,
    /// The path template that the runtime fills in.
    pub template: String,
    /// Where it is sent.
    pub server: OwnServer,
    /// Query parameters that the document's path has, with their values.
    pub fixed_query: Vec<(String, String)>,
    /// Where it stands in the document.
    pub pointer: String,
    /// `summary`; empty where there is none.
    pub summary: String,
    /// `description`; empty where there is none.
    pub description: String,
    /// Path parameters in the order of the template, then query, header and cookie parameters by name, then parts of a
    /// multipart body.
    pub parameters: Vec<Parameter>,
    /// The body that is sent.
    pub body: Option<Body>,
    /// What comes back.
    pub response: Response,
    /// The media type to ask for; nothing for `application/json`, or where any will do.
    pub accept: Option<String>,
    /// JSON pointers into the body of a response, with what stands there after a success.
    pub success: Vec<(String, Expected)>,
    /// Names on the wire of which exactly one has to be set.
    pub exactly_one_of: Vec<Vec<String>>,
    /// The type that its responses other than 2xx hold, where several operations share one.
    pub failure: Option<String>,
    /// The documented JSON responses of status 2xx.
    pub examples: Vec<Example>,
    /// What is done differently from the document.
    pub notes: Vec<Note>,
}

impl Operation {
    /// The parameters without which there is no path: arguments of the method, in the order of the template.
    pub fn arguments(&self) -> impl Iterator<Item = &Parameter> {
        let parameters = self.parameters.iter();
        parameters.filter(|parameter| parameter.is_argument())
    }

    /// All other parameters, each of which has a setter.
    pub fn setters(&self) -> impl Iterator<Item = &Parameter> {
        let parameters = self.parameters.iter();
        parameters.filter(|parameter| !parameter.is_argument())
    }

    /// Whether its request may hold files, in parts of its own or in those that the caller puts together.
    pub fn sends_files(&self) -> bool {
        let kind = self.body.as_ref().map(|body| body.kind);
        let mut locations = self.parameters.iter().map(|parameter| parameter.location);
        kind == Some(BodyKind::Multipart)
            || locations.any(|location| matches!(location, Location::File | Location::Files))
    }
}

/// The server of an operation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum OwnServer {
    /// The client's.
    #[default]
    Client,
    /// The client's, with this before the path: `/v2`.
    Prefix(String),
    /// The client's host, with this path in place of the server's: `/v2/`.
    Below(String),
    /// Another one.
    Other(String),
}

/// One parameter of an operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// As it goes over the wire.
    pub wire: String,
    /// The setter's name, claimed.
    pub field: String,
    /// Where it goes.
    pub location: Location,
    /// How it is written in a query.
    pub style: Style,
    /// Whether a request without it is not sent.
    pub required: bool,
    /// Its description with default and range; empty where there is none.
    pub description: String,
    /// An example as text.
    pub example: Option<String>,
    /// The smallest and the largest number that may be sent.
    pub range: (Option<i64>, Option<i64>),
    /// The scope that it belongs to, by the name of the client's method.
    pub scope: Option<String>,
    /// Whether nobody should print it, since a fixup or the document calls it secret.
    pub is_secret: bool,
    /// Its type, without the `Option` of an optional one.
    pub ty: Type,
}

impl Parameter {
    /// Whether it is an argument of the method and not a setter of the request.
    pub fn is_argument(&self) -> bool {
        self.location == Location::Path && self.required
    }
}

/// Where a parameter is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Location {
    /// In the path template.
    Path,
    /// In the query string.
    Query,
    /// As a header.
    Header,
    /// In the cookie header.
    Cookie,
    /// A part of a multipart body: a value.
    Field,
    /// A part of a multipart body: a file.
    File,
    /// Parts of a multipart body: files of one name.
    Files,
}

impl Location {
    /// Whether it is in a multipart body.
    pub fn is_part(self) -> bool {
        matches!(self, Self::Field | Self::File | Self::Files)
    }
}

/// How a query parameter that is a list or an object is written; the variants of the runtime's `QueryStyle`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// A pair for each item of a list.
    Repeat,
    /// Joined by commas.
    Comma,
    /// Joined by spaces.
    Space,
    /// Joined by `|`.
    Pipe,
    /// `name[property]=value`.
    Brackets,
    /// A pair for each property of an object.
    Properties,
    /// As JSON.
    Json,
}

/// A request body.
#[derive(Debug, Clone, PartialEq)]
pub struct Body {
    /// How it is written.
    pub kind: BodyKind,
    /// Its media type, where that is not the usual one of its kind.
    pub media_type: Option<String>,
    /// Whether a request without it is not sent.
    pub is_required: bool,
    /// The type of what the caller sets; nothing where each part is a parameter.
    pub ty: Option<Type>,
}

/// How a request body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyKind {
    /// A value, as JSON.
    Json,
    /// An object, as an HTML form.
    Form,
    /// A text.
    Text,
    /// Bytes.
    Bytes,
    /// Parts, each of which is a parameter of the operation.
    Parts,
    /// Parts that the caller puts together.
    Multipart,
}

/// What a successful response holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Response {
    /// It has no content; what comes all the same is not read.
    #[default]
    Empty,
    /// JSON.
    Json {
        /// The type of the JSON, without the `Option` of one that may be empty.
        ty: Type,
        /// Whether some success has no content.
        may_be_empty: bool,
    },
    /// Text in UTF-8.
    Text,
    /// Bytes.
    Bytes,
    /// Nobody says, or several of these.
    Unknown,
}

impl Response {
    /// The type of JSON, without the `Option` of a response that may be empty; nothing for other responses.
    pub fn held(&self) -> Option<&Type> {
        match self {
            Self::Json { ty, .. } => Some(ty),
            _ => None,
        }
    }

    /// What a JSON body is decoded as; nothing where none comes.
    pub fn decoded(&self) -> Option<Type> {
        match self {
            Self::Json { ty, may_be_empty } if *may_be_empty => {
                Some(Type::Optional(Box::new(ty.clone())))
            }
            Self::Json { ty, .. } => Some(ty.clone()),
            // Any JSON is part of what it may be.
            Self::Unknown => Some(Type::Any),
            Self::Empty | Self::Text | Self::Bytes => None,
        }
    }
}

/// What stands at a place of a response after a success.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// A status from 200 to 299; written `2XX`.
    Status2xx,
    /// This truth value.
    Bool(bool),
    /// This whole number.
    Integer(i64),
    /// This string.
    String(String),
}

/// A documented response of status 2xx.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// The status it stands under, as the document writes it.
    pub status: String,
    /// Where it stands in the document.
    pub pointer: String,
    /// The body.
    pub body: Value,
}
