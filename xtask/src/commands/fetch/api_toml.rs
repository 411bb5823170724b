//! The text of an `api.toml` and a download go in; the same text, with the download recorded, comes out.
//!
//! Comments, the order of keys and all other values stay as a person wrote them.

use toml_edit::{DocumentMut, Item, TableLike, Value};

use crate::error::Error;

/// What is recorded of a download.
#[derive(Debug, Clone, Copy)]
pub struct Download<'a> {
    /// Where it was.
    pub address: &'a str,
    /// SHA-256 of what came, 64 lower-case hexadecimal digits.
    pub sha256: &'a str,
    /// The day, `YYYY-MM-DD`.
    pub day: &'a str,
}

/// Sets `sha256`, `retrieved` and `provenance` of `[document]`; `file` is only for messages.
///
/// # Errors
///
/// The text is not TOML or has no `[document]`.
pub fn record(file: &str, text: &str, download: Download<'_>) -> Result<String, Error> {
    let refused =
        |rule: String| Error::repair(file, rule, "compare it with the api.toml of another API");
    let mut toml: DocumentMut = text
        .parse()
        .map_err(|error: toml_edit::TomlError| refused(error.message().trim_end().to_owned()))?;
    let table = toml
        .get_mut("document")
        .and_then(Item::as_table_like_mut)
        .ok_or_else(|| refused("`document` is missing".to_owned()))?;
    set(table, "sha256", download.sha256);
    set(table, "retrieved", download.day);
    set(
        table,
        "provenance",
        &format!("Downloaded from {}.", download.address),
    );
    Ok(toml.to_string())
}

/// Sets a text, and keeps the comment behind the old one.
fn set(table: &mut dyn TableLike, key: &str, text: &str) {
    let mut value = Value::from(text);
    match table.get_mut(key).and_then(Item::as_value_mut) {
        Some(old) => {
            *value.decor_mut() = old.decor().clone();
            *old = value;
        }
        None => {
            table.insert(key, Item::Value(value));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recorded(text: &str) -> String {
        let download = Download {
            address: "https://shop.example/a\"b",
            sha256: "00ff",
            day: "2026-11-20",
        };
        record("api.toml", text, download).unwrap()
    }

    #[test]
    fn only_what_is_recorded_changes() {
        let before = "# About.\n\n[document]\naddress = 'a'  # here\nsha256 = \"1\" # of openapi.yaml\n# How.\nprovenance = \
                      \"\"\"\nWritten \\\nby hand.\"\"\"\n\n# The crate.\n[crate]\nname='shop'\n";
        assert_eq!(
            recorded(before),
            "# About.\n\n[document]\naddress = 'a'  # here\nsha256 = \"00ff\" # of openapi.yaml\n# How.\nprovenance = \
             'Downloaded from https://shop.example/a\"b.'\nretrieved = \"2026-11-20\"\n\n# The crate.\n[crate]\n\
             name='shop'\n"
        );
    }

    #[test]
    fn recording_again_changes_nothing_else() {
        let once = recorded("[document]\nsha256 = \"1\"\nprovenance = \"p\"\n");
        assert_eq!(recorded(&once), once);
    }

    #[test]
    fn every_way_to_write_the_table_works() {
        assert_eq!(
            recorded("document = { sha256 = \"1\", provenance = \"p\" }\n"),
            "document = { sha256 = \"00ff\", provenance = 'Downloaded from https://shop.example/a\"b.' , retrieved = \
             \"2026-11-20\" }\n"
        );
        assert_eq!(
            recorded("document.sha256 = \"1\"\ndocument.provenance = \"p\"\n"),
            "document.sha256 = \"00ff\"\ndocument.provenance = 'Downloaded from https://shop.example/a\"b.'\n\
             document.retrieved = \"2026-11-20\"\n"
        );
    }
}
