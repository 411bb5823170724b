//! Schemas in, one schema out: each rule as small values.

mod alternatives;
mod combine;
mod keywords;
mod places;
mod responses;
