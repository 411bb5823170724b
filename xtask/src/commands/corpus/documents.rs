//! The documents of a folder: its path goes in; each document, and what the pipeline makes of it in memory, comes out.
//!
//! Settings are made up, so that a document needs none: nobody sees the name of a crate that is never written. A panic of
//! the pipeline is a reason like any other; the generator catches it, and nothing of it is printed.

use std::fs;
use std::panic;
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::thread;
use std::time::{Duration, Instant};

use generator::{Input, Output};
use serde_json::Value;

use crate::error::Error;
use crate::workspace::read_file;

/// The endings of files that are taken for documents.
pub const ENDINGS: [&str; 3] = ["yaml", "yml", "json"];

/// How much of a file's name is made a crate's, in characters: with what is added, a crate's name is not too long.
const MAX_STEM: usize = 50;

/// The name that the generator gives to the threads it works on.
const THREAD: &str = "generator";

/// A file that is taken for a document.
pub(super) struct Document {
    /// The name of the file.
    pub name: String,
    path: PathBuf,
}

/// Whether the file at `path` is taken for a document, by one of [`ENDINGS`].
///
/// ```
/// use xtask::commands::corpus::is_document;
/// assert!(is_document("a/shop.yml".as_ref()) && !is_document("a/README.md".as_ref()));
/// ```
pub fn is_document(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ENDINGS.iter().any(|known| ending == *known))
}

/// The documents that lie directly in `folder`, sorted by name.
pub(super) fn find(folder: &Path) -> Result<Vec<Document>, Error> {
    let place = folder.display().to_string();
    let unreadable = |cause| Error::unreadable(&place, cause);
    let mut documents = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if is_document(&path) && !path.is_dir() {
            let name = path.file_name().unwrap_or_default();
            documents.push(Document {
                name: name.to_string_lossy().into_owned(),
                path,
            });
        }
    }
    if documents.is_empty() {
        return Err(Error::repair(
            place,
            "holds no document: no file there ends in .yaml, .yml or .json (subfolders do not count)",
            "name the folder that holds the documents themselves",
        ));
    }
    documents.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(documents)
}

impl Document {
    /// The document as JSON; nothing where it is none, which [`Document::generate`] tells.
    pub fn read(&self) -> Option<Value> {
        let bytes = read_file(&self.name, &self.path).ok()?;
        generator::document::read(&self.name, &bytes).ok()
    }

    /// The whole pipeline, and how long it took. The error is one line.
    pub fn generate(&self) -> (Result<Output, String>, Duration) {
        let start = Instant::now();
        let made = match read_file(&self.name, &self.path) {
            Ok(bytes) => generate(&input(&self.name, bytes), &self.name),
            Err(error) => Err(error.to_string()),
        };
        (made.map_err(|error| one_line(&error)), start.elapsed())
    }
}

fn generate(input: &Input, name: &str) -> Result<Output, String> {
    // The pipeline takes it for the document of an API.
    let published = format!("spec/{}/openapi.yaml", input.api);
    generator::generate(input, &mut |_| {})
        .map_err(|error| error.to_string().replace(&published, name))
}

/// Keeps panics of the generator from being printed over the progress bar: they arrive as the error of their document.
pub(super) fn silence_panics() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let previous = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if thread::current().name() != Some(THREAD) {
                previous(info);
            }
        }));
    });
}

/// What `spec/<api>/` would hold.
fn input(name: &str, document: Vec<u8>) -> Input {
    let api = crate_name(name);
    let settings = format!(
        r#"
[document]
sha256 = "{}"
provenance = "a file of a corpus"

[crate]
name = "{api}"
version = "0.0.0"
description = "A client for a document of a corpus"
key-variable = "API_KEY"
"#,
        "0".repeat(64)
    );
    Input {
        api,
        settings,
        document,
        fixups: Vec::new(),
        samples: Vec::new(),
        names_lock: None,
    }
}

/// The name of a crate, made from that of a file: the words at its beginning, and one that makes it neither a keyword nor a
/// dependency.
fn crate_name(file: &str) -> String {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let lower: String = stem.to_ascii_lowercase().chars().take(MAX_STEM).collect();
    let words = lower
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .chain(["client"]);
    let name = words.collect::<Vec<_>>().join("-");
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        format!("api-{name}")
    } else {
        name
    }
}

/// Errors have several lines: a rule and a cure.
fn one_line(error: &str) -> String {
    let lines: Vec<&str> = error.lines().map(str::trim).collect();
    lines.join("; ")
}

#[cfg(test)]
mod tests {
    use std::panic;
    use std::sync::{Arc, Mutex};
    use std::thread;

    use super::{MAX_STEM, THREAD, crate_name, input, silence_panics};
    use generator::Settings;

    #[test]
    fn panics_of_the_generator_alone_are_not_printed() {
        let printed = Arc::new(Mutex::new(Vec::new()));
        let print = Arc::clone(&printed);
        panic::set_hook(Box::new(move |_| {
            let name = thread::current().name().map(str::to_string);
            print.lock().unwrap().push(name);
        }));
        silence_panics();
        for name in [THREAD, "another"] {
            let thread = thread::Builder::new().name(name.to_string());
            assert!(thread.spawn(|| panic!("odd")).unwrap().join().is_err());
        }
        let printed = printed.lock().unwrap();
        let has = |name: &str| printed.iter().any(|of| of.as_deref() == Some(name));
        assert!(has("another") && !has(THREAD), "{printed:?}");
    }

    #[test]
    fn every_file_name_gives_settings_that_hold() {
        let long = format!("api-{}-client", "1".repeat(MAX_STEM));
        for (file, name) in [
            ("Shop__api.v2.yaml", "shop-api-v2-client"),
            ("9 lives.json", "api-9-lives-client"),
            ("match.yml", "match-client"),
            ("../..\".yaml", "client"),
            ("日本.yaml", "client"),
            (".yaml", "client"),
            (&format!("{}.yaml", "1".repeat(300)), &long),
        ] {
            assert_eq!(crate_name(file), name);
            Settings::parse("api.toml", &input(file, Vec::new()).settings).unwrap();
        }
    }
}
