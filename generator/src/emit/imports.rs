//! The `use` items of a file of operations or of tests: whatever its items name.
//!
//! Items with shortened paths in, imports out. Files of types have more to import, and do it in `types`.

use std::collections::BTreeSet;

use quote::format_ident;
use syn::visit::Visit;
use syn::{Ident, Item, Path, parse_quote};

/// What those files use of the runtime by its own name.
const RUNTIME: [&str; 14] = [
    "AnyBody",
    "Bytes",
    "Error",
    "Expected",
    "FilePart",
    "JsonText",
    "Method",
    "Millidollars",
    "Multipart",
    "QueryStyle",
    "Response",
    "UnixMilliseconds",
    "UnixSeconds",
    "check_range",
];

/// The imports of a file of the crate that has the client.
pub(super) fn of(items: &[Item]) -> Vec<Item> {
    from(items, &parse_quote!(crate))
}

/// The imports of items that use the crate at `root`.
pub(super) fn from(items: &[Item], root: &Path) -> Vec<Item> {
    let mut roots = Roots::default();
    for item in items {
        roots.visit_item(item);
    }
    let has = |name: &str| roots.0.contains(name);
    let mut imports: Vec<Item> = Vec::new();
    if has("BTreeMap") {
        imports.push(parse_quote!(
            use std::collections::BTreeMap;
        ));
    }
    let of_runtime = RUNTIME.into_iter().filter(|name| has(name));
    let of_runtime: Vec<Ident> = of_runtime.map(|name| format_ident!("{name}")).collect();
    match of_runtime.as_slice() {
        [] => {}
        [only] => imports.push(parse_quote!(use openapi_client_runtime::#only;)),
        _ => imports.push(parse_quote!(use openapi_client_runtime::{#(#of_runtime),*};)),
    }
    if has("Client") {
        imports.push(parse_quote!(use #root::Client;));
    }
    if has("types") {
        imports.push(parse_quote!(use #root::types;));
    }
    imports
}

/// Collects the first segment of every path.
#[derive(Default)]
struct Roots(BTreeSet<String>);

impl<'ast> Visit<'ast> for Roots {
    fn visit_path(&mut self, path: &'ast Path) {
        if let (None, Some(first)) = (&path.leading_colon, path.segments.first()) {
            self.0.insert(first.ident.to_string());
        }
        syn::visit::visit_path(self, path);
    }
}
