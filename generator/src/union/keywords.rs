//! The one table of keywords that are left aside where schemas become one.
//!
//! A keyword and a purpose in, whether it counts out. The purposes differ: a `default` annotates what is combined, but two
//! responses with different ones are not the same.

use self::Purpose::{Combine, Places, Responses, Whole};
use super::secret::SECRET;
use crate::document::examples::MORE_EXAMPLES;

/// Why schemas are put side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// `allOf`, `oneOf` and `anyOf`: what says nothing about which values fit a part.
    Combine,
    /// What is said of a combination as a whole, and of none of its parts.
    Whole,
    /// The responses of one operation: what only a reader needs.
    Responses,
    /// Places that are one component: what does not tell them apart.
    Places,
}

/// Each keyword with the purposes for which it is left aside. All others count, extensions aside.
const LEFT_ASIDE: [(&str, &[Purpose]); 21] = [
    ("default", &[Combine, Whole]),
    ("deprecated", &[Combine, Whole]),
    ("description", &[Combine, Whole, Responses, Places]),
    ("discriminator", &[Combine]),
    ("example", &[Combine, Whole, Responses, Places]),
    ("examples", &[Whole, Responses, Places]),
    ("externalDocs", &[Combine, Whole, Responses]),
    ("not", &[Combine]),
    ("nullable", &[Combine, Whole]),
    ("readOnly", &[Combine, Whole]),
    ("title", &[Combine, Whole, Responses, Places]),
    ("writeOnly", &[Combine, Whole]),
    ("xml", &[Whole, Responses]),
    (MORE_EXAMPLES, &[Whole, Responses, Places]),
    // It is put back where one of several schemas has it; a response that hides nothing is not one that does.
    (SECRET, &[Combine, Whole, Places]),
    // These choose a type.
    (NAME, &[Whole]),
    ("x-contentMediaType", &[Whole]),
    ("x-contentSchema", &[Whole]),
    ("x-flags", &[Whole]),
    ("x-items", &[Whole]),
    ("x-unit", &[Whole]),
];

/// The purposes for which any other extension is left aside: it is another tool's.
const EXTENSIONS: &[Purpose] = &[Whole, Responses];

/// What a person calls a schema.
pub(crate) const NAME: &str = "x-schema-name";

impl Purpose {
    /// Whether a keyword does not count.
    pub fn ignores(self, keyword: &str) -> bool {
        let listed = LEFT_ASIDE.iter().find(|(name, _)| *name == keyword);
        let purposes = match listed {
            Some((_, purposes)) => purposes,
            None if keyword.starts_with("x-") => EXTENSIONS,
            None => &[],
        };
        purposes.contains(&self)
    }
}
