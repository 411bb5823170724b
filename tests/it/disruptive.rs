//! The generator and the runtime do not depend on each other, and agree on what disrupts a reader.

use generator::disruptive::is_disruptive;
use openapi_client_runtime::testing::as_shown;

#[test]
fn errors_escape_what_files_escape_and_what_ends_a_line() {
    let differing: Vec<char> = ('\0'..=char::MAX)
        .filter(|&c| {
            let is_escaped = as_shown(&c.to_string()) != c.to_string();
            is_escaped != (is_disruptive(c) || matches!(c, '\n' | '\t'))
        })
        .collect();
    assert!(differing.is_empty(), "{differing:?}");
}
