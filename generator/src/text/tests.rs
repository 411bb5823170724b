//! What text becomes; and, for random text, how Markdown's reader in rustdoc judges it.

use proptest::prelude::*;

use super::judge::{self, Context, hostile};
use super::*;

#[test]
fn an_indented_block_is_prose_and_no_doc_test() {
    assert_eq!(
        documentation("a\n\n    panic!()\n- \t     x"),
        ["a", "", "panic!()", "- x"]
    );
}

#[test]
fn a_fence_inside_a_list_or_quote_is_literal() {
    assert_eq!(documentation("- ```rust"), ["- \\`\\`\\`rust"]);
    assert_eq!(documentation("> ```rust"), ["\\> \\`\\`\\`rust"]);
}

#[test]
fn a_fence_that_is_left_open_is_closed() {
    assert_eq!(
        documentation("~~~rust\nboom();"),
        ["```text", "boom();", "```"]
    );
    assert_eq!(documentation("~~~\n```\n~~~"), ["````text", "```", "````"]);
}

#[test]
fn what_rustdoc_could_take_for_a_link_or_a_tag_is_literal() {
    assert_eq!(
        documentation("[`x`](y) <b> # *a_b*"),
        ["\\[`x`\\](y) \\<b\\> # \\*a\\_b\\*"]
    );
    assert_eq!(documentation("# title"), ["\\# title"]);
}

#[test]
fn inline_code_stays_and_a_lone_backtick_is_literal() {
    assert_eq!(documentation("its `id` and `"), ["its `id` and \\`"]);
}

#[test]
fn an_address_is_a_link_without_the_full_stop() {
    assert_eq!(
        documentation("See https://a.example/b?c=[d]."),
        ["See <https://a.example/b?c=>\\[d\\]."]
    );
}

#[test]
fn carriage_returns_end_lines_and_disruptive_characters_are_escaped() {
    assert_eq!(
        documentation("a\rb\u{202E}c\u{0}"),
        ["a", "b\\\\u{202e}c\\\\u{0}"]
    );
    assert_eq!(documentation("`\u{FEFF}`"), ["`\\u{feff}`"]);
    assert_eq!(one_line("a\u{61C}"), "a\\\\u{61c}");
    assert_eq!(code("a\u{200B}"), "a\\u{200b}");
}

#[test]
fn a_long_line_is_broken_between_words_and_outside_code() {
    let long = format!("{} `a b` - 1. end", "word ".repeat(18).trim());
    assert_eq!(
        documentation(&long),
        [
            format!("{} `a b` - 1.", "word ".repeat(18).trim()),
            "end".to_string()
        ]
    );
}

#[test]
fn text_below_a_list_is_no_part_of_it_and_a_long_item_is_indented() {
    assert_eq!(
        documentation("Kinds:\n- one\n  - nested\nAll of them.\n1. x\nEnd."),
        [
            "Kinds:",
            "- one",
            "- nested",
            "",
            "All of them.",
            "1. x",
            "",
            "End."
        ]
    );
    let long = format!("- {}", "word ".repeat(25).trim());
    assert_eq!(
        documentation(&long)[1],
        format!("  {}", "word ".repeat(7).trim())
    );
}

#[test]
fn a_tab_in_a_block_is_spaces() {
    assert_eq!(documentation("```\n\tx\n```"), ["```text", "    x", "```"]);
}

#[test]
fn a_sentence_ends_once() {
    assert_eq!(sentence("A shop."), "A shop.");
    assert_eq!(sentence("A shop "), "A shop.");
}

#[test]
fn one_line_is_safe_in_a_table() {
    assert_eq!(one_line("a\n b | c"), "a b \\| c");
}

#[test]
fn a_backslash_escapes_a_backtick_outside_of_code_only() {
    assert_eq!(documentation("\\`a `b` c"), ["\\\\\\`a `b` c"]);
    assert_eq!(documentation("`a\\` b` c"), ["`a\\` b\\` c"]);
    assert_eq!(documentation("\\\\`a`"), ["\\\\\\\\`a`"]);
    assert_eq!(documentation("``a`b`` ```c`"), ["``a`b`` \\`\\`\\`c\\`"]);
}

#[test]
fn a_code_span_is_never_broken() {
    let text = format!("{} `a b ~~~rust boom()` end", "word ".repeat(18).trim());
    assert_eq!(documentation(&text).len(), 2);
    let hostile = format!("\\`{} ~~~rust panic!() `", "word ".repeat(18));
    for line in documentation(&hostile) {
        assert!(!line.starts_with("~~~"), "{line}");
    }
}

#[test]
fn a_line_that_would_make_a_heading_a_rule_or_a_table_is_literal() {
    assert_eq!(
        documentation("a\n---\nb\n===\n- # c\n1. ---"),
        ["a", "\\---", "b", "\\===", "- \\# c", "1. \\---"]
    );
    assert_eq!(documentation("a | b\n:-: | -"), ["a | b", "\\:-: | -"]);
    assert_eq!(one_line("# a"), "\\# a");
}

#[test]
fn a_line_that_is_a_heading_or_a_table_once_it_is_broken_is_literal() {
    for run in ["-".repeat(96), "=".repeat(97), "-".repeat(200)] {
        assert_eq!(
            documentation(&format!("Title\n{run} hello")),
            ["Title", &format!("\\{run}"), "hello"]
        );
    }
    let delimiter = format!("{}|{}", "-".repeat(60), "-".repeat(40));
    assert_eq!(
        documentation(&format!("a | b\n{delimiter} hello")),
        ["a | b", &format!("\\{delimiter}"), "hello"]
    );
    assert_eq!(
        documentation(&format!("1. {} hello", "=".repeat(95))),
        [format!("1. \\{}", "=".repeat(95)), "   hello".to_string()]
    );
}

#[test]
fn a_marker_of_a_list_is_never_alone_on_its_line() {
    let long = "x".repeat(120);
    for marker in ["-", "1.", "- 1."] {
        assert_eq!(
            documentation(&format!("Title\n{marker} {long}")),
            ["Title", &format!("{marker} {long}")]
        );
    }
}

#[test]
fn a_fence_is_closed_by_its_own_kind_and_length() {
    assert_eq!(
        documentation("````\n```\n```rust\n````\nend"),
        ["````text", "```", "```rust", "````", "end"]
    );
    assert_eq!(documentation("```a``` b"), ["`a` b"]);
}

#[test]
fn code_is_never_empty_and_safe_in_a_cell() {
    assert_eq!(code(""), " ");
    assert_eq!(code_cell("{a|b\\|c}"), "{a\\|b\\\\u{7c}c}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn random_text_is_prose_wherever_it_is_written(text in hostile(), other in hostile()) {
        judge::accept(&documentation(&text).join("\n"), Context::Prose, &[&text]);
        let (line, sentence, code) = (one_line(&text), sentence(&text), code(&other));
        for (markdown, context) in [
            (line.clone(), Context::Prose),
            (sentence.clone(), Context::Prose),
            (format!("- {line}"), Context::Prose),
            (format!("- `{code}`: {line}"), Context::Code(1)),
            (format!("- {line} (`{code}`): {sentence}"), Context::Prose),
            (format!("### {line}"), Context::Heading),
            (format!("a `{code}` b"), Context::Code(1)),
            (format!("`{code}` and `{code}`"), Context::Code(2)),
            (format!("|a|b|c|\n|---|---|---|\n| `x` | `{}` | {line} |", code_cell(&other)), Context::Table),
        ] {
            judge::accept(&markdown, context, &[&text, &other]);
        }
    }
}
