//! A name that a person gives is never somebody else's: neither one that the document leads to nor one of the lock.

use serde_json::{Map, Value, json};

use super::{document, response, run_with};
use crate::{Error, Output};

/// A document of `GET` operations, by their paths and ids.
fn operations(ids: &[(&str, &str)]) -> Value {
    let paths: Map<String, Value> = ids
        .iter()
        .map(|(path, id)| {
            let operation = json!({
                "operationId": id, "responses": { "200": response(&json!({ "type": "string" })) }
            });
            (path.to_string(), json!({ "get": operation }))
        })
        .collect();
    document(&Value::Object(paths))
}

/// As [`operations`]; the one at `/a` is given the name of its method.
fn given(name: &str, ids: &[(&str, &str)]) -> Value {
    let mut document = operations(ids);
    document["paths"]["/a"]["get"]["x-method-name"] = json!(name);
    document
}

fn lock_of(output: &Output) -> &str {
    let mut files = output.files.iter();
    let lock = files.find(|file| file.path.ends_with("names.lock.toml"));
    &lock.unwrap().text
}

/// The place and the rule of the error.
fn refused(result: Result<Output, Error>) -> String {
    let error = result.map(|_| ()).unwrap_err();
    assert_eq!(
        error.place(),
        "effective.yaml: /paths/~1a/get/x-method-name"
    );
    error.rule().to_string()
}

#[test]
fn a_given_name_takes_none_from_another_operation() {
    let both = [("/a", "one"), ("/b", "list")];
    let rule = "the operation `list` at /paths/~1b/get has the method `list` already";
    // `li_st` would be another type, `LiSt`, which differs in its case alone.
    for name in ["list", "li_st"] {
        assert_eq!(refused(run_with(&given(name, &both), None)), rule);
    }
    // It was called so when it was published.
    let published = run_with(&operations(&both), None).unwrap();
    let renamed = [("/a", "one"), ("/b", "all")];
    assert_eq!(
        refused(run_with(
            &given("list", &renamed),
            Some(lock_of(&published))
        )),
        "the operation `all` at /paths/~1b/get has the method `list` already"
    );
}

#[test]
fn a_published_given_name_stays_when_another_operation_would_have_it() {
    let first = run_with(&given("list", &[("/a", "one")]), None).unwrap();
    let both = given("list", &[("/a", "one"), ("/b", "list")]);
    let second = run_with(&both, Some(lock_of(&first))).unwrap();
    let lock = lock_of(&second);
    for line in ["list = \"GET /a\"", "get_b = \"GET /b\""] {
        assert!(lock.contains(line), "{lock}");
    }
}
