//! Responses of destinations in a bucket of S3.
//!
//! Two requests of S3 are all that is needed, so they are made over the orchestrator that the clients of the SDK have, with
//! its retries and timeouts: a client for all of S3 would add more to each function than what they do.

use std::{fmt, sync::Arc, time::SystemTime};

use aws_credential_types::provider::ProvideCredentials as _;
use aws_sigv4::{
    http_request::{
        PayloadChecksumKind, PercentEncodingMode, SignableBody, SignableRequest, SigningSettings,
        UriPathNormalizationMode, sign,
    },
    sign::v4::SigningParams,
};
use aws_smithy_runtime::client::{
    orchestrator::operation::Operation,
    retries::classifiers::{HttpStatusCodeClassifier, TransientErrorClassifier},
};
use aws_smithy_runtime_api::{
    box_error::BoxError,
    client::orchestrator::{HttpRequest, HttpResponse, OrchestratorError},
};
use aws_smithy_types::{body::SdkBody, retry::RetryConfig, timeout::TimeoutConfig};
use aws_types::{SdkConfig, service_config::ServiceConfigKey};
use beadle_application::port::StoreError;
use beadle_domain::execution::stored::Object;
use beadle_values::{cause::Cause, id::ExecutionId};

/// How much of an error of S3 is kept for the log, in bytes.
const MAX_TEXT: usize = 1_000;

/// A bucket that contains responses, each in an object named after its execution and its content.
#[derive(Clone)]
pub struct AnswerBucket {
    requests: Operation<SignedRequest, Option<Vec<u8>>, Refused>,
    config: Arc<SdkConfig>,
    endpoint: Endpoint,
}

/// Where the bucket is.
#[derive(Debug, Clone)]
struct Endpoint {
    /// The URL without a path.
    url: String,
    /// What paths begin with.
    prefix: String,
    region: String,
}

/// A request that is ready to be sent. Its headers have a token of the credentials.
struct SignedRequest {
    method: &'static str,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

/// An answer of S3 that is neither a success nor "no such key".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("S3 answered {status}: {text}")]
struct Refused {
    status: u16,
    text: String,
}

impl AnswerBucket {
    /// The bucket called `name`, reached as `config` says; at its endpoint, if that states one, by path.
    pub fn new(config: &SdkConfig, name: &str) -> Self {
        let endpoint = Endpoint::of(config, name);
        let mut requests = Operation::builder()
            .service_name("S3")
            .operation_name("Object")
            .no_auth()
            .endpoint_url(&endpoint.url)
            .standard_retry(&config.retry_config().cloned().unwrap_or_else(RetryConfig::standard))
            .timeout_config(config.timeout_config().cloned().unwrap_or_else(TimeoutConfig::disabled))
            .retry_classifier(TransientErrorClassifier::<Refused>::new())
            .retry_classifier(HttpStatusCodeClassifier::default());
        if let Some(http) = config.http_client() {
            requests = requests.http_client(http);
        }
        let requests = requests.serializer(SignedRequest::request).deserializer(content).build();
        Self { requests, config: Arc::new(config.clone()), endpoint }
    }

    /// Writes the object of the execution `id`.
    pub(crate) async fn put(&self, id: ExecutionId, object: Object) -> Result<(), StoreError> {
        self.send("PUT", id, &object.digest, object.bytes).await.map(drop)
    }

    /// The content of an object of the execution `id`; `None` if there is none.
    pub(crate) async fn get(&self, id: ExecutionId, digest: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.send("GET", id, digest, Vec::new()).await
    }

    async fn send(
        &self,
        method: &'static str,
        id: ExecutionId,
        digest: &str,
        body: Vec<u8>,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let doing = if method == "PUT" { "write a response" } else { "read a response" };
        let failed = |error: BoxError| StoreError::Unavailable(Cause::new(doing, error));
        let path = format!("{}/{id}/{digest}", self.endpoint.prefix);
        let request = self.signed(method, path, body).await.map_err(failed)?;
        self.requests.invoke(request).await.map_err(|error| failed(error.into()))
    }

    /// Signs a request (AWS Signature Version 4, as S3 wants it:
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html>).
    async fn signed(
        &self,
        method: &'static str,
        path: String,
        body: Vec<u8>,
    ) -> Result<SignedRequest, BoxError> {
        let credentials = self.config.credentials_provider().ok_or("there are no credentials")?;
        let identity = credentials.provide_credentials().await?.into();
        let mut settings = SigningSettings::default();
        settings.percent_encoding_mode = PercentEncodingMode::Single;
        settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
        settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
        let time = self.config.time_source().map_or_else(SystemTime::now, |source| source.now());
        let parameters = SigningParams::builder()
            .identity(&identity)
            .region(&self.endpoint.region)
            .name("s3")
            .time(time)
            .settings(settings)
            .build()?;
        let url = format!("{}{path}", self.endpoint.url);
        let signable =
            SignableRequest::new(method, url.as_str(), std::iter::empty(), SignableBody::Bytes(&body))?;
        let (instructions, _) = sign(signable, &parameters.into())?.into_parts();
        let headers =
            instructions.headers().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Ok(SignedRequest { method, path, headers, body })
    }
}

impl fmt::Debug for AnswerBucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AnswerBucket").field(&self.endpoint).finish()
    }
}

impl fmt::Debug for SignedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedRequest")
            .field("method", &self.method)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

impl Endpoint {
    /// The endpoint of the bucket: its own host name in the region, or a path of the endpoint that is set.
    fn of(config: &SdkConfig, bucket: &str) -> Self {
        let region = config.region().map(ToString::to_string).unwrap_or_default();
        let key =
            ServiceConfigKey::builder().service_id("S3").env("AWS_ENDPOINT_URL").profile("endpoint_url");
        let set = config.endpoint_url().map(str::to_owned).or_else(|| {
            let key = key.build().ok()?;
            config.service_config()?.load_config(key)
        });
        match set {
            Some(url) => {
                Self { url: url.trim_end_matches('/').to_owned(), prefix: format!("/{bucket}"), region }
            }
            None => {
                let suffix = if region.starts_with("cn-") { ".cn" } else { "" };
                let url = format!("https://{bucket}.s3.{region}.amazonaws.com{suffix}");
                Self { url, prefix: String::new(), region }
            }
        }
    }
}

impl SignedRequest {
    fn request(self) -> Result<HttpRequest, BoxError> {
        let mut request = HttpRequest::new(SdkBody::from(self.body));
        request.set_method(self.method)?;
        request.set_uri(self.path)?;
        for (name, value) in self.headers {
            request.headers_mut().try_insert(name, value)?;
        }
        Ok(request)
    }
}

/// The content of an answer; `None` if there is no such object.
fn content(response: &HttpResponse) -> Result<Option<Vec<u8>>, OrchestratorError<Refused>> {
    let body = response.body().bytes().unwrap_or_default();
    match response.status().as_u16() {
        200 => Ok(Some(body.to_vec())),
        // A bucket that does not exist is answered with the same status.
        status => match String::from_utf8_lossy(&body[..body.len().min(MAX_TEXT)]) {
            text if status == 404 && text.contains("<Code>NoSuchKey</Code>") => Ok(None),
            text => Err(OrchestratorError::operation(Refused { status, text: text.into_owned() })),
        },
    }
}
