//! The fields of a form, named as PHP reads them back.
//!
//! In: a value that serialises as an object. Out: pairs of name and text, sorted by name.
//! Never: a null or a made-up `null` text, and no number or text changed.

use percent_encoding::utf8_percent_encode;
use serde::Serialize;
use serde_json::Value;

use crate::Error;
use crate::brackets;
use crate::path::RESERVED;
use crate::query::to_value;

/// The fields of an object.
pub(crate) fn of(value: &(impl Serialize + ?Sized)) -> Result<Vec<(String, String)>, Error> {
    let Value::Object(object) = to_value("the request's body", value)? else {
        return Err(Error::invalid(
            "the request's body is no object, and only an object has fields to send as a form",
        ));
    };
    let mut fields = Vec::new();
    for (name, value) in object {
        append(&mut fields, &name, &value);
    }
    Ok(fields)
}

/// The fields of one named value.
pub(crate) fn named(
    name: &str,
    value: &(impl Serialize + ?Sized),
) -> Result<Vec<(String, String)>, Error> {
    let mut fields = Vec::new();
    let value = to_value(&format!("the field `{name}`"), value)?;
    append(&mut fields, name, &value);
    Ok(fields)
}

fn append(fields: &mut Vec<(String, String)>, name: &str, value: &Value) {
    // PHP takes the text `false` for true, and Laravel's rule `boolean` takes neither word.
    let boolean = |value| u8::from(value).to_string();
    brackets::each(name, value, boolean, &mut |name, text| {
        fields.push((name.to_owned(), text));
    });
}

/// The fields as `application/x-www-form-urlencoded`.
pub(crate) fn encode(fields: &[(String, String)]) -> String {
    let mut encoded = String::new();
    for (name, text) in fields {
        if !encoded.is_empty() {
            encoded.push('&');
        }
        encoded.extend(utf8_percent_encode(name, RESERVED));
        encoded.push('=');
        encoded.extend(utf8_percent_encode(text, RESERVED));
    }
    encoded
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn written(value: Value) -> Vec<String> {
        let fields = of(&value).unwrap();
        fields
            .into_iter()
            .map(|(name, text)| format!("{name}={text}"))
            .collect()
    }

    #[test]
    fn scalars_are_written_as_php_reads_them() {
        assert_eq!(
            written(json!({ "a": "x y", "b": true, "c": false, "d": 1.5, "e": null, "f": "" })),
            ["a=x y", "b=1", "c=0", "d=1.5", "f="]
        );
    }

    #[test]
    fn objects_and_lists_have_names_in_brackets() {
        assert_eq!(
            written(json!({
                "address": { "city": "Köln", "geo": { "lat": 1 } },
                "tags": ["a", null, "b"],
                "rows": [{ "id": 1, "on": true }, { "id": 2 }],
                "pairs": [[1, 2]],
                "ids[]": [7],
                "none": [],
                "nothing": {},
            })),
            [
                "address[city]=Köln",
                "address[geo][lat]=1",
                "ids[]=7",
                "pairs[0][]=1",
                "pairs[0][]=2",
                "rows[0][id]=1",
                "rows[0][on]=1",
                "rows[1][id]=2",
                "tags[]=a",
                "tags[]=b",
            ]
        );
    }

    #[test]
    fn a_float_that_is_not_finite_is_refused() {
        let error = named("price", &[1.0, f64::NAN]).unwrap_err();
        assert!(error.is_not_sent());
        assert_eq!(
            error.to_string(),
            "the field `price` holds a number that is infinite or not a number; pass a finite one, or none"
        );
    }

    #[test]
    fn only_an_object_has_fields() {
        for value in [json!([1]), json!("a"), json!(null)] {
            let error = of(&value).unwrap_err();
            assert!(
                error.is_not_sent() && error.to_string().contains("no object"),
                "{error}"
            );
        }
    }

    #[test]
    fn a_float_keeps_its_shortest_form() {
        assert_eq!(
            of(&std::collections::BTreeMap::from([("a", 0.1_f32)])).unwrap(),
            [("a".to_owned(), "0.1".to_owned())]
        );
    }

    #[test]
    fn text_cannot_add_a_field() {
        let fields = of(&json!({ "a&b[]": "c=d&e +" })).unwrap();
        assert_eq!(encode(&fields), "a%26b%5B%5D=c%3Dd%26e%20%2B");
    }
}
