//! Which description a component has of those that its places have.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{document, first, object};
use crate::name::lock::Lock;
use crate::name::name;

#[test]
fn a_component_has_a_description_that_holds_for_all_its_places() {
    let id = |description: &str| json!({ "type": "string", "x-schema-name": "ChatId", "description": description });
    let described = |first: &str, second: &str, given: &BTreeMap<&str, &str>| {
        let properties = json!({ "id": id(first), "reply": id(second) });
        let document = document(&[("one", object(properties))]);
        let named = name(&document, &Lock::default(), given).document;
        let schemas = &named["components"]["schemas"];
        let place = &schemas["OneResponse"]["properties"]["reply"];
        assert_eq!(place.get("description"), Some(&json!(second)));
        schemas["ChatId"].get("description").cloned()
    };
    let none = BTreeMap::new();
    assert_eq!(described("Which.", "Which.", &none), Some(json!("Which.")));
    assert_eq!(described("Which.", "Which to reply to.", &none), None);
    let given = BTreeMap::from([("ChatId", "A chat.")]);
    assert_eq!(
        described("A chat.", "Which.", &given),
        Some(json!("A chat."))
    );
    assert_eq!(
        described("Which.", "A chat.", &given),
        Some(json!("A chat."))
    );
}

#[test]
fn a_published_component_keeps_its_own_description() {
    let place = json!({ "type": "object", "x-schema-name": "Chat", "description": "The last one.", "properties": {} });
    for own in [None, Some("A chat.")] {
        let mut document = document(&[("show", object(json!({ "chat": place })))]);
        let mut chat = object(json!({ "id": {} }));
        if let Some(own) = own {
            chat["description"] = json!(own);
        }
        document["components"] = json!({ "schemas": { "Chat": chat } });
        let named = first(&document).document;
        let description = named["components"]["schemas"]["Chat"].get("description");
        assert_eq!(description.and_then(Value::as_str), own);
    }
}
