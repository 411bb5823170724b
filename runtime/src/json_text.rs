//! JSON inside of JSON: a string whose text is JSON of a known type.
//!
//! In: any text. Out: the same text, and on demand the value in it. Never: a failure of the response around it because the
//! text is malformed, or an error text that repeats a value of it.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::decode::{self, Mismatch};
use crate::excerpt::excerpt;

/// A string whose text is JSON of type `T`.
///
/// The text is kept as it is, so it goes back byte for byte, even if malformed. It is read when you ask
/// ([`parse`](Self::parse)), every time anew. Equality and order go by the text. It may be nested.
///
/// ```
/// use std::collections::BTreeMap;
/// # use openapi_client_runtime::{JsonText, serde_json};
///
/// #[derive(serde::Deserialize)]
/// struct Terms {
///     price: i64,
/// }
///
/// let metadata: JsonText<BTreeMap<String, JsonText<Terms>>> =
///     serde_json::from_str(r#""{\"1\":\"{\\\"price\\\":2000}\"}""#)?;
/// assert_eq!(metadata.as_str(), r#"{"1":"{\"price\":2000}"}"#);
///
/// let by_bit = metadata.parse()?.unwrap_or_default();
/// let terms = by_bit["1"].parse()?;
/// assert_eq!(terms.map(|terms| terms.price), Some(2000));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct JsonText<T> {
    text: String,
    value: PhantomData<fn() -> T>,
}

impl<T> JsonText<T> {
    /// Takes the text as it is.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            value: PhantomData,
        }
    }

    /// The text as it is on the wire.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// True if there is nothing in the text, or white space alone.
    pub fn is_empty(&self) -> bool {
        self.text.trim_ascii().is_empty()
    }

    /// The value; `None` if the text [is empty](Self::is_empty).
    ///
    /// # Errors
    ///
    /// The text is no JSON, or does not fit `T`.
    pub fn parse(&self) -> Result<Option<T>, JsonTextError>
    where
        T: DeserializeOwned + Send,
    {
        match self.is_empty() {
            true => Ok(None),
            false => decode::json(self.text.as_bytes())
                .map(Some)
                .map_err(JsonTextError::does_not_fit),
        }
    }

    /// The text of a value, without white space.
    ///
    /// # Errors
    ///
    /// JSON cannot express the value, such as a map whose keys are no text.
    pub fn from_value(value: &T) -> Result<Self, JsonTextError>
    where
        T: Serialize,
    {
        serde_json::to_string(value)
            .map(Self::new)
            .map_err(JsonTextError::cannot_be_written)
    }
}

/// Why a [`JsonText`] has no value, or a value no text.
///
/// Its text is one line. Values inside of the JSON, which may be tokens, are not in it; keys of an object are.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JsonTextError {
    /// The text is no JSON, or does not fit the type.
    #[error("the JSON text does not fit at `{path}`: {reason}; `JsonText::as_str()` has it")]
    #[non_exhaustive]
    DoesNotFit {
        /// Where in the text, such as `$.data[0].id`; `$` is its top. At most about 200 characters.
        path: String,
        /// What is wrong there.
        reason: String,
    },
    /// JSON cannot express the value.
    #[error("the value cannot be written as JSON: {reason}")]
    #[non_exhaustive]
    CannotBeWritten {
        /// What is wrong with it.
        reason: String,
    },
}

impl JsonTextError {
    fn does_not_fit(Mismatch { path, reason, .. }: Mismatch) -> Self {
        Self::DoesNotFit {
            path: excerpt(path.as_bytes(), &[]),
            reason: excerpt(reason.as_bytes(), &[]),
        }
    }

    fn cannot_be_written(error: serde_json::Error) -> Self {
        Self::CannotBeWritten {
            reason: excerpt(error.to_string().as_bytes(), &[]),
        }
    }
}

// By hand, because derived impls would ask the same of `T`, which is not in here.

impl<T> Clone for JsonText<T> {
    fn clone(&self) -> Self {
        Self::new(self.text.clone())
    }
}

/// The empty text.
impl<T> Default for JsonText<T> {
    fn default() -> Self {
        Self::new("")
    }
}

impl<T> PartialEq for JsonText<T> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<T> Eq for JsonText<T> {}

impl<T> PartialOrd for JsonText<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for JsonText<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

impl<T> Hash for JsonText<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl<T> fmt::Debug for JsonText<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("JsonText").field(&self.text).finish()
    }
}

