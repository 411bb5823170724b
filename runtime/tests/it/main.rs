//! The crate over real connections to servers on this machine.

mod auth;
mod failures;
mod places;
mod redirects;
mod requests;
mod responses;
mod support;
