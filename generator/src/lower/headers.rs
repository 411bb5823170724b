//! Headers by name: which are possible, and which are nobody's to set.

/// Headers that OpenAPI takes from elsewhere: "the parameter definition SHALL be ignored".
pub(super) const ELSEWHERE: [&str; 3] = ["accept", "authorization", "content-type"];

/// Headers that the client and its connection decide; the runtime refuses them.
pub(super) const OF_THE_CONNECTION: [&str; 10] = [
    "connection",
    "content-length",
    "cookie",
    "expect",
    "host",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Whether no key can be in a header: it belongs to the connection, or each request sets it.
pub(super) fn is_decided(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let lower = lower.as_str();
    OF_THE_CONNECTION.contains(&lower) || (ELSEWHERE.contains(&lower) && lower != "authorization")
}

/// Whether it is a token of RFC 9110: the name of a header, half of a media type.
pub(super) fn is_token(name: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !name.is_empty() && name.chars().all(is_part)
}
