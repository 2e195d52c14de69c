//! Writing functions that were exported elsewhere: first their versions, oldest first, then which of them is current.

use beadle_domain::{
    function::{Function, FunctionName, FunctionVersion, MAX_VERSIONS},
    transfer::function::{Head, ImportedVersion},
};

use super::{FunctionService, write::edit};
use crate::{
    Call, Error, Operation,
    conflict::{Attempt, CAS_RETRIES, retry_on_conflict},
    port::{FunctionChange, Replaced},
    transfer::Imported,
};

impl FunctionService {
    /// Adds a version under its number. The current version of a function that exists stays current.
    ///
    /// # Errors
    /// As [`Self::upload`]; [`Error::ImportDiffers`] if another version has the number, or the same one another number.
    pub(crate) async fn import_version(
        &self,
        call: Call<'_>,
        imported: &ImportedVersion,
    ) -> Result<Imported, Error> {
        Operation::ChangeFunction.check_own(call.by)?;
        let ImportedVersion { name, number, created_at, upload } = imported;
        let version = &FunctionVersion {
            number: *number,
            digest: upload.digest(),
            entry: upload.entry.clone(),
            exports: self.exports(upload).await?,
            hosts: upload.hosts.clone(),
            size: upload.size(),
            created_at: *created_at,
            created_by: call.by.owner.clone(),
        };
        retry_on_conflict(CAS_RETRIES, (), |()| async move {
            let current = self.functions.get(name).await?;
            let differs = || Error::ImportDiffers(format!("{name}@{number}"));
            let next = match &current {
                None => Function::new(name.clone(), version.clone()),
                Some(known) => {
                    let same = |known: &&FunctionVersion| known.digest == version.digest;
                    if let Some(same) = known.versions.iter().find(same) {
                        return if same.number == *number {
                            Ok(Attempt::Done(Imported::Same))
                        } else {
                            Err(differs())
                        };
                    }
                    let is_taken = known.versions.iter().any(|known| known.number == *number);
                    if is_taken || known.versions.len() >= MAX_VERSIONS {
                        return Err(differs());
                    }
                    let mut next = Function { version: known.version + 1, ..known.clone() };
                    next.versions.push(version.clone());
                    next.versions.sort_by_key(|version| version.number);
                    next
                }
            };
            let audit = edit(call, name, (current.as_ref(), Some(&next)));
            let change = FunctionChange {
                function: &next,
                expected: current.as_ref().map_or(0, |function| function.version),
                source: Some((&version.digest, upload)),
                dropped: &[],
                audit: audit.as_ref(),
            };
            let written = self.functions.write(change).await?;
            Ok::<_, Error>(Attempt::done_if(written == Replaced::Done, Imported::Created))
        })
        .await
    }

    /// Makes a function what `head` says, if it has exactly those versions and nothing but their import was done to it.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::FunctionNotFound`], [`Error::ImportDiffers`], [`Error::Contended`], [`Error::Store`].
    pub(crate) async fn import_head(
        &self,
        call: Call<'_>,
        name: &FunctionName,
        head: &Head,
    ) -> Result<Imported, Error> {
        Operation::ChangeFunction.check_own(call.by)?;
        retry_on_conflict(CAS_RETRIES, (), |()| async move {
            let current = self.existing(name).await?;
            let known = Head::of(&current);
            if known == *head {
                return Ok(Attempt::Done(Imported::Same));
            }
            if known.versions != head.versions || !is_fresh(&current) {
                return Err(Error::ImportDiffers(name.to_string()));
            }
            let next = Function {
                current: head.current,
                created_at: head.created_at,
                updated_at: head.updated_at,
                version: head.version.max(current.version + 1),
                plan: head.plan.clone(),
                ..current.clone()
            };
            let audit = edit(call, name, (Some(&current), Some(&next)));
            let change = FunctionChange {
                function: &next,
                expected: current.version,
                source: None,
                dropped: &[],
                audit: audit.as_ref(),
            };
            let written = self.functions.write(change).await?;
            Ok::<_, Error>(Attempt::done_if(written == Replaced::Done, Imported::Created))
        })
        .await
    }
}

/// Whether nothing was done to `function` but the import of its versions.
fn is_fresh(function: &Function) -> bool {
    let first = function.versions.first();
    function.version == function.versions.len() as u64
        && first
            .is_some_and(|first| first.number == function.current && first.created_at == function.updated_at)
}
