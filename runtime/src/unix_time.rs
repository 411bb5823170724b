//! Times that say in which unit they count from 1970.
//!
//! In: the number on the wire, or a time. Out: the same number, or a time. Never: a guess whether a number is seconds or
//! milliseconds, or a panic for a time that is out of range.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::ConversionError;
use crate::number::Number;

const NANOSECONDS_PER_SECOND: i128 = 1_000_000_000;
const NANOSECONDS_PER_MILLISECOND: i128 = 1_000_000;

/// What seconds and milliseconds have in common; they differ in `$digits`, which a nanosecond has behind the point.
macro_rules! unix_time {
    ($(#[$meta:meta])* $name:ident, digits = $digits:literal, unit = $unit:literal) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Number);

        impl $name {
            /// True for 0, which many APIs send for "not yet" or "never".
            pub fn is_zero(self) -> bool {
                self == Self::default()
            }

            /// The time; `None` if [`SystemTime`] cannot hold it. What is finer than a nanosecond is rounded down.
            pub fn to_system_time(self) -> Option<SystemTime> {
                let nanoseconds = self.as_nanoseconds()?;
                let distance = duration(nanoseconds.unsigned_abs())?;
                match nanoseconds < 0 {
                    true => UNIX_EPOCH.checked_sub(distance),
                    false => UNIX_EPOCH.checked_add(distance),
                }
            }

            /// In milliseconds, rounded down; `None` if an `i64` cannot hold them.
            pub fn as_millis(self) -> Option<i64> {
                let nanoseconds = self.as_nanoseconds()?;
                nanoseconds.div_euclid(NANOSECONDS_PER_MILLISECOND).try_into().ok()
            }

            pub(crate) fn as_nanoseconds(self) -> Option<i128> {
                self.0.scaled($digits)
            }
        }

        impl From<i64> for $name {
            #[doc = concat!("That many ", $unit, ".")]
            fn from(number: i64) -> Self {
                Self(number.into())
            }
        }

        impl TryFrom<f64> for $name {
            type Error = ConversionError;

            #[doc = concat!("That many ", $unit, "; an error if infinite or not a number.")]
            fn try_from(number: f64) -> Result<Self, ConversionError> {
                Number::from_f64(number)
                    .map(Self)
                    .ok_or_else(|| concat!("a time in ", $unit, " is a finite number").into())
            }
        }

        /// The number as it is on the wire.
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
    };
}

unix_time! {
    /// A time in seconds since 1970-01-01 00:00 UTC, leap seconds not counted.
    ///
    /// On the wire a number, whole or with a fraction; it goes back in the form in which it came. Equality, order and hash
    /// go by the time, so `5` equals `5.0`. Many APIs use 0 for "not yet": see [`is_zero`](Self::is_zero).
    ///
    /// A fraction is read as the decimal number that is on the wire: 1700000000.123 is 123 milliseconds past the second.
    /// As JSON numbers are floats, about seven digits behind the point are all that today's times can have.
    ///
    /// ```
    /// use std::time::{Duration, UNIX_EPOCH};
    /// # use openapi_client_runtime::{UnixSeconds, serde_json};
    ///
    /// let time: UnixSeconds = serde_json::from_str("1700000000.123")?;
    /// assert_eq!(time.to_system_time(), Some(UNIX_EPOCH + Duration::from_millis(1_700_000_000_123)));
    /// assert_eq!(time.to_string(), "1700000000.123");
    /// assert!(time > UnixSeconds::from(1_700_000_000));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    UnixSeconds, digits = 9, unit = "seconds"
}

unix_time! {
    /// A time in milliseconds since 1970-01-01 00:00 UTC, leap seconds not counted.
    ///
    /// On the wire an integer; a fraction is kept if one comes. Equality, order and hash go by the time, so `5` equals
    /// `5.0`. Many APIs use 0 for "not yet": see [`is_zero`](Self::is_zero).
    ///
    /// ```
    /// use std::time::{Duration, UNIX_EPOCH};
    /// # use openapi_client_runtime::UnixMilliseconds;
    ///
    /// let time = UnixMilliseconds::from(1_700_000_000_123);
    /// assert_eq!(time.to_system_time(), Some(UNIX_EPOCH + Duration::from_millis(1_700_000_000_123)));
    /// assert_eq!(time.as_seconds_f64(), 1_700_000_000.123);
    /// ```
    UnixMilliseconds, digits = 6, unit = "milliseconds"
}

impl UnixSeconds {
    /// The time in seconds: an integer if it is a whole second, otherwise the float nearest to it (within a microsecond
    /// for today's times). For an API that takes whole seconds only, see [`floor`](Self::floor).
    pub fn from_system_time(time: SystemTime) -> Self {
        Self::from_nanoseconds(since_epoch(time))
    }

    /// The last whole second before or at this time, as an integer on the wire.
    ///
    /// A time without a fraction stays as it is, and so does one beyond 64 bits.
    ///
    /// ```
    /// # use openapi_client_runtime::UnixSeconds;
    /// let time = UnixSeconds::try_from(1_700_000_000.9)?;
    /// assert_eq!(time.floor().to_string(), "1700000000");
    /// # Ok::<(), openapi_client_runtime::ConversionError>(())
    /// ```
    #[must_use]
    pub fn floor(self) -> Self {
        self.0
            .scaled(0)
            .map_or(self, |seconds| Self(Number::from_i128(seconds)))
    }

    /// In seconds, as the nearest float.
    pub fn as_seconds_f64(self) -> f64 {
        self.0.as_f64()
    }

    pub(crate) fn from_nanoseconds(nanoseconds: i128) -> Self {
        match nanoseconds % NANOSECONDS_PER_SECOND {
            0 => Self(Number::from_i128(nanoseconds / NANOSECONDS_PER_SECOND)),
            _ => {
                // By way of text, because dividing floats would round twice.
                let (whole, fraction) = decimal(nanoseconds);
                let sign = if nanoseconds < 0 { "-" } else { "" };
                let float = format!("{sign}{whole}.{fraction:09}").parse().ok();
                Self(float.and_then(Number::from_f64).unwrap_or_default())
            }
        }
    }
}

impl UnixMilliseconds {
    /// The time in whole milliseconds, rounded down.
    pub fn from_system_time(time: SystemTime) -> Self {
        Self::from_nanoseconds(since_epoch(time))
    }

    /// In seconds, as the nearest float for integers up to 2^53.
    pub fn as_seconds_f64(self) -> f64 {
        self.0.as_f64() / 1000.0
    }

    pub(crate) fn from_nanoseconds(nanoseconds: i128) -> Self {
        Self(Number::from_i128(
            nanoseconds.div_euclid(NANOSECONDS_PER_MILLISECOND),
        ))
    }
}

/// Seconds and nanoseconds, without the sign.
fn decimal(nanoseconds: i128) -> (u128, u128) {
    let distance = nanoseconds.unsigned_abs();
    let second = NANOSECONDS_PER_SECOND.unsigned_abs();
    (distance / second, distance % second)
}

fn duration(nanoseconds: u128) -> Option<Duration> {
    let second = NANOSECONDS_PER_SECOND.unsigned_abs();
    let seconds = u64::try_from(nanoseconds / second).ok()?;
    let rest = u32::try_from(nanoseconds % second).ok()?;
    Some(Duration::new(seconds, rest))
}

/// Cannot overflow: a `Duration` has fewer than 2^64 seconds.
fn since_epoch(time: SystemTime) -> i128 {
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => after.as_nanos().cast_signed(),
        Err(before) => -before.duration().as_nanos().cast_signed(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{from_str, to_string};

    use super::*;

    fn at(nanoseconds: i64) -> SystemTime {
        let distance = Duration::from_nanos(nanoseconds.unsigned_abs());
        match nanoseconds < 0 {
            true => UNIX_EPOCH - distance,
            false => UNIX_EPOCH + distance,
        }
    }

    #[test]
    fn zero_is_zero_in_every_form() {
        for text in ["0", "0.0", "-0.0"] {
            assert!(from_str::<UnixSeconds>(text).unwrap().is_zero());
        }
        assert!(UnixMilliseconds::default().is_zero());
        assert!(!UnixMilliseconds::from(1).is_zero());
    }

    #[test]
    fn the_same_moment_in_both_units() {
        let seconds: UnixSeconds = from_str("1700000000.123").unwrap();
        let milliseconds: UnixMilliseconds = from_str("1700000000123").unwrap();
        assert_eq!(seconds.to_system_time(), milliseconds.to_system_time());
        assert_eq!(seconds.as_millis(), Some(1_700_000_000_123));
        assert_eq!(milliseconds.as_millis(), Some(1_700_000_000_123));
        assert_eq!(seconds.as_seconds_f64(), milliseconds.as_seconds_f64());
    }

    #[test]
    fn milliseconds_with_a_fraction_stay() {
        let time: UnixMilliseconds = from_str("1700000000123.25").unwrap();
        assert_eq!(to_string(&time).unwrap(), "1700000000123.25");
        assert_eq!(time.to_system_time(), Some(at(1_700_000_000_123_250_000)));
    }

    #[test]
    fn times_before_1970_are_rounded_down() {
        assert_eq!(
            UnixSeconds::try_from(-0.0005).unwrap().as_millis(),
            Some(-1)
        );
        assert_eq!(UnixSeconds::try_from(-0.5).unwrap().floor(), (-1).into());
        assert_eq!(
            UnixMilliseconds::from_system_time(at(-1)),
            UnixMilliseconds::from(-1)
        );
        assert_eq!(
            to_string(&UnixSeconds::from_system_time(at(-500_000_000))).unwrap(),
            "-0.5"
        );
    }

    #[test]
    fn what_is_out_of_range_is_none() {
        let far = UnixSeconds::try_from(1e300).unwrap();
        assert_eq!((far.to_system_time(), far.as_millis()), (None, None));
        assert_eq!(far.floor(), far);
        assert_eq!(UnixSeconds::from(i64::MAX).as_millis(), None);
        assert!(UnixSeconds::try_from(f64::NAN).is_err());
        assert!(UnixMilliseconds::try_from(f64::INFINITY).is_err());
    }

    #[test]
    fn text_forms_show_the_number() {
        let time = UnixSeconds::from(1_700_000_000);
        assert_eq!(
            format!("{time} {time:?}"),
            "1700000000 UnixSeconds(1700000000)"
        );
    }

    proptest! {
        #[test]
        fn whole_and_fractional_times_come_back(
            whole in any::<i64>(), micros in 1_600_000_000_000_000_i64..1_900_000_000_000_000
        ) {
            let time = UnixMilliseconds::from(whole).to_system_time();
            if let Some(time) = time {
                prop_assert_eq!(UnixMilliseconds::from_system_time(time), whole.into());
            }
            let time = UnixSeconds::from_system_time(at(micros * 1000));
            let again: UnixSeconds = from_str(&to_string(&time).unwrap()).unwrap();
            prop_assert_eq!(again.to_system_time(), Some(at(micros * 1000)));
        }

        #[test]
        fn no_number_panics(number in any::<f64>()) {
            if let Ok(time) = UnixSeconds::try_from(number) {
                let _ = (time.to_system_time(), time.as_millis(), time.floor());
            }
            if let Ok(time) = UnixMilliseconds::try_from(number) {
                let _ = (time.to_system_time(), time.as_millis(), time.as_seconds_f64());
            }
        }
    }
}
