//! The bodies of an operation: what its request and each of its responses say of every media type.
//!
//! An operation in; its responses, told apart by success, and their bodies out, each with its place.

use serde_json::Value;

use super::{MediaType, OperationEntry, Pointer, resolve};

/// A response as it stands at its operation.
#[derive(Debug, Clone)]
pub(crate) struct Response<'a> {
    /// Its status, as the document writes it: `200`, `4XX`, `default`.
    pub status: &'a str,
    /// Where it stands.
    pub pointer: Pointer,
    /// The response, or a reference to it.
    pub declared: &'a Value,
}

impl<'a> Response<'a> {
    /// Its bodies, those behind a `$ref` as if they stood here; none where that leads nowhere.
    pub fn bodies(&self, document: &'a Value) -> impl Iterator<Item = Body<'a>> + use<'a> {
        let response = resolve(document, self.declared).unwrap_or(&Value::Null);
        bodies(response, &self.pointer)
    }
}

/// What a request or a response says of a media type.
#[derive(Debug, Clone)]
pub(crate) struct Body<'a> {
    /// The media type, as the document writes it.
    pub media_type: &'a str,
    /// Where it stands.
    pub pointer: Pointer,
    /// What is said of it: a schema, examples.
    pub content: &'a Value,
}

/// A JSON response of an operation, written at the operation itself.
#[derive(Debug, Clone)]
pub struct JsonResponse<'a> {
    /// Its status, as the document writes it: `200`, `4XX`, `default`.
    pub status: &'a str,
    /// Its media type, as the document writes it.
    pub media_type: &'a str,
    /// Where the media type stands.
    pub pointer: Pointer,
    /// What the document says of the media type.
    pub content: &'a Value,
}

impl<'a> OperationEntry<'a> {
    /// The responses that are successes: those of status 2xx, and `default` where it is all that is documented; beside
    /// others it is the failure that none of them is. A key that is no status (`200 OK`) is none.
    pub(crate) fn successes(&self) -> impl Iterator<Item = Response<'a>> + use<'a> {
        let is_success = self.is_success();
        self.responses()
            .filter(move |response| is_success(response.status))
    }

    /// All other responses.
    pub(crate) fn failures(&self) -> impl Iterator<Item = Response<'a>> + use<'a> {
        let is_success = self.is_success();
        self.responses()
            .filter(move |response| !is_success(response.status))
    }

    /// Its JSON responses by status; those behind a `$ref` are not followed.
    pub fn json_responses(&self) -> impl Iterator<Item = JsonResponse<'a>> {
        self.responses().flat_map(|response| {
            let is_json = |body: &Body<'_>| {
                let schema = body.content.get("schema");
                MediaType::of(body.media_type, schema) == MediaType::Json
            };
            let json = bodies(response.declared, &response.pointer).filter(is_json);
            json.map(move |body| JsonResponse {
                status: response.status,
                media_type: body.media_type,
                pointer: body.pointer,
                content: body.content,
            })
        })
    }

    /// What it can be sent, of which a caller chooses one; a request body behind a `$ref` is not followed.
    pub(crate) fn request_bodies(&self) -> impl Iterator<Item = Body<'a>> + use<'a> {
        let request = self.operation.get("requestBody").unwrap_or(&Value::Null);
        bodies(request, &self.pointer.child("requestBody"))
    }

    fn responses(&self) -> impl Iterator<Item = Response<'a>> + use<'a> {
        let below = self.pointer.child("responses");
        let responses = self.operation.get("responses").and_then(Value::as_object);
        let responses = responses.into_iter().flatten();
        responses.map(move |(status, declared)| Response {
            status,
            pointer: below.child(status),
            declared,
        })
    }

    fn is_success(&self) -> impl Fn(&str) -> bool + use<> {
        let responses = self.operation.get("responses").and_then(Value::as_object);
        let is_documented = responses.is_some_and(|of| of.keys().any(|status| is_2xx(status)));
        let is_alone = responses.is_some_and(|of| of.len() == 1);
        move |status| match is_documented {
            true => is_2xx(status),
            false => is_alone && status == "default",
        }
    }
}

