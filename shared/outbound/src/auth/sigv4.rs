//! AWS Signature Version 4, for any service:
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>.

use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_sigv4::{
    http_request::{
        PayloadChecksumKind, PercentEncodingMode, SignableBody, SignableRequest, SigningSettings,
        UriPathNormalizationMode, sign as sign_request,
    },
    sign::v4,
};
use beadle_application::port::{AuthError, SentSecrets};
use beadle_domain::{call::HttpRequest, destination::credential::AwsKeys};
use jiff::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};

use super::headers;

/// Signs the request.
///
/// The signature covers the host, the content type and headers that begin with `x-amz-`. Other headers may
/// change on the way without invalidating it.
pub(super) fn sign(
    request: &mut HttpRequest,
    keys: &AwsKeys,
    now: Timestamp,
) -> Result<SentSecrets, AuthError> {
    let mut used = SentSecrets::default();
    used.note(keys.secret_access_key.expose_secret());
    let session = keys.session_token.as_ref().map(|token| token.expose_secret().to_owned());
    let secret = keys.secret_access_key.expose_secret();
    let identity = Credentials::new(&keys.access_key_id, secret, session, None, "config").into();
    let parameters = v4::SigningParams::builder()
        .identity(&identity)
        .region(&keys.region)
        .name(&keys.service)
        .time(time(now))
        .settings(settings(&keys.service))
        .build()
        .map_err(|_| unusable())?;
    // Headers of an earlier signature must not be signed again.
    request.headers.retain(|(name, _)| {
        !matches!(
            name.as_str(),
            "authorization" | "x-amz-date" | "x-amz-security-token" | "x-amz-content-sha256"
        )
    });
    let signed: Vec<(&str, &str)> = request
        .headers
        .iter()
        .filter(|(name, _)| name == "content-type" || name.starts_with("x-amz-"))
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let signable = SignableRequest::new(
        request.method.as_str(),
        request.url.as_str(),
        signed.into_iter(),
        SignableBody::Bytes(&request.body),
    )
    .map_err(|_| unusable())?;
    let (instructions, signature) =
        sign_request(signable, &parameters.into()).map_err(|_| unusable())?.into_parts();
    used.note(signature);
    used.note(keys.session_token.as_ref().map(SecretString::expose_secret).unwrap_or_default());
    for (name, value) in instructions.headers() {
        headers::set(request, name, value.to_owned())?;
    }
    Ok(used)
}

/// S3 takes paths as they are, encoded once, and requires the digest of the body in a header:
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html>.
fn settings(service: &str) -> SigningSettings {
    let mut settings = SigningSettings::default();
    if service == "s3" {
        settings.percent_encoding_mode = PercentEncodingMode::Single;
        settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
        settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
    }
    settings
}

fn time(now: Timestamp) -> SystemTime {
    let seconds = u64::try_from(now.as_second()).unwrap_or_default();
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

fn unusable() -> AuthError {
    AuthError::Unusable("the request can't be signed by AWS Signature Version 4".to_owned())
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use rstest::rstest;

    use super::*;

    /// The credentials of AWS's test suite for Signature Version 4.
    fn keys(service: &str) -> AwsKeys {
        AwsKeys {
            region: "us-east-1".to_owned(),
            service: service.to_owned(),
            access_key_id: "AKIDEXAMPLE".to_owned(),
            secret_access_key: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".into(),
            session_token: None,
        }
    }

    fn request(method: &str, url: &str, headers: &[(&str, &str)], body: &'static str) -> HttpRequest {
        HttpRequest {
            method: method.to_owned(),
            url: url.parse().unwrap(),
            headers: headers.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect(),
            body: Bytes::from_static(body.as_bytes()),
            egress: Default::default(),
            redirects: Default::default(),
            proxy: None,
        }
    }

    // From the suite (get-vanilla, get-vanilla-query-order-key-case, post-vanilla,
    // post-x-www-form-urlencoded), and the example of the documentation (ListUsers).
    #[rstest]
    #[case("service", request("GET", "https://example.amazonaws.com/", &[], ""), "host;x-amz-date",
        "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    #[case("service", request("GET", "https://example.amazonaws.com/?Param2=value2&Param1=value1", &[], ""),
        "host;x-amz-date", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")]
    #[case("service", request("POST", "https://example.amazonaws.com/", &[], ""), "host;x-amz-date",
        "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    #[case("service", request("POST", "https://example.amazonaws.com/",
        &[("content-type", "application/x-www-form-urlencoded"), ("traceparent", "not signed")], "Param1=value1"),
        "content-type;host;x-amz-date", "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a")]
    #[case("iam", request("GET", "https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08",
        &[("content-type", "application/x-www-form-urlencoded; charset=utf-8")], ""),
        "content-type;host;x-amz-date", "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7")]
    fn signatures_equal_those_that_aws_publishes(
        #[case] service: &str,
        #[case] mut request: HttpRequest,
        #[case] signed: &str,
        #[case] signature: &str,
    ) {
        let used = sign(&mut request, &keys(service), "2015-08-30T12:36:00Z".parse().unwrap()).unwrap();
        let header = |name| request.headers.iter().find(|(known, _)| known == name).unwrap().1.clone();
        assert_eq!(header("x-amz-date"), "20150830T123600Z");
        let scope = format!("AKIDEXAMPLE/20150830/us-east-1/{service}/aws4_request");
        let expected =
            format!("AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders={signed}, Signature={signature}");
        assert_eq!(header("authorization"), expected);
        assert!(used.texts().any(|text| text == signature));
    }

    #[test]
    fn temporary_credentials_and_s3_add_headers_and_a_second_signature_replaces_the_first() {
        let mut request = request("PUT", "https://bucket.s3.amazonaws.com/a//b%20c", &[], "text");
        let mut keys = keys("s3");
        keys.session_token = Some("session".into());
        sign(&mut request, &keys, "2015-08-30T12:36:00Z".parse().unwrap()).unwrap();
        let first = request.clone();
        sign(&mut request, &keys, "2015-08-30T12:36:00Z".parse().unwrap()).unwrap();
        assert_eq!(request, first);
        let mut names: Vec<_> = request.headers.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, ["authorization", "x-amz-content-sha256", "x-amz-date", "x-amz-security-token"]);
    }
}
