//! The server of one call, where the document names another one for it than for the rest.
//!
//! In: what the document says and the client's own base URL. Out: the address to start from, and whether the client's
//! key may go there. Never: the key to a host that the client was not made for.

use reqwest::Url;

use crate::{Core, Error, base_url};

/// Where a call goes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Server {
    /// To the client's base URL.
    Base,
    /// To the host of the base URL, with this path in place of the base URL's; below the path of one that the caller has set.
    Path(&'static str),
    /// To another server, unless the client was given a base URL of its own.
    Other(&'static str),
}

impl Server {
    /// The address to start from, and whether it gets the client's key.
    pub(crate) fn resolve(self, core: &Core) -> Result<(Url, bool), Error> {
        let base = core.base();
        match self {
            // What stands in front of the caller's own server, such as a proxy's prefix, is in front of every path.
            Self::Path(path) if !core.is_documented() => {
                Ok((base_url::join(base, path.trim_end_matches('/')), true))
            }
            Self::Path(path) => {
                let mut host = base.clone();
                host.set_path(path.trim_end_matches('/'));
                Ok((host, true))
            }
            Self::Other(address) if core.is_documented() => {
                let other = base_url::parse(address)?;
                let is_own = other.origin() == base.origin();
                Ok((other, is_own))
            }
            Self::Base | Self::Other(_) => Ok((base.clone(), true)),
        }
    }
}
