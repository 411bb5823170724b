//! Other people's documents, which lie beside the workspace and not in it: every test that needs them asks here.

use std::path::PathBuf;

use xtask::shared_folder;

use crate::workspace::root;

/// The folder `name` in the shared folder; nothing where it is missing, which is noted as a skipped test.
///
/// # Panics
///
/// `OPENAPI_CORPUS` is set and leads nowhere.
#[track_caller]
pub fn shared(name: &str) -> Option<PathBuf> {
    let found = shared_folder::find(&root(), name).unwrap_or_else(|error| panic!("{error}"));
    if found.is_none() {
        shared_folder::note_skipped_test(&running_test()).expect("the note can be written");
    }
    found.map(|path| root().join(path))
}

/// The name of the test that runs, which libtest gives to its thread; where there is one thread for all, the place of the
/// call.
#[track_caller]
fn running_test() -> String {
    match std::thread::current().name() {
        Some(name) if name != "main" => name.to_owned(),
        _ => std::panic::Location::caller().to_string(),
    }
}
