//! Several schemas made one: what fits all of them (`allOf`), or any of them (`oneOf`, `anyOf`, several responses, places of
//! one name).
//!
//! Schemas in, one schema out. Objects become one object with everybody's properties, so that a value of any alternative
//! decodes into fields and loses nothing; alternatives of different JSON kinds stay apart. Where no one schema holds, the
//! result is any JSON. Which keywords are left aside is said by one table (`keywords`). Only `alternatives` goes over a whole
//! document; all else knows the schemas that it is given, and the components that they refer to.

mod all_of;
pub(crate) mod alternatives;
mod any_of;
mod combiner;
mod keywords;
mod places;
pub(crate) mod recursion;
mod responses;
mod same;
mod schema;
mod secret;
#[cfg(test)]
mod tests;
pub(crate) mod whole;

pub(crate) use combiner::Combiner;
pub(crate) use keywords::Purpose;
pub(crate) use places::cover as cover_places;
pub(crate) use responses::cover as cover_responses;
pub(crate) use same::{bare, is_same};
pub(crate) use secret::{SECRET, is_marked};
