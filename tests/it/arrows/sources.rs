//! The files of a crate, and which of them takes something from which.
//!
//! Sources in, arrows between modules out. A name that a module hands on (`pub use`) is taken from the file that declares it;
//! to declare a module is not to take something from it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::circle;
use super::paths::Paths;

/// How many modules may hand on one name.
const MAX_HANDS: usize = 8;

/// The files of a crate by the paths of their modules: `lower::parameter::sent`; that of `lib.rs` is empty.
pub(super) struct Sources(BTreeMap<String, Paths>);

impl Sources {
    /// All files below a folder of the workspace but those of tests.
    pub fn below(folder: &str) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("..")
            .join(folder);
        let mut files = Vec::new();
        read(&root, &root, &mut files);
        assert!(files.len() > 30, "{folder}: {} files", files.len());
        Self::of(
            files
                .iter()
                .map(|(path, text)| (path.as_str(), text.as_str())),
        )
    }

    /// Files by path (`a/mod.rs`) and text.
    pub fn of<'t>(files: impl IntoIterator<Item = (&'t str, &'t str)>) -> Self {
        let files = files.into_iter().map(|(path, text)| {
            let module = module(path);
            let paths = Paths::of(&module, &syn::parse_file(text).unwrap());
            (module, paths)
        });
        Self(files.collect())
    }

    /// Which module takes something from which.
    pub fn arrows(&self) -> BTreeSet<(&str, &str)> {
        let each = self.0.iter().flat_map(|(module, paths)| {
            let mentions = paths.mentions.iter();
            mentions.filter_map(move |mention| Some((module.as_str(), self.declaring(mention, 0)?)))
        });
        each.filter(|(from, to)| from != to).collect()
    }

    /// Modules that take something from each other in a circle.
    ///
    /// What a `mod.rs` declares itself is what the modules inside of it have in common: that they take it counts for no
    /// circle. What it only hands on does count, since that is taken from the module which declares it.
    pub fn circle(&self) -> Option<Vec<&str>> {
        let mut arrows = self.arrows();
        arrows.retain(|(from, to)| !is_inside(from, to));
        circle::find(&arrows)
    }

    /// The module that declares what a path means; nothing for paths out of the crate.
    fn declaring(&self, path: &str, hands: usize) -> Option<&str> {
        let parts: Vec<&str> = path.split("::").collect();
        let known = |length: usize| self.0.get_key_value(&parts[..length].join("::"));
        let (length, (module, paths)) = (0..=parts.len())
            .rev()
            .find_map(|length| Some((length, known(length)?)))?;
        match parts.get(length).and_then(|name| paths.aliases.get(*name)) {
            Some(elsewhere) if hands < MAX_HANDS => self.declaring(elsewhere, hands + 1),
            _ => Some(module),
        }
    }
}

fn is_inside(module: &str, outer: &str) -> bool {
    let rest = module.strip_prefix(outer);
    rest.is_some_and(|rest| outer.is_empty() || rest.starts_with("::"))
}

fn read(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) {
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
            let below = path.strip_prefix(root).unwrap();
            files.push((
                below.to_str().unwrap().to_owned(),
                fs::read_to_string(&path).unwrap(),
            ));
        }
    }
}

fn module(path: &str) -> String {
    let parts: Vec<String> = Path::new(path)
        .with_extension("")
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .filter(|part| part != "mod" && part != "lib")
        .collect();
    parts.join("::")
}

/// The arrows between files of a small crate.
fn assert_arrows(files: &[(&'static str, &'static str)], expected: &[(&str, &str)]) {
    let sources = Sources::of(files.iter().copied());
    let arrows: Vec<(&str, &str)> = sources.arrows().into_iter().collect();
    assert_eq!(arrows, expected, "{files:?}");
}

#[test]
fn every_spelling_of_a_path_is_an_arrow() {
    for text in [
        "use crate::b::f;",
        "use super::b;",
        "use super::{b::{f as g}, c};",
        "fn g() { crate::b::f() }",
        "fn g(of: super::b::T) {}",
        "fn g() { println!(\"{}\", super::b::f()) }",
    ] {
        let sources = Sources::of([("lib.rs", "mod a; mod b;"), ("a.rs", text), ("b.rs", "")]);
        assert!(sources.arrows().contains(&("a", "b")), "{text}");
    }
}

#[test]
fn to_declare_a_module_is_no_arrow_and_to_call_into_it_is_one() {
    let child = ("a/b.rs", "pub fn f() {}");
    assert_arrows(&[("a/mod.rs", "mod b;"), child], &[]);
    for call in [
        "fn g() { b::f() }",
        "fn g() { self::b::f() }",
        "use b::f;",
        "use self::b::f;",
    ] {
        let text = format!("mod b; {call}");
        let sources = Sources::of([("a/mod.rs", text.as_str()), child]);
        let arrows: Vec<(&str, &str)> = sources.arrows().into_iter().collect();
        assert_eq!(arrows, [("a", "a::b")], "{call}");
    }
}

#[test]
fn a_circle_of_files_is_found() {
    let circle = |files: &[(&'static str, &'static str)]| {
        let sources = Sources::of(files.iter().copied());
        sources.circle().map(|circle| circle.join(" "))
    };
    let call = [
        ("lib.rs", "mod a; mod b;"),
        ("a.rs", "fn f() { crate::b::g() }"),
        ("b.rs", "use super::a;"),
    ];
    assert_eq!(circle(&call).as_deref(), Some("a b a"));
    let through_a_child = [
        ("a/mod.rs", "mod b; fn f() { b::f() }"),
        ("a/b.rs", "use crate::c::f;"),
        ("c.rs", "use crate::a::f;"),
    ];
    assert_eq!(circle(&through_a_child).as_deref(), Some("a a::b c a"));
    let handed_on = [
        ("a/mod.rs", "mod b; mod c; pub use b::T;"),
        ("a/b.rs", "use super::c::U; pub struct T;"),
        ("a/c.rs", "use super::T; pub struct U;"),
    ];
    assert_eq!(circle(&handed_on).as_deref(), Some("a::b a::c a::b"));
    let of_the_folder = [
        ("a/mod.rs", "mod b; use b::U; struct T;"),
        ("a/b.rs", "use super::T; pub struct U;"),
    ];
    assert_eq!(circle(&of_the_folder), None);
}

#[test]
fn a_name_is_taken_from_the_file_that_declares_it() {
    let parent = ("a/mod.rs", "mod b; mod c; pub use b::T;");
    let arrows = &[("a", "a::b"), ("a::c", "a::b")];
    assert_arrows(
        &[
            parent,
            ("a/b.rs", "pub struct T;"),
            ("a/c.rs", "use super::T;"),
        ],
        arrows,
    );
}

#[test]
fn what_is_for_tests_or_for_another_crate_is_no_arrow() {
    let tests = "#[cfg(test)] mod tests { use crate::b::f; }";
    let quoted = "fn f() { quote!(crate::b::f()); std::mem::drop(1); c::f() }";
    assert_arrows(&[("a.rs", tests), ("b.rs", "")], &[]);
    assert_arrows(&[("a.rs", quoted), ("b.rs", ""), ("c.rs", "")], &[]);
}
