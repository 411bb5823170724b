//! The files of a new `spec/<api>/`: a name and a document go in, texts come out. Touches no disk.
//!
//! The fixups are commented out: they show the form, and change nothing until a person means them. What the title of the
//! document says is data here: it becomes a string of TOML and nothing else.

use generator::File;
use generator::document::to_yaml;
use generator::toml_text;
use serde_json::Value;

use crate::spec::sha256;

/// The longest title that is taken over, in characters.
const MAX_TITLE: usize = 100;

/// What a person said and what was read.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The name of the API, which is a crate name.
    pub api: &'a str,
    /// The document, to be copied byte for byte.
    pub text: &'a str,
    /// The same, parsed.
    pub document: &'a Value,
    /// The name of the file it was in, without folders.
    pub file_name: &'a str,
}

/// `spec/<api>/openapi.yaml`.
pub fn document(source: Source<'_>) -> File {
    file(source, "openapi.yaml", source.text.to_owned())
}

/// `spec/<api>/api.toml`.
pub fn settings(source: Source<'_>) -> File {
    let text = format!(
        r#"# What is known about this API. Read by `cargo xtask regenerate`; `sha256` is that of openapi.yaml.

[document]
# Where upstream publishes the document, for `cargo xtask fetch`. Leave it out where there is no such address.
# address = "https://api.example.com/openapi.yaml"
sha256 = {sha256}
# How openapi.yaml came to be, for a reader.
provenance = {provenance}

[crate]
name = {name}
version = "0.1.0"
# One line: the head of the README, and what a registry shows.
description = {description}
# The environment variable that `Client::from_env` reads the API key from.
key-variable = {key_variable}
# The `operationId` that the first example calls; the first operation where it is left out.
# example-operation = "listItems"
"#,
        sha256 = toml_text::string(&sha256(source.text.as_bytes())),
        provenance = toml_text::string(&format!("Copied from {}.", one_line(source.file_name))),
        name = toml_text::string(source.api),
        description = toml_text::string(&description(source)),
        key_variable = toml_text::string(&key_variable(source.api)),
    );
    file(source, "api.toml", text)
}

/// The two files of `fixups/`, everything in them commented out. `actions` say what the document does not and a client
/// has to know; where there are none, an example stands instead.
pub fn fixups(source: Source<'_>, actions: &[Value]) -> [File; 2] {
    let (lead, actions) = if actions.is_empty() {
        ("", DOCUMENT_EXAMPLE.to_owned())
    } else {
        (
            "# The document does not say what the action below does. Put the true values in; the crate goes without until then.\n#\n",
            list(actions),
        )
    };
    let document = format!(
        "# What a person knows about the published document: what it gets wrong, and which places are one component.\n\
         # Applied before inference. How to write an action: CONTRIBUTING.md, recipe 1.\n#\n{lead}{}",
        commented_out("What a person knows about the published document", &actions)
    );
    let shape = format!(
        "# How we want the crate: ids, units, flags, ranges. Applied after inference, and sees its types.\n\
         # How to write an action: CONTRIBUTING.md, recipe 9.\n#\n{}",
        commented_out("How we want the crate", SHAPE_EXAMPLE)
    );
    [
        file(source, "fixups/10-document.overlay.yaml", document),
        file(source, "fixups/20-shape.overlay.yaml", shape),
    ]
}

/// The text of an overlay with these actions.
pub fn overlay(actions: &[Value]) -> String {
    uncommented("What the document lacks", &list(actions))
}

const DOCUMENT_EXAMPLE: &str = "\
- target: $.paths.*[?@.operationId=='updateList'].responses['200'].content['application/json'].schema.properties.data
  x-reason: what the document says there, and what is true
  x-evidence: where that can be seen
  update:
    x-schema-name: List
";

const SHAPE_EXAMPLE: &str = "\
- target: $.paths..parameters[?@.in=='query' && @.name=='limit'].schema
  x-reason: a count is a number for the caller, and is sent as the same digits
  update: { type: integer, minimum: 1 }
";

fn list(actions: &[Value]) -> String {
    to_yaml(&Value::Array(actions.to_vec()))
}

fn uncommented(title: &str, actions: &str) -> String {
    let mut text = format!("overlay: 1.1.0\ninfo:\n  title: {title}\n  version: 1.0.0\nactions:\n");
    for line in actions.lines() {
        text.push_str(&format!("  {line}\n"));
    }
    text
}

