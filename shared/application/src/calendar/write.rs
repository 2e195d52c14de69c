//! Writing and deleting calendars.

use beadle_domain::{
    day_calendar::{Calendar, CalendarDraft, MAX_CALENDARS},
    projection::{AuditEntry, audit::Subject},
};
use beadle_schedule::calendar::CalendarName;
use beadle_values::{
    id::OwnerId,
    violation::{Path, Violation},
};
use serde_json::{Map, Value, json};

use super::CalendarService;
use crate::{
    Call, Error, Expected, Operation,
    audit::{self, Target},
    conflict::{Attempt, CAS_RETRIES, retry_on_conflict},
    port::Replaced,
};

impl CalendarService {
    /// Writes the calendar `name` of the caller, or the shared one: all that `draft` describes takes the place of what it
    /// was. Runs that are due from now on are decided by it. A calendar that is the same already is not written.
    ///
    /// # Errors
    /// [`Error::Denied`], for a shared one to all but admins, [`Error::Invalid`], [`Error::Stale`],
    /// [`Error::Contended`], [`Error::Store`].
    pub async fn write(
        &self,
        call: Call<'_>,
        (name, shared): (&CalendarName, bool),
        draft: &CalendarDraft,
        expected: &Expected,
    ) -> Result<Calendar, Error> {
        let owner = may_change(call, shared)?;
        let days = &draft.all_days(&Path::body().key("days"))?;
        retry_on_conflict(CAS_RETRIES, (), |()| async move {
            let current = self.calendars.get(owner, name).await?;
            let version = current.as_ref().map_or(0, |calendar| calendar.version);
            expected.check(version)?;
            let plan = draft.plan.clone().or_else(|| current.as_ref().and_then(|known| known.plan.clone()));
            let is_same = |known: &Calendar| {
                known.days == *days && known.description == draft.description && known.plan == plan
            };
            if let Some(same) = current.clone().filter(is_same) {
                return Ok(Attempt::Done(same));
            }
            if current.is_none() {
                self.has_room(owner).await?;
            }
            let next = Calendar {
                owner: owner.cloned(),
                name: name.clone(),
                description: draft.description.clone(),
                days: days.clone(),
                plan,
                created_at: current.as_ref().map_or(call.now, |calendar| calendar.created_at),
                updated_at: call.now,
                updated_by: call.by.owner.clone(),
                version: version + 1,
            };
            let audit = edit(call, (owner, name), (current.as_ref(), Some(&next)));
            let written = self.calendars.write(&next, version, audit.as_ref()).await?;
            Ok::<_, Error>(Attempt::done_if(written == Replaced::Done, next))
        })
        .await
    }

    /// Writes a calendar of the caller that was exported elsewhere, if there is none of its name.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Invalid`] if there are too many, [`Error::Store`].
    pub(crate) async fn import(&self, call: Call<'_>, calendar: &Calendar) -> Result<Replaced, Error> {
        let owner = may_change(call, false)?;
        self.has_room(owner).await?;
        let audit = edit(call, (owner, &calendar.name), (None, Some(calendar)));
        Ok(self.calendars.write(calendar, 0, audit.as_ref()).await?)
    }

    /// Refuses another calendar of `owner` if there are as many as there may be.
    async fn has_room(&self, owner: Option<&OwnerId>) -> Result<(), Error> {
        if self.calendars.all(owner).await?.len() < MAX_CALENDARS {
            return Ok(());
        }
        let message = format!("there are {MAX_CALENDARS} calendars already");
        let path = Path::of("path").key("name");
        Err(Violation::new(path, "too_many", message).hint("delete one that is not needed").into())
    }

    /// Deletes the calendar `name` of the caller, or the shared one, unless tasks on the caller's list name it; with `force`
    /// even then. From then on it excludes no day: their runs are made, and the tasks and their previews say so.
    ///
    /// # Errors
    /// [`Error::Denied`], for a shared one to all but admins, [`Error::CalendarNotFound`], [`Error::CalendarInUse`],
    /// [`Error::Stale`], [`Error::Contended`], [`Error::Store`].
    pub async fn delete(
        &self,
        call: Call<'_>,
        (name, shared): (&CalendarName, bool),
        force: bool,
        expected: &Expected,
    ) -> Result<(), Error> {
        let owner = may_change(call, shared)?;
        retry_on_conflict(CAS_RETRIES, (), |()| async move {
            let current = self.calendars.get(owner, name).await?;
            let current = current.ok_or_else(|| Error::CalendarNotFound(name.to_string()))?;
            expected.check(current.version)?;
            if !force {
                self.ensure_unused(call, name).await?;
            }
            let audit = edit(call, (owner, name), (Some(&current), None));
            let removed = self.calendars.remove(&current, audit.as_ref()).await?;
            Ok::<_, Error>(Attempt::done_if(removed == Replaced::Done, ()))
        })
        .await
    }
}

/// Whose calendars the caller changes, if they may.
fn may_change(call: Call<'_>, shared: bool) -> Result<Option<&OwnerId>, Error> {
    let operation = if shared { Operation::ShareCalendar } else { Operation::ChangeCalendar };
    operation.check_own(call.by)?;
    Ok((!shared).then_some(&call.by.owner))
}

/// The entry of the audit trail for a change of a calendar: how many entries it has, and what it is for.
fn edit(
    call: Call<'_>,
    (owner, name): (Option<&OwnerId>, &CalendarName),
    (before, after): (Option<&Calendar>, Option<&Calendar>),
) -> Option<AuditEntry> {
    let members = |calendar: Option<&Calendar>| {
        let shown = calendar.map(|calendar| {
            json!({"version": calendar.version, "entries": calendar.days.len(), "description": calendar.description, "plan": calendar.plan})
        });
        match shown {
            Some(Value::Object(members)) => members,
            _ => Map::new(),
        }
    };
    audit::edit(call, Subject::Calendar, Target::new(owner, name), (&members(before), &members(after)))
}
