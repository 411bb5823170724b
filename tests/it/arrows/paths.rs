//! What a file mentions of its own crate, read from its syntax.
//!
//! A file in; out the paths from the root of the crate: of its imports, and of its other paths that begin with `crate`,
//! `super`, `self` or a module that it declares. What is for tests alone is left out. Where a path leads is the business of
//! [`super::sources`].

use std::collections::{BTreeMap, BTreeSet};

use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Attribute, Expr, Item, ItemUse, Macro, Token, UseTree, VisRestricted, Visibility};

/// What a file mentions, and what it hands on.
pub(super) struct Paths {
    /// The paths from the root of the crate.
    pub mentions: BTreeSet<String>,
    /// Names that it takes from elsewhere and hands on, with where they are.
    pub aliases: BTreeMap<String, String>,
}

impl Paths {
    /// The paths in the file of `module`.
    pub fn of(module: &str, tree: &syn::File) -> Self {
        let children = tree.items.iter().filter_map(|item| match item {
            Item::Mod(item) => Some(item.ident.to_string()),
            _ => None,
        });
        let mut reader = Reader {
            module,
            children: children.collect(),
            mentions: BTreeSet::new(),
            aliases: BTreeMap::new(),
        };
        reader.visit_file(tree);
        Self {
            mentions: reader.mentions,
            aliases: reader.aliases,
        }
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
        if let Some(path) = self.absolute(&parts).filter(|_| parts.len() > 1) {
            self.mentions.insert(path);
        }
        visit::visit_path(self, path);
    }

    /// Who may see something is no arrow.
    fn visit_vis_restricted(&mut self, _: &'ast VisRestricted) {}

    /// Most macros take expressions; what those of `quote` take is code of another crate.
    fn visit_macro(&mut self, of: &'ast Macro) {
        let arguments = of.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated);
        if !of.path.is_ident("quote") && !of.path.is_ident("parse_quote") {
            for argument in arguments.iter().flatten() {
                Visit::visit_expr(self, argument);
            }
        }
        visit::visit_macro(self, of);
    }
}
