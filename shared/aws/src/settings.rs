//! The adapters' settings, read once from the environment through a lookup and validated.

use std::time::Duration;

use beadle_domain::event::EventKind;
use beadle_values::id::ListParts;

use crate::executions::Retention;

/// A setting that is missing or invalid.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// A required setting is not set.
    #[error("{0} is not set")]
    Missing(&'static str),
    /// The value is invalid.
    #[error("{name} {problem}")]
    Invalid {
        /// The name of the setting.
        name: &'static str,
        /// What is wrong with it.
        problem: String,
    },
}

/// The environment, as a function from a name to its value.
pub type Lookup<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The table, and how long rows are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableSettings {
    /// `TABLE_NAME`.
    pub table: String,
    /// `EXECUTION_RETENTION`: for how many days an execution is kept after its end, at least 5, or `none` for
    /// ever; default 30.
    pub retention: Retention,
    /// `AUDIT_RETENTION`: for how many days an entry of the audit trail is kept, at least 1, or `none` for
    /// ever; default 365.
    pub audit_retention: Retention,
    /// `LIST_PARTS`: over how many partitions the list of an owner's executions and that of the audit trail are spread, 1
    /// to 64; default 1. It may be raised at any time and must not be lowered: the entries in the last parts would no
    /// longer be listed.
    pub list_parts: ListParts,
    /// `ANSWER_BUCKET`: the bucket for large responses of executions that have ended; not set, they are in the table.
    pub answers: Option<String>,
}

/// The queues to the executor, and the schedules for messages that are due later than a queue can delay them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueSettings {
    /// `DISPATCH_QUEUE_URL` and `DISPATCH_QUEUE_ARN`.
    pub dispatch: QueueAddress,
    /// `EXPRESS_QUEUE_URL` and `EXPRESS_QUEUE_ARN`.
    pub express: QueueAddress,
    /// `SCHEDULE_GROUP`: the group of the stack's schedules.
    pub group: String,
    /// `SCHEDULE_ROLE_ARN`: the role that a schedule assumes.
    pub role_arn: String,
    /// `SCHEDULE_DEAD_LETTER_ARN`: the queue for delayed messages that can't be delivered, if any.
    pub dead_letter_arn: Option<String>,
    /// `FAIR_QUEUES`, `true` or `false`: whether messages name their owner, so that the queues serve owners fairly; default true.
    pub fair: bool,
}

/// One queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueAddress {
    /// Where messages are sent.
    pub url: String,
    /// The target of a schedule.
    pub arn: String,
}

/// The scheduler of ticks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchedulerSettings {
    /// `SCHEDULE_GROUP`: the group of the stack's schedules.
    pub group: String,
    /// `SCHEDULE_ROLE_ARN`: the role that a schedule assumes.
    pub role_arn: String,
    /// `TICK_QUEUE_ARN`: the queue that receives the ticks.
    pub tick_queue_arn: String,
    /// `SCHEDULE_DEAD_LETTER_ARN`: the queue for undeliverable ticks; optional.
    pub dead_letter_arn: Option<String>,
}

/// The function that runs scripts and functions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SandboxSettings {
    /// `SANDBOX_FUNCTION`: its name or ARN.
    pub function: String,
}

impl SandboxSettings {
    /// Reads the settings; `None` where the variable is not set, and so nothing runs scripts and functions.
    ///
    /// # Errors
    /// [`SettingsError`] when it is neither the name nor the ARN of a function.
    pub fn read(lookup: Lookup<'_>) -> Result<Option<Self>, SettingsError> {
        let Some(function) = optional(lookup, "SANDBOX_FUNCTION") else { return Ok(None) };
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        let is_name = |name: &str| !name.is_empty() && name.len() <= 64 && name.bytes().all(plain);
        let is_arn = match function.split(':').collect::<Vec<_>>()[..] {
            ["arn", partition, "lambda", region, account, "function", name] => {
                partition.starts_with("aws")
                    && !region.is_empty()
                    && account.len() == 12
                    && account.bytes().all(|digit| digit.is_ascii_digit())
                    && is_name(name)
            }
            _ => false,
        };
        if is_arn || is_name(&function) {
            return Ok(Some(Self { function }));
        }
        let problem = "must be the name or the ARN of a Lambda function, such as beadle-sandbox".to_owned();
        Err(SettingsError::Invalid { name: "SANDBOX_FUNCTION", problem })
    }
}

