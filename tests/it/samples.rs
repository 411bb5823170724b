//! A body that someone has seen, dropped into `samples/`, changes the types that it concerns and no others.

use std::collections::BTreeSet;

use generator::Input;
use serde_json::{Value, json};

use crate::workspace::{FANSLY, generate, input};

fn with_sample(name: &str, body: &Value) -> Input {
    let mut input = input(FANSLY);
    let bytes = serde_json::to_vec(body).unwrap();
    input.samples.push((name.to_string(), bytes));
    input
}

/// Lines of `effective.yaml` that the sample adds, and paths of the Rust files that it changes.
fn changes(sampled: &Input) -> (BTreeSet<String>, Vec<String>) {
    let before = generate(&input(FANSLY));
    let after = generate(sampled);
    let effective = format!("spec/{FANSLY}/effective.yaml");
    let text = |files: &[generator::File]| {
        let file = files.iter().find(|file| file.path == effective);
        file.unwrap().text.clone()
    };
    let (old, new) = (text(&before), text(&after));
    let known: BTreeSet<&str> = old.lines().map(str::trim).collect();
    let added = new
        .lines()
        .map(str::trim)
        .filter(|line| !known.contains(line));
    let rust = after
        .iter()
        .filter(|file| file.path.ends_with(".rs") && !before.contains(file))
        .map(|file| file.path.replace(&format!("generated/{FANSLY}/src/"), ""));
    (added.map(str::to_string).collect(), rust.collect())
}

#[test]
fn a_message_with_a_new_attachment_changes_messages_everywhere_and_nothing_else() {
    let message = json!({
        "id": "1",
        "attachments": [{ "messageId": "1", "contentType": 2, "contentId": "3", "pos": 0, "watermark": "x" }],
    });
    let sampled = with_sample(
        "listChatMessages.200.json",
        &json!({ "data": { "messages": [message] } }),
    );
    let (added, rust) = changes(&sampled);
    assert_eq!(added, BTreeSet::from(["watermark:".to_string()]));
    assert_eq!(rust, ["types/shared.rs"], "one message, one file");

    let files = generate(&sampled);
    let inferred = files
        .iter()
        .find(|file| file.path.ends_with("inferred.overlay.yaml"))
        .unwrap();
    let evidence = "samples/listChatMessages.200.json: /data/messages/0/attachments";
    assert!(
        inferred.text.contains(evidence),
        "no evidence in the overlay"
    );
}

#[test]
fn a_sample_settles_what_was_unknown() {
    let unknown = |input: &Input| -> Vec<String> {
        let gaps = generator::generate(input, &mut |_| {}).unwrap().gaps;
        gaps.unknowns
            .into_iter()
            .map(|unknown| unknown.place)
            .collect()
    };
    let place = "listSubscribers data.subscriptions[].promoPrice".to_string();
    assert!(unknown(&input(FANSLY)).contains(&place));
    let sampled = with_sample(
        "listSubscribers.200.json",
        &json!({ "data": { "subscriptions": [{ "id": "1", "promoPrice": 4000 }] } }),
    );
    assert!(!unknown(&sampled).contains(&place));
}

#[test]
fn a_fixup_that_a_sample_makes_unnecessary_has_to_go() {
    let limits = json!({ "limit_day": 50000, "remaining_day": 49999 });
    let sampled = with_sample(
        "showChat.200.json",
        &json!({ "_meta": { "_rate_limits": limits } }),
    );
    let error = generator::generate(&sampled, &mut |_| {}).unwrap_err();
    assert!(error.rule().contains("the action is redundant"), "{error}");
    assert!(error.rule().contains("limit_day"), "{error}");
}

#[test]
fn a_sample_that_belongs_to_no_response_is_reported() {
    let sampled = with_sample("showChatt.200.json", &json!({}));
    let gaps = generator::generate(&sampled, &mut |_| {}).unwrap().gaps;
    assert_eq!(gaps.unused_samples, ["showChatt.200.json"]);
}

#[test]
fn a_sample_whose_name_says_nothing_is_refused() {
    let error =
        generator::generate(&with_sample("chat.json", &json!({})), &mut |_| {}).unwrap_err();
    assert_eq!(error.place(), format!("spec/{FANSLY}/samples/chat.json"));
    assert!(
        error.cure().contains("<operationId>.<status>.json"),
        "{error}"
    );
}
