//! The one error of the generator: a place in the user's files, the rule it breaks, and the cure.

use std::fmt;

/// Why a document could not be turned into a crate.
///
/// Every error is about something a person wrote or downloaded, so it always names where to look and what to do.
///
/// ```
/// let error = generator::Error::new("spec/shop/openapi.yaml", "the file is empty", "run `cargo xtask fetch shop`");
/// assert_eq!(
///     error.to_string(),
///     "spec/shop/openapi.yaml: the file is empty\n  cure: run `cargo xtask fetch shop`"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Error {
    place: String,
    rule: String,
    cure: String,
    is_fault: bool,
}

impl Error {
    /// `place` is a file with a line, a JSON pointer or an action number; `rule` says what is wrong there; `cure` what
    /// to do about it. All in lower case and without a full stop.
    pub fn new(place: impl Into<String>, rule: impl Into<String>, cure: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            rule: rule.into(),
            cure: cure.into(),
            is_fault: false,
        }
    }

    /// The error of a fault of our own, which the file in `place` shows.
    pub(crate) fn fault(
        place: impl Into<String>,
        rule: impl Into<String>,
        cure: impl Into<String>,
    ) -> Self {
        Self {
            is_fault: true,
            ..Self::new(place, rule, cure)
        }
    }

    /// The file, with a line, a JSON pointer or an action number where one is known.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// The rule that is broken there.
    pub fn rule(&self) -> &str {
        &self.rule
    }

    /// Whether the generator is at fault, and not the file: what its authors would like to hear of.
    pub fn is_fault(&self) -> bool {
        self.is_fault
    }

    /// What to do about it.
    pub fn cure(&self) -> &str {
        &self.cure
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}\n  cure: {}", self.place, self.rule, self.cure)
    }
}
