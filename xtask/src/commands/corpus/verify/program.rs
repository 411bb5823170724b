//! The program that verifies: a module and a list of checks per document, its examples beside it.
//!
//! What was generated goes in, the files of one package come out.

use std::fmt::Write as _;

use generator::{File, Output};
use toml::{Table, Value};

use super::embed::{README, embed};
use crate::error::Error;
use crate::workspace::Workspace;

/// The name of the package and of the program.
pub(super) const NAME: &str = "corpus";

/// The package of the runtime.
const RUNTIME: &str = "openapi-client-runtime";

/// One document of the program.
pub(super) struct Part {
    /// The number of its row.
    pub index: usize,
    /// The numbers of the examples that are checked, in the order of the checks.
    pub examples: Vec<usize>,
    /// Its files, and the manifest that the generated crate would have.
    files: Vec<File>,
    manifest: String,
}

/// The name of the module of a document.
pub(super) fn module(index: usize) -> String {
    format!("doc_{index}")
}

/// The number behind such a name.
pub(super) fn index(module: &str) -> Option<usize> {
    module.strip_prefix("doc_")?.parse().ok()
}

/// The document that a file of the program belongs to: `src/doc_3/mod.rs`, `src/checks/doc_3.rs`.
pub(super) fn owner(path: &str) -> Option<usize> {
    let mut parts = path.split(['/', '\\']);
    // All else is the code of others, whatever folders it lies in.
    parts.next().filter(|first| *first == "src")?;
    parts.find_map(|part| index(part.strip_suffix(".rs").unwrap_or(part)))
}

impl Part {
    /// The document of row `index`. The error is the reason why its files are no Rust.
    pub fn new(index: usize, output: &Output) -> Result<Self, String> {
        let module = module(index);
        let mut part = Self::empty(index);
        for file in &output.files {
            let Some(path) = in_crate(&file.path) else {
                continue;
            };
            if path == "Cargo.toml" {
                part.manifest.clone_from(&file.text);
            }
            if path == README {
                part.add(format!("src/{module}/{README}"), file.text.clone());
            }
            let source = path
                .strip_prefix("src/")
                .filter(|path| path.ends_with(".rs"));
            if let Some(source) = source {
                let text = embed(&file.text, &module).map_err(|error| {
                    format!("{}: what is generated is no Rust: {error}", file.path)
                })?;
                let source = if source == "lib.rs" { "mod.rs" } else { source };
                part.add(format!("src/{module}/{source}"), text);
            }
        }
        part.add_checks(output, &module);
        Ok(part)
    }

    /// A document without any files.
    pub fn empty(index: usize) -> Self {
        Self {
            index,
            examples: Vec::new(),
            files: Vec::new(),
            manifest: String::new(),
        }
    }

    /// A line for each example that has a type: its body here, the call of its check there.
    fn add_checks(&mut self, output: &Output, module: &str) {
        let (mut bodies, mut calls) = (String::new(), String::new());
        for (number, example) in output.examples.iter().enumerate() {
            if let Some(rust_type) = &example.rust_type {
                self.examples.push(number);
                let _ = writeln!(bodies, "{}", example.body);
                let _ = writeln!(calls, "    try_round_trip::<{rust_type}>,");
            }
        }
        let import = if calls.contains("types::") {
            format!("use crate::{module}::types;\n")
        } else {
            String::new()
        };
        let text = format!(
            "use openapi_client_runtime::testing::try_round_trip;\n\n{import}use crate::Check;\n\n\
             pub const CHECKS: &[Check] = &[\n{calls}];\n"
        );
        let text = if calls.is_empty() {
            "use crate::Check;\n\npub const CHECKS: &[Check] = &[];\n".to_string()
        } else {
            text
        };
        self.add(format!("src/checks/{module}.rs"), text);
        self.add(format!("examples/{module}.jsonl"), bodies);
    }

    fn add(&mut self, path: String, text: String) {
        self.files.push(File { path, text });
    }
}

/// `generated/<api>/src/lib.rs` → `src/lib.rs`.
fn in_crate(path: &str) -> Option<&str> {
    let (_, path) = path.strip_prefix("generated/")?.split_once('/')?;
    Some(path)
}

/// Every file but `src/lib.rs`.
pub(super) fn files(workspace: &Workspace, parts: &[Part]) -> Result<Vec<File>, Error> {
    let lock = File {
        // The versions that this workspace has are the ones that are there without a network.
        path: "Cargo.lock".to_string(),
        text: workspace.read_text("Cargo.lock")?,
    };
    let mut files = vec![manifest(workspace, parts)?, lock, main()];
    files.extend(parts.iter().flat_map(|part| part.files.iter().cloned()));
    Ok(files)
}

