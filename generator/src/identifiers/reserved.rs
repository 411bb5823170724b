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

/// Type names that emitted files know without asking: the prelude, macros' traits and what we import. A type of the
/// document that took one would change what the rest of its file means.
pub const RESERVED_TYPES: [&str; 67] = [
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
    // No component is called like those above; one that is called like those below keeps its name, and its type gets another.
    "AnyBody",
    "AsMut",
    "AsRef",
    "Auth",
    "BTreeMap",
    "Bytes",
    "Clone",
    "Copy",
    "Core",
    "CoreBuilder",
    "Debug",
    "Deserialize",
    "Display",
    "DoubleEndedIterator",
    "Drop",
    "Duration",
    "Eq",
    "ErrorKind",
    "ExactSizeIterator",
    "Extend",
    "FilePart",
    "Fn",
    "FnMut",
    "FnOnce",
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
    "Ord",
    "PartialEq",
    "PartialOrd",
    "QueryStyle",
    "Send",
    "Serialize",
    "Sync",
    "ToString",
    "TryInto",
    "UnixMilliseconds",
    "UnixSeconds",
];

/// Those of [`RESERVED_TYPES`] that no component is called.
pub const RESERVED_COMPONENTS: &[&str] = RESERVED_TYPES.split_at(20).0;

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
