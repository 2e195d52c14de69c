//! An invalid environment prevents the start and names the variable.

use beadle_runtime::Environment;
use rstest::rstest;

use crate::Auth;

const SECRET: &str = "0123456789abcdef0123456789abcdef";

fn read(variables: &[(&str, &str)]) -> Result<Auth, String> {
    let environment = Environment::of(variables.iter().copied());
    environment.read(Auth::from_environment).map_err(|error| error.to_string())
}

#[rstest]
#[case(&[("JWT_SECRET", SECRET)])]
#[case(&[("JWT_ALGORITHM", "HS256"), ("JWT_SECRET", SECRET), ("JWT_ISSUER", "i"), ("JWT_AUDIENCE", "a")])]
#[case(&[("JWT_ALGORITHM", "RS256"), ("JWT_JWKS_URL", "https://id.example/jwks.json")])]
#[case(&[("JWT_ALGORITHM", "EdDSA"), ("JWT_JWKS_URL", "http://127.0.0.1:9/jwks.json")])]
fn tokens_are_verified_with_a_secret_or_published_keys(#[case] variables: &[(&str, &str)]) {
    assert!(matches!(read(variables), Ok(Auth::Jwt { gateway: None, .. })));
}

#[rstest]
#[case(&[], &["JWT_SECRET"])]
#[case(&[("JWT_SECRET", SECRET)], &[])]
#[case(&[("JWT_JWKS_URL", "https://id.example/jwks.json"), ("TRUST_GATEWAY_IDENTITY", "false")], &[])]
#[case(&[("JWT_JWKS_URL", "https://id.example/jwks.json"), ("TRUST_GATEWAY_IDENTITY", "true")], &["GATEWAY_SECRET"])]
#[case(&[("TRUST_GATEWAY_IDENTITY", "true")], &["JWT_SECRET", "GATEWAY_SECRET"])]
fn only_secrets_that_are_used_are_looked_for(#[case] variables: &[(&str, &str)], #[case] missing: &[&str]) {
    assert_eq!(Auth::missing_secrets(&Environment::of(variables.iter().copied())), missing);
}

#[test]
fn a_gateway_is_trusted_only_if_configured() {
    let (trust, proof) = (("TRUST_GATEWAY_IDENTITY", "true"), ("GATEWAY_SECRET", SECRET));
    assert!(matches!(read(&[trust, proof]), Ok(Auth::Gateway(_))));
    assert!(matches!(read(&[trust, proof, ("JWT_ALGORITHM", "HS256")]), Ok(Auth::Gateway(_))));
    assert!(matches!(read(&[trust, proof, ("JWT_SECRET", SECRET)]), Ok(Auth::Jwt { gateway: Some(_), .. })));
}

#[rstest]
#[case(&[], &["JWT_SECRET"])]
#[case(&[("TRUST_GATEWAY_IDENTITY", "false")], &["JWT_SECRET"])]
#[case(&[("TRUST_GATEWAY_IDENTITY", "perhaps"), ("JWT_SECRET", SECRET)], &["TRUST_GATEWAY_IDENTITY"])]
#[case(&[("TRUST_GATEWAY_IDENTITY", "true")], &["GATEWAY_SECRET"])]
#[case(&[("TRUST_GATEWAY_IDENTITY", "true"), ("GATEWAY_SECRET", "short")], &["GATEWAY_SECRET"])]
#[case(&[("GATEWAY_SECRET", SECRET), ("JWT_SECRET", SECRET)], &["GATEWAY_SECRET"])]
#[case(&[("JWT_SECRET", "short")], &["JWT_SECRET"])]
#[case(&[("JWT_ALGORITHM", "none"), ("JWT_SECRET", SECRET)], &["JWT_ALGORITHM"])]
#[case(&[("JWT_ALGORITHM", "PS256"), ("JWT_SECRET", "short")], &["JWT_ALGORITHM", "JWT_SECRET"])]
#[case(&[("JWT_ALGORITHM", "RS256")], &["JWT_JWKS_URL"])]
#[case(&[("JWT_ALGORITHM", "RS256"), ("JWT_SECRET", SECRET)], &["JWT_SECRET", "JWT_JWKS_URL"])]
#[case(&[("JWT_ALGORITHM", "RS256"), ("JWT_JWKS_URL", "http://id.example/jwks.json")], &["JWT_JWKS_URL"])]
#[case(&[("JWT_ALGORITHM", "RS256"), ("JWT_JWKS_URL", "jwks")], &["JWT_JWKS_URL"])]
#[case(&[("JWT_SECRET", SECRET), ("JWT_JWKS_URL", "https://id.example/jwks.json")], &["JWT_JWKS_URL"])]
fn invalid_settings_name_the_variable(#[case] variables: &[(&str, &str)], #[case] named: &[&str]) {
    let error = read(variables).unwrap_err();
    let names: Vec<_> = error.lines().filter_map(|line| line.split(':').next()).collect();
    assert_eq!(names, named, "{error}");
    assert!(!error.contains(SECRET) && !error.contains("short"), "values are not told: {error}");
}
