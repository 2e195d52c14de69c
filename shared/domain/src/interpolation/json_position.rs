//! Where in the text of a JSON document the next placeholder stands.

/// A position in the text of a JSON document (RFC 8259).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum JsonPosition {
    /// Between tokens: a whole value stands here.
    #[default]
    Value,
    /// In a string.
    InString,
    /// In a string, after a backslash, where no value can stand.
    AfterBackslash,
}

impl JsonPosition {
    /// The position after `text`.
    pub(super) fn after(self, text: &str) -> Self {
        text.bytes().fold(self, |position, byte| match (position, byte) {
            (Self::Value, b'"') => Self::InString,
            (Self::InString, b'"') => Self::Value,
            (Self::InString, b'\\') => Self::AfterBackslash,
            (Self::AfterBackslash, _) => Self::InString,
            (position, _) => position,
        })
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("", JsonPosition::Value)]
    #[case("{\"a\": ", JsonPosition::Value)]
    #[case("{\"a\": \"", JsonPosition::InString)]
    #[case("{\"a\": \"\\\"", JsonPosition::InString)]
    #[case("{\"a\": \"\\\\", JsonPosition::InString)]
    #[case("{\"a\": \"\\\\\", ", JsonPosition::Value)]
    #[case("{\"a\": \"\\", JsonPosition::AfterBackslash)]
    fn the_position_follows_the_strings(#[case] text: &str, #[case] expected: JsonPosition) {
        assert_eq!(JsonPosition::default().after(text), expected);
        let (first, second) = text.split_at(text.len() / 2);
        assert_eq!(JsonPosition::default().after(first).after(second), expected, "in two parts");
    }
}
