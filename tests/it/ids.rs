//! Ids have types: a string that is named like an id is one of those that a person has left a string on purpose.

use serde_json::{Map, Value};

use crate::workspace::{FANSLY, apis, effective};

/// What the reviewed documents leave a string, and why is said in `fixups/30-ids.overlay.yaml` of the API.
const LEFT: &[(&str, &[&str])] = &[
    (
        "apifansly",
        &[
            "Attachment.contentId",
            "Location.locationId",
            "Message.correlationId",
        ],
    ),
    (
        FANSLY,
        &[
            "Attachment.contentId",
            "Location.locationId",
            "Message.correlationId",
            "Subscription.historyId",
            "Subscription.paymentMethodId",
            "Subscription.promoId",
            "Subscription.renewCorrelationId",
            "Variant.id",
        ],
    ),
];

#[test]
fn no_id_is_a_plain_string_but_those_whose_kind_nothing_tells() {
    for api in apis() {
        let document = effective(&api);
        let mut plain = Vec::new();
        for (component, schema) in document["components"]["schemas"].as_object().unwrap() {
            for (name, property) in schema["properties"].as_object().into_iter().flatten() {
                if is_id(name) && is_plain(property) {
                    plain.push(format!("{component}.{name}"));
                }
            }
        }
        for parameter in parameters(&document) {
            let name = parameter["name"].as_str().unwrap_or_default();
            if is_id(name) && is_plain(&parameter["schema"]) {
                plain.push(format!("parameter {name}"));
            }
        }
        let left = LEFT.iter().find(|(name, _)| *name == api);
        let left = left.map_or(&[][..], |(_, left)| left);
        assert_eq!(plain, left, "{api}");
    }
}

/// The parameters of the document: of its components, its paths and their operations.
fn parameters(document: &Value) -> Vec<&Value> {
    let components = document["components"]["parameters"].as_object();
    let mut parameters: Vec<&Value> = components.into_iter().flat_map(Map::values).collect();
    for item in document["paths"].as_object().unwrap().values() {
        let operations = item.as_object().unwrap().values();
        let lists = operations.map(|operation| &operation["parameters"]);
        let lists = lists.chain([&item["parameters"]]);
        parameters.extend(lists.filter_map(Value::as_array).flatten());
    }
    parameters
}

fn is_id(name: &str) -> bool {
    matches!(name, "id" | "ids")
        || ["Id", "Ids", "_id", "_ids"]
            .iter()
            .any(|end| name.ends_with(end))
}

/// A string, or a list of strings, that is no component.
fn is_plain(schema: &Value) -> bool {
    let schema = schema.get("items").unwrap_or(schema);
    schema["type"] == "string" && schema.get("allOf").is_none()
}
