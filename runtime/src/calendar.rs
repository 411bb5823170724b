//! Unix times as the date types of the crates `chrono`, `jiff` and `time`, each behind the feature of its name.
//!
//! In: a Unix time, or a date. Out: the other. Never: a panic for a date that is out of range.

use crate::argument::argument;
use crate::unix_time::{UnixMilliseconds, UnixSeconds};

macro_rules! calendar {
    ($name:ident, from = $from:literal) => {
        #[cfg(feature = "chrono")]
        impl $name {
            /// The time as chrono has it; `None` beyond its years (about 262,000 before and after 1970).
            ///
            /// Feature `chrono`. What is finer than a nanosecond is rounded down.
            pub fn to_chrono(self) -> Option<chrono::DateTime<chrono::Utc>> {
                let nanoseconds = self.as_nanoseconds()?;
                let seconds = nanoseconds.div_euclid(1_000_000_000).try_into().ok()?;
                let rest = nanoseconds.rem_euclid(1_000_000_000).try_into().ok()?;
                chrono::DateTime::from_timestamp(seconds, rest)
            }
        }

        #[cfg(feature = "chrono")]
        impl<Zone: chrono::TimeZone> From<chrono::DateTime<Zone>> for $name {
            #[doc = $from]
            fn from(time: chrono::DateTime<Zone>) -> Self {
                let seconds = i128::from(time.timestamp()) * 1_000_000_000;
                // During a leap second this is more than a second, which ends up in the second that follows.
                Self::from_nanoseconds(seconds + i128::from(time.timestamp_subsec_nanos()))
            }
        }

        #[cfg(feature = "jiff")]
        impl $name {
            /// The time as jiff has it; `None` beyond its years (-9999 to 9999).
            ///
            /// Feature `jiff`. What is finer than a nanosecond is rounded down.
            pub fn to_jiff(self) -> Option<jiff::Timestamp> {
                jiff::Timestamp::from_nanosecond(self.as_nanoseconds()?).ok()
            }
        }

        #[cfg(feature = "jiff")]
        impl From<jiff::Timestamp> for $name {
            #[doc = $from]
            fn from(time: jiff::Timestamp) -> Self {
                Self::from_nanoseconds(time.as_nanosecond())
            }
        }

        #[cfg(feature = "jiff")]
        argument!([] $name, from jiff::Timestamp, time => Ok(time.into()));

        #[cfg(feature = "chrono")]
        argument!([Zone: chrono::TimeZone] $name, from chrono::DateTime<Zone>, time => Ok(time.into()));

        #[cfg(feature = "time")]
        argument!([] $name, from time::OffsetDateTime, time => Ok(time.into()));

        #[cfg(feature = "time")]
        impl $name {
            /// The time as the crate `time` has it; `None` beyond its years (-9999 to 9999).
            ///
            /// Feature `time`. What is finer than a nanosecond is rounded down.
            pub fn to_offset_date_time(self) -> Option<time::OffsetDateTime> {
                time::OffsetDateTime::from_unix_timestamp_nanos(self.as_nanoseconds()?).ok()
            }
        }

        #[cfg(feature = "time")]
        impl From<time::OffsetDateTime> for $name {
            #[doc = $from]
            fn from(time: time::OffsetDateTime) -> Self {
                Self::from_nanoseconds(time.unix_timestamp_nanos())
            }
        }
    };
}

calendar!(
    UnixSeconds,
    from = "As [`UnixSeconds::from_system_time`]: an integer if it is a whole second."
);
calendar!(
    UnixMilliseconds,
    from = "As [`UnixMilliseconds::from_system_time`]: rounded down."
);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[cfg(feature = "chrono")]
    #[test]
    fn chrono_dates_come_back() {
        let time = UnixSeconds::try_from(1_700_000_000.123).unwrap();
        let date = time.to_chrono().unwrap();
        assert_eq!(format!("{date:?}"), "2023-11-14T22:13:20.123Z");
        assert_eq!(UnixSeconds::from(date), time);
        assert_eq!(UnixMilliseconds::from(date), 1_700_000_000_123.into());
        assert_eq!(
            UnixMilliseconds::from(-1)
                .to_chrono()
                .unwrap()
                .timestamp_millis(),
            -1
        );
        assert_eq!(UnixSeconds::from(i64::MAX).to_chrono(), None);
        for extreme in [
            chrono::DateTime::<chrono::Utc>::MIN_UTC,
            chrono::DateTime::<chrono::Utc>::MAX_UTC,
        ] {
            assert!(!UnixSeconds::from(extreme).is_zero());
        }
    }

    #[cfg(feature = "jiff")]
    #[test]
    fn jiff_dates_come_back() {
        let time = UnixSeconds::try_from(1_700_000_000.123).unwrap();
        let date = time.to_jiff().unwrap();
        assert_eq!(date.to_string(), "2023-11-14T22:13:20.123Z");
        assert_eq!(UnixSeconds::from(date), time);
        assert_eq!(UnixMilliseconds::from(date), 1_700_000_000_123.into());
        assert_eq!(UnixSeconds::from(i64::MAX).to_jiff(), None);
    }

    #[cfg(feature = "time")]
    #[test]
    fn time_dates_come_back() {
        let time = UnixSeconds::try_from(1_700_000_000.123).unwrap();
        let date = time.to_offset_date_time().unwrap();
        assert_eq!(
            (date.year(), date.hour(), date.millisecond()),
            (2023, 22, 123)
        );
        assert_eq!(UnixSeconds::from(date), time);
        assert_eq!(UnixMilliseconds::from(date), 1_700_000_000_123.into());
        assert_eq!(UnixSeconds::from(i64::MAX).to_offset_date_time(), None);
    }

    proptest! {
        #[test]
        fn no_number_panics(number in any::<f64>(), whole in any::<i64>()) {
            for time in [UnixSeconds::try_from(number).unwrap_or_default(), whole.into()] {
                #[cfg(feature = "chrono")]
                let _ = time.to_chrono().map(UnixMilliseconds::from);
                #[cfg(feature = "jiff")]
                let _ = time.to_jiff().map(UnixMilliseconds::from);
                #[cfg(feature = "time")]
                let _ = time.to_offset_date_time().map(UnixMilliseconds::from);
            }
        }
    }
}
