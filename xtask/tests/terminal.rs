//! What comes from outside is shown on the terminal and never obeyed: every command is run on hostile text in every
//! place that it reads, and each character that it prints is looked at.

mod common;

use std::ops::RangeInclusive;
use std::path::Path;

use common::server::{Server, response};
use common::{FIXUP_PATH, TempWorkspace};

/// What must not be printed. Written out here, and not asked of the code that escapes, so that a range which is lost
/// there is missed here.
const FORBIDDEN: &[RangeInclusive<char>] = &[
    // Control characters but the line feed: C0, delete, C1.
    '\0'..='\u{9}',
    '\u{b}'..='\u{1f}',
    '\u{7f}'..='\u{9f}',
    // What turns the writing direction.
    '\u{61c}'..='\u{61c}',
    '\u{200e}'..='\u{200f}',
    '\u{202a}'..='\u{202e}',
    '\u{2066}'..='\u{2069}',
    // What is not seen.
    '\u{ad}'..='\u{ad}',
    '\u{200b}'..='\u{200b}',
    '\u{2060}'..='\u{2064}',
    '\u{206a}'..='\u{206f}',
    '\u{feff}'..='\u{feff}',
    '\u{fff9}'..='\u{fffb}',
    '\u{e0000}'..='\u{e007f}',
    // What ends a line unseen.
    '\u{2028}'..='\u{2029}',
];

/// Colours, a bell, a title, a carriage return, and marks that turn, hide or tag what follows, with the C1 way to write
/// some of it: something of each range of [`FORBIDDEN`].
const HOSTILE: &str = "a\u{1b}[31mRED\u{1b}]0;title\u{7}\r\u{9b}2J\u{202e}rtl\u{2066}\u{200f}\u{61c}\u{200b}\u{feff}\
                       \u{ad}\u{2060}\u{206a}\u{fff9}\u{2028}\u{e0041}\u{7f}b";

fn is_forbidden(c: char) -> bool {
    FORBIDDEN.iter().any(|range| range.contains(&c))
}

/// The same as the inside of a JSON string.
fn json() -> String {
    let string = serde_json::json!(HOSTILE).to_string();
    string.trim_matches('"').replace('\u{7f}', "\\u007f")
}

/// A document that is taken, with hostile text wherever text may be, and operations that are left out for it.
fn document() -> String {
    let template = r##"{
  "openapi": "3.0.3",
  "info": { "title": "T", "version": "T" },
  "servers": [{ "url": "https://shop.example" }],
  "paths": {
    "/ok": { "get": {
      "operationId": "listItems", "tags": ["T"], "summary": "T", "description": "T",
      "parameters": [{ "name": "T", "in": "query", "schema": { "type": "string", "enum": ["T"] } }],
      "responses": { "200": { "description": "T", "content": { "application/json": {
        "schema": { "type": "object", "properties": {
          "T": { "type": "string", "nullable": true, "description": "T" },
          "n": { "type": "string" }, "list": { "type": "array" } } },
        "example": { "T": null, "n": { "T": "T" }, "list": [] } } } } } } },
    "/a/../T": { "get": { "operationId": "dotsT", "responses": { "200": { "description": "x" } } } },
    "/xT": {
      "brewT": { "operationId": "brew", "responses": {} },
      "get": { "operationId": "T", "parameters": [{ "name": "T", "in": "queryT", "schema": { "type": "T" } }],
        "responses": { "200": { "description": "x", "content": { "T": {
          "schema": { "$ref": "#/components/schemas/T" } } } } } } }
  }
}"##;
    template.replace('T', &json())
}

/// Runs the program, asserts that it printed nothing forbidden, and returns how it ended and all that it printed.
fn printable_output(
    folder: &Path,
    arguments: &[&str],
    variables: &[(&str, &str)],
) -> (Option<i32>, String) {
    let ran = common::run(folder, arguments, variables);
    let output = ran.stdout + &ran.stderr;
    let forbidden = output.chars().find(|c| is_forbidden(*c));
    assert_eq!(forbidden, None, "{arguments:?}: {output:?}");
    (ran.code, output)
}

