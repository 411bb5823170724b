//! Schemas in, one schema out: each rule as small values.

mod combine;
mod keywords;
mod places;
mod responses;