/// The bus for domain events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventBusSettings {
    /// `EVENT_BUS_NAME`.
    pub bus: String,
    /// `PUBLISHED_EVENTS`: the kinds that are published, separated by commas, or `all`; default none.
    pub published: Vec<EventKind>,
}

/// The location of secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretsSettings {
    /// `SECRETS_PREFIX`: the prefix of the names of all secrets, such as `/beadle/secrets`.
    pub prefix: String,
}

impl SecretsSettings {
    /// Reads the settings.
    ///
    /// # Errors
    /// [`SettingsError`] when it is missing or does not consist of segments of letters, digits, `.`, `_` and
    /// `-`, each after a `/`.
    pub fn read(lookup: Lookup<'_>) -> Result<Self, SettingsError> {
        Ok(Self { prefix: parameter_path(lookup, "SECRETS_PREFIX")? })
    }
}

/// Where the secrets of the API itself are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiSecretsSettings {
    /// `API_SECRETS_PREFIX`: the prefix of the names of the API's secrets, such as `/beadle/api`.
    pub prefix: String,
}

impl ApiSecretsSettings {
    /// Reads the settings.
    ///
    /// # Errors
    /// [`SettingsError`] as for [`SecretsSettings::read`].
    pub fn read(lookup: Lookup<'_>) -> Result<Self, SettingsError> {
        Ok(Self { prefix: parameter_path(lookup, "API_SECRETS_PREFIX")? })
    }
}

fn parameter_path(lookup: Lookup<'_>, name: &'static str) -> Result<String, SettingsError> {
    let prefix = required(lookup, name)?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    let fits = prefix
        .strip_prefix('/')
        .is_some_and(|rest| rest.split('/').all(|segment| !segment.is_empty() && segment.bytes().all(plain)));
    if fits {
        Ok(prefix)
    } else {
        Err(SettingsError::Invalid {
            name,
            problem: "must be a path of parameters, such as /beadle/secrets".to_owned(),
        })
    }
}

impl TableSettings {
    /// Reads the settings.
    ///
    /// # Errors
    /// [`SettingsError`] for the first that is missing or invalid.
    pub fn read(lookup: Lookup<'_>) -> Result<Self, SettingsError> {
        let executions = days(lookup, "EXECUTION_RETENTION", "5 or more", Retention::after_end)?;
        let audit = days(lookup, "AUDIT_RETENTION", "1 or more", |days| {
            (!days.is_zero()).then_some(Retention::After(days))
        })?;
        Ok(Self {
            table: required(lookup, "TABLE_NAME")?,
            retention: executions.unwrap_or_default(),
            audit_retention: audit.unwrap_or(Retention::AUDIT),
            list_parts: list_parts(lookup)?,
            answers: bucket(lookup, "ANSWER_BUCKET")?,
        })
    }
}

fn list_parts(lookup: Lookup<'_>) -> Result<ListParts, SettingsError> {
    const NAME: &str = "LIST_PARTS";
    let Some(text) = optional(lookup, NAME) else { return Ok(ListParts::ONE) };
    let (first, last) = (ListParts::ALLOWED.start(), ListParts::ALLOWED.end());
    let invalid = || SettingsError::Invalid { name: NAME, problem: format!("must be {first} to {last}") };
    text.parse().ok().and_then(ListParts::new).ok_or_else(invalid)
}

fn switch(lookup: Lookup<'_>, name: &'static str, default: bool) -> Result<bool, SettingsError> {
    let Some(text) = optional(lookup, name) else { return Ok(default) };
    text.parse().map_err(|_| SettingsError::Invalid { name, problem: "must be true or false".to_owned() })
}