fn bodies<'a>(owner: &'a Value, place: &Pointer) -> impl Iterator<Item = Body<'a>> + use<'a> {
    let below = place.child("content");
    let content = owner.get("content").and_then(Value::as_object);
    let content = content.into_iter().flatten();
    content.map(move |(media_type, content)| Body {
        media_type,
        pointer: below.child(media_type),
        content,
    })
}

/// `2XX`, or `2` and two digits.
fn is_2xx(status: &str) -> bool {
    match status.as_bytes() {
        [b'2', rest @ ..] if rest.len() == 2 => {
            rest.iter().all(u8::is_ascii_digit) || rest.eq_ignore_ascii_case(b"xx")
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::document::operations;

    #[test]
    fn json_responses_are_those_of_json_media_types() {
        let content = json!({
            "application/JSON; charset=utf-8": {},
            "application/problem+json": {},
            "application/x-ndjson": {},
            "text/json": { "schema": { "type": "string", "format": "binary" } },
            "text/html": {},
        });
        let operation = json!({ "responses": { "200": { "content": content } } });
        let document = json!({ "paths": { "/a": { "get": operation } } });
        let found = operations(&document).next().unwrap();
        let pointers: Vec<String> = found
            .json_responses()
            .map(|response| response.pointer.to_string())
            .collect();
        let below = "/paths/~1a/get/responses/200/content";
        assert_eq!(
            pointers,
            [
                format!("{below}/application~1JSON; charset=utf-8"),
                format!("{below}/application~1problem+json"),
            ]
        );
    }

    #[test]
    fn only_a_status_is_one() {
        for status in ["200", "299", "2XX", "2xx"] {
            assert!(is_2xx(status), "{status}");
        }
        for status in [
            "200 OK",
            "2/../../evil",
            "2",
            "20",
            "2000",
            "2X0",
            "default",
            "2é",
        ] {
            assert!(!is_2xx(status), "{status}");
        }
    }

    #[test]
    fn default_is_a_success_where_it_is_all_that_is_documented() {
        for (statuses, successes) in [
            (vec!["200", "2XX", "404", "default"], vec!["200", "2XX"]),
            (vec!["404", "default"], vec![]),
            (vec!["default"], vec!["default"]),
            (vec!["200 OK", "default"], vec![]),
        ] {
            let responses: serde_json::Map<String, Value> = statuses
                .iter()
                .map(|status| (status.to_string(), json!({})))
                .collect();
            let document = json!({ "paths": { "/a": { "get": { "responses": responses } } } });
            let found = operations(&document).next().unwrap();
            let names = |of: Vec<Response<'_>>| -> Vec<String> {
                of.iter().map(|of| of.status.to_string()).collect()
            };
            assert_eq!(
                names(found.successes().collect()),
                successes,
                "{statuses:?}"
            );
            let failures: Vec<&str> = statuses
                .into_iter()
                .filter(|status| !successes.contains(status))
                .collect();
            assert_eq!(names(found.failures().collect()), failures);
        }
    }

    #[test]
    fn a_response_behind_a_reference_has_its_bodies_at_its_operation() {
        let document = json!({
            "paths": { "/a": { "get": { "responses": {
                "200": { "$ref": "#/components/responses/A" }, "201": { "$ref": "#/gone" },
            } } } },
            "components": { "responses": { "A": { "content": { "text/csv": { "schema": {} } } } } },
        });
        let found = operations(&document).next().unwrap();
        let pointers: Vec<String> = found
            .successes()
            .flat_map(|response| response.bodies(&document))
            .map(|body| body.pointer.to_string())
            .collect();
        assert_eq!(pointers, ["/paths/~1a/get/responses/200/content/text~1csv"]);
    }
}
