//! Names from a document, made into Rust identifiers and file names.
//!
//! Any text in, an identifier out; each scope claims a name once. Two names that become one after cleaning are told apart.

mod numbers;

use std::collections::BTreeSet;

use heck::{ToPascalCase, ToSnakeCase};
use unicode_ident::{is_xid_continue, is_xid_start};
use unicode_normalization::UnicodeNormalization;

use crate::disruptive::is_disruptive;

pub use numbers::Numbers;

/// Longest identifier or file name that is made, in characters; longer ones are cut behind a word.
const MAX_LENGTH: usize = 60;

/// Words that cannot be a module, a function or a field.
const KEYWORDS: [&str; 53] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "_", "Self",
];

/// File names that our own layout already uses.
const RESERVED_FILES: [&str; 7] = ["builder", "error", "lib", "main", "mod", "tests", "types"];

/// Type names that emitted files know without asking: the prelude, macros' traits and what we import. A type of the
/// document that took one would change what the rest of its file means.
pub const RESERVED_TYPES: [&str; 67] = [
    "AnyBody",
    "Bytes",
    "FilePart",
    "Multipart",
    "JsonText",
    "Millidollars",
    "UnixMilliseconds",
    "UnixSeconds",
    "ApiKey",
    "AsMut",
    "AsRef",
    "Auth",
    "BTreeMap",
    "Box",
    "Client",
    "ClientBuilder",
    "Clone",
    "ConversionError",
    "Copy",
    "Core",
    "CoreBuilder",
    "Debug",
    "Default",
    "Deserialize",
    "Display",
    "DoubleEndedIterator",
    "Drop",
    "Duration",
    "Eq",
    "Err",
    "Error",
    "ErrorKind",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "FromStr",
    "Future",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "Map",
    "Method",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "QueryStyle",
    "Response",
    "Result",
    "Send",
    "Serialize",
    "Some",
    "String",
    "Sync",
    "ToString",
    "TryFrom",
    "TryInto",
    "Value",
    "Vec",
];

/// The names of one scope. A name is claimed once; whoever comes later gets another.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    taken: BTreeSet<String>,
    numbers: Numbers,
    is_exact: bool,
}

impl Scope {
    /// A scope in which `names` are already taken.
    ///
    /// Names that differ only in underscores or case count as one, since they are one type name and one file.
    pub fn with(names: &[&str]) -> Self {
        let mut scope = Self::default();
        scope.reserve(names);
        scope
    }

    /// A scope in which `names` are already taken, and every other spelling is another name.
    pub fn exact(names: &[&str]) -> Self {
        let mut scope = Self {
            is_exact: true,
            ..Self::default()
        };
        scope.reserve(names);
        scope
    }

    /// Takes `names` without asking.
    pub fn reserve(&mut self, names: &[&str]) {
        let keys: Vec<String> = names.iter().map(|name| self.key(name)).collect();
        self.taken.extend(keys);
    }

    /// The first of `wishes` that is free, else the first wish with the lowest free number.
    pub fn claim(&mut self, wishes: &[String]) -> String {
        self.claim_as(wishes, &|numbered| numbered)
    }

    /// As [`Scope::claim`], for names that typify converts once more: what is claimed is what it will write.
    ///
    /// Each wish is what typify writes; `Ab_2`, which it would write as `Ab2`, is claimed as that.
    pub fn claim_type(&mut self, wishes: &[String]) -> String {
        self.claim_as(wishes, &|numbered| settled_type(&numbered))
    }

    /// As [`Scope::claim_type`], for fields.
    pub fn claim_field(&mut self, wishes: &[String]) -> String {
        self.claim_as(wishes, &|numbered| settled_field(&numbered))
    }

    fn claim_as(&mut self, wishes: &[String], written: &dyn Fn(String) -> String) -> String {
        let free = wishes.iter().find(|wish| self.is_free(wish)).cloned();
        let name = free.unwrap_or_else(|| {
            let wish = wishes.first().map_or("unnamed", String::as_str);
            self.numbered(wish.trim_end_matches('_'), written)
        });
        self.taken.insert(self.key(&name));
        name
    }

    fn numbered(&mut self, wish: &str, written: &dyn Fn(String) -> String) -> String {
        // By its key: wishes that differ only in what the scope ignores use up each other's numbers.
        let key = self.key(wish);
        let mut numbers = std::mem::take(&mut self.numbers);
        let name = numbers.first_free(&key, |number| {
            let name = written(format!("{wish}_{number}"));
            self.is_free(&name).then_some(name)
        });
        self.numbers = numbers;
        name.unwrap_or_default()
    }

    /// Whether nobody has the name.
    pub fn is_free(&self, name: &str) -> bool {
        !self.taken.contains(&self.key(name))
    }

    fn key(&self, name: &str) -> String {
        if self.is_exact {
            name.to_string()
        } else {
            name.replace('_', "").to_ascii_lowercase()
        }
    }
}

