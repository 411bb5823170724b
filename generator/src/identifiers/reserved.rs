//! Names that are taken before a document gives any: Rust's own words, what emitted files know, and what files cannot be called.

/// Words that cannot be a module, a function or a field.
const KEYWORDS: [&str; 53] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "_", "Self",
];

/// File names that our own layout already uses.
pub(super) const RESERVED_FILES: [&str; 7] =
    ["builder", "error", "lib", "main", "mod", "tests", "types"];

/// Type names that emitted files know without asking, and that no component is called.
pub const RESERVED_COMPONENTS: [&str; 20] = [
    "ApiKey",
    "Box",
    "Client",
    "ClientBuilder",
    "ConversionError",
    "Default",
    "Err",
    "Error",
    "From",
    "Into",
    "None",
    "Ok",
    "Option",
    "Response",
    "Result",
    "Some",
    "String",
    "TryFrom",
    "Value",
    "Vec",
];

/// Type names that they know, too: a component that is called like one of these keeps its name, and its type gets another.
const RESERVED_FOR_TYPES: [&str; 54] = [
    "AnyBody",
    "Argument",
    "ArgumentPlace",
    "AsMut",
    "AsRef",
    "Auth",
    "BTreeMap",
    "Bytes",
    "Clone",
    "Copy",
    "Core",
    "Debug",
    "Deserialize",
    "Display",
    "DoubleEndedIterator",
    "Draft",
    "Drop",
    "Duration",
    "Eq",
    "ErrorKind",
    "ExactSizeIterator",
    "Expected",
    "Extend",
    "FilePart",
    "Fn",
    "FnMut",
    "FnOnce",
    "FromCore",
    "FromIterator",
    "FromStr",
    "Future",
    "Hash",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "JsonText",
    "Map",
    "Method",
    "Millidollars",
    "Multipart",
    "OptionalArgument",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "QueryStyle",
    "Request",
    "Send",
    "Serialize",
    "Slot",
    "Sync",
    "ToString",
    "TryInto",
    "UnixMilliseconds",
    "UnixSeconds",
];

/// Methods of emitted requests that no setter is called like.
pub const REQUEST_METHODS: [&str; 2] = ["body", "send"];

/// The types of the runtime that the root of an emitted crate re-exports; [`API_KEY`] only where it sends one.
pub const REEXPORTED_TYPES: [&str; 22] = [
    "Amount",
    "AnyBody",
    API_KEY,
    "Argument",
    "Bytes",
    "ConversionError",
    "Error",
    "ErrorKind",
    "FilePart",
    "HeaderMap",
    "JsonText",
    "JsonTextError",
    "Method",
    "Millidollars",
    "Multipart",
    "OptionalArgument",
    "QueryStyle",
    "Request",
    "Response",
    "StatusCode",
    "UnixMilliseconds",
    "UnixSeconds",
];

/// The runtime's type of a key.
pub const API_KEY: &str = "ApiKey";

/// The types of an emitted crate itself that stand at its root.
pub const ROOT_TYPES: [&str; 2] = ["Client", "ClientBuilder"];

/// All type names that emitted files know without asking: the prelude, macros' traits and what we import. A type of the
/// document that took one would change what the rest of its file means.
pub const RESERVED_TYPES: [&str; RESERVED_COMPONENTS.len() + RESERVED_FOR_TYPES.len()] = {
    let mut all = [""; RESERVED_COMPONENTS.len() + RESERVED_FOR_TYPES.len()];
    let (first, rest) = all.split_at_mut(RESERVED_COMPONENTS.len());
    first.copy_from_slice(&RESERVED_COMPONENTS);
    rest.copy_from_slice(&RESERVED_FOR_TYPES);
    all
};

/// Whether Rust keeps a word for itself.
pub fn is_keyword(text: &str) -> bool {
    KEYWORDS.contains(&text)
}

/// Whether Windows takes a name, whatever ending it has, for a device, so that no file or folder can be called so.
pub fn is_device(name: &str) -> bool {
    let is_numbered = |device| {
        name.strip_prefix(device)
            .is_some_and(|rest| rest.len() == 1)
    };
    matches!(name, "aux" | "con" | "nul" | "prn") || is_numbered("com") || is_numbered("lpt")
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::*;

    /// The files of operations and types of all generated crates.
    fn files(folder: &Path, found: &mut Vec<PathBuf>) {
        // What lies beside the crates has no such folder.
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => files(&path, found),
                false => found.push(path),
            }
        }
    }

    #[test]
    fn no_type_is_called_like_what_its_file_imports() {
        let mut found = Vec::new();
        let generated = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated");
        for api in fs::read_dir(generated).unwrap() {
            for folder in ["operations", "types"] {
                files(
                    &api.as_ref().unwrap().path().join("src").join(folder),
                    &mut found,
                );
            }
        }
        let mut imported = 0;
        for path in found {
            let text = fs::read_to_string(&path).unwrap();
            let uses = text.lines().filter_map(|line| line.strip_prefix("use "));
            for line in uses.filter(|line| !line.starts_with("crate::types")) {
                let names = line.split(|c: char| !c.is_alphanumeric());
                for name in names.filter(|name| name.starts_with(|c: char| c.is_uppercase())) {
                    assert!(
                        RESERVED_TYPES.contains(&name),
                        "{name} in {}",
                        path.display()
                    );
                    imported += 1;
                }
            }
        }
        assert!(imported > 0);
    }
}
