//! What a server says of the time before the next request.
//!
//! In: the headers of a response. Out: a duration, from now on. Never: a panic for a date of any kind.

use std::time::{Duration, SystemTime};

use reqwest::header::{DATE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};

/// The header that says how long to wait: `retry-after`, or one of the API's own whose name ends like that.
pub(crate) fn header(headers: &HeaderMap) -> Option<(&HeaderName, &HeaderValue)> {
    let mut of_api = headers
        .iter()
        .filter(|(name, _)| name.as_str().ends_with("-retry-after"));
    match headers.get(RETRY_AFTER) {
        Some(value) => Some((&RETRY_AFTER, value)),
        None => of_api.next(),
    }
}

/// How long to wait.
pub(crate) fn wait(headers: &HeaderMap) -> Option<Duration> {
    let (_, value) = header(headers)?;
    let text = value.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let until = httpdate::parse_http_date(text).ok()?;
    // By the clock of the server, where the response has it.
    let now = headers.get(DATE).and_then(|date| date.to_str().ok());
    let now = now.and_then(|date| httpdate::parse_http_date(date).ok());
    let wait = until.duration_since(now.unwrap_or_else(SystemTime::now));
    Some(wait.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waited(headers: &[(&'static str, &'static str)]) -> Option<Duration> {
        let headers = headers.iter().map(|(name, value)| {
            (
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            )
        });
        wait(&headers.collect())
    }

    #[test]
    fn seconds_and_dates_are_durations() {
        let date = ("date", "Fri, 20 Nov 2026 10:00:00 GMT");
        for (headers, expected) in [
            (vec![("retry-after", "2")], Some(2000)),
            (vec![("retry-after", " 0.5 ")], Some(500)),
            (vec![("x-ratelimit-retry-after", "7")], Some(7000)),
            (
                vec![date, ("retry-after", "Fri, 20 Nov 2026 10:01:30 GMT")],
                Some(90_000),
            ),
            (
                vec![date, ("retry-after", "Fri, 20 Nov 2026 09:00:00 GMT")],
                Some(0),
            ),
            (vec![("retry-after", "-1")], None),
            (vec![("retry-after", "NaN")], None),
            (vec![("retry-after", "soon")], None),
            (vec![("x-retry-afterwards", "1")], None),
            (vec![], None),
        ] {
            let expected = expected.map(Duration::from_millis);
            assert_eq!(waited(&headers), expected, "{headers:?}");
        }
    }
}
