//! Every key of the table.
//!
//! | row | pk | sk | gsi1pk | gsi1sk |
//! | --- | --- | --- | --- | --- |
//! | execution whose id says its list | `P#<list><part>` | `<created>#<id>` | | |
//! | any other execution | `E#<id>` | `E` | `O#<owner>#E`, or a part of it | `<created>#<id>` |
//! | large spec of an execution | `E#<id>` | `R#<digest>#<nn>` | | |
//! | link of a task to an execution or a notification | `T#<task>#E` | `<created>#<id>` | | |
//! | task | `T#<id>` | `T` | `O#<owner>#T` | `<created>#<id>` |
//! | deleted task | `T#<id>` | `T` | `O#<owner>#TD` | `<created>#<id>` |
//! | link of an assignee to a task | `T#<id>` | `A#<assignee>` | `O#<assignee>#T` | `<created>#<id>#A` |
//! | counters of a task | `T#<id>` | `S` | | |
//! | who follows a task | `T#<id>#D` | `D` | | |
//! | link of a task to one that runs after it | `T#<id>#D` | `T#<dependent>` | | |
//! | last release of a task | `T#<id>#L` | `L` | | |
//! | config | `F#<id>` | `F` | `O#<owner>#F`, shared ones `S#F` | `<created>#<id>` |
//! | link of a config to a task | `F#<id>` | `T#<task>` | | |
//! | account of an owner | `U#<owner>` | `U` | | |
//! | function | `FUNCTIONS` | `<name>` | | |
//! | source of a version of a function | `FS#<name>` | `<digest>#<nn>` | | |
//! | calendar of an owner | `D#<owner>` | `<name>` | | |
//! | shared calendar | `CALENDARS` | `<name>` | | |
//! | template | `TEMPLATES` | `<id>` | | |
//! | hour of an owner | `R#<owner>` | `H#<hour>` | | |
//! | census of an owner's tasks | `R#<owner>` | `N` | | |
//! | entry of the audit trail | `A#<id>` | `A` | `A`, or a part of it | `<time>#<id>` |
//! | checkpoint of the projector | `C#<shard>` | `C` | | |
//! | gate of a config | `G#<config>` | `B`, `L#00000`, `P#00000` | | |
//! | pause of a config, an owner or everything | `G#<config>` | `Z` | | |
//! | limit of a key in a config, busiest keys | `G#<derived>`, `G#<config>` | `L#00000`, `K` | | |
//! | further shard of a gate | `G#<config>#<nnnnn>` | `L#<nnnnn>`, `P#<nnnnn>` | | |
//! | head of the line of an order key | `Y#<id>` | `Y` | `O#<owner>#Y` | `<key>` |
//! | execution in a line | `Y#<id>#E` | `<ticket>` | | |
//! | batch | `J#<id>` | `J` | `O#<owner>#J` | `<created>#<id>` |
//! | number of executions of a batch, and its counts | `J#<id>` | `M`, `S` | | |
//! | link of a batch to an execution | `J#<id>#E` | `0#<id>` | | |
//! | task of a number | `N#<number>` | `N` | | |
//! | token of an authorization server | `K#<key>` | `K` | | |
//! | API key | `X#<id>` | `X` | `O#<owner>#X` | `<created>#<id>` |
//! | what is expected by a time | `W#<key>` | `W` | `W`, while it is due | `<due>#<key>` |
//! | who holds a key of an owner's tasks or configs | `Q#T#<owner>`, `Q#F#<owner>` | `<key>` | | |
//! | key that signs cursors | `SYS` | `CURSOR_KEY` | | |
//! | count of numbered tasks | `SYS` | `TASK_NUMBERS` | | |
//!
//! Times are milliseconds since the epoch, padded with zeros, so that text order is time order.

mod index;
mod own_list;
mod position;
mod spread;
#[cfg(test)]
mod tests;

use beadle_application::port::TokenKey;
use beadle_domain::{
    function::{Digest, FunctionName},
    gate::{GateKey, GatePart},
    order::OrderLine,
    projection::Hour,
    watch::WatchKey,
};
use beadle_schedule::calendar::CalendarName;
use beadle_values::id::{ApiKeyId, BatchId, ConfigId, EventId, ExecutionId, OwnerId, TaskId, TemplateId};
use jiff::Timestamp;

use crate::resource_keys::Keyed;

