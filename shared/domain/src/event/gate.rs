//! Events about what lets calls through: circuit breakers and pauses.

use beadle_values::id::{ConfigId, EventId, OwnerId};

use super::{DomainEvent, EventDetail, EventKind};
use crate::{
    gate::Transition,
    projection::{
        RecordChange,
        audit::{Subject, Verb},
        change::ChangeRecord,
    },
};

/// One event per transition, at its own time. A single write can contain several transitions; all but the
/// first have their number in the id.
pub(super) fn transitions(
    record: &ChangeRecord,
    config_id: ConfigId,
    owner: &OwnerId,
    transitions: &[Transition],
) -> Vec<DomainEvent> {
    let kind = EventKind::GateStateChanged.as_str();
    let event = |(number, transition): (usize, &Transition)| {
        let Transition { at, from, to, why } = transition;
        let name = if number == 0 { kind.to_owned() } else { format!("{kind}#{number}") };
        DomainEvent {
            event_id: EventId::for_change(&record.shard, record.sequence.as_str(), &name),
            time: *at,
            detail: EventDetail::GateStateChanged {
                config_id,
                user_id: owner.clone(),
                old_state: *from,
                new_state: *to,
                reason: why.clone(),
            },
        }
    };
    transitions.iter().enumerate().map(event).collect()
}

/// The event for a pause or a resumption; `None` for any other change.
pub(super) fn paused(change: &RecordChange) -> Option<EventDetail> {
    let scope = match change.action.subject {
        Subject::Config | Subject::Account | Subject::Service => change.action.subject.to_string(),
        _ => return None,
    };
    let (scope_id, user_id, by) = (change.subject.clone(), change.owner.clone(), change.actor.clone());
    let after = |name: &str| {
        let member = change.changes.iter().find(|member| member.field == name);
        member.and_then(|member| member.after.as_str()).unwrap_or_default()
    };
    match change.action.verb {
        Verb::Paused => Some(EventDetail::Paused {
            scope,
            scope_id,
            user_id,
            paused_by: by,
            reason: after("reason").to_owned(),
            until: after("until").parse().ok(),
        }),
        Verb::Resumed => Some(EventDetail::Resumed { scope, scope_id, user_id, resumed_by: by }),
        _ => None,
    }
}
