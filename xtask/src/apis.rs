//! Which APIs there are: the folders of `spec/`. Names in a command's arguments go in, those of the APIs it is about come out.
//!
//! Looks at nothing inside a folder: that is for [`spec`](crate::spec).

use generator::settings::broken_folder_rule;

use crate::error::Error;
use crate::workspace::Workspace;

/// The names of all APIs, sorted: the folders of `spec/`.
///
/// # Errors
///
/// There is none, or the name of one cannot be that of a crate's folder.
pub fn all(workspace: &Workspace) -> Result<Vec<String>, Error> {
    let apis = all_if_any(workspace)?;
    if apis.is_empty() {
        return Err(Error::repair(
            "spec",
            "holds no API",
            "restore `spec/<api>/` with git, or make one with `cargo xtask new-api`",
        ));
    }
    Ok(apis)
}

/// As [`all`], but that there is none is no error.
///
/// # Errors
///
/// The name of one cannot be that of a crate's folder.
pub fn all_if_any(workspace: &Workspace) -> Result<Vec<String>, Error> {
    let mut apis = workspace.names("spec")?;
    apis.retain(|name| workspace.at(&format!("spec/{name}")).is_dir());
    for name in &apis {
        if let Some(rule) = broken_name_rule(name) {
            return Err(Error::repair(
                format!("spec/{name}"),
                format!("cannot be the name of an API: it {rule}"),
                "rename the folder",
            ));
        }
    }
    Ok(apis)
}

/// The APIs that a command is about, sorted: those that are `named`, or all that are `known`.
///
/// # Errors
///
/// One of the names is not known.
pub fn chosen(known: &[String], named: &[String]) -> Result<Vec<String>, Error> {
    if let Some(unknown) = named.iter().find(|name| !known.contains(name)) {
        return Err(Error::repair(
            format!("spec/{unknown}"),
            "there is no API of this name",
            format!("name one of: {}", known.join(", ")),
        ));
    }
    let is_chosen = |api: &&String| named.is_empty() || named.contains(api);
    Ok(known.iter().filter(is_chosen).cloned().collect())
}

/// The rule that the name of a folder of `spec/` breaks, to be written after "it".
fn broken_name_rule(name: &str) -> Option<&'static str> {
    if name.starts_with(|first: char| first.is_ascii_lowercase()) && name.bytes().all(is_name_byte)
    {
        broken_folder_rule(name)
    } else {
        Some("has other characters than a-z, 0-9, `-` and `_`, or does not start with a letter")
    }
}

/// Whether the names of APIs and fixups may have this byte.
pub(crate) fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_'
}

#[cfg(test)]
mod tests {
    use super::{broken_name_rule, chosen};

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn all_apis_are_chosen_unless_some_are_named() {
        let known = names(&["bank", "shop", "zoo"]);
        assert_eq!(chosen(&known, &[]).unwrap(), known);
        assert_eq!(
            chosen(&known, &names(&["zoo", "bank", "zoo"])).unwrap(),
            names(&["bank", "zoo"])
        );
    }

    #[test]
    fn an_unknown_name_is_refused_with_the_known_ones() {
        let error = chosen(&names(&["bank", "shop"]), &names(&["shopp"])).unwrap_err();
        assert_eq!(
            error.to_string(),
            "spec/shopp: there is no API of this name\n  cure: name one of: bank, shop"
        );
    }

    #[test]
    fn an_api_is_named_like_a_crate() {
        assert_eq!(broken_name_rule("onlyfansapi-fansly"), None);
        for other in [
            "Shop", "1shop", "my shop", "-shop", "läden", "con", "lpt9", "target",
        ] {
            assert!(broken_name_rule(other).is_some(), "{other}");
        }
    }
}
