//! Amounts of money that say their unit.
//!
//! In: thousandths of a dollar, or a decimal text in dollars. Out: the same. Never: a float, which would round; nor an
//! overflow that goes unnoticed.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::ConversionError;

const PER_DOLLAR: u64 = 1000;

/// An amount in thousandths of a US dollar: 5000 is $5.00.
///
/// On the wire an integer of 64 bits. As text it is dollars, with at least two digits behind the point.
///
/// ```
/// use openapi_client_runtime::Millidollars;
///
/// let price = Millidollars::from_dollars_str("5.00")?;
/// assert_eq!(price.as_i64(), 5000);
/// assert_eq!(Millidollars::from(5005).to_string(), "5.005");
/// assert_eq!(price.checked_sub(Millidollars::from(5500)).unwrap().to_string(), "-0.50");
/// # Ok::<(), openapi_client_runtime::ConversionError>(())
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Millidollars(i64);

impl Millidollars {
    /// That many thousandths of a dollar.
    pub const fn new(thousandths: i64) -> Self {
        Self(thousandths)
    }

    /// The number of thousandths of a dollar.
    pub const fn as_i64(self) -> i64 {
        self.0
    }

    /// Reads an amount in dollars, such as `5`, `5.00`, `-0.5` or `5.005`.
    ///
    /// # Errors
    ///
    /// There are more than three digits behind the point; the amount is beyond about 9.2 quadrillion dollars; or the text
    /// is anything but a `-` at most, digits, and a point with digits behind it: no spaces, `$`, `+`, commas or exponents.
    pub fn from_dollars_str(dollars: &str) -> Result<Self, ConversionError> {
        let (is_negative, amount) = match dollars.strip_prefix('-') {
            Some(amount) => (true, amount),
            None => (false, dollars),
        };
        let (whole, decimals) = match amount.split_once('.') {
            Some((whole, decimals)) => (whole, Some(decimals)),
            None => (amount, None),
        };
        if !is_digits(whole) || !decimals.is_none_or(is_digits) {
            return Err("an amount in dollars is digits such as `5` or `5.00`, with `-` before it if negative".into());
        }
        let decimals = decimals.unwrap_or_default();
        if decimals.len() > 3 {
            return Err(
                "an amount in dollars has at most three digits behind the point, such as `5.005`"
                    .into(),
            );
        }
        let sign = if is_negative { "-" } else { "" };
        // Digits alone can only be too large, and the least amount has no positive counterpart: so the sign goes along.
        format!("{sign}{whole}{decimals:0<3}")
            .parse()
            .map(Self)
            .map_err(|_| {
                "an amount in dollars lies between -9223372036854775.808 and 9223372036854775.807"
                    .into()
            })
    }

    /// The sum; `None` if it does not fit.
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(sum) => Some(Self(sum)),
            None => None,
        }
    }

    /// The difference; `None` if it does not fit.
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        match self.0.checked_sub(other.0) {
            Some(difference) => Some(Self(difference)),
            None => None,
        }
    }

    /// The sum of all; `None` if it does not fit, whatever their order. (There is no `Iterator::sum`, which would panic
    /// or wrap.)
    ///
    /// ```
    /// use openapi_client_runtime::Millidollars;
    ///
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

impl From<i64> for Millidollars {
    fn from(thousandths: i64) -> Self {
        Self(thousandths)
    }
}

impl From<Millidollars> for i64 {
    fn from(amount: Millidollars) -> Self {
        amount.0
    }
}

/// As [`Millidollars::from_dollars_str`].
impl FromStr for Millidollars {
    type Err = ConversionError;

    fn from_str(dollars: &str) -> Result<Self, ConversionError> {
        Self::from_dollars_str(dollars)
    }
}

/// In dollars: `5.00`, `5.005`, `-0.50`.
impl fmt::Display for Millidollars {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let amount = self.0.unsigned_abs();
        let (dollars, rest) = (amount / PER_DOLLAR, amount % PER_DOLLAR);
        let text = match rest % 10 {
            0 => format!("{dollars}.{:02}", rest / 10),
            _ => format!("{dollars}.{rest:03}"),
        };
        f.pad_integral(self.0 >= 0, "", &text)
    }
}

impl fmt::Debug for Millidollars {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Millidollars({})", self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(dollars: &str) -> Result<i64, String> {
        let amount = Millidollars::from_dollars_str(dollars);
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
        assert!(read("5.0000").unwrap_err().contains("at most three digits"));
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
            "Millidollars(5000)"
        );
    }

    #[test]
    fn only_integers_are_amounts_on_the_wire() {
        assert_eq!(
            serde_json::from_str::<Millidollars>("2000").unwrap(),
            2000.into()
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
            Some(0.into())
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
