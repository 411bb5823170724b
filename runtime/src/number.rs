//! A number that goes back on the wire as it came.
//!
//! In: any JSON number. Out: the same number, equal and ordered by its value, and in decimal fractions of itself without
//! floating-point arithmetic. Never: infinite or not a number, so that there is a total order.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use serde::de::{Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// 2^65: floats from here on are larger than any integer of 64 bits, and floats below it fit an `i128`.
const BEYOND_INTEGERS: f64 = 36_893_488_147_419_103_232.0;

#[derive(Clone, Copy)]
pub(crate) struct Number(Form);

/// The form on the wire. `Unsigned` is for what exceeds an `i64`; `Float` is finite.
#[derive(Clone, Copy)]
enum Form {
    Signed(i64),
    Unsigned(u64),
    Float(f64),
}

impl Number {
    /// `None` if the float is infinite or not a number.
    pub(crate) fn from_f64(float: f64) -> Option<Self> {
        float.is_finite().then_some(Self(Form::Float(float)))
    }

    /// The integer, or the nearest float where 64 bits cannot hold it.
    pub(crate) fn from_i128(integer: i128) -> Self {
        let signed = i64::try_from(integer).map(Form::Signed);
        let unsigned = || u64::try_from(integer).map(Form::Unsigned);
        Self(
            signed
                .or_else(|_| unsigned())
                .unwrap_or(Form::Float(integer as f64)),
        )
    }

    /// The nearest float.
    pub(crate) fn as_f64(self) -> f64 {
        match self.0 {
            Form::Signed(integer) => integer as f64,
            Form::Unsigned(integer) => integer as f64,
            Form::Float(float) => float,
        }
    }

    /// The value times `10^digits`, rounded down; `None` if it does not fit.
    ///
    /// A float counts as the shortest decimal number that reads as that float, which is the one on the wire if that has
    /// 15 digits or fewer: 1700000000.123 is 1700000000123 thousandths, though the float is a bit less than that.
    pub(crate) fn scaled(self, digits: u32) -> Option<i128> {
        match self.0 {
            Form::Signed(integer) => i128::from(integer).checked_mul(10_i128.checked_pow(digits)?),
            Form::Unsigned(integer) => {
                i128::from(integer).checked_mul(10_i128.checked_pow(digits)?)
            }
            Form::Float(float) => scaled_decimal(&float.to_string(), digits),
        }
    }

    fn integer(self) -> Option<i128> {
        match self.0 {
            Form::Signed(integer) => Some(integer.into()),
            Form::Unsigned(integer) => Some(integer.into()),
            Form::Float(_) => None,
        }
    }
}

/// `text` as [`f64`]'s `Display` writes it: digits, perhaps a sign before and a fraction behind, and no exponent.
fn scaled_decimal(text: &str, digits: u32) -> Option<i128> {
    let digits = usize::try_from(digits).ok()?;
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let kept = fraction.get(..digits).unwrap_or(fraction);
    let dropped = &fraction[kept.len()..];
    let scaled: i128 = format!("{whole}{kept:0<digits$}").parse().ok()?;
    let is_above = text.starts_with('-') && dropped.contains(|digit| digit != '0');
    scaled.checked_sub(i128::from(is_above))
}

impl From<i64> for Number {
    fn from(integer: i64) -> Self {
        Self(Form::Signed(integer))
    }
}

impl Default for Number {
    fn default() -> Self {
        0.into()
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.integer(), other.integer()) {
            (Some(one), Some(two)) => one.cmp(&two),
            (Some(one), None) => compare(one, other.as_f64()),
            (None, Some(two)) => compare(two, self.as_f64()).reverse(),
            // -0.0 equals 0.0 here, as -0 equals 0; `total_cmp` would part them.
            (None, None) => self
                .as_f64()
                .partial_cmp(&other.as_f64())
                .unwrap_or(Ordering::Equal),
        }
    }
}

/// Without rounding the integer to a float.
fn compare(integer: i128, float: f64) -> Ordering {
    if float >= BEYOND_INTEGERS {
        Ordering::Less
    } else if float <= -BEYOND_INTEGERS {
        Ordering::Greater
    } else {
        let has_fraction = float.floor() < float;
        let below = integer.cmp(&(float.floor() as i128));
        below.then(if has_fraction {
            Ordering::Less
        } else {
            Ordering::Equal
        })
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Number {}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let float = self.as_f64();
        match self.integer() {
            Some(integer) => integer.hash(state),
            None if float.fract() == 0.0 && float.abs() < BEYOND_INTEGERS => {
                (float as i128).hash(state);
            }
            None => float.to_bits().hash(state),
        }
    }
}