/// A manifest with the dependencies and features of all documents. Unoptimised, and without what only a debugger needs.
fn manifest(workspace: &Workspace, parts: &[Part]) -> Result<File, Error> {
    let mut manifest: Table = toml::from_str(&format!(
        r#"
        package = {{ name = "{NAME}", version = "0.0.0", edition = "2024", publish = false }}
        workspace = {{ resolver = "3" }}
        features = {{}}
        dependencies.{RUNTIME} = {{ default-features = false, features = ["testing"] }}
        dependencies.serde_json = "1.0"
        profile.dev = {{ debug = 0, incremental = false }}
        "#
    ))
    .map_err(|error| not_written(&error))?;
    for part in parts {
        let of_part: Table = toml::from_str(&part.manifest).map_err(|error| not_written(&error))?;
        for section in ["features", "dependencies"] {
            let known = manifest.get_mut(section).and_then(Value::as_table_mut);
            let new = of_part.get(section).and_then(Value::as_table);
            if let (Some(known), Some(new)) = (known, new) {
                for (name, value) in new {
                    add(known.entry(name.clone()), value);
                }
            }
        }
    }
    let root = std::path::absolute(workspace.at("runtime"))
        .map_err(|cause| Error::unreadable("runtime", cause))?;
    let runtime = manifest["dependencies"][RUNTIME].as_table_mut();
    if let Some(runtime) = runtime {
        runtime.insert("path".to_string(), root.display().to_string().into());
    }
    Ok(File {
        path: "Cargo.toml".to_string(),
        text: manifest.to_string(),
    })
}

/// A dependency or feature that one document asks for, beside what others do: lists are joined, all else is the same.
fn add(known: toml::map::Entry<'_, String, Value>, value: &Value) {
    match (known.or_insert_with(|| value.clone()), value) {
        (Value::Array(known), Value::Array(new)) => {
            for one in new {
                if !known.contains(one) {
                    known.push(one.clone());
                }
            }
        }
        (Value::Table(known), Value::Table(new)) => {
            for (name, value) in new {
                add(known.entry(name.clone()), value);
            }
        }
        _ => {}
    }
}

fn not_written(error: &dyn std::fmt::Display) -> Error {
    Error::repair(
        "the manifest of the program that verifies",
        error.to_string(),
        "this is a bug of the generator, please report it",
    )
}

/// `src/lib.rs` for the documents that are left. A library, because what of a crate nobody can call is told there: in a
/// program, all that is not called would be.
pub(super) fn library(parts: &[usize]) -> File {
    let each = |line: fn(&str) -> String| -> String {
        parts.iter().map(|part| line(&module(*part))).collect()
    };
    let text = format!(
        "{LIBRARY}\n{}\n/// The checks of each document.\npub mod checks {{\n{}}}\n\n\
         /// Each document with its checks.\npub const DOCUMENTS: &[(&str, &[Check])] = &[\n{}];\n",
        each(|name| format!("pub mod {name};\n")),
        each(|name| format!("    pub mod {name};\n")),
        each(|name| format!("    (\"{name}\", checks::{name}::CHECKS),\n")),
    );
    File {
        path: "src/lib.rs".to_string(),
        text,
    }
}

/// The head of `src/lib.rs`.
const LIBRARY: &str = r"//! Written by `cargo xtask corpus --verify`: a module for each document, and what checks its examples.

#![allow(confusable_idents, mixed_script_confusables, uncommon_codepoints)]

use openapi_client_runtime::testing::RoundTripError;

/// Decodes an example and encodes it back.
pub type Check = fn(&str) -> Result<(), RoundTripError>;
";

/// `src/main.rs`.
fn main() -> File {
    File {
        path: "src/main.rs".to_string(),
        text: MAIN.to_string(),
    }
}

const MAIN: &str = r#"//! Written by `cargo xtask corpus --verify`: decodes every example and encodes it back.

use openapi_client_runtime::testing::RoundTripError;
use serde_json::json;

fn main() {
    // A panic is a result; whoever starts this reads the last line.
    std::panic::set_hook(Box::new(|info| eprintln!("{}", info.to_string().replace('\n', " "))));
    let thread = std::thread::Builder::new().stack_size(256 << 20);
    thread.spawn(run).unwrap().join().unwrap();
}

/// Takes the examples of one document, from a number on: if one of them ends the program, it is started for the others.
fn run() {
    let mut arguments = std::env::args().skip(1);
    let document = arguments.next().unwrap();
    let from: usize = arguments.next().unwrap().parse().unwrap();
    let checks = corpus::DOCUMENTS.iter().find(|(name, _)| *name == document).unwrap().1;
    let examples = std::fs::read_to_string(format!("examples/{document}.jsonl")).unwrap();
    for (index, (check, example)) in checks.iter().zip(examples.lines()).enumerate().skip(from) {
        let mut result = match std::panic::catch_unwind(|| check(example)) {
            Ok(Ok(())) => json!({}),
            Ok(Err(RoundTripError::NotDecoded(reason))) => json!({ "undecoded": reason }),
            Ok(Err(RoundTripError::Lost(values))) => json!({ "lost": values }),
            Err(_) => json!({ "undecoded": "it panics" }),
        };
        result["document"] = json!(document);
        result["example"] = json!(index);
        println!("{result}");
    }
}
"#;

#[cfg(test)]
mod tests {
    use super::owner;

    #[test]
    fn a_file_tells_its_document() {
        assert_eq!(owner("src/doc_3/types/mod.rs"), Some(3));
        assert_eq!(owner("src\\checks\\doc_12.rs"), Some(12));
        assert_eq!(owner("src/main.rs"), None);
        assert_eq!(owner("/home/doc_3/runtime/src/lib.rs"), None);
    }
}
