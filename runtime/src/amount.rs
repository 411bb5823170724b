//! Amounts of money that say their unit.
//!
//! In: a number of the smallest unit, or a decimal text in whole units. Out: the same. Never: a float, which would round; nor
//! an overflow that goes unnoticed.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::ConversionError;

/// An amount in fractions of a unit: `Amount<2>` counts hundredths, such as cents, and `Amount<3>` thousandths.
///
/// On the wire an integer of 64 bits. As text it is whole units, with at least two digits behind the point where there are
/// as many. At most 18 decimals.
///
/// ```
/// # use openapi_client_runtime::{Amount, Millidollars};
/// let price: Millidollars = "5.00".parse()?;
/// assert_eq!(price.as_i64(), 5000);
/// assert_eq!(Millidollars::new(5005).to_string(), "5.005");
/// assert_eq!(price.checked_sub(Millidollars::new(5500)).unwrap().to_string(), "-0.50");
///
/// assert_eq!(Amount::<2>::new(1999).to_string(), "19.99");
/// # Ok::<(), openapi_client_runtime::ConversionError>(())
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Amount<const DECIMALS: u32>(i64);

/// An amount in thousandths of a US dollar: 5000 is $5.00.
pub type Millidollars = Amount<3>;

impl<const DECIMALS: u32> Amount<DECIMALS> {
    /// How many of the smallest unit make a whole one.
    const PER_UNIT: u64 = 10_u64.pow(DECIMALS);

    /// That many of the smallest unit.
    pub const fn new(count: i64) -> Self {
        Self(count)
    }

    /// The number of the smallest unit.
    pub const fn as_i64(self) -> i64 {
        self.0
    }

    /// The sum; `None` if it is out of range.
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(sum) => Some(Self(sum)),
            None => None,
        }
    }

    /// The difference; `None` if it is out of range.
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        match self.0.checked_sub(other.0) {
            Some(difference) => Some(Self(difference)),
            None => None,
        }
    }

    /// The sum of all; `None` if it is out of range, whatever their order. (There is no `Iterator::sum`, which would panic or
    /// wrap.)
    ///
    /// ```
    /// # use openapi_client_runtime::Millidollars;
    /// let tips = [500, 1250].map(Millidollars::new);
    /// assert_eq!(Millidollars::checked_sum(tips), Some(Millidollars::new(1750)));
    /// ```
    pub fn checked_sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        let sum: i128 = amounts.into_iter().map(|amount| i128::from(amount.0)).sum();
        sum.try_into().ok().map(Self)
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

impl<const DECIMALS: u32> From<Amount<DECIMALS>> for i64 {
    fn from(amount: Amount<DECIMALS>) -> Self {
        amount.0
    }
}

/// Reads an amount in whole units, such as `5`, `5.00`, `-0.5` or `5.005`.
///
/// Not an amount: more digits behind the point than there are decimals; what an integer of 64 bits cannot count; and all but
/// a `-` at most, digits, and a point with digits behind it: no spaces, `$`, `+`, commas or exponents.
impl<const DECIMALS: u32> FromStr for Amount<DECIMALS> {
    type Err = ConversionError;

    fn from_str(units: &str) -> Result<Self, ConversionError> {
        let (is_negative, amount) = match units.strip_prefix('-') {
            Some(amount) => (true, amount),
            None => (false, units),
        };
        let (whole, decimals) = match amount.split_once('.') {
            Some((whole, decimals)) => (whole, Some(decimals)),
            None => (amount, None),
        };
        if !is_digits(whole) || !decimals.is_none_or(is_digits) {
            return Err(
                "an amount is digits such as `5` or `5.00`, with `-` before it if negative".into(),
            );
        }
        let decimals = decimals.unwrap_or_default();
        let width = DECIMALS as usize;
        if decimals.len() > width {
            return Err(
                format!("this amount has at most {DECIMALS} digits behind the point").into(),
            );
        }
        let sign = if is_negative { "-" } else { "" };
        // Digits alone can only be too large, and the least amount has no positive counterpart: so the sign goes along.
        format!("{sign}{whole}{decimals:0<width$}")
            .parse()
            .map(Self)
            .map_err(|_| {
                let [least, most] = [i64::MIN, i64::MAX].map(Self::new);
                format!("this amount lies between {least} and {most}").into()
            })
    }
}