/// As JSON writes it.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Form::Signed(integer) => write!(f, "{integer}"),
            Form::Unsigned(integer) => write!(f, "{integer}"),
            Form::Float(float) => write!(f, "{float:?}"),
        }
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Form::Signed(integer) => serializer.serialize_i64(integer),
            Form::Unsigned(integer) => serializer.serialize_u64(integer),
            Form::Float(float) => serializer.serialize_f64(float),
        }
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The hint for any number: serde_json gives integers as integers here, and a caller's `arbitrary_precision` too.
        deserializer.deserialize_f64(NumberVisitor)
    }
}

struct NumberVisitor;

impl Visitor<'_> for NumberVisitor {
    type Value = Number;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_i64<E>(self, integer: i64) -> Result<Number, E> {
        Ok(integer.into())
    }

    fn visit_u64<E>(self, integer: u64) -> Result<Number, E> {
        Ok(Number::from_i128(integer.into()))
    }

    fn visit_f64<E: serde::de::Error>(self, float: f64) -> Result<Number, E> {
        Number::from_f64(float)
            .ok_or_else(|| E::invalid_value(Unexpected::Float(float), &"a finite number"))
    }
}

#[cfg(test)]
mod tests {
    use std::hash::{BuildHasher, RandomState};

    use proptest::prelude::*;

    use super::*;

    fn number(text: &str) -> Number {
        serde_json::from_str(text).unwrap()
    }

    fn any_number() -> impl Strategy<Value = Number> {
        prop_oneof![
            any::<i64>().prop_map(Number::from),
            any::<u64>().prop_map(|integer| Number::from_i128(integer.into())),
            any::<f64>().prop_filter_map("infinite", Number::from_f64),
            any::<i64>().prop_filter_map("infinite", |integer| Number::from_f64(integer as f64)),
            (-3_i64..3).prop_map(Number::from),
            (-6_i64..6).prop_filter_map("infinite", |i| Number::from_f64(i as f64 / 2.0)),
        ]
    }

    #[test]
    fn the_form_on_the_wire_stays() {
        for text in [
            "0",
            "1700000000",
            "1700000000.0",
            "1700000000.123",
            "-1",
            "9223372036854775807",
            "9223372036854775808",
            "18446744073709551615",
            "-9223372036854775808",
            "1e+300",
        ] {
            assert_eq!(serde_json::to_string(&number(text)).unwrap(), text);
        }
    }

    #[test]
    fn what_is_no_number_does_not_decode() {
        for text in ["\"1\"", "null", "true", "[1]", "{}", "1e400", ""] {
            assert!(serde_json::from_str::<Number>(text).is_err(), "{text}");
        }
        assert!(Number::from_f64(f64::NAN).is_none() && Number::from_f64(f64::INFINITY).is_none());
    }

    #[test]
    fn scaling_is_decimal_and_rounds_down() {
        let nanoseconds = |text| number(text).scaled(9);
        assert_eq!(
            nanoseconds("1700000000.123"),
            Some(1_700_000_000_123_000_000)
        );
        assert_eq!(nanoseconds("-0.5"), Some(-500_000_000));
        assert_eq!(nanoseconds("1e-10"), Some(0));
        assert_eq!(nanoseconds("-1e-10"), Some(-1));
        assert_eq!(nanoseconds("-0.0"), Some(0));
        assert_eq!(nanoseconds("1e300"), None);
        assert_eq!(nanoseconds("-1.7976931348623157e308"), None);
        assert_eq!(
            nanoseconds("18446744073709551615"),
            Some(18_446_744_073_709_551_615_000_000_000)
        );
    }

    #[test]
    fn order_is_by_value_without_rounding() {
        assert_eq!(number("5"), number("5.0"));
        assert_eq!(number("0"), number("-0.0"));
        assert!(number("9007199254740993") > number("9007199254740992.0"));
        assert!(number("18446744073709551615") < number("18446744073709551616"));
        assert!(number("-1") < number("-0.5") && number("-0.5") < number("0"));
    }

    proptest! {
        #[test]
        fn any_number_comes_back(one in any_number()) {
            let text = serde_json::to_string(&one).unwrap();
            prop_assert_eq!(serde_json::to_string(&number(&text)).unwrap(), text);
        }

        #[test]
        fn equal_numbers_hash_alike_and_order_is_transitive(
            one in any_number(), two in any_number(), three in any_number()
        ) {
            let hasher = RandomState::new();
            if one == two {
                prop_assert_eq!(hasher.hash_one(one), hasher.hash_one(two));
            }
            prop_assert_eq!(one.cmp(&two), two.cmp(&one).reverse());
            let mut sorted = [one, two, three];
            sorted.sort();
            prop_assert!(sorted[0] <= sorted[2]);
        }

        #[test]
        fn scaling_never_panics(one in any_number(), digits in 0_u32..50) {
            let _ = one.scaled(digits);
        }
    }

    impl fmt::Debug for Number {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "{self}")
        }
    }
}
