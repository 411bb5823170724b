//! The checkout that a command works on: a folder goes in, the texts of the files below it come out.
//!
//! Paths are relative to the root, with `/` between the parts; errors show them so. Nothing here writes.

use std::fs;
use std::path::{Path, PathBuf};

use generator::document::MAX_BYTES;

use crate::error::Error;

/// A folder that holds `spec/`.
#[derive(Debug, Clone)]
pub struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// The workspace whose root is `root`.
    ///
    /// # Errors
    ///
    /// There is no folder `spec` in it.
    pub fn open(root: &Path) -> Result<Self, Error> {
        if !root.join("spec").is_dir() {
            return Err(Error::repair(
                root.display().to_string(),
                "holds no folder `spec`, so it is not the root of the workspace",
                "give the folder that holds `spec` and `generator` to `--workspace`",
            ));
        }
        Ok(Self {
            root: root.to_path_buf(),
        })
    }

    /// The workspace around the current folder.
    ///
    /// Found at run time and not by the path this program was compiled at: a checkout that was copied or moved together
    /// with its `target` would otherwise write into the old one.
    ///
    /// # Errors
    ///
    /// Neither the current folder nor one above it holds both `spec` and `generator`.
    pub fn find_from_here() -> Result<Self, Error> {
        let working_folder = std::env::current_dir()
            .map_err(|cause| Error::unreadable("the current folder", cause))?;
        working_folder
            .ancestors()
            .find(|folder| folder.join("spec").is_dir() && folder.join("generator").is_dir())
            .map(|root| Self {
                root: root.to_path_buf(),
            })
            .ok_or_else(|| {
                Error::repair(
                    working_folder.display().to_string(),
                    "neither this folder nor one above it holds `spec` and `generator`",
                    "change into the workspace, or name its root with `--workspace DIR`",
                )
            })
    }

    /// The root folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where `path` lies on disk.
    pub fn at(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// The names of what a person put directly into the folder `path`, sorted; none if there is no such folder.
    ///
    /// Names that start with a dot belong to tools (`.DS_Store`, an editor's swap file) and are left out.
    ///
    /// # Errors
    ///
    /// As [`Workspace::all_names`].
    pub fn names(&self, path: &str) -> Result<Vec<String>, Error> {
        let mut names = self.all_names(path)?;
        names.retain(|name| !name.starts_with('.'));
        Ok(names)
    }

    /// The names of all that lies directly in the folder `path`, sorted; none if there is no such folder.
    ///
    /// # Errors
    ///
    /// The folder cannot be read, or a name in it is not UTF-8.
    pub fn all_names(&self, path: &str) -> Result<Vec<String>, Error> {
        let folder = self.at(path);
        if !folder
            .try_exists()
            .map_err(|cause| Error::unreadable(path, cause))?
        {
            return Ok(Vec::new());
        }
        let mut names = Vec::new();
        for entry in fs::read_dir(folder).map_err(|cause| Error::unreadable(path, cause))? {
            let entry = entry.map_err(|cause| Error::unreadable(path, cause))?;
            names.push(utf8_name(path, &entry)?);
        }
        names.sort();
        Ok(names)
    }

    /// The bytes of the file `path`.
    ///
    /// # Errors
    ///
    /// It is not a file, cannot be read, or is longer than [`MAX_BYTES`].
    pub fn read(&self, path: &str) -> Result<Vec<u8>, Error> {
        read_file(path, &self.at(path))
    }

    /// The text of the file `path`.
    ///
    /// # Errors
    ///
    /// As [`Workspace::read`], or its bytes are not UTF-8.
    pub fn read_text(&self, path: &str) -> Result<String, Error> {
        String::from_utf8(self.read(path)?).map_err(|_| {
            Error::repair(path, "is not UTF-8 text", "save it with the encoding UTF-8")
        })
    }
}

/// The bytes of a file anywhere, which messages call `place`.
///
/// # Errors
///
/// It is not a file, cannot be read, or is longer than [`MAX_BYTES`].
pub(crate) fn read_file(place: &str, file: &Path) -> Result<Vec<u8>, Error> {
    let about = fs::metadata(file).map_err(|cause| Error::unreadable(place, cause))?;
    // Reading a pipe or a device might never end.
    if !about.is_file() {
        return Err(Error::repair(place, "is not a file", "put the file there"));
    }
    if about.len() > MAX_BYTES {
        return Err(Error::repair(
            place,
            format!(
                "has {} bytes, and at most {MAX_BYTES} are read",
                about.len()
            ),
            "check that it is what its name says; restore it with git",
        ));
    }
    fs::read(file).map_err(|cause| Error::unreadable(place, cause))
}

/// The name of `entry`, which lies in the folder `path`.
pub(crate) fn utf8_name(path: &str, entry: &fs::DirEntry) -> Result<String, Error> {
    entry.file_name().into_string().map_err(|name| {
        Error::repair(
            format!("{path}/{}", name.display()),
            "has a name that is not UTF-8",
            "rename or remove it",
        )
    })
}
