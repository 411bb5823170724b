//! The ways in which a server may write a secret when it repeats it.
//!
//! In: text and a secret. Out: where the text has the secret, in letters of either case, as it is or with any of its
//! characters escaped as in JSON, HTML or a URL, once or one in the other. Never: a decision about which of these the text
//! is; one error may have them all.
//!
//! The text is read once, from left to right, with all beginnings of the secret that end at the current place: at most as
//! many as the secret has bytes. Each goes on by at most [`SPELLINGS`] ways to read what comes next, so the work grows as
//! the length of the text times that of the secret, and in nearly all texts as that of the text.

use std::collections::BTreeMap;
use std::ops::Range;

/// Most ways to read the bytes at one place that are tried: escapes in escapes beyond that are no accident.
const SPELLINGS: usize = 12;

/// The longest spelling of one character, but for backslashes and escapes in escapes: `\ud83e\udd80`, `&#x0001f980;`.
pub(crate) const LONGEST: usize = 16;

/// What a text has of a secret.
#[derive(Default)]
pub(crate) struct Found {
    /// Where the secret is, in order; two of them do not overlap.
    pub(crate) places: Vec<Range<usize>>,
    /// How many times a beginning of the secret was held against what comes next: what the time goes by.
    pub(crate) steps: usize,
}

/// Finds `secret` in `text`, each time as long as it can be read. Where more text `is_cut` off, the end may be the beginning of
/// the secret, and counts if all but the last [`LONGEST`] bytes of it are, which may be half an escape.
pub(crate) fn find(text: &str, secret: &str, is_cut: bool) -> Found {
    let (text, secret) = (text.as_bytes(), secret.as_bytes());
    let mut found = Found::default();
    if secret.is_empty() {
        return found;
    }
    let open_end = match is_cut {
        true => text.len().saturating_sub(LONGEST),
        false => usize::MAX,
    };
    // By place, how much of the secret ends there, and where that begins first.
    let mut ahead: BTreeMap<usize, BTreeMap<usize, usize>> = BTreeMap::new();
    for place in 0..=text.len() {
        let mut beginnings = ahead.remove(&place).unwrap_or_default();
        beginnings.entry(0).or_insert(place);
        let ways = Spelling::all(text, place);
        for (known, start) in beginnings {
            if known == secret.len() || (known > 0 && place >= open_end) {
                found.add(start..if place >= open_end { text.len() } else { place });
            }
            for way in &ways {
                found.steps += 1;
                let mut lead_to = |known| {
                    let known = ahead.entry(way.end).or_default().entry(known);
                    known
                        .and_modify(|other| *other = start.min(*other))
                        .or_insert(start);
                };
                // Each level of JSON within JSON puts more of them before a character, and doubles those of the secret.
                if way.is_backslash() && (known < secret.len() || secret.ends_with(b"\\")) {
                    lead_to(known);
                }
                let rest = secret.get(known..).unwrap_or_default();
                if let Some(length) = way.length_in(rest) {
                    lead_to(known + length);
                }
            }
        }
    }
    found
}

impl Found {
    /// Adds a place whose end is behind that of all others.
    fn add(&mut self, place: Range<usize>) {
        let mut place = place;
        while let Some(last) = self
            .places
            .pop_if(|last| last.end > place.start || last.start >= place.start)
        {
            place.start = place.start.min(last.start);
            place.end = place.end.max(last.end);
        }
        self.places.push(place);
    }
}

/// One way to read the bytes from some place on.
#[derive(Clone, Copy)]
struct Spelling {
    means: Means,
    end: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Means {
    Byte(u8),
    Character(char),
}

impl Spelling {
    /// All of them, at most [`SPELLINGS`]; none at the end of the text.
    fn all(text: &[u8], place: usize) -> Vec<Self> {
        let Some(literal) = text.get(place).copied() else {
            return Vec::new();
        };
        let byte = |byte, end| Self {
            means: Means::Byte(byte),
            end,
        };
        let mut all = vec![byte(literal, place + 1)];
        let behind = text.get(place + 1..).unwrap_or_default();
        match literal {
            b'+' => all.push(byte(b' ', place + 1)),
            b'u' | b'U' => all.extend(utf16(text, place)),
            b'x' | b'X' => all.extend(hex(behind).map(|of| byte(of, place + 3))),
            _ => {}
        }
        // What reads as `%` or `&` may begin an escape again.
        let mut next = 0;
        while let Some(way) = all.get(next).filter(|_| all.len() < SPELLINGS) {
            let behind = text.get(way.end..).unwrap_or_default();
            let longer = match way.byte() {
                Some(b'%') => hex(behind).map(|of| byte(of, way.end + 2)),
                Some(b'&') => entity(behind).map(|(of, length)| Self {
                    means: Means::Character(of),
                    end: way.end + length,
                }),
                _ => None,
            };
            all.extend(longer);
            next += 1;
        }
        all
    }