pub(crate) use self::{
    index::{
        api_keys_of, audit_trail, batches_of, configs_of, deleted_tasks_of, due_watches, executions_of,
        order_lines_of, owner_in, owner_of_tasks, shared_configs, tasks_of,
    },
    own_list::{by_itself, own_list_of, spec_chunks},
    position::{ASSIGNED, assigned_position, not_before, position, read_position, until},
    spread::{partition_of, partitions},
};

/// The only secondary index.
pub(crate) const INDEX: &str = "gsi1";
pub(crate) const PK: &str = "pk";
pub(crate) const SK: &str = "sk";
pub(crate) const INDEX_PK: &str = "gsi1pk";
pub(crate) const INDEX_SK: &str = "gsi1sk";
/// The attribute with an item's time to live, in seconds since the epoch.
pub(crate) const TTL: &str = "ttl";

/// The sort key of the row of an execution that is by itself.
const EXECUTION_SK: &str = "E";
/// The sort key of a task's row.
pub(crate) const TASK_SK: &str = "T";
/// The sort key of a config's row.
pub(crate) const CONFIG_SK: &str = "F";
/// The prefix of the sort keys of a config's links to tasks.
pub(crate) const CONFIG_USERS: &str = "T#";
/// The prefix of the sort keys of a task's links to its dependents.
pub(crate) const DEPENDENTS: &str = "T#";
/// The sort key of a batch's row.
pub(crate) const BATCH_SK: &str = "J";
/// The sort key of a config's breaker.
pub(crate) const BREAKER_SK: &str = "B";
/// The sort key of a pause.
pub(crate) const PAUSE_SK: &str = "Z";
/// The sort key of an entry of the audit trail.
pub(crate) const AUDIT_SK: &str = "A";
/// The partition of the templates.
pub(crate) const TEMPLATES: &str = "TEMPLATES";
/// The partition of the shared calendars.
const SHARED_CALENDARS: &str = "CALENDARS";
/// The partition of the functions.
pub(crate) const FUNCTIONS: &str = "FUNCTIONS";
/// The sort key of a task's counters.
pub(crate) const STATS_SK: &str = "S";

/// The partition of the calendars of an owner, or of the shared ones.
pub(crate) fn calendars_of(owner: Option<&OwnerId>) -> String {
    owner.map_or_else(|| SHARED_CALENDARS.to_owned(), |owner| format!("D#{owner}"))
}

/// The partition of the sources of a function.
pub(crate) fn sources(name: &FunctionName) -> String {
    format!("FS#{name}")
}

/// The primary key of an item.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub pk: String,
    pub sk: String,
}

impl Key {
    fn new(pk: String, sk: impl Into<String>) -> Self {
        Self { pk, sk: sk.into() }
    }

    pub fn link(task: TaskId, created: Timestamp, id: ExecutionId) -> Self {
        Self::new(links(task), position(created, id))
    }

    pub fn task(id: TaskId) -> Self {
        Self::new(task_pk(id), TASK_SK)
    }

    pub fn assignment(id: TaskId, assignee: &str) -> Self {
        Self::new(task_pk(id), format!("A#{assignee}"))
    }

    pub fn stats(id: TaskId) -> Self {
        Self::new(task_pk(id), STATS_SK)
    }

    pub fn followers(id: TaskId) -> Self {
        Self::new(followers_pk(id), "D")
    }

    pub fn dependent(upstream: TaskId, dependent: TaskId) -> Self {
        Self::new(followers_pk(upstream), format!("{DEPENDENTS}{dependent}"))
    }

    pub fn release(id: TaskId) -> Self {
        Self::new(format!("T#{id}#L"), "L")
    }

    pub fn config(id: ConfigId) -> Self {
        Self::new(config_pk(id), CONFIG_SK)
    }

    pub fn config_user(id: ConfigId, task: TaskId) -> Self {
        Self::new(config_pk(id), format!("{CONFIG_USERS}{task}"))
    }

    pub fn batch(id: BatchId) -> Self {
        Self::new(format!("J#{id}"), BATCH_SK)
    }

    pub fn batch_members(id: BatchId) -> Self {
        Self::new(format!("J#{id}"), "M")
    }

    pub fn batch_tally(id: BatchId) -> Self {
        Self::new(format!("J#{id}"), "S")
    }

    /// The same whenever an execution is added, since it counts once: its position has no time.
    pub fn member(batch: BatchId, id: ExecutionId) -> Self {
        Self::new(members_of(batch), position(Timestamp::UNIX_EPOCH, id))
    }