/// A workspace whose API `shop` has the hostile document.
fn hostile() -> TempWorkspace {
    let workspace = TempWorkspace::empty();
    workspace.add_api("shop", document().as_bytes());
    workspace
}

#[test]
fn all_that_is_forbidden_is_escaped() {
    for range in FORBIDDEN {
        assert!(HOSTILE.contains(|c| range.contains(&c)), "{range:?}");
        for c in range.clone() {
            let shown = xtask::printable::escaped(&c.to_string());
            assert_eq!(shown, c.escape_unicode().to_string());
            let shown = xtask::printable::escaped_json(&c.to_string());
            assert!(shown.is_ascii() && shown.starts_with("\\u"), "{shown}");
        }
    }
}

#[test]
fn every_command_shows_what_a_document_says() {
    let workspace = hostile();
    for (arguments, code, shown) in [
        (&["regenerate"][..], 0, r"skipped dotsa\u{1b}[31mRED"),
        (&["regenerate", "--check"][..], 0, "fresh: "),
        (&["gaps"][..], 0, "## Operations left out"),
        (&["gaps", "--format", "json"][..], 0, r"\u001b[31mRED"),
        (&["corpus", "spec/shop"][..], 1, "openapi.yaml"),
        (
            &["corpus", "spec/shop", "--format", "json"][..],
            1,
            r"\u202ertl",
        ),
        (&["ci", "--only", "regenerate"][..], 0, "passed: regenerate"),
    ] {
        let (ended, output) = printable_output(workspace.root(), arguments, &[]);
        assert_eq!(ended, Some(code), "{arguments:?}: {output}");
        assert!(output.contains(shown), "{arguments:?}: {output}");
    }
}

#[test]
fn json_stays_what_it_is() {
    let workspace = hostile();
    let (_, gaps) = printable_output(workspace.root(), &["gaps", "--format", "json"], &[]);
    let gaps: serde_json::Value = serde_json::from_str(&gaps).unwrap();
    assert!(gaps["shop"].to_string().contains('\u{202e}'), "{gaps}");
    let (_, row) = printable_output(
        workspace.root(),
        &["corpus", "spec/shop", "--format", "json"],
        &[],
    );
    let row: serde_json::Value = serde_json::from_str(&row).unwrap();
    assert!(row["skipped"].to_string().contains('\u{202e}'), "{row}");
}

#[test]
fn files_of_an_api_are_quoted_printably() {
    for (path, text) in [
        (
            "spec/shop/api.toml",
            format!("[document]\n\"{}\" = 1\n", json()),
        ),
        ("spec/shop/openapi.yaml", HOSTILE.to_owned()),
        (
            "spec/shop/names.lock.toml",
            format!("[\"{}\"]\nx = 1\n", json()),
        ),
        (
            "spec/shop/samples/listItems.200.json",
            format!("{{\"{0}\": 1, \"{0}\": 2}}", json()),
        ),
        (
            FIXUP_PATH,
            format!(
                "overlay: 1.1.0\ninfo: {{ title: t, version: 1.0.0 }}\nactions:\n- target: \"$.paths['{}']\"\n  \
                 x-reason: r\n  x-evidence: e\n  update: {{ x: 1 }}\n",
                json()
            ),
        ),
    ] {
        let workspace = hostile();
        workspace.write(path, text);
        for arguments in [
            &["regenerate"][..],
            &["regenerate", "--check"],
            &["gaps"],
            &["fetch"],
        ] {
            let (code, output) = printable_output(workspace.root(), arguments, &[]);
            let is_taken = arguments == ["fetch"] && !path.ends_with("api.toml");
            assert_eq!(code, Some(2), "{path} {arguments:?}: {output}");
            assert!(
                is_taken || output.contains(path),
                "{path} {arguments:?}: {output}"
            );
        }
    }
}