impl QueueSettings {
    /// Reads the settings.
    ///
    /// # Errors
    /// [`SettingsError`] for the first that is missing or invalid.
    pub fn read(lookup: Lookup<'_>) -> Result<Self, SettingsError> {
        Ok(Self {
            dispatch: QueueAddress {
                url: required(lookup, "DISPATCH_QUEUE_URL")?,
                arn: required(lookup, "DISPATCH_QUEUE_ARN")?,
            },
            express: QueueAddress {
                url: required(lookup, "EXPRESS_QUEUE_URL")?,
                arn: required(lookup, "EXPRESS_QUEUE_ARN")?,
            },
            group: required(lookup, "SCHEDULE_GROUP")?,
            role_arn: required(lookup, "SCHEDULE_ROLE_ARN")?,
            dead_letter_arn: optional(lookup, "SCHEDULE_DEAD_LETTER_ARN"),
            fair: switch(lookup, "FAIR_QUEUES", true)?,
        })
    }
}

impl SchedulerSettings {
    /// Reads the settings.
    ///
    /// # Errors
    /// [`SettingsError`] for the first that is missing.
    pub fn read(lookup: Lookup<'_>) -> Result<Self, SettingsError> {
        Ok(Self {
            group: required(lookup, "SCHEDULE_GROUP")?,
            role_arn: required(lookup, "SCHEDULE_ROLE_ARN")?,
            tick_queue_arn: required(lookup, "TICK_QUEUE_ARN")?,
            dead_letter_arn: optional(lookup, "SCHEDULE_DEAD_LETTER_ARN"),
        })
    }
}

impl EventBusSettings {
    /// Reads the settings.
    ///
    /// # Errors
    /// [`SettingsError`] for the first that is missing or invalid.
    pub fn read(lookup: Lookup<'_>) -> Result<Self, SettingsError> {
        let bus = required(lookup, "EVENT_BUS_NAME")?;
        let listed = optional(lookup, "PUBLISHED_EVENTS").unwrap_or_default();
        if listed.eq_ignore_ascii_case("all") {
            return Ok(Self { bus, published: EventKind::ALL.to_vec() });
        }
        let names = listed.split(',').map(str::trim).filter(|name| !name.is_empty());
        let published = names.map(|name| {
            name.parse().map_err(|error| SettingsError::Invalid {
                name: "PUBLISHED_EVENTS",
                problem: format!("names `{name}`, which {error}"),
            })
        });
        Ok(Self { bus, published: published.collect::<Result<_, _>>()? })
    }
}

/// A number of days that `fits` accepts, or `none` for ever; `None` when the variable is not set.
fn days(
    lookup: Lookup<'_>,
    name: &'static str,
    accepts: &str,
    fits: impl Fn(Duration) -> Option<Retention>,
) -> Result<Option<Retention>, SettingsError> {
    match optional(lookup, name).as_deref() {
        None => Ok(None),
        Some("none") => Ok(Some(Retention::Forever)),
        Some(days) => days
            .parse::<u32>()
            .ok()
            .map(|days| Duration::from_secs(u64::from(days) * 86_400))
            .and_then(fits)
            .map(Some)
            .ok_or_else(|| SettingsError::Invalid {
                name,
                problem: format!("must be `none` or a number of days, {accepts}"),
            }),
    }
}

/// The name of a bucket (<https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html>), without periods: they
/// do not go with TLS.
fn bucket(lookup: Lookup<'_>, name: &'static str) -> Result<Option<String>, SettingsError> {
    let Some(bucket) = optional(lookup, name) else { return Ok(None) };
    let edge = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let bytes = bucket.as_bytes();
    let fits = (3..=63).contains(&bytes.len())
        && bytes.iter().all(|byte| edge(byte) || *byte == b'-')
        && [bytes.first(), bytes.last()].into_iter().flatten().all(edge);
    if fits {
        Ok(Some(bucket))
    } else {
        let problem = "must be the name of a bucket: 3 to 63 of a-z, 0-9 and -".to_owned();
        Err(SettingsError::Invalid { name, problem })
    }
}

fn required(lookup: Lookup<'_>, name: &'static str) -> Result<String, SettingsError> {
    optional(lookup, name).ok_or(SettingsError::Missing(name))
}

/// An empty value counts as unset: `CloudFormation` can't omit a variable.
fn optional(lookup: Lookup<'_>, name: &str) -> Option<String> {
    lookup(name).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests;
