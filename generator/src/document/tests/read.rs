//! Which values are documents that the generator can work on.

use crate::document::read;

fn refused(text: &str) -> String {
    read("f.yaml", text.as_bytes()).expect_err(text).to_string()
}

#[test]
fn openapi_3_0_and_3_1_are_read() {
    for version in ["3.0.0", "3.0.3", "3.0.4", "'3.0'", "3.1.0", "3.1.1"] {
        assert!(
            read(
                "f.yaml",
                format!("openapi: {version}\ninfo: {{}}\npaths: {{}}").as_bytes()
            )
            .is_ok()
        );
    }
}

#[test]
fn the_root_has_to_be_a_mapping() {
    assert_eq!(
        refused("[1]"),
        "f.yaml: the root is a list, not a mapping as in an OpenAPI document\n  cure: check the address of the \
         document and fetch it again"
    );
    assert!(refused("Not Found").starts_with("f.yaml: the root is a text, not a mapping"));
}

#[test]
fn swagger_2_is_refused() {
    assert_eq!(
        refused("swagger: '2.0'\ninfo: {}\npaths: {}"),
        "f.yaml#/swagger: this is a Swagger 2.0 document; only OpenAPI 3.0.x and 3.1.x are read\n  cure: publish or convert the \
         document as OpenAPI 3.0.3"
    );
}

#[test]
fn a_document_without_version_is_refused() {
    assert_eq!(
        refused("message: Not Found"),
        "f.yaml: `openapi` is missing, so this is not an OpenAPI document\n  cure: check the address of the document \
         and fetch it again"
    );
}

#[test]
fn an_unquoted_version_is_a_number() {
    assert_eq!(
        refused("openapi: 3.0\ninfo: {}\npaths: {}"),
        "f.yaml#/openapi: `openapi` is the number 3.0, not text\n  cure: quote the version: `openapi: \"3.0.3\"`"
    );
}

#[test]
fn later_versions_are_refused_for_now() {
    assert_eq!(
        refused("openapi: 3.2.0\ninfo: {}\npaths: {}"),
        "f.yaml#/openapi: the document is of version \"3.2.0\": only OpenAPI 3.0.x and 3.1.x are read\n  cure: publish \
         or convert the document as OpenAPI 3.0.3"
    );
    assert!(refused("openapi: 3.10.0\ninfo: {}\npaths: {}").contains("\"3.10.0\""));
}

#[test]
fn a_document_of_webhooks_alone_has_no_paths() {
    assert!(read("f.yaml", b"openapi: 3.1.0\ninfo: {}\nwebhooks: {}").is_ok());
}

#[test]
fn info_and_paths_have_to_be_mappings() {
    assert!(refused("openapi: 3.0.3\npaths: {}").starts_with("f.yaml: `info` is missing\n"));
    assert!(refused("openapi: 3.0.3\ninfo: {}").starts_with("f.yaml: `paths` is missing\n"));
    assert!(
        refused("openapi: 3.0.3\ninfo: {}\npaths: []")
            .starts_with("f.yaml#/paths: `paths` is a list, not a mapping\n")
    );
}
