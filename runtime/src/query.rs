//! Query parameters as text.
//!
//! In: a name and any serialisable value. Out: encoded `name=value` pairs appended to a query string.
//! Never: a guess about how an object would be written; APIs disagree, so it is an error.

use percent_encoding::utf8_percent_encode;
use serde::Serialize;
use serde_json::Value;

use crate::Error;
use crate::path::RESERVED;

/// Appends `value` to `query`: nothing for null, one pair for a scalar, one pair per item for an array.
pub(crate) fn append(
    query: &mut String,
    name: &str,
    value: &(impl Serialize + ?Sized),
) -> Result<(), Error> {
    // By way of text, because `to_value` widens an `f32`: 0.1 would be sent as 0.10000000149011612.
    let value = serde_json::to_string(value)
        .and_then(|text| serde_json::from_str(&text))
        .map_err(|source| {
            Error::invalid(format!("query parameter `{name}` cannot be serialised"))
                .caused_by(source)
        })?;
    match value {
        Value::Array(items) => items
            .iter()
            .try_for_each(|item| append_scalar(query, name, item)),
        scalar => append_scalar(query, name, &scalar),
    }
}

fn append_scalar(query: &mut String, name: &str, value: &Value) -> Result<(), Error> {
    let text = match value {
        Value::Null => return Ok(()),
        Value::Bool(value) => value.to_string(),
        Value::Number(value) => value.to_string(),
        Value::String(value) => value.clone(),
        Value::Array(_) | Value::Object(_) => {
            return Err(Error::invalid(format!(
                "query parameter `{name}` holds an object or a list of lists; \
                 pass text, a number, a boolean or a list of these"
            )));
        }
    };
    if !query.is_empty() {
        query.push('&');
    }
    query.extend(utf8_percent_encode(name, RESERVED));
    query.push('=');
    query.extend(utf8_percent_encode(&text, RESERVED));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn query(value: impl Serialize) -> String {
        let mut query = String::new();
        append(&mut query, "q", &value).unwrap();
        query
    }

    #[test]
    fn none_and_null_add_nothing() {
        assert_eq!(query(None::<u32>), "");
        assert_eq!(query(Value::Null), "");
        assert_eq!(query([Some(1), None]), "q=1");
    }

    #[test]
    fn scalars_are_one_pair() {
        assert_eq!(query(Some(5)), "q=5");
        assert_eq!(query(true), "q=true");
        assert_eq!(query(u64::MAX), "q=18446744073709551615");
        assert_eq!(query(""), "q=");
    }

    #[test]
    fn floats_keep_their_shortest_form() {
        assert_eq!(query(0.1_f32), "q=0.1");
        assert_eq!(query(0.1_f64), "q=0.1");
    }

    #[test]
    fn arrays_repeat_the_name() {
        assert_eq!(query(["a", "b"]), "q=a&q=b");
        assert_eq!(query(Vec::<u32>::new()), "");
    }

    #[test]
    fn text_cannot_add_a_pair() {
        assert_eq!(query("a&b=c#d+e f"), "q=a%26b%3Dc%23d%2Be%20f");
        assert_eq!(query("zoë 🦀"), "q=zo%C3%AB%20%F0%9F%A6%80");
    }

    #[test]
    fn names_are_encoded_too() {
        let mut query = String::from("a=1");
        append(&mut query, "ids[]", &[7]).unwrap();
        assert_eq!(query, "a=1&ids%5B%5D=7");
    }

    #[test]
    fn objects_and_nested_arrays_are_refused() {
        for value in [json!({"a": 1}), json!([[1]]), json!([{"a": 1}])] {
            let error = append(&mut String::new(), "filter", &value).unwrap_err();
            assert!(
                error
                    .to_string()
                    .starts_with("query parameter `filter` holds an object"),
                "{error}"
            );
        }
    }
}
