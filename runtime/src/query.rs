//! Query parameters as text.
//!
//! In: a name, any serialisable value, and the way in which the API writes lists and objects. Out: encoded `name=value`
//! pairs appended to a query string. Never: a guess about how an object would be written; APIs disagree, so without a
//! stated way it is an error.

use percent_encoding::utf8_percent_encode;
use serde::Serialize;
use serde_json::Value;

use crate::Error;
use crate::brackets;
use crate::finite::is_finite;
use crate::path::RESERVED;

/// How a query parameter that is a list or an object is written. A text, a number and a boolean are `name=value` in
/// every way but [`Json`](Self::Json), and null adds nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum QueryStyle {
    /// A list repeats the name: `id=1&id=2`. An object is an error.
    Repeat,
    /// A list is one pair, its items joined: `id=1,2`. An object is one of names and values: `range=from,1,to,2`.
    Comma,
    /// As [`Comma`](Self::Comma), with a space between: `id=1%202`.
    Space,
    /// As [`Comma`](Self::Comma), with `|` between: `id=1%7C2`.
    Pipe,
    /// PHP's way, and OpenAPI's `deepObject`: `filter[state]=open`, `filter[by][name]=x`, `id[]=1&id[]=2`. Items of a
    /// list that are lists or objects themselves are numbered: `rows[0][id]=1`.
    Brackets,
    /// Each property of an object is a parameter of its own: `from=1&to=2`, without the name.
    Properties,
    /// One pair with the value as JSON, whatever it is.
    Json,
}

/// Appends `value` to `query`.
pub(crate) fn append(
    query: &mut String,
    style: QueryStyle,
    name: &str,
    value: &(impl Serialize + ?Sized),
) -> Result<(), Error> {
    let value = to_value(&format!("query parameter `{name}`"), value)?;
    let mut pairs = Pairs { query, name };
    match (style, value) {
        (_, Value::Null) => Ok(()),
        (QueryStyle::Json, value) => {
            pairs.add(name, &value.to_string());
            Ok(())
        }
        (QueryStyle::Repeat, Value::Array(items)) => {
            items.iter().try_for_each(|item| pairs.scalar(name, item))
        }
        (QueryStyle::Comma, value) => pairs.joined(",", &value),
        (QueryStyle::Space, value) => pairs.joined(" ", &value),
        (QueryStyle::Pipe, value) => pairs.joined("|", &value),
        (QueryStyle::Brackets, value) => {
            let boolean = |value: bool| value.to_string();
            brackets::each(name, &value, boolean, &mut |name, text| {
                pairs.add(name, &text)
            });
            Ok(())
        }
        (QueryStyle::Properties, Value::Object(object)) => {
            object.iter().try_for_each(|(property, value)| match value {
                Value::Array(items) => items
                    .iter()
                    .try_for_each(|item| pairs.scalar(property, item)),
                value => pairs.scalar(property, value),
            })
        }
        (QueryStyle::Properties, Value::Array(items)) => {
            items.iter().try_for_each(|item| pairs.scalar(name, item))
        }
        (QueryStyle::Repeat | QueryStyle::Properties, scalar) => pairs.scalar(name, &scalar),
    }
}

/// The value as JSON; `what` is what errors call it, which never show it.
///
/// By way of text, because `serde_json::to_value` widens an `f32`: 0.1 would be sent as 0.10000000149011612.
pub(crate) fn to_value(what: &str, value: &(impl Serialize + ?Sized)) -> Result<Value, Error> {
    // It would be null, and null is left out.
    if !is_finite(value) {
        return Err(Error::invalid(format!(
            "{what} holds a number that is infinite or not a number; pass a finite one, or none"
        )));
    }
    serde_json::to_string(value)
        .and_then(|text| serde_json::from_str(&text))
        .map_err(|source| Error::invalid(format!("{what} cannot be serialised")).caused_by(source))
}

/// A text, a number or a boolean as text; nothing for null, a list and an object.
pub(crate) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::Bool(value) => Some(value.to_string()),
        Value::Number(value) => Some(value.to_string()),
        Value::String(value) => Some(value.clone()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

struct Pairs<'a> {
    query: &'a mut String,
    /// The parameter, for errors.
    name: &'a str,
}

