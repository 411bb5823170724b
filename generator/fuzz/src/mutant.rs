//! A mutant: the input of the generator with one of its files changed, as a pure function of a seed.
//!
//! A seed and a stock in, an [`Input`] out. Most mutants are documents; the others leave the document as it is and
//! change a fixup, a sample, the settings or the lock.

use fastrand::Rng;
use generator::{Input, document};
use serde_json::{Value, json};

use crate::mutate;
use crate::role::{self, Role};
use crate::stock::Stock;
use crate::vocabulary;

/// What is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// `openapi.yaml`.
    Document,
    /// A file of `fixups/`.
    Fixups,
    /// `samples/…`.
    Samples,
    /// `api.toml`.
    Settings,
    /// `names.lock.toml`.
    Lock,
}

impl Kind {
    /// All of them, with the word for a report and for the way from a worker to its parent.
    pub const NAMES: [(Self, &'static str); 5] = [
        (Self::Document, "document"),
        (Self::Fixups, "fixups"),
        (Self::Samples, "samples"),
        (Self::Settings, "api.toml"),
        (Self::Lock, "lock"),
    ];

    /// The word for a report.
    pub fn name(self) -> &'static str {
        let known = Self::NAMES.iter().find(|(kind, _)| *kind == self);
        known.map_or("unknown", |(_, name)| name)
    }
}

/// The input of one run of the generator, changed in one of its files.
#[derive(Debug, Clone)]
pub struct Mutant {
    /// Which file is changed.
    pub kind: Kind,
    /// What the generator is given.
    pub input: Input,
}

/// The document and the kind of a seed's mutant, and the choices that are left. Nothing is generated yet.
fn begin(seed: u64, stock: &Stock) -> (Rng, Value, Kind) {
    let mut rng = Rng::with_seed(seed);
    let document = stock.document(&mut rng);
    let kind = match rng.usize(..20) {
        0..=1 => Kind::Fixups,
        2..=3 => Kind::Samples,
        4 => Kind::Settings,
        5..=6 => Kind::Lock,
        _ => Kind::Document,
    };
    (rng, document, kind)
}

/// What the mutant of a seed changes.
pub fn kind(seed: u64, stock: &Stock) -> Kind {
    begin(seed, stock).2
}

/// The mutant of a seed: the same seed and stock give the same mutant.
pub fn mutant(seed: u64, stock: &Stock) -> Mutant {
    let (mut rng, mut document, kind) = begin(seed, stock);
    let rng = &mut rng;
    if kind == Kind::Document {
        mutate::document(&mut document, rng, stock);
    }
    let mut input = input(&document);
    match kind {
        Kind::Document => {}
        Kind::Fixups => input.fixups = fixups(&document, rng, stock),
        Kind::Samples => input.samples = samples(&document, rng, stock),
        Kind::Settings => input.settings = lines(&input.settings, rng),
        Kind::Lock => {
            let lock = lock_of(&input).unwrap_or_default();
            input.names_lock = Some(lines(&lock, rng));
        }
    }
    Mutant { kind, input }
}

/// The input of a document without fixups, samples and lock.
pub fn input(document: &Value) -> Input {
    let settings = format!(
        "[document]\nsha256 = \"{}\"\nprovenance = \"made from a seed\"\n\n[crate]\nname = \"mutant\"\n\
         version = \"0.1.0\"\ndescription = \"A mutant\"\nkey-variable = \"MUTANT_API_KEY\"\n",
        "0".repeat(64)
    );
    Input {
        api: "mutant".to_owned(),
        settings,
        document: document.to_string().into_bytes(),
        fixups: Vec::new(),
        samples: Vec::new(),
        names_lock: None,
    }
}

/// The text of the lock that a run makes.
pub fn lock_of(input: &Input) -> Option<String> {
    let output = generator::generate(input, &mut |_| {}).ok()?;
    let lock = output
        .files
        .into_iter()
        .find(|file| file.path.ends_with("/names.lock.toml"))?;
    Some(lock.text)
}

/// An overlay that changes places of the document, itself changed half of the time.
fn fixups(document: &Value, rng: &mut Rng, stock: &Stock) -> Vec<(String, String)> {
    let places = role::places(document);
    let actions: Vec<Value> = (0..rng.usize(1..4))
        .filter_map(|_| {
            let (pointer, role) = rng.choice(&places)?;
            let update = match rng.usize(..4) {
                0 => stock.fragment(rng, *role)?,
                1 => json!({ "x-schema-name": vocabulary::name(rng) }),
                2 => json!({ "description": vocabulary::canary(rng) }),
                _ => json!({ vocabulary::key(rng): vocabulary::any_json(rng, 1) }),
            };
            let mut action = json!({
                "target": query(pointer),
                "x-reason": vocabulary::canary(rng),
                "update": update,
            });
            if rng.usize(..4) == 0 {
                action["remove"] = json!(true);
            }
            Some(action)
        })
        .collect();
    let mut overlay = json!({
        "overlay": "1.1.0",
        "info": { "title": "of a mutant", "version": "1" },
        "actions": actions,
    });
    if rng.usize(..4) == 0 {
        mutate::value(&mut overlay, rng, stock);
    }
    let number = rng
        .choice(["10-document", "20-shape"])
        .unwrap_or("10-document");
    let mut text = overlay.to_string();
    if rng.usize(..4) == 0 {
        text = lines(&document::to_yaml(&overlay), rng);
    }
    vec![(format!("{number}.overlay.yaml"), text)]
}

