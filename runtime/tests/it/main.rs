//! The crate over real connections to servers on this machine.

mod auth;
mod failures;
mod redirects;
mod requests;
mod responses;
mod support;
