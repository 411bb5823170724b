//! `api.toml`: what a person says about one API.
//!
//! Text in, checked values out. A key that is not known here is an error, so that a misspelt one is never ignored.

use serde::Deserialize;

use crate::error::Error;
use crate::identifiers;
pub use crate::identifiers::is_device;

/// The content of `spec/<api>/api.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// Where the document comes from.
    pub document: DocumentSettings,
    /// What the generated crate is called and says of itself.
    #[serde(rename = "crate")]
    pub package: CrateSettings,
}

/// `[document]`: where `openapi.yaml` comes from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DocumentSettings {
    /// The address upstream publishes the document at; absent where there is none.
    pub address: Option<String>,
    /// SHA-256 of `openapi.yaml`, 64 lower-case hexadecimal digits.
    pub sha256: String,
    /// The day of the download, `YYYY-MM-DD`, for a reader; no generated file depends on it.
    pub retrieved: Option<String>,
    /// How the file came to be, in a sentence or two for a reader.
    pub provenance: String,
}

/// `[crate]`: the generated package.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CrateSettings {
    /// The package's name on the registry, in kebab case.
    pub name: String,
    /// The package's version.
    pub version: String,
    /// One sentence for `Cargo.toml` and the head of the README.
    pub description: String,
    /// The environment variable that `Client::from_env` reads the API key from.
    pub key_variable: String,
    /// The address of the repository, for `Cargo.toml`; nothing is written where it is absent.
    pub repository: Option<String>,
    /// Rust code that the README shows after the first call, and that is compiled with it.
    pub example: Option<String>,
    /// The `operationId` that the crate's first example calls; where absent, the first operation that reads.
    pub example_operation: Option<String>,
}

/// What a `crate.name` is made of; the rule of [`is_crate_name`], to be written after "write" or "has to be".
pub const CRATE_NAME: &str = "at most 64 lower-case letters and digits with single `-` between; no keyword of Rust, no package \
     that the crate depends on or Rust brings, and no folder that cargo or Windows keeps for itself";

/// The longest name that a registry takes, in characters.
const MAX_NAME: usize = 64;

/// What cargo calls the folders that it builds in; `cargo new` refuses them, too.
const BUILD_FOLDERS: [&str; 5] = ["build", "deps", "examples", "incremental", "target"];

/// What every generated crate depends on, and what Rust brings: none of it can be the crate's own name.
const DEPENDENCIES: [&str; 9] = [
    "alloc",
    "core",
    "openapi-client-runtime",
    "proc-macro",
    "serde",
    "serde-json",
    "std",
    "test",
    "tokio",
];

impl Settings {
    /// Reads the text of an `api.toml`; `file` is only for messages.
    ///
    /// # Errors
    ///
    /// A syntax error, a missing or unknown key, or a value that could not stand in a manifest.
    pub fn parse(file: &str, text: &str) -> Result<Self, Error> {
        let settings: Self = toml::from_str(text).map_err(|error| {
            let line = error
                .span()
                .and_then(|span| text.get(..span.start))
                .map(|before| before.matches('\n').count() + 1);
            let place = match line {
                Some(line) => format!("{file}:{line}"),
                None => file.to_string(),
            };
            Error::new(
                place,
                error.message().trim_end(),
                "compare with the api.toml of another API; ARCHITECTURE.md lists its keys",
            )
        })?;
        settings.check(file)?;
        Ok(settings)
    }

    fn check(&self, file: &str) -> Result<(), Error> {
        let crate_settings = &self.package;
        let is_crate_name = is_crate_name(&crate_settings.name);
        let is_variable = crate_settings
            .key_variable
            .starts_with(|c: char| c.is_ascii_uppercase())
            && crate_settings
                .key_variable
                .chars()
                .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
        let is_version = crate_settings.version.split('.').count() == 3
            && crate_settings.version.split('.').all(is_number);
        let is_sha256 = self.document.sha256.len() == 64
            && self
                .document
                .sha256
                .chars()
                .all(|c| c.is_ascii_digit() || ('a'..='f').contains(&c));
        let is_retrieved = self.document.retrieved.as_deref().is_none_or(is_date);
        let rules = [
            (is_crate_name, "crate.name", CRATE_NAME),
            (
                is_version,
                "crate.version",
                "three numbers without leading zeros, such as \"0.1.0\"",
            ),
            (
                is_variable,
                "crate.key-variable",
                "upper-case letters, digits and `_`",
            ),
            (
                is_sha256,
                "document.sha256",
                "64 lower-case hexadecimal digits",
            ),
            (
                is_retrieved,
                "document.retrieved",
                "a day of the calendar such as \"2026-11-20\", or leave it out",
            ),
            (
                !crate_settings.description.trim().is_empty()
                    && !crate_settings.description.contains('\n'),
                "crate.description",
                "one line that says what the crate is",
            ),
        ];
        match rules.iter().find(|(holds, ..)| !holds) {
            Some((_, key, expected)) => Err(Error::new(
                format!("{file}: {key}"),
                "the value has not the form that is expected",
                format!("write {expected}"),
            )),
            None => Ok(()),
        }
    }
}

/// Whether `name` consists of lower-case words with `-` between that are a crate's name in a manifest and, with `_`, in
/// Rust.
pub fn is_crate_name(name: &str) -> bool {
    broken_crate_rule(name).is_none()
}

