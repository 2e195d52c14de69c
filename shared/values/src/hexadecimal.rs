//! Bytes as hexadecimal digits: two per byte, in lower case.

use std::fmt::Write;

/// Encodes `bytes` as digits.
pub fn write(bytes: impl IntoIterator<Item = u8>) -> String {
    bytes.into_iter().fold(String::new(), |mut text, byte| {
        // Writing to a `String` cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Decodes `digits`; `None` if their number is odd or one of them is not a lower-case hexadecimal digit.
pub fn read(digits: &str) -> Option<Vec<u8>> {
    let nibble = |digit: &u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    let byte = |digits: &[u8]| match digits {
        [high, low] => Some(nibble(high)? << 4 | nibble(low)?),
        _ => None,
    };
    digits.as_bytes().chunks(2).map(byte).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("")]
    #[case("00ff10a9")]
    fn digits_round_trip(#[case] digits: &str) {
        assert_eq!(write(read(digits).unwrap()), digits);
    }

    #[rstest]
    #[case("0")]
    #[case("000")]
    #[case("FF")]
    #[case("+f")]
    #[case("g0")]
    #[case("é")]
    fn rejects_anything_else(#[case] digits: &str) {
        assert_eq!(read(digits), None);
    }

    proptest! {
        #[test]
        fn bytes_round_trip(bytes: Vec<u8>) {
            prop_assert_eq!(read(&write(bytes.iter().copied())), Some(bytes));
        }
    }
}