    /// The ASCII character that it means.
    fn byte(&self) -> Option<u8> {
        match self.means {
            Means::Byte(byte) => Some(byte),
            Means::Character(character) => u8::try_from(character).ok().filter(u8::is_ascii),
        }
    }

    fn is_backslash(&self) -> bool {
        self.byte() == Some(b'\\')
    }

    /// How many bytes at the start of `secret` it means, if it means them.
    fn length_in(&self, secret: &[u8]) -> Option<usize> {
        let mut buffer = [0; 4];
        let meant = match self.means {
            Means::Byte(byte) => {
                buffer[0] = byte;
                &buffer[..1]
            }
            Means::Character(character) => character.encode_utf8(&mut buffer).as_bytes(),
        };
        let start = secret.get(..meant.len())?;
        start.eq_ignore_ascii_case(meant).then_some(meant.len())
    }
}

/// The two digits at the start of `text` as a byte.
fn hex(text: &[u8]) -> Option<u8> {
    let digit = |index: usize| char::from(*text.get(index)?).to_digit(16);
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}

/// `u002f`, or two of them with backslashes between, for what is two units in UTF-16.
fn utf16(text: &[u8], place: usize) -> Option<Spelling> {
    let unit = |place: usize| {
        let high = hex(text.get(place + 1..)?)?;
        let low = hex(text.get(place + 3..)?)?;
        Some(u16::from_be_bytes([high, low]))
    };
    let first = unit(place)?;
    let end = place + 5;
    let one = |units: &[u16]| char::decode_utf16(units.iter().copied()).next()?.ok();
    if let Some(character) = one(&[first]) {
        return Some(Spelling {
            means: Means::Character(character),
            end,
        });
    }
    let slashes = text
        .get(end..)?
        .iter()
        .take_while(|byte| **byte == b'\\')
        .count();
    let place = end + slashes;
    let character = one(&[first, unit(place).filter(|_| text[place] == b'u')?])?;
    Some(Spelling {
        means: Means::Character(character),
        end: place + 5,
    })
}

/// The character of `quot;`, `#34;` or `#x22;`, and the length of that.
fn entity(text: &[u8]) -> Option<(char, usize)> {
    let length = text
        .iter()
        .take(LONGEST - 1)
        .position(|byte| *byte == b';')?;
    let name = std::str::from_utf8(text.get(..length)?).ok()?;
    let character = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)?
        }
        None => match name.to_ascii_lowercase().as_str() {
            "quot" => '"',
            "apos" => '\'',
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            _ => return None,
        },
    };
    Some((character, length + 1))
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    const KEY: &str = r#"a/b+c="d"#;

    /// Where the places begin and end.
    fn places(text: &str, secret: &str) -> Vec<(usize, usize)> {
        of(find(text, secret, false))
    }

    fn of(found: Found) -> Vec<(usize, usize)> {
        let places = found.places.into_iter();
        places.map(|place| (place.start, place.end)).collect()
    }

    #[test]
    fn every_way_of_writing_it_is_found() {
        for text in [
            r#"a/b+c="d"#,
            r#"A/B+C="D"#,
            r#"a\/b+c=\"d"#,
            r#"a\\\/b+c=\\\"d"#,
            r"a/b+c=\u0022d",
            r"a\u002Fb\u002bc\u003D\u0022d",
            r"a\x2fb\x2bc\x3d\x22d",
            "a%2Fb%2Bc%3D%22d",
            "a%2fb%2bc%3d%22d",
            "a%252Fb%252Bc%253D%2522d",
            "a%25252Fb%25252Bc%25253D%252522d",
            "a/b+c%3D%22d",
            "a%5C/b+c=%5C%22d",
            "a/b+c=&quot;d",
            "a/b+c=&amp;quot;d",
            "a&#47;b+c=&#34;d",
            "a&#x2F;b+c=&#x22;d",
            r"a\u00252Fb+c=\u0026quot;d",
        ] {
            let longer = format!("key {text} is unknown, {text}");
            let expected = [(4, 4 + text.len()), (text.len() + 17, longer.len())];
            assert_eq!(places(&longer, KEY), expected, "{text}");
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
            "a/b+c=&quot",
            "\\",
        ] {
            assert_eq!(places(text, KEY), [], "{text}");
        }
    }

    #[test]
    fn escapes_within_the_secret_itself_are_taken_as_they_are_too() {
        assert_eq!(places("100%25", "100%25"), [(0, 6)]);
        assert_eq!(places("100%2525", "100%25"), [(0, 8)]);
        assert_eq!(places("100%251", "100%25"), [(0, 6)]);
        assert_eq!(places(r"a\\b", r"a\b"), [(0, 4)]);
        assert_eq!(places(r"a\\", r"a\"), [(0, 3)]);
        assert_eq!(places("p+w%C3%A4", "p wä"), [(0, 9)]);
        assert_eq!(places(r"\ud83e\udd80!", "🦀"), [(0, 12)]);
    }

    #[test]
    fn the_beginning_of_it_counts_at_a_cut() {
        let text = format!("{}sk-1", " ".repeat(40));
        assert_eq!(of(find(&text, "sk-123", true)), [(40, 44)]);
        assert_eq!(of(find(&text, "sk-123", false)), []);
        let text = format!("{}sk%252", " ".repeat(40));
        assert_eq!(of(find(&text, "sk-123", true)), [(40, 46)]);
    }

    /// Texts that an escape may begin at each place of, and the work that they take.
    #[test]
    fn the_work_is_at_most_the_text_times_the_secret() {
        const LENGTH: usize = 16 * 1024;
        let started = Instant::now();
        for (piece, secret) in [
            ("\\", "sk-secret-123"),
            ("\\", "\\sk-secret"),
            ("\\", "\\\\\\\\"),
            ("%25", "%25%25%25%25"),
            ("%", "%%%%%%%"),
            ("&amp;", "&amp;&&amp;"),
            ("u005c", "\\u005c\\"),
            ("aaaa", "aaaaaaaaaaaaaaab"),
            ("\\ud83e", "🦀🦀"),
        ] {
            let text = piece.repeat(LENGTH / piece.len());
            let steps = find(&text, secret, false).steps;
            let most = 2 * (text.len() + 1) * (secret.len() + 1);
            assert!(steps <= most, "{piece} {secret}: {steps} of {most}");
        }
        let ordinary = "The key is unknown. ".repeat(LENGTH / 20);
        assert!(find(&ordinary, "sk-secret-123", false).steps <= 2 * LENGTH);
        // A hundred times what it takes: minutes, as it once took, are more.
        assert!(started.elapsed() < Duration::from_secs(20));
    }

    /// A secret of what escapes are made of.
    fn secrets() -> impl Strategy<Value = String> {
        let piece = select(vec![
            "\\", "%", "&", "+", "\"", "'", "/", "u", "u0", "25", "2F", "amp;", "#", "x", ";", "a",
            "K", "-", "9", " ",
        ]);
        prop::collection::vec(piece, 1..12).prop_map(|pieces| pieces.concat())
    }

    /// One character, escaped in the given ways, one on the other.
    fn escaped(character: char, ways: &[u8]) -> String {
        ways.iter().fold(character.to_string(), |text, way| {
            let each = |escape: &dyn Fn(char) -> String| text.chars().map(escape).collect();
            match way {
                0 => each(&|c| format!("%{:02X}", u32::from(c))),
                1 => each(&|c| format!("\\u{:04x}", u32::from(c))),
                2 => each(&|c| {
                    if "\\\"/".contains(c) {
                        format!("\\{c}")
                    } else {
                        c.to_string()
                    }
                }),
                3 => text
                    .replace('&', "&amp;")
                    .replace('"', "&quot;")
                    .replace('\'', "&#39;"),
                4 => text.to_ascii_uppercase(),
                5 => text.replace('%', "%25"),
                _ => text,
            }
        })
    }

    proptest! {
        #[test]
        fn a_secret_is_found_whole_however_it_is_written(
            secret in secrets(),
            before in "[ -~]{0,8}",
            behind in "[ -~]{0,8}",
            ways in prop::collection::vec((0..7_u8, prop::option::of(2..6_u8)), 48),
        ) {
            let written: String = secret
                .chars()
                .zip(ways)
                // What is escaped in full may be doubled, quoted or escaped once more, as a whole.
                .map(|(character, (first, second))| match (first, second) {
                    (1, Some(second)) if second != 2 => escaped(character, &[first]),
                    (first, Some(second)) => escaped(character, &[first, second]),
                    (first, None) => escaped(character, &[first]),
                })
                .collect();
            let text = format!("{before}{written}{behind}");
            let (start, end) = (before.len(), before.len() + written.len());
            let places = places(&text, &secret);
            prop_assert!(
                places.iter().any(|place| place.0 <= start && place.1 >= end),
                "{secret:?} in {text:?}: {places:?}"
            );
        }

        #[test]
        fn letters_alone_are_no_secret_of_other_letters(text in "[a-m \\\\%&+;\"']{0,200}") {
            prop_assert_eq!(places(&text, "n0pqrs"), []);
        }
    }
}
