//! Headers that may contain credentials.

/// Names, in lower case, that always carry credentials.
const NAMES: [&str; 4] = ["authorization", "cookie", "proxy-authorization", "set-cookie"];

/// Parts of a name, in lower case, that indicate credentials.
const PARTS: [&str; 8] =
    ["token", "secret", "api-key", "apikey", "api_key", "password", "credential", "session"];

/// Whether the header `name` (in any case) may contain a credential. Such values are masked in every output
/// and are not sent to another origin on redirects.
pub fn is_credential(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let is_key = name.ends_with("-key") && name != "idempotency-key";
    is_key || NAMES.contains(&name.as_str()) || PARTS.iter().any(|part| name.contains(part))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("authorization", true)]
    #[case("Authorization", true)]
    #[case("set-cookie", true)]
    #[case("x-api-key", true)]
    #[case("x-amz-security-token", true)]
    #[case("x-client-secret", true)]
    #[case("apikey", true)]
    #[case("ocp-apim-subscription-key", true)]
    #[case("content-type", false)]
    #[case("idempotency-key", false)]
    #[case("retry-after", false)]
    #[case("etag", false)]
    fn recognises_credential_headers(#[case] name: &str, #[case] expected: bool) {
        assert_eq!(is_credential(name), expected);
    }
}
