//! The names that an operation would like to have for its method, best first.
//!
//! An operation in, names out, each of which depends on that operation alone: whatever else the document has or gets
//! changes none of them. What a name cannot say (letters beyond ASCII, what is cut off) is told apart by a short
//! checksum at its end.

use heck::ToSnakeCase;

use crate::document::path_template::{self, Part};
use crate::document::{OperationEntry, OperationIds};
use crate::identifiers;

/// Longest name that is kept as it is, in characters.
const MAX_LENGTH: usize = 60;

/// Longest name before a checksum such as `_x05bc`.
const MAX_CUT: usize = MAX_LENGTH - 6;

/// By its id, if it has one that no other operation has and that is made of ASCII letters; then by method and path, and
/// by these with a checksum, for two paths that make one name.
pub(crate) fn wishes(found: &OperationEntry<'_>, ids: &OperationIds<'_>) -> Vec<String> {
    // Where two operations have one id, neither gets the name: it would mean another endpoint once the other is gone.
    let by_id = ids.unique(found).and_then(by_id);
    by_id.into_iter().chain(by_place(found)).collect()
}

/// A name that keeps the beginning of a long id, which says what the operation does.
fn by_id(id: &str) -> Option<String> {
    let is_spelled = !id.chars().any(|c| c.is_alphanumeric() && !c.is_ascii());
    let has_letters = id.contains(|c: char| c.is_ascii_alphabetic());
    if !is_spelled || !has_letters {
        return None;
    }
    let words = words(id);
    Some(if words.len() <= MAX_LENGTH {
        identifiers::snake(id)
    } else {
        with_checksum(kept(words.split('_'), MAX_CUT), id)
    })
}

/// Names that keep the method and the end of a long path, which says most.
fn by_place(found: &OperationEntry<'_>) -> [String; 2] {
    let mut text = String::new();
    for part in path_template::parts(found.path) {
        match part {
            Part::Literal(literal) => text.push_str(literal),
            Part::Place(place) => text.push_str(&format!("-{}-", place.name)),
            Part::Query(_) => {}
        }
    }
    let place = format!("{} {}", found.method, found.path);
    let path = words(&text);
    let room = MAX_CUT - found.method.len() - 1;
    let mut short: Vec<&str> = path.rsplit('_').collect();
    let is_long = found.method.len() + 1 + path.len() > MAX_LENGTH;
    if is_long {
        let kept = kept(short.iter().copied(), room);
        short.truncate(kept.len());
    }
    short.reverse();
    let short = short.join("_");
    let plain = identifiers::snake(&format!("{} {short}", found.method));
    let checked = with_checksum(vec![found.method, &short], &place);
    let is_spelled = !text.chars().any(|c| c.is_alphanumeric() && !c.is_ascii());
    if is_spelled && !is_long {
        [plain, checked]
    } else {
        [checked.clone(), checked]
    }
}

fn words(text: &str) -> String {
    let separated: String = text
        .chars()
        .filter(|&c| c != '\'')
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    separated.to_snake_case()
}

/// As many words as there is room for, the first one at least.
fn kept<'a>(words: impl Iterator<Item = &'a str>, room: usize) -> Vec<&'a str> {
    let mut length = 0;
    let mut kept = Vec::new();
    for word in words {
        length += word.len() + 1;
        if length > room + 1 && !kept.is_empty() {
            break;
        }
        kept.push(word.get(..room.min(word.len())).unwrap_or_default());
    }
    kept
}

/// `words`, and a checksum of `text`.
fn with_checksum(words: Vec<&str>, text: &str) -> String {
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    let checksum = fnv1a(text);
    let folded = (checksum >> 16) ^ (checksum & 0xffff);
    // A letter first: `_1234` at the end would read as a number that counts.
    identifiers::snake(&format!("{}_x{folded:04x}", words.join("_")))
}

/// FNV-1a: the same everywhere and always, which a hasher of the standard library is not.
fn fnv1a(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::document;

    /// The wishes of the operation `id` at `GET path`.
    fn wishes_of(id: &str, path: &str) -> Vec<String> {
        let document = json!({ "paths": { path: { "get": { "operationId": id } } } });
        wishes_in(&document)
    }

    fn wishes_in(document: &Value) -> Vec<String> {
        let ids = OperationIds::of(document);
        let found = document::operations(document).next().unwrap();
        wishes(&found, &ids)
    }

    #[test]
    fn an_id_comes_first_then_method_and_path() {
        let wishes = wishes_of("listItems", "/items/{item_id}/rows");
        assert_eq!(wishes[..2], ["list_items", "get_items_item_id_rows"]);
    }

    #[test]
    fn an_id_without_ascii_letters_is_none() {
        for id in ["", " ", "123", "чат", "créer un chat", "/"] {
            assert_eq!(wishes_of(id, "/a/{b?}")[0], "get_a_b", "{id}");
        }
    }

    #[test]
    fn two_operations_with_one_id_have_names_of_their_places() {
        let document = json!({ "paths": {
            "/a": { "get": { "operationId": "x" } }, "/b": { "get": { "operationId": "x" } }
        } });
        assert_eq!(wishes_in(&document)[0], "get_a");
    }

    #[test]
    fn a_long_id_keeps_its_beginning() {
        let id = "displayAListingOfTheResourceForTheGivenOrganizationAndItsMembersAndGuests";
        let name = &wishes_of(id, "/a")[0];
        assert_eq!(
            name,
            "display_a_listing_of_the_resource_for_the_given_x85bc"
        );
        assert_ne!(*name, wishes_of(&format!("{id}Too"), "/a")[0]);
        assert!(wishes_of(&"x".repeat(300), "/a")[0].len() <= MAX_LENGTH);
    }

    #[test]
    fn a_long_path_keeps_its_end() {
        let path = "/api/v1/organizations/{organization}/projects/{project}/tasks/{task}/comments";
        let name = &wishes_of("", path)[0];
        assert_eq!(
            name,
            "get_organization_projects_project_tasks_task_comments_x34d4"
        );
        assert!(wishes_of("", &format!("/{}", "y".repeat(300)))[0].len() <= MAX_LENGTH);
    }

    #[test]
    fn paths_that_make_one_name_are_told_apart() {
        let (a, b) = (wishes_of("", "/чат"), wishes_of("", "/пост"));
        assert!(
            a[0].starts_with("get_x") && b[0].starts_with("get_x"),
            "{a:?} {b:?}"
        );
        assert_ne!(a[0], b[0]);
        let (a, b) = (wishes_of("", "/a/{b}"), wishes_of("", "/a/b"));
        assert_eq!(a[0], b[0]);
        assert_ne!(a[1], b[1]);
    }
}
