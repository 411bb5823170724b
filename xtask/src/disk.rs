//! A look at the places where machine-written files lie: a path goes in, what is there comes out.
//!
//! Never follows a symbolic link: through one, a run could overwrite or remove files outside of the workspace.

use std::fs::{self, FileType, Metadata};
use std::io::ErrorKind;

use crate::error::Error;
use crate::workspace::{Workspace, utf8_name};

/// The file at `path`, or `None` if nothing is there.
///
/// # Errors
///
/// Something else is there (a folder, a link), or a folder above it is not a folder.
pub fn file(workspace: &Workspace, path: &str) -> Result<Option<Metadata>, Error> {
    if !parents_are_folders(workspace, path)? {
        return Ok(None);
    }
    match metadata(workspace, path)? {
        Some(metadata) if !metadata.is_file() => {
            Err(wrong_kind(path, metadata.file_type(), "file"))
        }
        metadata => Ok(metadata),
    }
}

/// Whether anything is at `path`, be it a link that leads nowhere.
///
/// # Errors
///
/// A folder above it is not a folder.
pub fn is_there(workspace: &Workspace, path: &str) -> Result<bool, Error> {
    Ok(parents_are_folders(workspace, path)? && metadata(workspace, path)?.is_some())
}

/// All that lies below the folder `path` at any depth and is not itself a folder, sorted.
///
/// The folder `skip`, a path as well, is left out. A missing folder holds nothing.
///
/// # Errors
///
/// `path` is not a folder, or something below it cannot be read.
pub fn files_below(workspace: &Workspace, path: &str, skip: &str) -> Result<Vec<String>, Error> {
    if !parents_are_folders(workspace, path)? {
        return Ok(Vec::new());
    }
    match metadata(workspace, path)? {
        None => return Ok(Vec::new()),
        Some(metadata) if !metadata.is_dir() => {
            return Err(wrong_kind(path, metadata.file_type(), "folder"));
        }
        Some(_) => {}
    }

    let mut files = Vec::new();
    let mut folders = vec![path.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(workspace.at(&folder))
            .map_err(|cause| Error::unreadable(&folder, cause))?;
        for entry in entries {
            let entry = entry.map_err(|cause| Error::unreadable(&folder, cause))?;
            let path = format!("{folder}/{}", utf8_name(&folder, &entry)?);
            // A link to a folder is not a folder here: the link itself is listed, never what it points to.
            let kind = entry
                .file_type()
                .map_err(|cause| Error::unreadable(&path, cause))?;
            if !kind.is_dir() {
                files.push(path);
            } else if path != skip {
                folders.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Whether every folder above `path` is there.
fn parents_are_folders(workspace: &Workspace, path: &str) -> Result<bool, Error> {
    for (end, _) in path.match_indices('/') {
        let parent = path.get(..end).unwrap_or_default();
        match metadata(workspace, parent)? {
            None => return Ok(false),
            Some(metadata) if !metadata.is_dir() => {
                return Err(wrong_kind(parent, metadata.file_type(), "folder"));
            }
            Some(_) => {}
        }
    }
    Ok(true)
}

fn metadata(workspace: &Workspace, path: &str) -> Result<Option<Metadata>, Error> {
    match fs::symlink_metadata(workspace.at(path)) {
        Ok(metadata) => Ok(Some(metadata)),
        Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(Error::unreadable(path, cause)),
    }
}

fn wrong_kind(path: &str, file_type: FileType, needed: &str) -> Error {
    let kind = if file_type.is_symlink() {
        "a symbolic link"
    } else if file_type.is_dir() {
        "a folder"
    } else if file_type.is_file() {
        "a file"
    } else {
        "neither file nor folder"
    };
    Error::repair(
        path,
        format!("is {kind} where a {needed} has to be"),
        format!("move {path} away, then run the command again; nothing was written"),
    )
}
