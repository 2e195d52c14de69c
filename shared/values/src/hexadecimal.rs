//! Bytes as hexadecimal digits: two a byte, in lower case.

use std::fmt::Write;

/// `bytes` in digits.
pub fn write(bytes: impl IntoIterator<Item = u8>) -> String {
    bytes.into_iter().fold(String::new(), |mut text, byte| {
        // Writing into a text does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The bytes that `digits` stand for; `None` where one is no digit of lower case, or their number is odd.
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
    fn digits_read_back(#[case] digits: &str) {
        assert_eq!(write(read(digits).unwrap()), digits);
    }

    #[rstest]
    #[case("0")]
    #[case("000")]
    #[case("FF")]
    #[case("+f")]
    #[case("g0")]
    #[case("é")]
    fn anything_else_is_refused(#[case] digits: &str) {
        assert_eq!(read(digits), None);
    }

    proptest! {
        #[test]
        fn bytes_read_back_as_they_were_written(bytes: Vec<u8>) {
            prop_assert_eq!(read(&write(bytes.iter().copied())), Some(bytes));
        }
    }
}
