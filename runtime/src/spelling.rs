//! The ways in which a server may write a secret when it repeats it.
//!
//! In: text and a secret. Out: whether the text starts with the secret, as it is or with any of its characters escaped as
//! in JSON, HTML or a URL. Never: a decision about which of these the text is; one error may have them all.

/// How many bytes at the start of `text` are the `secret`, if any are.
pub(crate) fn length_at_start(text: &str, secret: &str) -> Option<usize> {
    // One character may have been written in several ways of different lengths: `%` is the start of `%25`, too.
    let mut ends = vec![0];
    for character in secret.chars() {
        let mut next = Vec::new();
        for end in ends {
            let rest = text.get(end..).unwrap_or_default();
            next.extend(lengths(rest, character).map(|length| end + length));
        }
        next.sort_unstable();
        next.dedup();
        if next.is_empty() {
            return None;
        }
        ends = next;
    }
    ends.last().copied().filter(|length| *length > 0)
}

/// The lengths of all spellings of `character` that `text` starts with.
fn lengths(text: &str, character: char) -> impl Iterator<Item = usize> {
    let slashes = text.len() - text.trim_start_matches('\\').len();
    let literal = match character {
        // Each level of JSON within JSON doubles it.
        '\\' => 1..slashes + 1,
        _ if text
            .get(slashes..)
            .is_some_and(|rest| rest.starts_with(character)) =>
        {
            let length = slashes + character.len_utf8();
            length..length + 1
        }
        _ => 0..0,
    };
    let plus = (character == ' ' && text.starts_with('+')).then_some(1);
    let escaped = [
        plus,
        unicode_escape(text, character),
        percent_encoded(text, character),
        entity(text, character),
    ];
    literal.chain(escaped.into_iter().flatten())
}

/// `\u002f`, of as many as the character has in UTF-16.
fn unicode_escape(text: &str, character: char) -> Option<usize> {
    let mut rest = text;
    for unit in character.encode_utf16(&mut [0; 2]) {
        let digits = rest.trim_start_matches('\\');
        let hex = digits.strip_prefix('u')?.get(..4)?;
        if digits.len() == rest.len() || u16::from_str_radix(hex, 16).ok()? != *unit {
            return None;
        }
        rest = digits.get(5..)?;
    }
    Some(text.len() - rest.len())
}

/// `%2F`, of as many as the character has in UTF-8.
fn percent_encoded(text: &str, character: char) -> Option<usize> {
    let mut rest = text;
    for byte in character.encode_utf8(&mut [0; 4]).bytes() {
        let hex = rest.strip_prefix('%')?.get(..2)?;
        if u8::from_str_radix(hex, 16).ok()? != byte {
            return None;
        }
        rest = rest.get(3..)?;
    }
    Some(text.len() - rest.len())
}

/// `&quot;`, `&#34;` or `&#x22;`.
fn entity(text: &str, character: char) -> Option<usize> {
    let (name, _) = text.strip_prefix('&')?.split_once(';')?;
    let is_it = match (name, name.strip_prefix('#')) {
        (_, Some(number)) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            code.ok()? == u32::from(character)
        }
        ("quot", _) => character == '"',
        ("apos", _) => character == '\'',
        ("amp", _) => character == '&',
        ("lt", _) => character == '<',
        ("gt", _) => character == '>',
        _ => false,
    };
    is_it.then_some(name.len() + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = r#"a/b+c="d"#;

    #[test]
    fn every_way_of_writing_it_is_found() {
        for text in [
            r#"a/b+c="d"#,
            r#"a\/b+c=\"d"#,
            r#"a\\\/b+c=\\\"d"#,
            r"a/b+c=\u0022d",
            r"a\u002Fb\u002bc\u003D\u0022d",
            "a%2Fb%2Bc%3D%22d",
            "a%2fb%2bc%3d%22d",
            "a/b+c%3D%22d",
            "a/b+c=&quot;d",
            "a&#47;b+c=&#34;d",
            "a&#x2F;b+c=&#x22;d",
        ] {
            let longer = format!("{text} is unknown");
            assert_eq!(length_at_start(&longer, KEY), Some(text.len()), "{text}");
        }
    }

    #[test]
    fn other_text_is_not() {
        for text in [
            "",
            "a",
            "a/b",
            r#"a/b+c="e"#,
            "a%2",
            "a&#x",
            r"a\u00",
            "a%ü",
        ] {
            assert_eq!(length_at_start(text, KEY), None, "{text}");
        }
    }

    #[test]
    fn escapes_within_the_secret_itself_are_taken_as_they_are_too() {
        assert_eq!(length_at_start("100%25", "100%25"), Some(6));
        assert_eq!(length_at_start("100%2525", "100%25"), Some(8));
        assert_eq!(length_at_start(r"a\\b", r"a\b"), Some(4));
        assert_eq!(length_at_start("p+w%C3%A4", "p wä"), Some(9));
        assert_eq!(length_at_start(r"\ud83e\udd80!", "🦀"), Some(12));
    }
}