fn commented_out(title: &str, actions: &str) -> String {
    let mut text = String::from(
        "# Nothing is applied while everything is commented out. To begin, remove the `# ` in front of the lines below.\n#\n",
    );
    for line in uncommented(title, actions).lines() {
        text.push_str(&format!("# {line}\n"));
    }
    text
}

fn description(source: Source<'_>) -> String {
    let title = source.document.pointer("/info/title");
    let title = one_line(title.and_then(Value::as_str).unwrap_or_default());
    if title.is_empty() {
        format!("Typed, async Rust client for {}", source.api)
    } else {
        format!("Typed, async Rust client for {title}")
    }
}

/// Words with single spaces between, without control characters.
fn one_line(text: &str) -> String {
    let text = text.replace(|c: char| c.is_control() && !c.is_whitespace(), "");
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MAX_TITLE) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default().trim_end()),
        None => line,
    }
}

/// `two-words` becomes `TWO_WORDS_API_KEY`.
fn key_variable(api: &str) -> String {
    format!("{}_API_KEY", api.to_ascii_uppercase().replace('-', "_"))
}

fn file(source: Source<'_>, name: &str, text: String) -> File {
    File {
        path: format!("spec/{}/{name}", source.api),
        text,
    }
}

#[cfg(test)]
mod tests {
    use generator::Settings;
    use generator::overlay::Overlay;
    use serde_json::json;

    use super::*;

    fn source<'a>(document: &'a Value, file_name: &'a str) -> Source<'a> {
        Source {
            api: "tea-shop",
            text: "{}",
            document,
            file_name,
        }
    }

    fn parsed(source: Source<'_>) -> Settings {
        Settings::parse("api.toml", &settings(source).text).unwrap()
    }

    #[test]
    fn settings_are_made_of_the_name_the_title_and_the_file() {
        let document = json!({ "info": { "title": "Tea Shop API" } });
        let settings = parsed(source(&document, "openapi.json"));
        assert_eq!(settings.document.address, None);
        assert_eq!(
            settings.document.sha256,
            "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
        );
        assert_eq!(settings.document.provenance, "Copied from openapi.json.");
        assert_eq!(settings.package.name, "tea-shop");
        assert_eq!(settings.package.version, "0.1.0");
        assert_eq!(
            settings.package.description,
            "Typed, async Rust client for Tea Shop API"
        );
        assert_eq!(settings.package.key_variable, "TEA_SHOP_API_KEY");
    }

    #[test]
    fn a_title_is_data() {
        let document =
            json!({ "info": { "title": "a \"b\"\\\n[crate]\nname = 'x' \"\"\" ''' # \u{7}" } });
        let settings = parsed(source(&document, "a\"\n.yaml"));
        assert_eq!(
            settings.package.description,
            "Typed, async Rust client for a \"b\"\\ [crate] name = 'x' \"\"\" ''' #"
        );
        assert_eq!(settings.package.name, "tea-shop");
        assert_eq!(settings.document.provenance, "Copied from a\" .yaml.");
    }

    #[test]
    fn a_title_that_is_missing_or_endless_still_makes_a_description() {
        let of = |info: Value| {
            parsed(source(&json!({ "info": info }), "a"))
                .package
                .description
        };
        let untitled = "Typed, async Rust client for tea-shop";
        assert_eq!(of(json!({})), untitled);
        assert_eq!(of(json!({ "title": " \n" })), untitled);
        assert_eq!(of(json!({ "title": 7 })), untitled);
        let long = of(json!({ "title": "é".repeat(101) }));
        assert_eq!(
            long,
            format!("Typed, async Rust client for {}…", "é".repeat(100))
        );
    }

    /// What is left when a person removes the `# ` in front of `overlay:` and all below.
    fn begun(file: &File) -> String {
        let (_, text) = file.text.split_once("\n# overlay: ").unwrap();
        format!("# overlay: {text}")
            .replace("\n# ", "\n")
            .split_off(2)
    }

    #[test]
    fn what_is_commented_out_is_an_overlay() {
        let document = json!({});
        for file in fixups(source(&document, "a"), &[]) {
            Overlay::parse(&file.path, &begun(&file)).unwrap();
        }
    }

    #[test]
    fn what_the_document_needs_stands_there_commented_out() {
        let action = json!({ "target": "$", "x-reason": "because", "update": { "servers": [] } });
        let document = json!({});
        let [file, _] = fixups(source(&document, "a"), std::slice::from_ref(&action));
        assert!(
            file.text.lines().all(|line| line.starts_with('#')),
            "{}",
            file.text
        );
        let overlay = generator::document::parse("", begun(&file).as_bytes()).unwrap();
        assert_eq!(overlay["actions"], json!([action]));
    }
}
