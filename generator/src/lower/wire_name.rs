//! Property names that Rust cannot tell apart, such as `a-b` and `a_b`, or that our own functions already have.
//!
//! In: the properties of one schema. Out: the name under which progenitor sees each. Most keep theirs. One that would
//! become a field name that is taken is given a free one, with its name on the wire behind it, in characters that are
//! part of no identifier: typify makes a field of what is in front and keeps the whole in `#[serde(rename = "…")]`, from
//! where [`carried`] takes the name on the wire. So no table has to be matched to typify's fields.

use std::collections::BTreeMap;

use crate::names::{self, Scope};

/// One character for each byte, from Unicode's private use area.
const FIRST: u32 = 0xE000;

/// The name for progenitor of each of `properties`. `reserved` are field names that are taken.
pub(super) fn claim<'a>(
    properties: impl Iterator<Item = &'a str>,
    reserved: &[&str],
) -> BTreeMap<&'a str, String> {
    let mut names: Vec<&str> = properties.collect();
    // Who is called as the field would be is asked first.
    names.sort_by_cached_key(|name| {
        (
            names::typify_field(name).trim_end_matches('_') != *name,
            *name,
        )
    });
    names.dedup();
    let mut fields = Scope::exact(reserved);
    let mut claimed = BTreeMap::new();
    for name in names {
        let is_plain = !name.chars().any(is_carrier);
        let wish = match is_plain {
            true => names::typify_field(name),
            // What is carried is converted once more.
            false => names::settled_field(name),
        };
        let other = format!("{}_value", wish.trim_end_matches('_'));
        let field = fields.claim_field(&[wish.clone(), names::settled_field(&other)]);
        let lowered = if field == wish && is_plain {
            name.to_string()
        } else {
            carry(&field, name)
        };
        claimed.insert(name, lowered);
    }
    claimed
}

/// A field name with the name on the wire behind it.
fn carry(field: &str, wire: &str) -> String {
    let carried = wire
        .bytes()
        .filter_map(|byte| char::from_u32(FIRST + u32::from(byte)));
    field.chars().chain(END.chars()).chain(carried).collect()
}

/// Stands between the two, so that an empty name can be carried too.
const END: &str = "\u{E100}";

/// The name on the wire that a name for progenitor carries, if it carries one.
pub(crate) fn carried(name: &str) -> Option<String> {
    let (_, carried) = name.split_once(END)?;
    let bytes: Option<Vec<u8>> = carried
        .chars()
        .map(|c| u8::try_from(u32::from(c).checked_sub(FIRST)?).ok())
        .collect();
    String::from_utf8(bytes?).ok()
}

fn is_carrier(c: char) -> bool {
    (FIRST..=FIRST + 0x100).contains(&u32::from(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_comes_second_gets_another_name() {
        let properties = ["a-b", "a_b", "userId", "user_id", "1", "", "🦀", "build"];
        let claimed = claim(properties.into_iter(), &["build"]);
        let plain: Vec<&str> = claimed
            .iter()
            .filter(|(wire, name)| **wire == name.as_str())
            .map(|(wire, _)| *wire)
            .collect();
        assert_eq!(plain, ["", "1", "a_b", "user_id"]);
        let mut fields: Vec<String> = claimed
            .values()
            .map(|name| names::typify_field(name))
            .collect();
        fields.sort();
        assert_eq!(
            fields,
            [
                "a_b",
                "a_b_value",
                "build_value",
                "user_id",
                "user_id_value",
                "x",
                "x1",
                "x_value"
            ]
        );
        for (wire, name) in claimed
            .iter()
            .filter(|(wire, name)| **wire != name.as_str())
        {
            assert_eq!(carried(name).as_deref(), Some(*wire));
        }
    }
}