    pub fn template(id: &TemplateId) -> Self {
        Self::new(TEMPLATES.to_owned(), id.as_str())
    }

    pub fn calendar(owner: Option<&OwnerId>, name: &CalendarName) -> Self {
        Self::new(calendars_of(owner), name.as_str())
    }

    pub fn function(name: &FunctionName) -> Self {
        Self::new(FUNCTIONS.to_owned(), name.as_str())
    }

    pub fn source_chunk(name: &FunctionName, digest: &Digest, number: usize) -> Self {
        Self::new(sources(name), format!("{}#{number:02}", digest.as_str()))
    }

    pub fn account(owner: &OwnerId) -> Self {
        Self::new(format!("U#{owner}"), "U")
    }

    pub fn rollup(owner: &OwnerId, hour: Hour) -> Self {
        Self::new(rollups_of(owner), format!("H#{hour}"))
    }

    pub fn census(owner: &OwnerId) -> Self {
        Self::new(rollups_of(owner), "N")
    }

    pub fn audit(id: EventId) -> Self {
        Self::new(format!("A#{id}"), AUDIT_SK)
    }

    pub fn checkpoint(shard: &str) -> Self {
        Self::new(format!("C#{shard}"), "C")
    }

    /// Shards have partitions of their own, since together they are written more often than one partition
    /// allows.
    pub fn gate(key: &GateKey) -> Self {
        let subject = &key.subject;
        let pk = match key.part.shard() {
            0 => format!("G#{subject}"),
            shard => format!("G#{subject}#{shard:05}"),
        };
        match key.part {
            GatePart::Breaker => Self::new(pk, BREAKER_SK),
            GatePart::Pause => Self::new(pk, PAUSE_SK),
            GatePart::Limiter(shard) => Self::new(pk, format!("L#{shard:05}")),
            GatePart::Permits(shard) => Self::new(pk, format!("P#{shard:05}")),
            GatePart::KeyLimiter(shard) => Self::new(pk, format!("L#{shard:05}")),
            GatePart::Keys => Self::new(pk, "K"),
        }
    }

    pub fn order_head(line: &OrderLine) -> Self {
        Self::new(format!("Y#{}", line.id()), "Y")
    }

    pub fn order_entry(line: &OrderLine, ticket: u64) -> Self {
        Self::new(order_entries(line), format!("{ticket:020}"))
    }

    pub fn token(key: &TokenKey) -> Self {
        Self::new(format!("K#{}", key.as_str()), "K")
    }

    pub fn api_key(id: ApiKeyId) -> Self {
        Self::new(format!("X#{id}"), "X")
    }

    pub fn watch(key: &WatchKey) -> Self {
        Self::new(format!("W#{key}"), "W")
    }

    /// Keys have lower-case letters only, so none is the sort key of a row that has a stream record of its own.
    pub fn holder(keyed: Keyed, owner: &OwnerId, key: &str) -> Self {
        let kind = match keyed {
            Keyed::Tasks => "T",
            Keyed::Configs => "F",
        };
        Self::new(format!("Q#{kind}#{owner}"), key)
    }

    pub fn task_number(number: u64) -> Self {
        Self::new(format!("N#{number}"), "N")
    }

    pub fn task_numbers() -> Self {
        Self::new("SYS".to_owned(), "TASK_NUMBERS")
    }

    pub fn cursor_key() -> Self {
        Self::new("SYS".to_owned(), "CURSOR_KEY")
    }
}

pub(crate) fn task_pk(id: TaskId) -> String {
    format!("T#{id}")
}

/// The partition of a task's followers.
pub(crate) fn followers_pk(id: TaskId) -> String {
    format!("T#{id}#D")
}

pub(crate) fn config_pk(id: ConfigId) -> String {
    format!("F#{id}")
}

/// The config whose gate has the partition `pk`.
pub(crate) fn config_of_gate(pk: &str) -> Option<ConfigId> {
    pk.strip_prefix("G#")?.parse().ok()
}

/// The partition of a task's links to its executions.
pub(crate) fn links(task: TaskId) -> String {
    format!("T#{task}#E")
}

/// The partition of a batch's links to its executions.
pub(crate) fn members_of(batch: BatchId) -> String {
    format!("J#{batch}#E")
}

/// The partition of the executions in a line.
pub(crate) fn order_entries(line: &OrderLine) -> String {
    format!("Y#{}#E", line.id())
}

/// The partition of an owner's hours.
pub(crate) fn rollups_of(owner: &OwnerId) -> String {
    format!("R#{owner}")
}
