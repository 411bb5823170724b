//! What lies at a path, so that a change by somebody else is noticed: a path goes in, the SHA-256 of each file there
//! comes out.
//!
//! Follows no link, and opens nothing but files and folders.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use crate::spec;

/// The SHA-256 of each file of a folder, by its path below the folder with `/`; a single file has an empty path.
pub(crate) type Contents = BTreeMap<String, String>;

/// The contents of the file or folder at `place`; nothing where nothing lies there, or something that no writer makes,
/// such as a link.
///
/// # Errors
///
/// A file or folder there cannot be read.
pub(crate) fn contents(place: &Path) -> io::Result<Option<Contents>> {
    let mut contents = Contents::new();
    let mut open = vec![(place.to_owned(), String::new())];
    while let Some((place, name)) = open.pop() {
        let kind = match fs::symlink_metadata(&place) {
            Ok(found) => found.file_type(),
            Err(cause) if is_absent(&cause) => return Ok(None),
            Err(cause) => return Err(cause),
        };
        if kind.is_file() {
            contents.insert(name, spec::sha256(&fs::read(place)?));
        } else if kind.is_dir() {
            for entry in fs::read_dir(place)? {
                let entry = entry?;
                match entry.file_name().to_str() {
                    Some(below) if name.is_empty() => open.push((entry.path(), below.to_owned())),
                    Some(below) => open.push((entry.path(), format!("{name}/{below}"))),
                    None => return Ok(None),
                }
            }
        } else {
            return Ok(None);
        }
    }
    Ok(Some(contents))
}

/// The contents of a single file whose SHA-256 is `sha256`.
pub(crate) fn file(sha256: &str) -> Contents {
    Contents::from([(String::new(), sha256.to_owned())])
}

fn is_absent(cause: &io::Error) -> bool {
    matches!(cause.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_count_wherever_they_lie_and_nothing_else_does() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("bank");
        assert_eq!(contents(&place).unwrap(), None);

        fs::create_dir_all(place.join("src/empty")).unwrap();
        fs::write(place.join("src/lib.rs"), "lib").unwrap();
        let lib = spec::sha256(b"lib");
        let expected = Contents::from([("src/lib.rs".to_owned(), lib.clone())]);
        assert_eq!(contents(&place).unwrap(), Some(expected));
        let at_file = contents(&place.join("src/lib.rs")).unwrap();
        assert_eq!(at_file, Some(file(&lib)));
        assert_eq!(contents(&place.join("src/lib.rs/below")).unwrap(), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_with_a_link_has_no_contents_of_ours() {
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink("/", folder.path().join("root")).unwrap();
        assert_eq!(contents(folder.path()).unwrap(), None);
    }
}
