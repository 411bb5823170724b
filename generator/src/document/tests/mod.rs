//! Small texts in; exact values and exact messages out.

mod parse;
mod read;
mod yaml;
