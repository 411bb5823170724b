//! The crate over real connections to servers on this machine.

mod auth;
mod bodies;
mod depth;
mod exactly_one;
mod failures;
mod multipart;
mod places;
mod proxies;
mod redirects;
mod requests;
mod responses;
mod support;