/// A function, field or module name: `fanslyAccount` → `fansly_account`, `type` → `type_`, `2fa` → `x2fa`.
pub fn snake(text: &str) -> String {
    let name = cut(&ascii_words(text).to_snake_case());
    let name = match name.chars().next() {
        None => "unnamed".to_string(),
        Some(first) if first.is_ascii_digit() => format!("x{name}"),
        Some(_) => name,
    };
    if KEYWORDS.contains(&name.as_str()) {
        format!("{name}_")
    } else {
        name
    }
}

/// Whether Rust keeps a word for itself.
pub fn is_keyword(text: &str) -> bool {
    KEYWORDS.contains(&text)
}

/// A type name: `list_chats` → `ListChats`.
pub fn pascal(text: &str) -> String {
    let name = cut(&ascii_words(text).to_pascal_case());
    match name.chars().next() {
        None => "Unnamed".to_string(),
        Some(first) if first.is_ascii_digit() => format!("X{name}"),
        Some(_) if name == "Self" => "Self_".to_string(),
        Some(_) => name,
    }
}

/// A module that is a file of its own: like [`snake`], and safe on every file system.
pub fn file(text: &str) -> String {
    let name = snake(text);
    if is_device(&name) || RESERVED_FILES.contains(&name.as_str()) {
        format!("{name}_")
    } else {
        name
    }
}

/// Whether Windows takes a name, whatever ending it has, for a device, so that no file or folder can be called so.
pub fn is_device(name: &str) -> bool {
    let is_numbered = |device| {
        name.strip_prefix(device)
            .is_some_and(|rest| rest.len() == 1)
    };
    matches!(name, "aux" | "con" | "nul" | "prn") || is_numbered("com") || is_numbered("lpt")
}

/// The field name that typify makes of a property, letter for letter: what we claim has to be what it writes.
pub fn typify_field(text: &str) -> String {
    typify(text, &|words| words.to_snake_case(), "x")
}

/// The type name that typify makes of a component or of a place, letter for letter.
pub fn typify_type(text: &str) -> String {
    typify(text, &|words| words.to_pascal_case(), "X")
}

/// A type name that typify leaves as it is, without disruptive characters. [`typify_type`] alone does not make one: of
/// `a_b` it makes `AB`, and of `AB` it makes `Ab`.
pub fn settled_type(text: &str) -> String {
    settled(text, &typify_type)
}

/// A field name that typify leaves as it is, without disruptive characters.
pub fn settled_field(text: &str) -> String {
    settled(text, &typify_field)
}

/// Disruptive characters separate words: some are letters to Rust, and an identifier has no escapes to write them with.
/// The name is in the form NFC, in which rustc compares identifiers and gives them to macros.
fn settled(text: &str, convert: &dyn Fn(&str) -> String) -> String {
    let convert = |text: &str| convert(text).nfc().collect::<String>();
    // Words of one letter grow together each time, so twice is usual; a bound all the same, for any alphabet.
    let mut name = convert(&text.replace(is_disruptive, "-"));
    for _ in 0..8 {
        let next = convert(&name);
        if next == name {
            break;
        }
        name = next;
    }
    name
}

fn typify(text: &str, recase: &dyn Fn(&str) -> String, prefix: &str) -> String {
    let name = match text {
        "+1" => "plus1".to_string(),
        "-1" => "minus1".to_string(),
        _ => recase(&text.replace('\'', "").replace(|c| !is_xid_continue(c), "-")),
    };
    let name = match name.chars().next() {
        None => prefix.to_string(),
        Some(first) if is_xid_start(first) => name,
        Some(_) => format!("{prefix}{name}"),
    };
    if KEYWORDS.contains(&name.as_str()) {
        format!("{name}_")
    } else {
        name
    }
}

/// Everything that is no ASCII letter or digit separates words; apostrophes vanish.
fn ascii_words(text: &str) -> String {
    text.chars()
        .filter(|&c| c != '\'')
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect()
}

