//! Integers in JSON: `1.0` is an integer too (JSON Schema 2020-12, core section 4.2.3), and some languages
//! write it so.

use serde_json::Value;

/// 2⁵³: up to this number every integer has an exact `f64`.
const MAX_EXACT: f64 = 9_007_199_254_740_992.0;

/// Reads a non-negative integer, however it is written; `None` for anything else.
pub fn integer(value: &Value) -> Option<u64> {
    let written =
        || value.as_f64().filter(|number| number.fract() == 0.0 && (0.0..=MAX_EXACT).contains(number));
    value.as_u64().or_else(|| written().map(|number| number as u64))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    #[rstest]
    #[case(json!(3), Some(3))]
    #[case(json!(3.0), Some(3))]
    #[case(json!(3e2), Some(300))]
    #[case(json!(-0.0), Some(0))]
    #[case(json!(u64::MAX), Some(u64::MAX))]
    #[case(json!(3.5), None)]
    #[case(json!(-1), None)]
    #[case(json!(1e300), None)]
    #[case(json!("3"), None)]
    #[case(json!(null), None)]
    fn reads_numbers_without_a_fraction(#[case] value: Value, #[case] expected: Option<u64>) {
        assert_eq!(integer(&value), expected);
    }
}
