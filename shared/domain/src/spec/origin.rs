//! Where a URL with placeholders leads, as far as its text says.

use crate::interpolation::Template;

/// The scheme, host and port of `url` as they are written, or the placeholder that it begins with; empty for a URL that is
/// relative to the base of a config.
///
/// The text is cut where an authority ends (RFC 3986 section 3.2), so a URL with the same origin has the same authority.
pub fn origin(url: &Template) -> &str {
    let text = url.as_str();
    let begins_after = if let Some(rest) = text.strip_prefix("//") {
        text.len() - rest.len()
    } else if text.starts_with("${") {
        text.find('}').map_or(text.len(), |end| end + 1)
    } else {
        match text.split_once("://") {
            Some((scheme, _)) if !scheme.contains(['/', '?', '#', '$']) => scheme.len() + "://".len(),
            _ => return "",
        }
    };
    let end = text.get(begins_after..).and_then(|rest| rest.find(['/', '?', '#']));
    end.map_or(text, |end| text.get(..begins_after + end).unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("https://a.example/users", "https://a.example")]
    #[case("https://a.example", "https://a.example")]
    #[case("https://a.example:8443?q=/", "https://a.example:8443")]
    #[case("https://a.example#x", "https://a.example")]
    #[case("https://a.example\\@b.example/", "https://a.example\\@b.example")]
    #[case("https://a.example\t.b.example/", "https://a.example\t.b.example")]
    #[case("https://${host}:${port}/x", "https://${host}:${port}")]
    #[case("${base}/users", "${base}")]
    #[case("${base}.b.example/users", "${base}.b.example")]
    #[case("//a.example/users", "//a.example")]
    #[case("users/${id}", "")]
    #[case("/users?next=https://a.example/", "")]
    #[case("users", "")]
    fn the_origin_is_what_stands_before_the_path(#[case] url: &str, #[case] expected: &str) {
        assert_eq!(origin(&Template::new(url)), expected);
    }
}