/// The rule that `name` breaks as the name of a crate, to be written after "it"; none if it [`is_crate_name`].
///
/// ```
/// use generator::settings::broken_crate_rule;
///
/// assert_eq!(broken_crate_rule("tea-shop"), None);
/// assert_eq!(broken_crate_rule("match"), Some("is a keyword of Rust"));
/// ```
pub fn broken_crate_rule(name: &str) -> Option<&'static str> {
    let is_word = |word: &str| {
        !word.is_empty()
            && word
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    };
    if !name.starts_with(|c: char| c.is_ascii_lowercase()) || !name.split('-').all(is_word) {
        Some("is not made of lower-case letters and digits with single `-` between, a letter first")
    } else if identifiers::is_keyword(name) {
        Some("is a keyword of Rust")
    } else if DEPENDENCIES.contains(&name) {
        Some("is a package that every generated crate depends on, or that Rust brings")
    } else {
        broken_folder_rule(name)
    }
}

/// The rule that `name` breaks as the name of a folder of `spec/` and `generated/`, to be written after "it".
pub fn broken_folder_rule(name: &str) -> Option<&'static str> {
    if name.len() > MAX_NAME {
        Some("has more than 64 characters")
    } else if BUILD_FOLDERS.contains(&name) {
        Some("is a folder that cargo builds in")
    } else if identifiers::is_device(name) {
        Some("is a device on Windows, where no folder can be called so")
    } else {
        None
    }
}

/// A number of a version: digits, without a sign or a leading zero, that cargo takes.
fn is_number(part: &str) -> bool {
    part.chars().all(|c| c.is_ascii_digit())
        && (part == "0" || !part.starts_with('0'))
        && part.parse::<u64>().is_ok()
}

/// A day of the Gregorian calendar, written `YYYY-MM-DD`.
fn is_date(text: &str) -> bool {
    let number = |part: &str, digits: usize| {
        let is_number = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| part.parse::<u16>().ok()).flatten()
    };
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else {
        return false;
    };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2))
    else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
        [document]
        address = "https://shop.example/openapi.yaml"
        sha256 = "0000000000000000000000000000000000000000000000000000000000000000"
        provenance = "downloaded"
        [crate]
        name = "shop"
        version = "0.1.0"
        description = "A shop"
        key-variable = "SHOP_API_KEY"
    "#;

    #[test]
    fn reads_every_key() {
        let settings = Settings::parse("api.toml", GOOD).unwrap();
        assert_eq!(settings.package.name, "shop");
        assert_eq!(settings.package.example_operation, None);
    }

    #[test]
    fn an_unknown_key_is_an_error_with_its_line() {
        let error = Settings::parse("api.toml", &GOOD.replace("version", "verison")).unwrap_err();
        assert_eq!(error.place(), "api.toml:8");
        assert!(error.rule().contains("verison"), "{error}");
    }

    #[test]
    fn a_name_that_is_no_crate_name_is_an_error() {
        let error =
            Settings::parse("api.toml", &GOOD.replace("\"shop\"", "\"../shop\"")).unwrap_err();
        assert_eq!(error.place(), "api.toml: crate.name");
        assert_eq!(error.cure(), format!("write {CRATE_NAME}"));
    }

    #[test]
    fn names_and_versions_that_cargo_or_rust_refuse_are_errors() {
        for name in [
            "shop-",
            "-shop",
            "a--b",
            "match",
            "self",
            "std",
            "serde-json",
            "proc-macro",
            "con",
            "com1",
            "target",
            &"a".repeat(65),
            "Shop",
            "1a",
            "",
        ] {
            let text = GOOD.replace("\"shop\"", &format!("\"{name}\""));
            let error = Settings::parse("api.toml", &text).unwrap_err();
            assert_eq!(error.place(), "api.toml: crate.name", "{name}");
        }
        for version in [
            "01.0.0",
            "+1.0.0",
            "1.0",
            "1.0.0.0",
            "1..0",
            "1.0.99999999999999999999",
        ] {
            let text = GOOD.replace("0.1.0", version);
            let error = Settings::parse("api.toml", &text).unwrap_err();
            assert_eq!(error.place(), "api.toml: crate.version", "{version}");
        }
        Settings::parse("api.toml", &GOOD.replace("\"shop\"", "\"shop-2\"")).unwrap();
    }

    #[test]
    fn the_day_of_the_download_is_a_day_of_the_calendar() {
        let with =
            |day: &str| GOOD.replace("provenance", &format!("retrieved = \"{day}\"\nprovenance"));
        for day in ["2026-11-20", "2024-02-29", "2000-02-29"] {
            let settings = Settings::parse("api.toml", &with(day)).unwrap();
            assert_eq!(settings.document.retrieved.as_deref(), Some(day));
        }
        for day in [
            "",
            "2026-11-31",
            "2026-02-29",
            "1900-02-29",
            "2026-00-01",
            "2026-13-01",
            "2026-1-1",
            "20.11.2026",
            "2026-11-20T00:00:00Z",
            "+026-11-20",
        ] {
            let error = Settings::parse("api.toml", &with(day)).unwrap_err();
            assert_eq!(error.place(), "api.toml: document.retrieved", "{day}");
        }
    }
}
