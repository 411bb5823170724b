//! What mutants are made from: small documents, and the fragments that documents are spliced with.
//!
//! Folders in, documents and fragments out, in an order that depends on nothing but their content. A large document
//! gives a few operations at a time, together with what they refer to: a mutant is to be generated in milliseconds.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fs, io};

use fastrand::Rng;
use generator::document;
use serde_json::{Map, Value, json};
use xtask::commands::corpus::is_document;
use xtask::shared_folder;

use crate::role::{self, Role};

/// The largest fragment that is spliced, in bytes of JSON.
const MAX_FRAGMENT: usize = 4 * 1024;

/// Documents and their fragments.
#[derive(Debug, Default)]
pub struct Stock {
    documents: Vec<Value>,
    fragments: BTreeMap<Role, Vec<Value>>,
}

impl Stock {
    /// The documents of the workspace: `tests/cases` and `spec`.
    ///
    /// # Errors
    ///
    /// A folder or file that cannot be read.
    pub fn of_workspace(root: &Path) -> io::Result<Self> {
        let mut stock = Self::default();
        for folder in ["tests/cases", "spec"] {
            for path in sorted(&root.join(folder))? {
                stock.add(&path.join("openapi.yaml"))?;
            }
        }
        Ok(stock)
    }

    /// Adds the documents of other people, which are not part of the workspace. Returns whether there are any.
    ///
    /// # Errors
    ///
    /// `OPENAPI_CORPUS` is set and leads nowhere, or a file cannot be read.
    pub fn add_corpus(&mut self, root: &Path) -> io::Result<bool> {
        let before = self.documents.len();
        for folder in shared_folder::corpora(root).map_err(io::Error::other)? {
            for path in sorted(&root.join(folder))? {
                self.add(&path)?;
            }
        }
        Ok(self.documents.len() > before)
    }

    /// A document to start from: a whole small one, or a few operations of a large one.
    pub fn document(&self, rng: &mut Rng) -> Value {
        let index = rng.usize(..self.documents.len());
        excerpt(&self.documents[index], rng)
    }

    /// A fragment that stood in a place of this role somewhere.
    pub fn fragment(&self, rng: &mut Rng, role: Role) -> Option<Value> {
        rng.choice(self.fragments.get(&role)?).cloned()
    }

    fn add(&mut self, path: &Path) -> io::Result<()> {
        if !is_document(path) || !path.is_file() {
            return Ok(());
        }
        let bytes = fs::read(path)?;
        // What the generator refuses as a document is no start for a mutant.
        let Ok(document) = document::read(&path.display().to_string(), &bytes) else {
            return Ok(());
        };
        for (pointer, role) in role::places(&document) {
            if let Some(value) = document.pointer(&pointer)
                && role != Role::Other
                && value.to_string().len() <= MAX_FRAGMENT
            {
                self.fragments.entry(role).or_default().push(value.clone());
            }
        }
        self.documents.push(document);
        Ok(())
    }
}

/// The entries of a folder in the order of their names.
fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)
        .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", folder.display())))?;
    let mut paths = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

/// A few paths of a document, and every component that they lead to.
fn excerpt(document: &Value, rng: &mut Rng) -> Value {
    let Some(paths) = document.get("paths").and_then(Value::as_object) else {
        return document.clone();
    };
    let mut chosen: Vec<&String> = paths.keys().collect();
    rng.shuffle(&mut chosen);
    chosen.truncate(1 + rng.usize(..3));
    let kept: Map<String, Value> = paths
        .iter()
        .filter(|(path, _)| chosen.contains(path))
        .map(|(path, item)| (path.clone(), item.clone()))
        .collect();
    let mut small = document.clone();
    small["paths"] = Value::Object(kept);
    let reached = reached(&small, document);
    if let Some(Value::Object(components)) = small.get_mut("components") {
        for (kind, all) in components {
            if let Value::Object(all) = all
                && kind != "securitySchemes"
            {
                all.retain(|name, _| reached.contains(&(kind.clone(), name.clone())));
            }
        }
    }
    small
}

/// Kinds and names of the components that the paths lead to, directly or not.
fn reached(small: &Value, document: &Value) -> BTreeSet<(String, String)> {
    let mut reached = BTreeSet::new();
    let mut next = vec![small.get("paths").cloned().unwrap_or_else(|| json!({}))];
    while let Some(value) = next.pop() {
        match value {
            Value::Object(object) => {
                if let Some(Value::String(reference)) = object.get("$ref")
                    && let Some(pointer) = reference.strip_prefix('#')
                    && let Some((kind, name)) = pointer
                        .strip_prefix("/components/")
                        .and_then(|component| component.split_once('/'))
                    && let Some(component) = document.pointer(pointer)
                {
                    let name = name.replace("~1", "/").replace("~0", "~");
                    if reached.insert((kind.to_owned(), name)) {
                        next.push(component.clone());
                    }
                }
                next.extend(object.into_iter().map(|(_, value)| value));
            }
            Value::Array(items) => next.extend(items),
            _ => {}
        }
    }
    reached
}