/// In whole units: `5.00`, `5.005`, `-0.50`.
impl<const DECIMALS: u32> fmt::Display for Amount<DECIMALS> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let amount = self.0.unsigned_abs();
        let (units, rest) = (amount / Self::PER_UNIT, amount % Self::PER_UNIT);
        let width = DECIMALS as usize;
        let digits = format!("{rest:0width$}");
        let text = match width {
            0 => units.to_string(),
            _ => {
                let significant = digits.trim_end_matches('0').len().max(width.min(2));
                format!("{units}.{}", &digits[..significant])
            }
        };
        f.pad_integral(self.0 >= 0, "", &text)
    }
}

/// The count and the unit: `Amount(5000 / 10^3)`.
impl<const DECIMALS: u32> fmt::Debug for Amount<DECIMALS> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Amount({} / 10^{DECIMALS})", self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(dollars: &str) -> Result<i64, String> {
        let amount = dollars.parse::<Millidollars>();
        amount.map(i64::from).map_err(|error| error.to_string())
    }

    #[test]
    fn dollars_are_read_exactly() {
        for (dollars, thousandths) in [
            ("5", 5000),
            ("5.00", 5000),
            ("5.5", 5500),
            ("0.001", 1),
            ("-0.50", -500),
            ("-0", 0),
            ("007.10", 7100),
            ("9223372036854775.807", i64::MAX),
            ("-9223372036854775.808", i64::MIN),
        ] {
            assert_eq!(read(dollars), Ok(thousandths), "{dollars}");
        }
    }

    #[test]
    fn what_is_no_amount_is_an_error_that_says_the_rule() {
        for garbage in [
            "", "-", ".", "5.", ".5", "+5", "--5", " 5", "$5", "5,00", "5e3", "5.-1", "٥", "1.2.3",
            "NaN",
        ] {
            assert!(
                read(garbage).unwrap_err().contains("is digits"),
                "{garbage}"
            );
        }
        assert!(read("5.0000").unwrap_err().contains("at most 3 digits"));
        for large in [
            "9223372036854775.808",
            "-9223372036854775.809",
            &"9".repeat(1000),
        ] {
            assert!(read(large).unwrap_err().contains("lies between"), "{large}");
        }
    }

    #[test]
    fn dollars_have_two_digits_or_three() {
        for (thousandths, dollars) in [
            (0, "0.00"),
            (5000, "5.00"),
            (5010, "5.01"),
            (5005, "5.005"),
            (-500, "-0.50"),
            (i64::MIN, "-9223372036854775.808"),
        ] {
            assert_eq!(Millidollars::new(thousandths).to_string(), dollars);
        }
        assert_eq!(format!("[{:>8}]", Millidollars::new(-500)), "[   -0.50]");
        assert_eq!(
            format!("{:?}", Millidollars::new(5000)),
            "Amount(5000 / 10^3)"
        );
    }

    #[test]
    fn other_currencies_have_other_decimals() {
        assert_eq!(Amount::<0>::new(500).to_string(), "500");
        assert_eq!(Amount::<1>::new(5).to_string(), "0.5");
        assert_eq!(Amount::<2>::new(-5).to_string(), "-0.05");
        assert_eq!(Amount::<18>::new(1).to_string(), "0.000000000000000001");
        assert_eq!("19.9".parse(), Ok(Amount::<2>::new(1990)));
        assert!("1.5".parse::<Amount<0>>().is_err());
    }

    #[test]
    fn only_integers_are_amounts_on_the_wire() {
        assert_eq!(
            serde_json::from_str::<Millidollars>("2000").unwrap(),
            Millidollars::new(2000)
        );
        for text in [
            "2000.5",
            "2000.0",
            "\"2000\"",
            "null",
            "9223372036854775808",
        ] {
            assert!(
                serde_json::from_str::<Millidollars>(text).is_err(),
                "{text}"
            );
        }
    }

    #[test]
    fn overflow_is_none() {
        let [most, one, least] = [i64::MAX, 1, i64::MIN].map(Millidollars::new);
        assert_eq!(most.checked_add(one), None);
        assert_eq!(least.checked_sub(one), None);
        assert_eq!(Millidollars::checked_sum([most, one]), None);
        assert_eq!(
            Millidollars::checked_sum([most, one, least]),
            Some(Millidollars::new(0))
        );
    }

    proptest! {
        #[test]
        fn any_amount_comes_back(thousandths in any::<i64>()) {
            let amount = Millidollars::new(thousandths);
            prop_assert_eq!(amount.to_string().parse(), Ok(amount));
            let text = serde_json::to_string(&amount).unwrap();
            prop_assert_eq!(serde_json::from_str::<Millidollars>(&text).unwrap(), amount);
        }

        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = read(&text);
        }
    }
}
