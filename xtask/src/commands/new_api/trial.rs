//! What a document lacks for a crate that knows its server and its key: the pipeline is run in memory, and what it says comes out.
//!
//! Where an action of a fixup could say it, the action is made, with placeholders that only a person can replace. Then the
//! pipeline is run again with it, to see that it helps. Nothing here is written or applied for good.

use generator::{Input, Note, NoteKind, Output};
use serde_json::{Value, json};

use super::scaffold;

/// What the pipeline made of a document.
#[derive(Debug)]
pub struct Trial {
    /// What it missed, and an action that would say it.
    pub needs: Vec<Need>,
    /// What came out with these actions.
    pub result: Result<Output, generator::Error>,
}

/// Something that the document does not say, and that the crate goes without or takes from its user.
#[derive(Debug)]
pub struct Need {
    /// The note of the pipeline: place and what is done instead.
    pub note: Note,
    /// An action of an overlay that would say it, with placeholders.
    pub action: Value,
}

/// Runs the pipeline on `input`, which has no fixups of its own.
pub fn run(input: &Input, document: &Value) -> Trial {
    let mut needs: Vec<Need> = Vec::new();
    loop {
        let actions: Vec<Value> = needs.iter().map(|need| need.action.clone()).collect();
        let result = generator::generate(&with(input, &actions), &mut |_| {});
        let notes = result.iter().flat_map(|output| &output.gaps.notes);
        let new: Vec<Need> = notes
            .filter_map(|note| {
                let action = action(document, &note.kind)?;
                let note = note.clone();
                // The same again would mean that the action does not help.
                (!actions.contains(&action)).then_some(Need { note, action })
            })
            .collect();
        if new.is_empty() {
            return Trial { needs, result };
        }
        needs.extend(new);
    }
}

fn with(input: &Input, actions: &[Value]) -> Input {
    let mut input = input.clone();
    if !actions.is_empty() {
        let name = "10-document.overlay.yaml".to_owned();
        // What is still a placeholder would be refused; here it is taken as said.
        let mut stated = actions.to_vec();
        for action in stated.iter_mut().filter_map(Value::as_object_mut) {
            action.insert("x-reason".to_owned(), "on trial".into());
            action.remove("x-evidence");
        }
        input.fixups.push((name, scaffold::overlay(&stated)));
    }
    input
}

/// An action that states what the document lacks, where one can.
fn action(document: &Value, lack: &NoteKind) -> Option<Value> {
    match lack {
        NoteKind::NoServer => server(document),
        NoteKind::UnsendableScheme { name } => Some(scheme(name)),
        NoteKind::Other => None,
    }
}

fn scheme(name: &str) -> Value {
    json!({
        "target": "$",
        "x-reason": "PLACEHOLDER: what the server expects, such as `type: http` with `scheme: bearer`, or `type: apiKey` with \
                     `in: header` and `name`",
        "x-evidence": "PLACEHOLDER: where that can be seen",
        "update": { "components": { "securitySchemes": { name: {
            "type": "apiKey", "in": "header", "name": "x-api-key",
        } } } },
    })
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
    fn an_unsendable_scheme_is_a_need_whatever_its_name() {
        let trial = trial(&json!({
            "security": [{ "a/b": [] }],
            "components": { "securitySchemes": { "a/b": { "type": "http", "scheme": "digest" } } },
        }));
        let needs = trial.needs.iter();
        let places: Vec<&str> = needs.map(|need| need.note.pointer.as_str()).collect();
        assert_eq!(places, ["/components/securitySchemes/a~1b", "/servers"]);
        assert!(trial.result.is_ok(), "{:?}", trial.result);
    }

    #[test]
    fn what_no_action_is_known_for_is_no_need() {
        let bearer = json!({ "type": "http", "scheme": "bearer" });
        let trial = trial(&json!({
            "servers": [{ "url": "https://shop.example" }],
            "security": [{ "a": [], "b": [] }],
            "components": { "securitySchemes": { "a": bearer, "b": { "type": "mutualTLS" } } },
        }));
        assert!(trial.needs.is_empty());
        assert!(!trial.result.unwrap().gaps.notes.is_empty());
    }
}
