//! What a document lacks before a crate can be made of it: the pipeline is run in memory, and what it says comes out.
//!
//! Where an action of a fixup could say it, the action is made, with placeholders that only a person can replace. Then the
//! pipeline is run again with it, since one error hides the next. Nothing here is written or applied for good.

use generator::{Input, Output};
use serde_json::{Value, json};

use crate::scaffold;

/// What the pipeline said of a document.
#[derive(Debug)]
pub struct Trial {
    /// What it asked for, and an action that would say it.
    pub needs: Vec<Need>,
    /// What came out with these actions, or the error for which there is none.
    pub result: Result<Output, generator::Error>,
}

/// Something that the document does not say, and a client has to know.
#[derive(Debug)]
pub struct Need {
    /// What the pipeline said.
    pub error: generator::Error,
    /// An action of an overlay that would say it, with placeholders.
    pub action: Value,
}

/// Runs the pipeline on `input`, which has no fixups of its own.
pub fn run(input: &Input, document: &Value) -> Trial {
    let mut needs: Vec<Need> = Vec::new();
    loop {
        let actions: Vec<Value> = needs.iter().map(|need| need.action.clone()).collect();
        let error = match generator::generate(&with(input, &actions), &mut |_| {}) {
            Err(error) => error,
            Ok(output) => {
                return Trial {
                    needs,
                    result: Ok(output),
                };
            }
        };
        match action(document, &error) {
            // The same again would mean that the action does not help.
            Some(action) if !actions.contains(&action) => needs.push(Need { error, action }),
            _ => {
                return Trial {
                    needs,
                    result: Err(error),
                };
            }
        }
    }
}

fn with(input: &Input, actions: &[Value]) -> Input {
    let mut input = input.clone();
    if !actions.is_empty() {
        let name = "10-document.overlay.yaml".to_owned();
        // What is still a placeholder would be refused; here it is taken as said.
        let said = scaffold::overlay(actions).replace("PLACEHOLDER", "trial");
        input.fixups.push((name, said));
    }
    input
}

/// An action that says what the pipeline did not find at the place of `error`.
fn action(document: &Value, error: &generator::Error) -> Option<Value> {
    let pointer = error.place().strip_prefix("effective.yaml: ")?;
    if pointer == "/servers/0/url" {
        return server(document);
    }
    let name = pointer.strip_prefix("/components/securitySchemes/")?;
    let name = name
        .split('/')
        .next()?
        .replace("~1", "/")
        .replace("~0", "~");
    Some(json!({
        "target": "$",
        "x-reason": "PLACEHOLDER: what the server expects, such as `type: http` with `scheme: bearer`, or `type: apiKey` with \
                     `in: header` and `name`",
        "x-evidence": "PLACEHOLDER: where that can be seen",
        "update": { "components": { "securitySchemes": { name: {
            "type": "apiKey", "in": "header", "name": "x-api-key",
        } } } },
    }))
}

fn server(document: &Value) -> Option<Value> {
    let url = "https://api.example.com";
    let (target, update) = match document.get("servers") {
        None => ("$", json!({ "servers": [{ "url": url }] })),
        Some(Value::Array(servers)) => match servers.first() {
            None => ("$", json!({ "servers": [{ "url": url }] })),
            Some(Value::Object(_)) => ("$.servers[0]", json!({ "url": url })),
            Some(_) => return None,
        },
        Some(_) => return None,
    };
    Some(json!({
        "target": target,
        "x-reason": "PLACEHOLDER: the document does not say where the API is; it is here",
        "x-evidence": "PLACEHOLDER: where that can be seen",
        "update": update,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trial(root: &Value) -> Trial {
        let mut document = json!({
            "openapi": "3.0.3", "info": { "title": "t", "version": "1" },
            "paths": { "/a": { "get": { "operationId": "a", "responses": { "204": { "description": "" } } } } },
        });
        for (key, value) in root.as_object().unwrap() {
            document[key] = value.clone();
        }
        let text = document.to_string();
        let source = scaffold::Source {
            api: "shop",
            text: &text,
            document: &document,
            file_name: "a.json",
        };
        let input = Input {
            api: "shop".to_owned(),
            settings: scaffold::settings(source).text,
            document: text.clone().into_bytes(),
            fixups: Vec::new(),
            samples: Vec::new(),
            names_lock: None,
        };
        run(&input, &document)
    }

    fn targets(trial: &Trial) -> Vec<&str> {
        let targets = trial
            .needs
            .iter()
            .map(|need| need.action["target"].as_str());
        targets.map(Option::unwrap_or_default).collect()
    }

    #[test]
    fn a_complete_document_needs_nothing() {
        let trial = trial(&json!({ "servers": [{ "url": "https://shop.example" }] }));
        assert!(trial.needs.is_empty());
        assert!(trial.result.is_ok());
    }

    #[test]
    fn no_server_an_empty_list_and_a_relative_one_are_needs_whose_action_works() {
        for (root, target) in [
            (json!({}), "$"),
            (json!({ "servers": [] }), "$"),
            (
                json!({ "servers": [{ "url": "/api", "description": "d" }] }),
                "$.servers[0]",
            ),
        ] {
            let trial = trial(&root);
            assert_eq!(targets(&trial), [target], "{root}");
            assert!(trial.result.is_ok(), "{root}");
        }
    }

    #[test]
    fn one_need_does_not_hide_the_next() {
        let trial = trial(&json!({
            "security": [{ "a/b": [] }],
            "components": { "securitySchemes": { "a/b": { "type": "http", "scheme": "digest" } } },
        }));
        let mut places: Vec<&str> = trial.needs.iter().map(|need| need.error.place()).collect();
        places.sort();
        assert_eq!(
            places,
            [
                "effective.yaml: /components/securitySchemes/a~1b",
                "effective.yaml: /servers/0/url",
            ]
        );
        assert!(trial.result.is_ok(), "{:?}", trial.result);
    }

    #[test]
    fn what_no_action_is_known_for_is_the_result() {
        let trial = trial(&json!({
            "servers": [{ "url": "https://shop.example" }],
            "security": [{ "a": [], "b": [] }],
        }));
        assert!(trial.needs.is_empty());
        assert_eq!(
            trial.result.unwrap_err().place(),
            "effective.yaml: /security"
        );
    }
}