/// How a line of a message shows `text`.
#[cfg(unix)]
fn shown(text: &str) -> String {
    let escape = |c: char| match c {
        '\n' => " ".to_owned(),
        c if is_forbidden(c) => c.escape_unicode().to_string(),
        c => c.to_string(),
    };
    text.chars().map(escape).collect()
}

#[cfg(unix)]
#[test]
fn names_of_files_take_one_line() {
    let commands = [&["regenerate", "--check"][..], &["regenerate"], &["gaps"]];
    let name = format!("{HOSTILE}\nerror: forged");
    for path in [
        format!("spec/{name}"),
        format!("spec/shop/{name}"),
        format!("spec/shop/fixups/{name}"),
        format!("spec/shop/samples/{name}.json"),
    ] {
        let workspace = hostile();
        // A folder in `spec` is an API, all else is a file.
        let is_api = path.matches('/').count() == 1;
        let file = if is_api { "/api.toml" } else { "" };
        workspace.write(format!("{path}{file}"), "");
        for arguments in commands {
            let (code, output) = printable_output(workspace.root(), arguments, &[]);
            assert_eq!(code, Some(2), "{path:?} {arguments:?}: {output}");
            let start = format!("error: {}: ", shown(&path));
            let mut errors = output.lines().filter(|line| line.starts_with("error: "));
            let is_shown = errors.next().is_some_and(|line| line.starts_with(&start));
            assert!(is_shown, "{path:?} {arguments:?}: {output}");
            assert_eq!(errors.next(), None, "{path:?} {arguments:?}: {output}");
        }
    }

    let workspace = hostile();
    let path = format!("generated/{name}");
    workspace.write(&path, "");
    for (arguments, code, start) in [(commands[0], 1, "orphan: "), (commands[1], 0, "removed: ")] {
        let (ended, output) = printable_output(workspace.root(), arguments, &[]);
        assert_eq!(ended, Some(code), "{arguments:?}: {output}");
        let line = format!("{start}{}", shown(&path));
        assert!(
            output.lines().any(|printed| printed == line),
            "{arguments:?}: {output}"
        );
    }

    workspace.write(format!("documents/{name}.yaml"), "odd");
    let (code, output) = printable_output(workspace.root(), &["corpus", "documents"], &[]);
    assert_eq!(code, Some(1), "{output}");
    assert!(output.contains(&shown(&name)), "{output}");
    let is_forged = |line: &str| line.starts_with("error: forged");
    assert!(!output.lines().any(is_forged), "{output}");
}

#[test]
fn arguments_are_quoted_printably() {
    let workspace = hostile();
    let path = format!("{HOSTILE}.yaml");
    for arguments in [
        &[HOSTILE][..],
        &["regenerate", HOSTILE],
        &["gaps", HOSTILE],
        &["gaps", "--format", HOSTILE],
        &["fetch", HOSTILE],
        &["corpus", HOSTILE],
        &["ci", "--only", HOSTILE],
        &["new-api", HOSTILE, "--document", "spec/shop/openapi.yaml"],
        &["new-api", "bank", "--document", &path],
        &["regenerate", "--workspace", HOSTILE],
        &["regenerate", &format!("--{HOSTILE}")],
    ] {
        let (code, output) = printable_output(workspace.root(), arguments, &[]);
        assert_eq!(code, Some(2), "{arguments:?}: {output}");
        assert!(output.contains(r"\u{1b}"), "{arguments:?}: {output}");
    }
}