/// Cuts a long name behind a word: at an underscore, or before a capital letter.
fn cut(name: &str) -> String {
    let Some(short) = name.get(..MAX_LENGTH).filter(|_| name.len() > MAX_LENGTH) else {
        return name.to_string();
    };
    let starts_word = |c: char| c == '_' || c.is_ascii_uppercase();
    let next = name[MAX_LENGTH..].chars().next();
    let end = match next {
        Some(next) if starts_word(next) => MAX_LENGTH,
        _ => short
            .rfind(starts_word)
            .filter(|end| *end > 0)
            .unwrap_or(MAX_LENGTH),
    };
    short[..end].trim_end_matches('_').to_string()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::disruptive::letters;

    #[test]
    fn words_become_identifiers() {
        for (text, expected) in [
            ("fanslyAccount", "fansly_account"),
            ("filter['type']", "filter_type"),
            ("Chat Messages", "chat_messages"),
            ("submit2fa", "submit2fa"),
            ("2fa", "x2fa"),
            ("type", "type_"),
            ("чат", "unnamed"),
            ("", "unnamed"),
        ] {
            assert_eq!(snake(text), expected, "{text}");
        }
        assert_eq!(pascal("list_chats"), "ListChats");
        assert_eq!(pascal("self"), "Self_");
    }

    #[test]
    fn a_tag_never_leaves_its_folder_or_takes_our_files() {
        for (tag, expected) in [
            ("../../x", "x"),
            ("con", "con_"),
            ("COM1", "com1_"),
            ("lib", "lib_"),
            ("mod", "mod_"),
        ] {
            assert_eq!(file(tag), expected, "{tag}");
        }
        assert_eq!(file(&"long ".repeat(100)).len(), 59);
        assert_eq!(file(&"longer ".repeat(100)).len(), 55);
        assert_eq!(file(&"x".repeat(100)).len(), 60);
        assert_eq!(pascal(&"longer ".repeat(100)), "Longer".repeat(10));
    }

    #[test]
    fn a_name_is_claimed_once() {
        let mut scope = Scope::with(&["new"]);
        let wish = |text: &str| vec![text.to_string(), format!("query_{text}")];
        assert_eq!(scope.claim(&wish("id")), "id");
        assert_eq!(scope.claim(&wish("id")), "query_id");
        assert_eq!(scope.claim(&wish("id")), "id_2");
        assert_eq!(scope.claim(&wish("new")), "query_new");
    }

    /// How often a name is made for 20,000 properties, each called by `wish`.
    fn attempts(mut scope: Scope, wish: impl Fn(usize) -> String) -> usize {
        let attempts = std::cell::Cell::new(0);
        for index in 0..20_000 {
            scope.claim_as(&[wish(index)], &|numbered| {
                attempts.set(attempts.get() + 1);
                settled_field(&numbered)
            });
        }
        attempts.get()
    }

    #[test]
    fn the_work_for_names_grows_as_their_number_does() {
        // Spellings of one name, of which no two are equal: each bit is an underscore or none.
        let spelling = |index: usize| -> String {
            let bits = (0..16).map(|bit| if index >> bit & 1 == 1 { "_a" } else { "a" });
            bits.collect()
        };
        for scope in [Scope::default(), Scope::exact(&[])] {
            assert_eq!(attempts(scope.clone(), |_| "x".to_string()), 19_999);
            assert_eq!(attempts(scope, |index| format!("p{index}")), 0);
        }
        assert_eq!(attempts(Scope::default(), spelling), 19_999);
    }

    #[test]
    fn a_number_that_is_a_name_already_is_left_out() {
        let mut scope = Scope::exact(&[]);
        let mut claim = |text: &str| scope.claim(&[text.to_string()]);
        let names = ["x", "x_3", "x", "x", "x_3", "x"].map(&mut claim);
        assert_eq!(names, ["x", "x_3", "x_2", "x_4", "x_3_2", "x_5"]);
    }

    #[test]
    fn an_exact_scope_tells_spellings_apart() {
        let mut scope = Scope::exact(&["build"]);
        let mut claim = |text: &str| scope.claim(&[text.to_string()]);
        assert_eq!(claim("user_id"), "user_id");
        assert_eq!(claim("userid"), "userid");
        assert_eq!(claim("user_id"), "user_id_2");
        assert_eq!(claim("type_"), "type_");
        assert_eq!(claim("type_"), "type_2");
        assert_eq!(claim("build"), "build_2");
    }

    #[test]
    fn typify_names_are_foreseen() {
        for (text, field, ty) in [
            ("userId", "user_id", "UserId"),
            ("1", "x1", "X1"),
            ("", "x", "X"),
            ("🦀", "x", "X"),
            ("чат", "чат", "Чат"),
            ("type", "type_", "Type"),
            ("it's", "its", "Its"),
            ("+1", "plus1", "plus1"),
        ] {
            assert_eq!(typify_field(text), field, "{text}");
            assert_eq!(typify_type(text), ty, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_name_of_typify_is_one_that_it_leaves_as_it_is(text in prop_oneof![any::<String>(), "[abAB12_ é'-]{0,9}"]) {
            let (field, ty) = (settled_field(&text), settled_type(&text));
            prop_assert_eq!(typify_field(&field), field);
            prop_assert_eq!(typify_type(&ty), ty);
        }

        #[test]
        fn no_identifier_has_a_character_that_disrupts(text in proptest::collection::vec(prop_oneof![
            proptest::sample::select(letters()), any::<char>(), proptest::char::range('a', 'z')
        ], 1..9)) {
            let text: String = text.into_iter().collect();
            for name in [settled_field(&text), settled_type(&text), snake(&text), pascal(&text), file(&text)] {
                prop_assert!(!name.contains(is_disruptive), "{:?} of {:?}", name, text);
                prop_assert!(syn::parse_str::<syn::Ident>(&name).is_ok(), "{:?} of {:?}", name, text);
            }
        }

        #[test]
        fn what_is_claimed_is_what_typify_writes(texts in proptest::collection::vec("[abAB12_ -]{0,5}", 1..9)) {
            let mut types = Scope::exact(&RESERVED_TYPES);
            let mut claimed = BTreeSet::new();
            for text in &texts {
                let name = types.claim_type(&[settled_type(text)]);
                prop_assert_eq!(&typify_type(&name), &name);
                prop_assert!(claimed.insert(name), "{:?}", texts);
            }
        }
    }
}
