//! Schemas in, one schema out: each rule as small values.

mod responses;
