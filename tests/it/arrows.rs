//! Imports inside of the generator run down only: from a stage to what it is made of, never back.
//!
//! A room is a folder or a file directly below `generator/src`. What a room may import is data ([`ROOMS`]).

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};
use syn::{Attribute, Item, ItemUse, UseTree, Visibility};

/// The rooms from the ground up, each with the rooms that it imports. A room can only import what stands above it here.
const ROOMS: [(&str, &[&str]); 20] = [
    ("disruptive", &[]),
    ("error", &[]),
    ("file", &[]),
    ("notes", &[]),
    ("text", &["disruptive"]),
    ("api", &["notes"]),
    ("deep_stack", &["error"]),
    ("identifiers", &["disruptive"]),
    ("toml_text", &["disruptive"]),
    ("document", &["deep_stack", "disruptive", "error"]),
    ("settings", &["error", "identifiers"]),
    ("coverage", &["api", "document"]),
    (
        "emit",
        &[
            "api",
            "error",
            "file",
            "identifiers",
            "settings",
            "text",
            "toml_text",
        ],
    ),
    ("overlay", &["document", "error"]),
    ("union", &["document"]),
    (
        "name",
        &["document", "error", "identifiers", "toml_text", "union"],
    ),
    (
        "normalise",
        &["document", "identifiers", "notes", "text", "union"],
    ),
    ("infer", &["document", "error", "normalise"]),
    (
        "lower",
        &[
            "api",
            "disruptive",
            "document",
            "error",
            "identifiers",
            "name",
            "normalise",
            "notes",
            "text",
            "union",
        ],
    ),
    (
        "report",
        &[
            "document", "file", "infer", "name", "notes", "settings", "text",
        ],
    ),
];

/// The room that runs all others.
const TOP: &str = "lib";

#[test]
fn rooms_import_what_the_table_says() {
    let files = files();
    let mut imports: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (from, to) in arrows(&files) {
        let (from, to) = (room(from), room(to));
        let imported = imports.entry(from).or_default();
        if from != to {
            imported.insert(to);
        }
    }
    imports.remove(TOP);
    let allowed: BTreeMap<&str, BTreeSet<&str>> = ROOMS
        .iter()
        .map(|(room, imported)| (*room, imported.iter().copied().collect()))
        .collect();
    let mut wrong = Vec::new();
    for (room, imported) in &imports {
        let listed = allowed.get(room).cloned().unwrap_or_default();
        for extra in imported.difference(&listed) {
            wrong.push(format!("`{room}` imports `{extra}`"));
        }
        for missing in listed.difference(imported) {
            wrong.push(format!("`{room}` no longer imports `{missing}`"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{}: turn the import round, or change the table in tests/it/arrows.rs for a reason",
        wrong.join(", ")
    );
}

#[test]
fn the_table_runs_from_the_ground_up() {
    let mut known = BTreeSet::new();
    for (room, imported) in ROOMS {
        for other in imported {
            assert!(known.contains(other), "`{room}` imports `{other}` above it");
        }
        assert!(known.insert(room), "`{room}` is there twice");
    }
}

/// A file of the generator: what it declares of other names, and what it mentions.
struct File {
    /// The path of its module: `lower::parameter::sent`; that of `lib.rs` is empty.
    module: String,
    mentions: BTreeSet<String>,
    /// Names that it takes from elsewhere, with where they are.
    aliases: BTreeMap<String, String>,
}

fn room(module: &str) -> &str {
    match module.split("::").next() {
        None | Some("") => TOP,
        Some(room) => room,
    }
}

/// Which module imports which.
fn arrows(files: &BTreeMap<String, File>) -> BTreeSet<(&str, &str)> {
    let mut arrows = BTreeSet::new();
    for file in files.values() {
        for mention in &file.mentions {
            if let Some(other) = declaring(files, mention, 0)
                && other != file.module
            {
                arrows.insert((file.module.as_str(), other));
            }
        }
    }
    arrows
}

/// The module that declares what a path means; nothing for paths out of the crate.
fn declaring<'a>(files: &'a BTreeMap<String, File>, path: &str, depth: usize) -> Option<&'a str> {
    let parts: Vec<&str> = path.split("::").collect();
    let known = |length: usize| files.get(&parts[..length].join("::"));
    let length = (0..=parts.len())
        .rev()
        .find(|length| known(*length).is_some())?;
    let file = known(length)?;
    match parts.get(length).and_then(|name| file.aliases.get(*name)) {
        Some(elsewhere) if depth < 8 => declaring(files, elsewhere, depth + 1),
        _ => Some(&file.module),
    }
}

fn files() -> BTreeMap<String, File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generator/src");
    let mut files = BTreeMap::new();
    read(&root, &root, &mut files);
    assert!(files.len() > 50, "{} files", files.len());
    files
}