impl<T> fmt::Display for JsonText<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl<T> From<String> for JsonText<T> {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl<T> From<&str> for JsonText<T> {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl<T> From<JsonText<T>> for String {
    fn from(json: JsonText<T>) -> Self {
        json.text
    }
}

impl<T> Serialize for JsonText<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de, T> Deserialize<'de> for JsonText<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

impl<T: DeserializeOwned + Send> JsonText<BTreeMap<String, JsonText<T>>> {
    /// The value under a key of a map whose values are JSON texts again; nothing where the map does not have it.
    ///
    /// ```
    /// use std::collections::BTreeMap;
    /// # use openapi_client_runtime::JsonText;
    ///
    /// let text: JsonText<BTreeMap<String, JsonText<Vec<u8>>>> = JsonText::new(r#"{"4":"[1,2]"}"#);
    /// assert_eq!(text.at(4), Ok(Some(vec![1, 2])));
    /// assert_eq!(text.at(1), Ok(None));
    /// ```
    ///
    /// # Errors
    ///
    /// As [`JsonText::parse`], of the outer text or of the inner one.
    pub fn at(&self, key: impl fmt::Display) -> Result<Option<T>, JsonTextError> {
        let map = self.parse()?.unwrap_or_default();
        map.get(&key.to_string()).map_or(Ok(None), JsonText::parse)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    type Numbers = BTreeMap<String, Vec<u8>>;

    /// Neither `Clone`, `Debug`, `PartialEq`, `Default` nor `Serialize`.
    #[derive(Deserialize)]
    struct Bare;

    #[test]
    fn nothing_is_asked_of_the_type_inside() {
        let text = JsonText::<Bare>::default();
        assert_eq!(text.clone(), text);
        assert_eq!(serde_json::to_string(&text).unwrap(), r#""""#);
        assert_eq!(
            format!("{:?}", JsonText::<Bare>::new("{}")),
            r#"JsonText("{}")"#
        );
    }

    #[test]
    fn an_empty_text_is_absent_and_null_is_a_value() {
        for empty in ["", " \n"] {
            assert_eq!(JsonText::<Numbers>::new(empty).parse(), Ok(None));
        }
        assert_eq!(
            JsonText::<Value>::new("null").parse(),
            Ok(Some(Value::Null))
        );
        assert_eq!(
            JsonText::<Numbers>::new("{}").parse(),
            Ok(Some(Numbers::new()))
        );
    }

    #[test]
    fn an_error_has_the_path_inside_and_no_value() {
        let error = JsonText::<Numbers>::new(r#"{"a": [1, "sk-123"]}"#)
            .parse()
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "the JSON text does not fit at `$.a[1]`: invalid type: string, expected u8 at line 1 column 18; \
             `JsonText::as_str()` has it"
        );
        let long = format!(r#"{{"{}\n": 1}}"#, "a".repeat(10_000));
        let Err(JsonTextError::DoesNotFit { path, .. }) = JsonText::<Numbers>::new(long).parse()
        else {
            panic!("1 is no list")
        };
        assert!(path.len() < 210);
    }

    #[test]
    fn malformed_text_fails_when_it_is_read_and_not_before() {
        for malformed in ["{", "[1] 2", "<html>", "\0", "\u{feff}{}"] {
            let wire = serde_json::to_string(malformed).unwrap();
            let text: JsonText<Numbers> = serde_json::from_str(&wire).unwrap();
            assert!(text.parse().is_err());
            assert_eq!(serde_json::to_string(&text).unwrap(), wire);
        }
        let deep = JsonText::<Value>::new("[".repeat(100_000));
        assert!(deep.parse().is_err());
    }

    #[test]
    fn what_is_not_a_string_does_not_decode() {
        for text in ["{}", "null", "1"] {
            assert!(serde_json::from_str::<JsonText<Value>>(text).is_err());
        }
    }

    #[test]
    fn a_value_becomes_text_and_nests() {
        let inner = JsonText::from_value(&BTreeMap::from([("price", 2000)])).unwrap();
        let outer = JsonText::from_value(&BTreeMap::from([("1", inner)])).unwrap();
        assert_eq!(outer.to_string(), r#"{"1":"{\"price\":2000}"}"#);
        let keys = JsonText::from_value(&BTreeMap::from([(vec![1], 1)]));
        assert_eq!(
            keys.unwrap_err().to_string(),
            "the value cannot be written as JSON: key must be a string"
        );
    }

    proptest! {
        #[test]
        fn any_text_comes_back(text in any::<String>()) {
            let wire = serde_json::to_string(&text).unwrap();
            let json: JsonText<Value> = serde_json::from_str(&wire).unwrap();
            prop_assert_eq!(serde_json::to_string(&json).unwrap(), wire);
            prop_assert_eq!(json.as_str(), &text);
            let _ = json.parse();
        }

        #[test]
        fn any_value_comes_back(value in any::<BTreeMap<String, Vec<u8>>>()) {
            let text = JsonText::from_value(&value).unwrap();
            prop_assert_eq!(text.parse(), Ok(Some(value)));
        }
    }
}
