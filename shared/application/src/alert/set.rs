//! The rules are replaced.

use beadle_domain::{alert::AlertRules, projection::audit::Subject};
use beadle_values::{
    cause::Cause,
    id::OwnerId,
    violation::{Path, Violation, Violations},
};
use serde_json::{Map, Value};

use super::AlertService;
use crate::{
    Call, Error, Operation,
    audit::{Target, append, edit},
    conflict::{Attempt, CAS_RETRIES, retry_on_conflict},
    port::{Replaced, StoreError},
};

impl AlertService {
    /// Replaces the rules of the caller; returns them with credentials restored that they repeat masked. What fires by a rule
    /// that stays goes on to fire.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Invalid`] for what is named and not there, [`Error::Contended`], [`Error::Store`].
    pub async fn set(&self, call: Call<'_>, rules: &AlertRules) -> Result<AlertRules, Error> {
        Operation::ChangeAlerts.check_own(call.by)?;
        let owner = &call.by.owner;
        self.exist(owner, rules).await?;
        let (before, after) = retry_on_conflict(CAS_RETRIES, (), |()| async move {
            let stored = self.stored(owner).await?;
            let mut rules = rules.clone();
            rules.unmask(&stored.book.rules)?;
            let (before, after) = (members(&stored.book.rules)?, members(&rules)?);
            let next = stored.book.clone().with_rules(rules.clone());
            let done = self.save(owner, &stored, &next).await? == Replaced::Done;
            Ok::<_, Error>(Attempt::done_if(done, (before, (after, rules))))
        })
        .await?;
        let ((after, rules), target) = (after, Target::new(Some(owner), owner));
        if let Some(entry) = edit(call, Subject::Alerts, target, (&before, &after)) {
            append(&*self.audit, &entry).await;
        }
        Ok(rules)
    }

    /// Removes the rules of `owner`, whose account is closed. Nobody is told of anything any more.
    ///
    /// # Errors
    /// [`Error::Contended`], [`Error::Store`].
    pub(crate) async fn remove(&self, owner: &OwnerId) -> Result<(), Error> {
        retry_on_conflict(CAS_RETRIES, (), |()| async move {
            let stored = self.stored(owner).await?;
            let next = stored.book.clone().with_rules(AlertRules::default());
            Ok(Attempt::done_if(self.save(owner, &stored, &next).await? == Replaced::Done, ()))
        })
        .await
    }

    /// Refuses rules about tasks and configs that `owner` does not have: nothing would ever be learnt of them.
    async fn exist(&self, owner: &OwnerId, rules: &AlertRules) -> Result<(), Error> {
        let mut violations = Violations::new();
        for (index, rule) in rules.rules.iter().enumerate() {
            let path = Path::body().key("rules").index(index);
            if let Some(id) = rule.task_id {
                let task = self.tasks.get(id).await?.map(|saved| saved.task);
                if task.is_none_or(|task| task.owner != *owner || task.deleted_at.is_some()) {
                    let violation = Violation::new(
                        path.key("task_id"),
                        "unknown_task",
                        format!("there is no task {id} of yours"),
                    );
                    violations
                        .push(violation.hint("name one of your tasks, or leave it out for all of them"));
                }
            }
            if let Some(id) = rule.config_id
                && self.configs.get(id).await?.is_none_or(|config| config.owner != *owner)
            {
                let violation = Violation::new(
                    path.key("config_id"),
                    "unknown_config",
                    format!("there is no config {id} of yours"),
                );
                violations.push(violation.hint("name one of your configs, or leave it out for all of them"));
            }
        }
        Ok(violations.into_result(())?)
    }
}

/// The members that the audit trail compares.
fn members(rules: &AlertRules) -> Result<Map<String, Value>, StoreError> {
    match serde_json::to_value(rules) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(_) => Err(StoreError::Corrupt("rules are no object".into())),
        Err(error) => Err(StoreError::Corrupt(Cause::of(error))),
    }
}
