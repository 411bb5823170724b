//! Builds a JSON value from a stream of YAML or JSON events.
//!
//! Everything that the two syntaxes allow and a JSON document cannot hold is refused as it goes by, while the parser
//! still knows the line. Values are counted as they arrive, aliases included, so that a file that explodes (anchors of
//! anchors of anchors) is refused before it fills the memory. It does not know which file it reads.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::{MAX_DEPTH, MAX_NODES, MAX_TEXT};

/// What a document breaks; the parser adds the line.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) rule: String,
    pub(super) cure: &'static str,
}

/// The state of one pass over one text.
pub(super) struct Builder<'text> {
    text: &'text str,
    nodes: Cell<usize>,
    bytes: Cell<usize>,
    refusal: RefCell<Option<Refusal>>,
}

impl<'text> Builder<'text> {
    pub(super) fn new(text: &'text str) -> Self {
        Self {
            text,
            nodes: Cell::new(0),
            bytes: Cell::new(0),
            refusal: RefCell::new(None),
        }
    }

    /// The seed of the whole document.
    pub(super) fn root(&self) -> Node<'_, 'text> {
        Node {
            builder: self,
            depth: 0,
        }
    }

    /// Why the last pass was stopped; nothing where the parser itself gave up.
    pub(super) fn refusal(self) -> Option<Refusal> {
        self.refusal.into_inner()
    }

    /// Serde's errors carry one text; rule and cure wait here until the parser has returned with the line.
    fn refuse<T, E: Error>(&self, rule: impl Into<String>, cure: &'static str) -> Result<T, E> {
        let rule = rule.into();
        let error = E::custom(&rule);
        *self.refusal.borrow_mut() = Some(Refusal { rule, cure });
        Err(error)
    }

    fn count_node<E: Error>(&self) -> Result<(), E> {
        let nodes = self.nodes.get() + 1;
        self.nodes.set(nodes);
        if nodes > MAX_NODES {
            return self.refuse(
                format!(
                    "the document holds more than {MAX_NODES} values once its aliases are expanded"
                ),
                "write it without nested YAML aliases, or split it",
            );
        }
        Ok(())
    }

    fn count_text<E: Error>(&self, text: &str) -> Result<(), E> {
        let bytes = self.bytes.get().saturating_add(text.len());
        self.bytes.set(bytes);
        if bytes > MAX_TEXT {
            return self.refuse(
                format!("the document holds more than {MAX_TEXT} bytes of text once its aliases are expanded"),
                "write it without YAML aliases of long texts, or split it",
            );
        }
        Ok(())
    }

    /// Whether a string handed out by the parser stands in the text without quotes.
    ///
    /// The parser does not tell, but it borrows strings from the text where it can, and it always can when they are
    /// plain; so the character before the borrowed part decides.
    fn is_plain(&self, borrowed: &str) -> bool {
        (borrowed.as_ptr() as usize)
            .checked_sub(self.text.as_ptr() as usize)
            .filter(|start| *start <= self.text.len())
            .is_some_and(|start| {
                let before = start.checked_sub(1);
                let before = before.and_then(|index| self.text.as_bytes().get(index));
                !matches!(before, Some(b'"' | b'\''))
            })
    }
}

/// The seed of one value: `depth` mappings and lists are around it.
#[derive(Clone, Copy)]
pub(super) struct Node<'b, 'text> {
    builder: &'b Builder<'text>,
    depth: usize,
}

