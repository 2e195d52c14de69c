//! The row of an execution.
//!
//! The request never changes, and the changing parts are attributes of their own: a claim or a settlement
//! touches neither the request nor the index. What the keys contain (id, owner, creation time) is not
//! repeated, so that the row of a small execution costs one write unit (1 KB).

use std::sync::Arc;

use beadle_application::port::StoreError;
use beadle_domain::{
    cost::row::Sizes,
    execution::{
        Cancellation, Execution, Progress, Request, State, Status,
        compact::{expand, shorten},
        stored::StoredProgress,
    },
};
use beadle_values::id::{ExecutionId, ListParts, OwnerId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use super::{
    json::StoredJson,
    spec::{LargeSpec, SpecText},
    with_members,
};
use crate::{
    errors::unreadable,
    keys::{self, Key},
};

/// The longest progress before it is compressed, so that it fits into an item (400 KB) with the rest however well that works.
const MAX_PROGRESS: usize = 370 * 1024;

/// The members of a request that the keys contain.
const IN_KEYS: [&str; 3] = ["id", "owner", "created_at"];

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ExecutionRow {
    pk: String,
    sk: String,
    /// Its owner, if its key lists it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    owner: Option<String>,
    /// Otherwise the list of its owner's executions in the index, or a part of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    gsi1pk: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    gsi1sk: Option<String>,
    /// The request, without what the keys contain and without a large spec.
    pub request: String,
    /// The location of a large spec.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub large_spec: Option<LargeSpec>,
    pub version: u64,
    pub status: Status,
    /// The progress, without what has attributes of its own.
    pub progress: StoredJson,
    /// In milliseconds since the epoch, while it runs. The lease in `progress` is the initial one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease_until: Option<i64>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cancel_requested: bool,
    /// The request to cancel it while it ran, as JSON. Its end is in `progress`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancellation: Option<String>,
    /// A report of its job that came while it ran, as JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub early: Option<String>,
    /// The latest heartbeat of its job, as JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heartbeat: Option<String>,
    /// The reports of its job that came too late, as JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late: Option<String>,
    /// What a script or a function has written so far, as JSON, while it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub live_output: Option<String>,
    /// Whether it ended in another service.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_history: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ttl: Option<i64>,
}

/// The attributes that change.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mutable {
    pub version: u64,
    pub status: Status,
    pub progress: StoredJson,
    pub lease_until: Option<i64>,
}

impl Mutable {
    /// The attributes of `execution`, with its whole response.
    pub fn of(execution: &Execution) -> Result<Self, StoreError> {
        Self::with(execution, StoredProgress::in_row(execution).map_err(not_writable)?)
    }

    /// The attributes of `execution`, whose progress is `stored`.
    pub fn with(execution: &Execution, stored: StoredProgress) -> Result<Self, StoreError> {
        let StoredProgress { row, text_len, .. } = stored;
        if text_len > MAX_PROGRESS {
            let message =
                format!("the progress of an execution has {text_len} bytes, more than {MAX_PROGRESS}");
            return Err(StoreError::TooLarge(message.into()));
        }
        let Progress { version, state, .. } = &execution.progress;
        let lease_until = match state {
            State::Running { lease_until, .. } => Some(lease_until.as_millisecond()),
            _ => None,
        };
        Ok(Self { version: *version, status: state.status(), progress: StoredJson(row), lease_until })
    }
}

/// A progress that can't be written as JSON.
pub(crate) fn not_writable(error: serde_json::Error) -> StoreError {
    unreadable("progress", error)
}

impl ExecutionRow {
    /// The row of `execution` in a table whose lists have so many parts, and its spec if that is too large for the row.
    pub fn new(execution: &Execution, list_parts: ListParts) -> Result<(Self, Option<SpecText>), StoreError> {
        let Request { id, owner, created_at, .. } = &*execution.request;
        let value =
            serde_json::to_value(&*execution.request).map_err(|error| unreadable("a request", error))?;
        let Value::Object(mut members) = value else {
            return Err(StoreError::Corrupt("a request is not an object".into()));
        };
        for name in IN_KEYS {
            members.shift_remove(name);
        }
        let spec = SpecText::extract(&mut members, execution.request.spec.task_type());
        let Mutable { version, status, progress, lease_until } = Mutable::of(execution)?;
        let Key { pk, sk } = Key::execution(*id);
        let by_index = !list_parts.lists(*id, owner, *created_at);
        let list = || keys::partition_of(&keys::executions_of(owner), list_parts, id.uuid());
        let job = &execution.progress.job;
        let row = Self {
            pk,
            sk,
            owner: (!by_index).then(|| owner.as_str().to_owned()),
            gsi1pk: by_index.then(list),
            gsi1sk: by_index.then(|| keys::position(*created_at, id)),
            request: shorten(Value::Object(members).to_string()),
            large_spec: spec.as_ref().map(SpecText::place),
            version,
            status,
            progress,
            lease_until,
            cancel_requested: execution.progress.cancel_requested,
            cancellation: None,
            early: text(job.early.as_ref())?,
            heartbeat: text(job.heartbeat.as_ref())?,
            late: text(job.late.as_ref())?,
            live_output: None,
            is_history: false,
            ttl: None,
        };
        Ok((row, spec))
    }

