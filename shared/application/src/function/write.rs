//! Uploading, moving and deleting functions, for operators.

use beadle_domain::{
    function::{Digest, Function, FunctionName, FunctionVersion, Upload},
    plan::PlanMark,
    projection::{AuditEntry, audit::Subject},
};
use beadle_values::violation::{Path, Violation, Violations};
use serde_json::{Map, Value, json};

use super::FunctionService;
use crate::{
    Call, Error, Expected, Operation,
    audit::{self, Target},
    conflict::{Attempt, CAS_RETRIES, retry_on_conflict},
    port::{CheckError, Defect, FunctionChange, Replaced},
};

impl FunctionService {
    /// Uploads a version of the function and makes it the current one; `digest` is that of `upload`, `plan` the plan that
    /// keeps the function from now on. An upload that equals
    /// one of its versions makes that one current. Nothing of it runs: it is parsed, in the sandbox.
    ///
    /// # Errors
    /// [`Error::Denied`] for all but operators, [`Error::Invalid`] with module and line of each defect,
    /// [`Error::Sandbox`] where nothing can be parsed, [`Error::Stale`], [`Error::Contended`], [`Error::Store`].
    pub async fn upload(
        &self,
        call: Call<'_>,
        name: &FunctionName,
        (upload, digest, plan): (&Upload, &Digest, Option<&PlanMark>),
        expected: &Expected,
    ) -> Result<Function, Error> {
        Operation::ChangeFunction.check_own(call.by)?;
        let exports = self.exports(upload).await?;
        let version = FunctionVersion {
            number: 1,
            digest: digest.clone(),
            entry: upload.entry.clone(),
            exports,
            hosts: upload.hosts.clone(),
            size: upload.size(),
            created_at: call.now,
            created_by: call.by.owner.clone(),
        };
        let version = &version;
        retry_on_conflict(CAS_RETRIES, (), |()| async move {
            let current = self.functions.get(name).await?;
            expected.check(current.as_ref().map_or(0, |function| function.version))?;
            let (mut next, dropped) = match &current {
                None => (Function::new(name.clone(), version.clone()), Vec::new()),
                Some(known) => known.with(version.clone(), call.now),
            };
            next.plan = plan.cloned().or(next.plan);
            let is_new = current.as_ref().is_none_or(|known| known.with_digest(digest).is_none());
            let dropped: Vec<Digest> = dropped.into_iter().map(|version| version.digest).collect();
            let audit = edit(call, name, (current.as_ref(), Some(&next)));
            let written = self
                .functions
                .write(FunctionChange {
                    function: &next,
                    expected: current.as_ref().map_or(0, |function| function.version),
                    source: is_new.then_some((digest, upload)),
                    dropped: &dropped,
                    audit: audit.as_ref(),
                })
                .await?;
            Ok::<_, Error>(Attempt::done_if(written == Replaced::Done, next))
        })
        .await
    }

    /// What `upload` exports.
    ///
    /// # Errors
    /// [`Error::Invalid`] with module and line of each defect, [`Error::Sandbox`] where nothing can be parsed.
    pub(super) async fn exports(&self, upload: &Upload) -> Result<Vec<String>, Error> {
        let exports = self.sandbox.check(upload).await.map_err(refusal)?;
        if !exports.is_empty() {
            return Ok(exports);
        }
        let path = Path::body().key("modules").key(&upload.entry);
        Err(Violation::new(path, "no_export", "exports nothing that could be called")
            .hint("such as `export async function name(params, ctx) { … }`")
            .into())
    }

    /// Makes version `number` the current one: a roll back.
    ///
    /// # Errors
    /// [`Error::Denied`] for all but operators, [`Error::FunctionNotFound`], [`Error::FunctionVersionNotFound`],
    /// [`Error::Stale`], [`Error::Contended`], [`Error::Store`].
    pub async fn move_to(
        &self,
        call: Call<'_>,
        name: &FunctionName,
        number: u32,
        expected: &Expected,
    ) -> Result<Function, Error> {
        Operation::ChangeFunction.check_own(call.by)?;
        retry_on_conflict(CAS_RETRIES, (), |()| async move {
            let current = self.existing(name).await?;
            expected.check(current.version)?;
            if !current.versions.iter().any(|version| version.number == number) {
                return Err(Error::FunctionVersionNotFound { name: name.clone(), number });
            }
            if current.current == number {
                return Ok(Attempt::Done(current));
            }
            let next = current.moved_to(number, call.now);
            let audit = edit(call, name, (Some(&current), Some(&next)));
            let change = FunctionChange {
                function: &next,
                expected: current.version,
                source: None,
                dropped: &[],
                audit: audit.as_ref(),
            };
            let written = self.functions.write(change).await?;
            Ok(Attempt::done_if(written == Replaced::Done, next))
        })
        .await
    }

    /// Deletes the function with all its versions, unless tasks or configs on the caller's lists name it; with `force` even
    /// then. From then on tasks of type `custom` and transformations that name it fail, and retry rules fall back to the
    /// default delays.
    ///
    /// A task that starts to use the function during the deletion is not noticed, as if the deletion had been forced.
    ///
    /// # Errors
    /// [`Error::Denied`] for all but operators, [`Error::FunctionNotFound`], [`Error::FunctionInUse`], [`Error::Stale`],
    /// [`Error::Contended`], [`Error::Store`].
    pub async fn delete(
        &self,
        call: Call<'_>,
        name: &FunctionName,
        force: bool,
        expected: &Expected,
    ) -> Result<(), Error> {
        Operation::ChangeFunction.check_own(call.by)?;
        retry_on_conflict(CAS_RETRIES, (), |()| async move {
            let current = self.existing(name).await?;
            expected.check(current.version)?;
            if !force {
                self.ensure_unused(call, &current).await?;
            }
            let audit = edit(call, name, (Some(&current), None));
            let removed = self.functions.remove(&current, audit.as_ref()).await?;
            Ok(Attempt::done_if(removed == Replaced::Done, ()))
        })
        .await
    }
}

/// The violations for defects, each at its module.
fn refusal(error: CheckError) -> Error {
    match error {
        CheckError::Unavailable(error) => Error::Sandbox(error),
        CheckError::Defects(defects) => {
            let mut violations = Violations::new();
            for Defect { module, line, column, message } in defects {
                let place = match column {
                    Some(column) => format!("line {line}, column {column}: {message}"),
                    None => format!("line {line}: {message}"),
                };
                let path = Path::body().key("modules").key(&module);
                violations.push(
                    Violation::new(path, "source", place)
                        .hint(format!("see {module}:{line}; imports find only the modules of this upload")),
                );
            }
            violations.into()
        }
    }
}

/// The entry of the audit trail for a change of a function: which version is current, and what that is.
pub(super) fn edit(
    call: Call<'_>,
    name: &FunctionName,
    (before, after): (Option<&Function>, Option<&Function>),
) -> Option<AuditEntry> {
    let members = |function: Option<&Function>| match function {
        None => Map::new(),
        Some(function) => {
            let current = function.current();
            let document = json!({
                "current": function.current,
                "sha256": current.map(|version| &version.digest),
                "hosts": current.map(|version| &version.hosts),
                "plan": function.plan,
            });
            match document {
                Value::Object(members) => members,
                _ => Map::new(),
            }
        }
    };
    audit::edit(call, Subject::Function, Target::new(None, name), (&members(before), &members(after)))
}
