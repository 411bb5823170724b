//! From the graph of an API to the files of a crate.
//!
//! In: the graph and `api.toml`; out: every file below `generated/<api>/`. Nothing here can fail, asks the document, or reads
//! what another file of this room has printed.

mod api_page;
mod body;
mod client;
mod constructors;
mod docs;
mod examples;
mod first_call;
mod imports;
mod operations;
mod package;
mod readme;
mod render;
mod rust_type;
mod scopes;
mod secrets;
mod send;
mod setter;
mod types;

use crate::api::Api;
use crate::file::File;
use crate::settings::Settings;

use render::Renderer;

pub(crate) use first_call::check;
pub(crate) use rust_type::full_rust_type;

/// The files of the crate `generated/<name>/`, sorted by their paths.
pub(crate) fn emit(name: &str, settings: &Settings, api: &Api) -> Vec<File> {
    let renderer = Renderer::new(name);
    let mut files = vec![
        package::manifest(&renderer, settings),
        readme::readme(&renderer, settings, api),
        api_page::page(&renderer, settings, api),
        client::root(&renderer, settings, api),
        client::client(&renderer, settings, api),
    ];
    files.extend(package::licences(&renderer));
    files.extend(operations::files(&renderer, api));
    files.extend(scopes::file(&renderer, api));
    files.extend(types::files(&renderer, api));
    files.extend(examples::files(&renderer, settings, api));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}