fn read(root: &Path, folder: &Path, files: &mut BTreeMap<String, File>) {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    for path in entries {
        if path.file_stem().is_some_and(|name| name == "tests") {
            continue;
        }
        if path.is_dir() {
            read(root, &path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let module = module(path.strip_prefix(root).unwrap());
            let tree = syn::parse_file(&fs::read_to_string(&path).unwrap()).unwrap();
            files.insert(module.clone(), file(module, tree));
        }
    }
}

fn module(path: &Path) -> String {
    let parts: Vec<String> = PathBuf::from(path)
        .with_extension("")
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .filter(|part| part != "mod" && part != "lib")
        .collect();
    parts.join("::")
}

fn file(module: String, tree: syn::File) -> File {
    let mut children = BTreeSet::new();
    for item in &tree.items {
        if let Item::Mod(item) = item {
            children.insert(item.ident.to_string());
        }
    }
    let mut reader = Reader {
        module: &module,
        children,
        mentions: BTreeSet::new(),
        aliases: BTreeMap::new(),
    };
    for item in &tree.items {
        reader.visit_item(item);
    }
    let (mentions, aliases) = (reader.mentions, reader.aliases);
    File {
        module,
        mentions,
        aliases,
    }
}

struct Reader<'a> {
    module: &'a str,
    children: BTreeSet<String>,
    mentions: BTreeSet<String>,
    aliases: BTreeMap<String, String>,
}

impl Reader<'_> {
    /// The path from the root of the crate, of a path that leads into the crate.
    fn absolute(&self, path: &[String]) -> Option<String> {
        let mut module: Vec<&str> = self
            .module
            .split("::")
            .filter(|part| !part.is_empty())
            .collect();
        let mut rest = path;
        match rest.first()?.as_str() {
            "crate" => {
                module.clear();
                rest = &rest[1..];
            }
            "self" => rest = &rest[1..],
            "super" => {}
            child if self.children.contains(child) => {}
            _ => return None,
        }
        while rest.first().is_some_and(|part| part == "super") {
            module.pop();
            rest = &rest[1..];
        }
        module.extend(rest.iter().map(String::as_str));
        Some(module.join("::"))
    }

    fn tree(&mut self, tree: &UseTree, before: &[String], is_shared: bool) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        let (path, name) = match tree {
            UseTree::Path(path) => return self.tree(&path.tree, &with(&path.ident), is_shared),
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.tree(tree, before, is_shared);
                }
                return;
            }
            UseTree::Name(name) if name.ident == "self" => (before.to_vec(), None),
            UseTree::Name(name) => (with(&name.ident), Some(name.ident.to_string())),
            UseTree::Rename(name) => (with(&name.ident), Some(name.rename.to_string())),
            UseTree::Glob(_) => (before.to_vec(), None),
        };
        if let Some(path) = self.absolute(&path) {
            if let Some(name) = name.filter(|_| is_shared) {
                self.aliases.insert(name, path.clone());
            }
            self.mentions.insert(path);
        }
    }
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute
                .parse_args::<syn::Ident>()
                .is_ok_and(|name| name == "test")
    })
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        let attributes = match item {
            Item::Mod(item) => &item.attrs,
            Item::Use(item) => &item.attrs,
            Item::Fn(item) => &item.attrs,
            _ => &Vec::new(),
        };
        if !is_for_tests(attributes) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        let is_shared = !matches!(item.vis, Visibility::Inherited);
        self.tree(&item.tree, &[], is_shared);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let parts: Vec<String> = path
            .segments
            .iter()
            .map(|segment| segment.ident.to_string())
            .collect();
        let is_relative = parts.len() > 1 && ["crate", "super"].contains(&parts[0].as_str());
        if let Some(path) = self.absolute(&parts).filter(|_| is_relative) {
            self.mentions.insert(path);
        }
        visit::visit_path(self, path);
    }
}