    /// The id, the owner and the creation time in the keys.
    pub fn identity(&self) -> Result<(ExecutionId, OwnerId, Timestamp), StoreError> {
        let broken = || StoreError::Corrupt(format!("the keys of `{}` name no execution", self.pk).into());
        let (owner, position) = match (&self.owner, &self.gsi1pk, &self.gsi1sk) {
            (Some(owner), None, None) => (owner.as_str(), &self.sk),
            (None, Some(list), Some(position)) => (keys::owner_in(list).ok_or_else(broken)?, position),
            _ => return Err(broken()),
        };
        let (created_at, id) = keys::read_position(position).ok_or_else(broken)?;
        let owner = OwnerId::parse(owner).map_err(|_| broken())?;
        Ok((id.parse().map_err(|_| broken())?, owner, created_at))
    }

    /// Whether its key lists it among the executions of `owner`. Others may share the partition.
    pub fn is_listed_by_key(&self, owner: &OwnerId) -> bool {
        self.owner.as_deref() == Some(owner.as_str())
    }

    /// The sizes of the row, which determine the cost of its writes, as if it were in no line and had no object: its request and
    /// its progress say whether it has.
    pub fn sizes(&self, id: ExecutionId, owner: &OwnerId) -> Sizes {
        Sizes {
            record_deferred: id.defers_its_record(),
            owner: owner.as_str().len(),
            listed_by_key: self.gsi1pk.is_none(),
            request: self.request.len(),
            progress: self.progress.0.len(),
            spec: self.large_spec.as_ref().map_or(0, |place| place.size),
            in_line: false,
            object: false,
        }
    }

    /// The request as JSON, without what the keys contain and without a large spec.
    pub fn request(&self) -> String {
        expand(&self.request)
    }

    /// The execution, given its spec if that is not in the row.
    pub fn execution(&self, large_spec: Option<&str>) -> Result<Execution, StoreError> {
        let (id, owner, created_at) = self.identity()?;
        let mut members = Map::from_iter([
            ("id".to_owned(), Value::String(id.to_string())),
            ("owner".to_owned(), Value::String(owner.as_str().to_owned())),
            ("created_at".to_owned(), Value::String(created_at.to_string())),
        ]);
        if let Some(spec) = large_spec {
            members.insert(
                "spec".to_owned(),
                serde_json::from_str(spec).map_err(|error| unreadable(id, error))?,
            );
        }
        let members = Value::Object(members).to_string();
        let members = members.strip_prefix('{').and_then(|text| text.strip_suffix('}'));
        let members = members.ok_or_else(|| StoreError::Corrupt(format!("{id} has no members").into()))?;
        let request: Request = serde_json::from_str(&with_members(members, &self.request())?)
            .map_err(|error| unreadable(format!("the request of {id}"), error))?;
        Ok(Execution { request: Arc::new(request), progress: self.progress()? })
    }

    /// The progress.
    pub fn progress(&self) -> Result<Progress, StoreError> {
        let what = || format!("the progress of `{}`", self.pk);
        let text = self.progress.0.json().map_err(|error| unreadable(what(), error))?;
        let text = with_members(&format!("\"version\":{}", self.version), &text)?;
        let mut progress: Progress =
            serde_json::from_str(&text).map_err(|error| unreadable(what(), error))?;
        progress.cancel_requested = self.cancel_requested;
        if progress.cancellation.is_none() {
            progress.cancellation = self.cancellation()?;
        }
        let job = &mut progress.job;
        job.early = self.beside("early", self.early.as_deref())?;
        job.heartbeat = self.beside("heartbeat", self.heartbeat.as_deref())?;
        job.late = self.beside("late", self.late.as_deref())?;
        if let Some(text) = &self.live_output {
            progress.output = serde_json::from_str(text)
                .map_err(|error| unreadable(format!("the output of `{}`", self.pk), error))?;
        }
        if let State::Running { lease_until, .. } = &mut progress.state
            && let Some(milliseconds) = self.lease_until
        {
            *lease_until = Timestamp::from_millisecond(milliseconds)
                .map_err(|error| unreadable(format!("the lease of `{}`", self.pk), error))?;
        }
        Ok(progress)
    }

    /// The request to cancel it while it ran, if there was one.
    pub fn cancellation(&self) -> Result<Option<Cancellation>, StoreError> {
        let parse = |text| serde_json::from_str(text);
        self.cancellation
            .as_deref()
            .map(parse)
            .transpose()
            .map_err(|error| unreadable(format!("the cancellation of `{}`", self.pk), error))
    }

    /// What was written beside its progress, in the attribute `name`.
    fn beside<T: DeserializeOwned>(&self, name: &str, text: Option<&str>) -> Result<Option<T>, StoreError> {
        let parsed = text.map(serde_json::from_str).transpose();
        parsed.map_err(|error| unreadable(format!("`{name}` of `{}`", self.pk), error))
    }

    /// Whether its progress is `mutable`, ignoring leases.
    pub fn has(&self, mutable: &Mutable) -> bool {
        self.version == mutable.version && self.progress == mutable.progress
    }
}

/// What is written beside the progress, as JSON.
fn text(value: Option<&impl Serialize>) -> Result<Option<String>, StoreError> {
    value.map(serde_json::to_string).transpose().map_err(|error| unreadable("the job of an execution", error))
}