impl Node<'_, '_> {
    fn inner<E: Error>(self) -> Result<Self, E> {
        let depth = self.depth + 1;
        if depth > MAX_DEPTH {
            return self.builder.refuse(
                format!("mappings and lists are nested more than {MAX_DEPTH} deep"),
                "flatten it; a value that holds an alias of itself never ends",
            );
        }
        Ok(Self { depth, ..self })
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_, '_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.builder.count_node()?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_, '_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    // A number of JSON has 64 bits or is a floating-point one, as the JSON parser reads it, too.
    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        match Number::from_f64(value) {
            Some(number) => Ok(Value::Number(number)),
            None => self.builder.refuse(
                "a number that is not finite (`.nan`, `.inf`) has no place in JSON",
                "quote it if it is meant as text, or write a number",
            ),
        }
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        self.builder.count_text(text)?;
        Ok(Value::String(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let inner = self.inner()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(inner)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let inner = self.inner()?;
        let mut map = Map::new();
        loop {
            let key = Key {
                builder: self.builder,
                siblings: &map,
            };
            let Some(key) = entries.next_key_seed(key)? else {
                return Ok(Value::Object(map));
            };
            let value = entries.next_value_seed(inner)?;
            map.insert(key, value);
        }
    }

    fn visit_enum<A: EnumAccess<'de>>(self, _tagged: A) -> Result<Value, A::Error> {
        self.builder.refuse(TAG_RULE, TAG_CURE)
    }
}

pub(super) const TAG_RULE: &str = "YAML tags (`!name`) have no place in JSON";
pub(super) const TAG_CURE: &str = "delete the tag; quote the value if it is meant as text";

const QUOTE_KEY: &str = "quote the key";

/// The seed of a key; it knows the keys before it in the same mapping, so that a second one is refused on its own line.
#[derive(Clone, Copy)]
struct Key<'b, 'text, 'map> {
    builder: &'b Builder<'text>,
    siblings: &'map Map<String, Value>,
}

impl Key<'_, '_, '_> {
    fn claim<E: Error>(self, key: &str) -> Result<String, E> {
        self.builder.count_text(key)?;
        if self.siblings.contains_key(key) {
            let rule = format!("the key {key:?} appears twice in one mapping");
            let cure = "keep one of them (a number and the same digits in quotes are one key)";
            return self.builder.refuse(rule, cure);
        }
        Ok(key.to_owned())
    }
}

impl<'de> DeserializeSeed<'de> for Key<'_, '_, '_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Key<'_, '_, '_> {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<String, E> {
        self.claim(key)
    }

    fn visit_borrowed_str<E: Error>(self, key: &'de str) -> Result<String, E> {
        if key == "<<" && self.builder.is_plain(key) {
            return self.builder.refuse(
                "YAML merge keys (`<<`) are not supported",
                "write the merged keys out, or quote the key if it is meant as text",
            );
        }
        self.claim(key)
    }

    // Response codes: `200:` is how most generators write them.
    fn visit_u64<E: Error>(self, key: u64) -> Result<String, E> {
        self.claim(&key.to_string())
    }

    fn visit_i64<E: Error>(self, key: i64) -> Result<String, E> {
        self.claim(&key.to_string())
    }

    fn visit_u128<E: Error>(self, key: u128) -> Result<String, E> {
        self.claim(&key.to_string())
    }

    fn visit_i128<E: Error>(self, key: i128) -> Result<String, E> {
        self.claim(&key.to_string())
    }

    // `1.10` and `1.1` are one number: what the author wrote is gone.
    fn visit_f64<E: Error>(self, key: f64) -> Result<String, E> {
        let rule = format!("the key {key:?} is a fraction, not text");
        self.builder.refuse(rule, QUOTE_KEY)
    }

    fn visit_bool<E: Error>(self, key: bool) -> Result<String, E> {
        let rule = format!("the key {key} is a boolean, not text");
        self.builder.refuse(rule, QUOTE_KEY)
    }

    fn visit_unit<E: Error>(self) -> Result<String, E> {
        self.builder.refuse("a key is null, not text", QUOTE_KEY)
    }

    fn visit_none<E: Error>(self) -> Result<String, E> {
        self.visit_unit()
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _key: A) -> Result<String, A::Error> {
        self.builder.refuse("a key is a list, not text", QUOTE_KEY)
    }

    fn visit_map<A: MapAccess<'de>>(self, _key: A) -> Result<String, A::Error> {
        self.builder
            .refuse("a key is a mapping, not text", QUOTE_KEY)
    }

    fn visit_enum<A: EnumAccess<'de>>(self, _key: A) -> Result<String, A::Error> {
        self.builder.refuse(TAG_RULE, TAG_CURE)
    }
}
