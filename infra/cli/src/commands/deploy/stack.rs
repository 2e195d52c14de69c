//! The functions and the stack.

use std::path::Path;

use super::Architecture;
use crate::{
    aws::{Programs, failed},
    client::{Error, Result},
};

/// The name of the template in a checkout and in a release.
pub const TEMPLATE: &str = "template.yaml";

/// Where `sam build` leaves the template whose functions are built.
const BUILT: &str = ".aws-sam/build/template.yaml";

/// The file of a release that says what the names of its zips begin with in the bucket.
const PREFIX: &str = "PREFIX";

/// The zips of a release.
const ZIPS: &str = "*.zip";

/// The parameters of the template that are not left at their defaults.
pub struct Parameters(Vec<(String, String)>);

/// Reads `NAME=VALUE`.
///
/// # Errors
/// A sentence for clap.
pub fn parameter(given: &str) -> Result<(String, String), String> {
    let (name, value) = given.split_once('=').ok_or("expected NAME=VALUE, such as LogLevel=warn")?;
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(format!("{name:?} is no name of a parameter"));
    }
    Ok((name.to_owned(), value.to_owned()))
}

impl Parameters {
    /// The given parameters and the instruction set.
    ///
    /// # Errors
    /// [`Error::Usage`] for one that is given twice, or that an option sets.
    pub fn new(given: &[(String, String)], architecture: Architecture) -> Result<Self> {
        let mut parameters = vec![("Architecture".to_owned(), architecture.name().to_owned())];
        for (name, value) in given {
            if name == "Architecture" {
                return Err(Error::Usage(
                    "--parameter: say --architecture, which it is built for too".into(),
                ));
            }
            if parameters.iter().any(|(earlier, _)| earlier == name) {
                return Err(Error::Usage(format!("--parameter: {name} is given twice")));
            }
            parameters.push((name.clone(), value.clone()));
        }
        Ok(Self(parameters))
    }

    /// The value of a parameter, if it is given and not empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        let given = self.0.iter().find(|(given, _)| given == name);
        given.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// Whether the stack takes tokens that are signed with a secret which this command knows.
    pub fn takes_shared_secret(&self) -> bool {
        self.get("JwtAlgorithm").is_none_or(|algorithm| algorithm == "HS256")
    }
}

/// What is deployed.
pub struct Built<'a> {
    /// The folder, which may have a `samconfig.toml`.
    folder: &'a Path,
    /// The template in it.
    template: &'static str,
    /// The bucket with the functions, if they are there already.
    bucket: Option<&'a str>,
}

/// Builds the functions of the checkout in `folder`.
///
/// # Errors
/// [`Error::Failed`] if they can't be built.
pub async fn build<'a>(
    programs: &Programs<'_>,
    folder: &'a Path,
    architecture: Architecture,
) -> Result<Built<'a>> {
    programs.show("sam", &["build"], folder, &[("ARCHITECTURE", architecture.name())]).await?;
    Ok(Built { folder, template: BUILT, bucket: None })
}

/// Uploads the zips of the release in `folder` to the bucket.
///
/// # Errors
/// [`Error::Failed`] if they can't be uploaded.
pub async fn upload<'a>(programs: &Programs<'_>, folder: &'a Path, bucket: &'a str) -> Result<Built<'a>> {
    let prefix = std::fs::read_to_string(folder.join(PREFIX))
        .map_err(|error| Error::Usage(format!("--release: {}/{PREFIX}: {error}", folder.display())))?;
    let to = format!("s3://{bucket}/{}", prefix.trim());
    let copy = ["s3", "cp", ".", &to, "--recursive", "--exclude", "*", "--include", ZIPS, "--no-progress"];
    programs.show("aws", &copy, folder, &[]).await?;
    Ok(Built { folder, template: TEMPLATE, bucket: Some(bucket) })
}

/// Makes or updates the stack; returns the address of its API.
///
/// # Errors
/// [`Error::Failed`] if it can't be deployed.
pub async fn deploy(
    programs: &Programs<'_>,
    stack: &str,
    built: &Built<'_>,
    parameters: &Parameters,
) -> Result<String> {
    let mut overrides: Vec<String> =
        parameters.0.iter().map(|(name, value)| format!("{name}={}", quoted(value))).collect();
    let mut arguments = vec!["deploy", "--stack-name", stack, "--template-file", built.template];
    arguments.extend([
        "--capabilities",
        "CAPABILITY_IAM",
        "--no-confirm-changeset",
        "--no-fail-on-empty-changeset",
    ]);
    match built.bucket {
        Some(bucket) => {
            arguments.extend(["--s3-bucket", bucket]);
            overrides.push(format!("CodeBucket={bucket}"));
        }
        None => arguments.push("--resolve-s3"),
    }
    arguments.push("--parameter-overrides");
    arguments.extend(overrides.iter().map(String::as_str));
    programs.show("sam", &arguments, built.folder, &[]).await?;

    let described = programs.aws(&["cloudformation", "describe-stacks", "--stack-name", stack], None).await?;
    let outputs = described["Stacks"][0]["Outputs"].as_array().into_iter().flatten();
    let mut urls = outputs.filter(|output| output["OutputKey"] == "ApiUrl");
    let deployed = urls.next().and_then(|output| output["OutputValue"].as_str());
    // A domain of one's own stands before it.
    let url = parameters.get("PublicUrl").or(deployed);
    let url = url.ok_or_else(|| failed("aws", &format!("{stack} has no output ApiUrl")))?;
    Ok(url.trim_end_matches('/').to_owned())
}

/// A value as the SAM CLI reads it: in quotes, where it has spaces or quotes.
fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_named_once() {
        let given = |pairs: &[(&str, &str)]| {
            let pairs: Vec<_> =
                pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            Parameters::new(&pairs, Architecture::X86_64)
        };
        let parameters = given(&[("JwtAlgorithm", "RS256"), ("PublicUrl", "")]).unwrap();
        assert_eq!(parameters.get("Architecture"), Some("x86_64"));
        assert_eq!((parameters.takes_shared_secret(), parameters.get("PublicUrl")), (false, None));
        assert!(given(&[]).unwrap().takes_shared_secret());
        for wrong in [&[("Architecture", "arm64")][..], &[("Stage", "a"), ("Stage", "b")]] {
            assert_eq!(given(wrong).err().map(|error| error.exit_code()), Some(2), "{wrong:?}");
        }
    }

    #[test]
    fn a_parameter_is_a_name_and_a_value() {
        assert_eq!(parameter("A=b=c"), Ok(("A".to_owned(), "b=c".to_owned())));
        assert!(parameter("A").is_err() && parameter("=b").is_err() && parameter("A b=c").is_err());
        assert_eq!(quoted(r#"{"date": 1}"#), r#""{\"date\": 1}""#);
    }
}