impl Pairs<'_> {
    fn add(&mut self, name: &str, text: &str) {
        if !self.query.is_empty() {
            self.query.push('&');
        }
        self.query.extend(utf8_percent_encode(name, RESERVED));
        self.query.push('=');
        self.query.extend(utf8_percent_encode(text, RESERVED));
    }

    fn scalar(&mut self, name: &str, value: &Value) -> Result<(), Error> {
        match scalar(value) {
            Some(text) => self.add(name, &text),
            None if value.is_null() => {}
            None => return Err(self.too_deep()),
        }
        Ok(())
    }

    fn joined(&mut self, separator: &str, value: &Value) -> Result<(), Error> {
        let mut parts = Vec::new();
        let mut add = |value: &Value| match scalar(value) {
            Some(text) => {
                parts.push(text);
                true
            }
            None => value.is_null(),
        };
        let is_flat = match value {
            Value::Array(items) => items.iter().all(add),
            Value::Object(object) => object
                .iter()
                .filter(|(_, value)| !value.is_null())
                .all(|(property, value)| add(&property.as_str().into()) && add(value)),
            value => add(value),
        };
        if !is_flat {
            return Err(self.too_deep());
        }
        if !parts.is_empty() {
            self.add(self.name, &parts.join(separator));
        }
        Ok(())
    }

    fn too_deep(&self) -> Error {
        Error::invalid(format!(
            "query parameter `{}` holds an object or a list of lists; \
             pass text, a number, a boolean or a list of these",
            self.name
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn query(value: impl Serialize) -> String {
        let mut query = String::new();
        append(&mut query, QueryStyle::Repeat, "q", &value).unwrap();
        query
    }

    /// As a person reads it.
    fn styled(style: QueryStyle, name: &str, value: Value) -> String {
        let mut query = String::new();
        append(&mut query, style, name, &value).unwrap();
        percent_encoding::percent_decode_str(&query)
            .decode_utf8()
            .unwrap()
            .into_owned()
    }

    #[test]
    fn none_and_null_add_nothing() {
        assert_eq!(query(None::<u32>), "");
        assert_eq!(query(Value::Null), "");
        assert_eq!(query([Some(1), None]), "q=1");
    }

    #[test]
    fn a_float_that_is_not_finite_is_refused() {
        for style in [QueryStyle::Repeat, QueryStyle::Json] {
            let mut query = String::new();
            let error = append(&mut query, style, "price", &f64::INFINITY).unwrap_err();
            assert!(error.is_not_sent() && query.is_empty());
            assert!(
                error
                    .to_string()
                    .contains("`price` holds a number that is infinite")
            );
        }
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
        append(&mut query, QueryStyle::Repeat, "ids[]", &[7]).unwrap();
        assert_eq!(query, "a=1&ids%5B%5D=7");
        let mut query = String::new();
        let hostile = json!({"a&b=c": 1});
        append(&mut query, QueryStyle::Brackets, "f", &hostile).unwrap();
        assert_eq!(query, "f%5Ba%26b%3Dc%5D=1");
    }

    #[test]
    fn objects_and_nested_arrays_need_a_style() {
        for value in [json!({"a": 1}), json!([[1]]), json!([{"a": 1}])] {
            let error =
                append(&mut String::new(), QueryStyle::Repeat, "filter", &value).unwrap_err();
            assert!(
                error
                    .to_string()
                    .starts_with("query parameter `filter` holds an object"),
                "{error}"
            );
        }
    }

    #[test]
    fn joined_styles_are_one_pair() {
        let list = json!([1, null, "b"]);
        assert_eq!(styled(QueryStyle::Comma, "q", list.clone()), "q=1,b");
        assert_eq!(styled(QueryStyle::Space, "q", list.clone()), "q=1 b");
        assert_eq!(styled(QueryStyle::Pipe, "q", list), "q=1|b");
        assert_eq!(styled(QueryStyle::Pipe, "q", json!([])), "");
        assert_eq!(styled(QueryStyle::Pipe, "q", json!(true)), "q=true");
        let range = json!({"from": 1, "no": null, "to": 2});
        assert_eq!(styled(QueryStyle::Comma, "q", range), "q=from,1,to,2");
        let nested = json!([[1]]);
        assert!(append(&mut String::new(), QueryStyle::Comma, "q", &nested).is_err());
    }

    #[test]
    fn brackets_say_where_a_value_is() {
        let filter =
            json!({"state": "open", "none": null, "by": {"name": "x"}, "tags": ["a", "b"]});
        assert_eq!(
            styled(QueryStyle::Brackets, "filter", filter),
            "filter[by][name]=x&filter[state]=open&filter[tags][]=a&filter[tags][]=b"
        );
        let rows = json!([{"id": 1}, {"id": 2}]);
        for name in ["rows", "rows[]"] {
            assert_eq!(
                styled(QueryStyle::Brackets, name, rows.clone()),
                "rows[0][id]=1&rows[1][id]=2"
            );
        }
        assert_eq!(styled(QueryStyle::Brackets, "ids[]", json!([1])), "ids[]=1");
        assert_eq!(styled(QueryStyle::Brackets, "q", json!("x")), "q=x");
    }

    #[test]
    fn properties_stand_for_themselves() {
        let range = json!({"from": 1, "no": null, "tags": ["a", "b"]});
        assert_eq!(
            styled(QueryStyle::Properties, "range", range),
            "from=1&tags=a&tags=b"
        );
        let nested = json!({"a": {}});
        assert!(append(&mut String::new(), QueryStyle::Properties, "q", &nested).is_err());
    }

    #[test]
    fn json_is_one_pair_of_any_value() {
        assert_eq!(
            styled(QueryStyle::Json, "q", json!({"a": [1]})),
            r#"q={"a":[1]}"#
        );
        assert_eq!(styled(QueryStyle::Json, "q", json!("x")), r#"q="x""#);
        assert_eq!(styled(QueryStyle::Json, "q", Value::Null), "");
    }
}