/// The JSONPath of a place.
fn query(pointer: &str) -> String {
    let mut query = String::from("$");
    for token in pointer.split('/').skip(1) {
        let token = token.replace("~1", "/").replace("~0", "~");
        match token.parse::<usize>() {
            Ok(index) => query.push_str(&format!("[{index}]")),
            Err(_) => query.push_str(&format!("[{}]", json!(token))),
        }
    }
    query
}

/// Bodies for operations of the document: changed examples, any JSON, or no JSON at all.
fn samples(document: &Value, rng: &mut Rng, stock: &Stock) -> Vec<(String, Vec<u8>)> {
    let operations: Vec<&str> = role::places(document)
        .iter()
        .filter(|(_, role)| *role == Role::Operation)
        .filter_map(|(pointer, _)| {
            document
                .pointer(pointer)?
                .get("operationId")
                .and_then(Value::as_str)
        })
        .collect();
    let examples: Vec<Value> = role::places(document)
        .into_iter()
        .filter(|(pointer, _)| pointer.ends_with("/example"))
        .filter_map(|(pointer, _)| document.pointer(&pointer).cloned())
        .collect();
    let mut samples: Vec<(String, Vec<u8>)> = (0..rng.usize(1..4))
        .map(|index| {
            let operation = match rng.choice(&operations) {
                Some(operation) if rng.usize(..8) > 0 => (*operation).to_owned(),
                _ => vocabulary::name(rng),
            };
            let status = rng
                .choice(["200", "201", "404", "2XX", "x"])
                .unwrap_or("200");
            let mut body = match rng.choice(&examples) {
                Some(example) if rng.bool() => example.clone(),
                _ => vocabulary::any_json(rng, 3),
            };
            if rng.bool() {
                mutate::value(&mut body, rng, stock);
            }
            let text = match rng.usize(..8) {
                0 => lines(&format!("{body:#}"), rng),
                _ => body.to_string(),
            };
            (
                format!("{operation}.{status}.{index}.json"),
                text.into_bytes(),
            )
        })
        .collect();
    samples.sort();
    samples
}

/// A text with a few of its lines, words and letters changed.
fn lines(text: &str, rng: &mut Rng) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for _ in 0..rng.usize(1..3) {
        if lines.is_empty() {
            break;
        }
        let index = rng.usize(..lines.len());
        let other = lines[rng.usize(..lines.len())].clone();
        match rng.usize(..7) {
            0 => drop(lines.remove(index)),
            1 => lines.insert(index, other),
            2 => lines[index] = other,
            3 => lines[index] = lines[index].replace(['"', '[', ']'], ""),
            4 => {
                let (before, value) = match lines[index].split_once(" = ") {
                    Some((before, _)) => (format!("{before} = "), vocabulary::any_json(rng, 1)),
                    None => (String::new(), json!(vocabulary::name(rng))),
                };
                lines[index] = format!("{before}{value}");
            }
            5 => {
                let words: Vec<&str> = lines[index].split(' ').collect();
                let word = rng.choice(words).unwrap_or_default().to_owned();
                let name = vocabulary::name(rng);
                if !word.is_empty() {
                    lines[index] = lines[index].replacen(&word, &name, 1);
                }
            }
            _ => {
                let mut letters: Vec<char> = lines[index].chars().collect();
                if !letters.is_empty() {
                    let at = rng.usize(..letters.len());
                    letters[at] = rng
                        .choice(['"', '\\', '[', '=', '#', '\u{202e}', 'x', '{'])
                        .unwrap_or('x');
                }
                lines[index] = letters.into_iter().collect();
            }
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_seed_always_gives_the_same_mutant_and_another_one_another() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let [one, other] = [(); 2].map(|()| Stock::of_workspace(&root).unwrap());
        let text = |seed, stock| format!("{:?}", mutant(seed, stock));
        for seed in 0..50 {
            assert_eq!(text(seed, &one), text(seed, &other));
            assert_ne!(text(seed, &one), text(seed + 1, &one));
        }
    }

    #[test]
    fn every_kind_comes_up() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let stock = Stock::of_workspace(&root).unwrap();
        let kinds: std::collections::BTreeSet<Kind> =
            (0..100).map(|seed| mutant(seed, &stock).kind).collect();
        assert_eq!(kinds.len(), 5, "{kinds:?}");
    }
}