#[test]
fn a_new_api_is_told_of_printably() {
    let workspace = TempWorkspace::shop();
    let path = format!("{HOSTILE}.yaml");
    let security = format!(
        r#""security": [{{ "{0}": [] }}],
           "components": {{ "securitySchemes": {{ "{0}": {{ "type": "http", "scheme": "{0}" }} }} }}, "servers""#,
        json()
    );
    workspace.write(&path, document().replace("\"servers\"", &security));
    let (code, output) = printable_output(
        workspace.root(),
        &["new-api", "bank", "--document", &path],
        &[],
    );
    assert_eq!(code, Some(0), "{output}");
    assert!(
        output.contains(r"At /components/securitySchemes/a\u{1b}[31mRED"),
        "{output}"
    );
    for (name, text) in [
        ("a.yaml", HOSTILE.to_owned()),
        ("b.json", format!("{{\"{0}\":1,\"{0}\":2}}", json())),
    ] {
        workspace.write(name, text);
        let (code, output) = printable_output(
            workspace.root(),
            &["new-api", "zoo", "--document", name],
            &[],
        );
        assert_eq!(code, Some(2), "{output}");
    }
}

#[test]
fn what_a_server_says_is_quoted_printably() {
    let location = format!("Location: https://{}.example/\r\n", "a%1b%5b31m");
    let duplicates = format!("{{\"openapi\": \"3.0.3\", \"{0}\": 1, \"{0}\": 2}}", json());
    let bytes = |text: &str| text.as_bytes().to_vec();
    for response in [
        response("200 OK", "", document()),
        response("200 OK", "", &duplicates),
        response("200 OK", "", HOSTILE),
        response(&format!("404 {}", HOSTILE.replace('\r', "")), "", ""),
        response("302 Found", &location, ""),
        response("302 Found", "Location: /\u{1b}[31m\r\n", ""),
        bytes(HOSTILE),
        bytes(&format!("HTTP/1.1 200 OK\r\n{HOSTILE}: {HOSTILE}\r\n\r\n")),
    ] {
        let server = Server::start(move |_| response.clone());
        let workspace = TempWorkspace::shop();
        let settings = workspace.read("spec/shop/api.toml");
        let settings = settings
            .replace(
                "https://shop.example/openapi.yaml",
                &server.url(&format!("/{}", json())),
            )
            .replace("made by hand", &json());
        workspace.write("spec/shop/api.toml", settings);
        printable_output(workspace.root(), &["fetch"], &[]);
    }
    let workspace = TempWorkspace::shop();
    let settings = workspace.read("spec/shop/api.toml");
    let settings = settings
        .replace("address", "# address")
        .replace("made by hand", &json());
    workspace.write("spec/shop/api.toml", settings);
    let (code, output) = printable_output(workspace.root(), &["fetch"], &[]);
    assert_eq!(code, Some(0), "{output}");
    assert!(output.contains(r"Provenance: a\u{1b}[31mRED"), "{output}");
}

/// The stand-in for cargo repeats the hostile text on both streams, as a compiler's error repeats a line of code.
#[cfg(unix)]
#[test]
fn what_other_programs_say_is_printable() {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    let workspace = hostile();
    workspace.write("message", format!("error: {HOSTILE}\n"));
    workspace.write(
        "Cargo.toml",
        "[workspace.package]\nrust-version = \"1.88\"\n",
    );
    workspace.write("Cargo.lock", "version = 4\n");
    workspace.write("runtime/Cargo.toml", "");
    let cargo = workspace.at("cargo");
    let script = format!(
        "#!/bin/sh\ncat '{0}'\ncat '{0}' >&2\nexit 1\n",
        workspace.at("message").display()
    );
    fs::write(&cargo, script).unwrap();
    fs::set_permissions(&cargo, fs::Permissions::from_mode(0o755)).unwrap();
    let variables = [
        ("CARGO", cargo.to_str().unwrap()),
        ("CARGO_TARGET_DIR", "target"),
    ];
    for (arguments, code) in [
        (&["ci"][..], 1),
        (&["ci", "--only", "doc"], 1),
        (&["ci", "--only", "rust-version"], 1),
        (&["corpus", "spec/shop", "--verify"], 2),
    ] {
        let (ended, output) = printable_output(workspace.root(), arguments, &variables);
        assert_eq!(ended, Some(code), "{arguments:?}: {output}");
        assert!(
            output.contains(r"error: a\u{1b}[31mRED"),
            "{arguments:?}: {output}"
        );
    }
}
