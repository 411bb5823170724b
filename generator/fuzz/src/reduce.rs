//! A smaller document that breaks the same promise: what a person wants to read instead of a mutant.
//!
//! A mutant with a fault in, its input with parts of the document taken away out. Faults that end the process are not
//! for here.

use generator::{Input, document};
use serde_json::Value;

use crate::judge::{Promise, Verdict, judge};
use crate::role;

/// How many smaller documents are tried.
const MAX_ATTEMPTS: usize = 2_000;

/// Takes away what the fault does not need.
pub fn reduce(input: &Input, promise: Promise) -> Input {
    let mut input = input.clone();
    let Ok(mut smallest) = document::parse("", &input.document) else {
        return input;
    };
    let mut attempts = 0;
    loop {
        let before = attempts;
        let mut is_smaller = false;
        for (pointer, _) in role::places(&smallest).into_iter().skip(1) {
            let Some(smaller) = without(&smallest, &pointer) else {
                continue;
            };
            attempts += 1;
            if attempts > MAX_ATTEMPTS {
                return input;
            }
            let mut candidate = input.clone();
            candidate.document = smaller.to_string().into_bytes();
            if matches!(judge(&candidate), Verdict::Fault(fault) if fault.promise == promise) {
                smallest = smaller;
                input = candidate;
                is_smaller = true;
            }
        }
        if !is_smaller || attempts == before {
            return input;
        }
    }
}

/// The document without one place.
fn without(document: &Value, pointer: &str) -> Option<Value> {
    let (parent, token) = pointer.rsplit_once('/')?;
    let mut smaller = document.clone();
    match smaller.pointer_mut(parent)? {
        Value::Object(object) => {
            object.remove(&token.replace("~1", "/").replace("~0", "~"))?;
        }
        Value::Array(items) => {
            let index = token.parse().ok().filter(|index| *index < items.len())?;
            items.remove(index);
        }
        _ => return None,
    }
    Some(smaller)
}
