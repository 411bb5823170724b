//! Names from a document, made into Rust identifiers and file names.
//!
//! Any text in, an identifier out; each scope claims a name once. Two names that become one after cleaning are told apart.
//! Which operation, component or field gets which name is decided elsewhere (`name`, `lower`).

mod ascii;
mod numbers;
mod reserved;
mod scope;
mod unicode;

pub use ascii::{file, pascal, snake};
pub use numbers::Numbers;
pub use reserved::{
    API_KEY, REEXPORTED_TYPES, REQUEST_METHODS, RESERVED_COMPONENTS, RESERVED_TYPES, ROOT_TYPES,
    is_device, is_keyword,
};
pub use scope::Scope;
pub use unicode::{field_name, stable_field_name, stable_type_name, type_name};
