//! The service of pauses: who may pause and resume what.

use std::sync::Arc;

use beadle_domain::{
    access::{Principal, Relation},
    config::Config,
    execution::{Execution, Hold},
    gate::{Pause, PauseTarget},
};
use beadle_values::id::{ConfigId, OwnerId};

use super::{PauseDraft, read, write};
use crate::{
    Call, Error, Operation,
    account::{held, release_where},
    port::{Configs, Executions, GateStore},
};

/// Pauses of configs, of accounts and of the whole service. Each pause and each resumption is a change of its document,
/// from which the projector makes the entry of the audit trail and the event.
#[derive(Clone)]
pub struct PauseService {
    /// The documents of the pauses.
    pub gates: Arc<dyn GateStore>,
    /// The configs that may be paused.
    pub configs: Arc<dyn Configs>,
    /// The executions that a resumption wakes.
    pub executions: Arc<dyn Executions>,
}

impl PauseService {
    /// Pauses the executions that name a config: its owner may, and operators and admins. A pause that exists is replaced;
    /// that of somebody else only by operators and admins.
    ///
    /// # Errors
    /// [`Error::ConfigNotFound`], [`Error::Denied`], [`Error::Invalid`], [`Error::Contended`], [`Error::Store`].
    pub async fn pause_config(&self, call: Call<'_>, id: ConfigId, draft: &PauseDraft) -> Result<(), Error> {
        let (config, rank) = self.config(call.by, id, Operation::PauseConfig).await?;
        let paused = write::Paused { target: PauseTarget::Config(id), owner: &config.owner, rank };
        write::pause(&*self.gates, call, &paused, draft, Operation::PauseConfig).await
    }

    /// Resumes the executions that name a config, and wakes those of its owner; returns how many.
    ///
    /// # Errors
    /// As [`Self::pause_config`].
    pub async fn resume_config(&self, call: Call<'_>, id: ConfigId) -> Result<usize, Error> {
        let (config, rank) = self.config(call.by, id, Operation::ResumeConfig).await?;
        let paused = write::Paused { target: PauseTarget::Config(id), owner: &config.owner, rank };
        write::resume(&*self.gates, call, &paused, Operation::ResumeConfig).await?;
        let of_it = |execution: &Execution| execution.request.config_id == Some(id) && is_paused(execution);
        Ok(release_where(&*self.executions, &config.owner, call.now, of_it).await?)
    }

    /// Pauses all executions of `owner`, who may do so, and admins.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Invalid`], [`Error::Contended`], [`Error::Store`].
    pub async fn pause_account(
        &self,
        call: Call<'_>,
        owner: &OwnerId,
        draft: &PauseDraft,
    ) -> Result<(), Error> {
        let paused = Self::account(call.by, owner, Operation::PauseAccount)?;
        write::pause(&*self.gates, call, &paused, draft, Operation::PauseAccount).await
    }

    /// Resumes the executions of `owner` and wakes them; returns how many.
    ///
    /// # Errors
    /// As [`Self::pause_account`].
    pub async fn resume_account(&self, call: Call<'_>, owner: &OwnerId) -> Result<usize, Error> {
        let paused = Self::account(call.by, owner, Operation::ResumeAccount)?;
        write::resume(&*self.gates, call, &paused, Operation::ResumeAccount).await?;
        Ok(release_where(&*self.executions, owner, call.now, is_paused).await?)
    }

    /// The pause of an account, if it is paused.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Store`].
    pub async fn of_account(&self, call: Call<'_>, owner: &OwnerId) -> Result<Option<Pause>, Error> {
        Operation::ReadAccount.check(call.by, owner, Error::Denied(Operation::ReadAccount))?;
        Ok(read::in_force(&*self.gates, &PauseTarget::Account(owner.clone()), call.now).await?)
    }

    /// The pause of the whole service, if it is paused.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Store`].
    pub async fn of_service(&self, call: Call<'_>) -> Result<Option<Pause>, Error> {
        Operation::ReadService.check_own(call.by)?;
        Ok(read::in_force(&*self.gates, &PauseTarget::Service, call.now).await?)
    }

    /// Pauses the executions of everybody.
    ///
    /// # Errors
    /// [`Error::Denied`] for all but admins, [`Error::Invalid`], [`Error::Contended`], [`Error::Store`].
    pub async fn pause_service(&self, call: Call<'_>, draft: &PauseDraft) -> Result<(), Error> {
        Operation::PauseService.check_own(call.by)?;
        let paused = write::Paused::service(&call.by.owner);
        write::pause(&*self.gates, call, &paused, draft, Operation::PauseService).await
    }

    /// Resumes the executions of everybody. Nothing finds them by key, so they are not woken: each asks again within
    /// [`MAX_WAIT`](beadle_domain::gate::pause::MAX_WAIT).
    ///
    /// # Errors
    /// As [`Self::pause_service`].
    pub async fn resume_service(&self, call: Call<'_>) -> Result<(), Error> {
        Operation::ResumeService.check_own(call.by)?;
        let paused = write::Paused::service(&call.by.owner);
        write::resume(&*self.gates, call, &paused, Operation::ResumeService).await
    }

    /// The config, if `by` may do `operation` to it, and how far the caller's word goes: whoever may reset its gate may
    /// also shut it by hand.
    async fn config(
        &self,
        by: &Principal,
        id: ConfigId,
        operation: Operation,
    ) -> Result<(Config, write::Rank), Error> {
        let config = self.configs.get(id).await?.ok_or(Error::ConfigNotFound(id))?;
        let relation = Relation::to_config(&config, by);
        if Operation::ResetGate.check_as(by, relation, Error::ConfigNotFound(id)).is_ok() {
            return Ok((config, write::Rank::Any));
        }
        operation.check_as(by, relation, Error::ConfigNotFound(id))?;
        Ok((config, write::Rank::Own))
    }

    /// The account of `owner`, if `by` may do `operation` to it.
    fn account<'o>(
        by: &Principal,
        owner: &'o OwnerId,
        operation: Operation,
    ) -> Result<write::Paused<'o>, Error> {
        operation.check(by, owner, Error::Denied(operation))?;
        let rank = match Operation::ChangeAccount.check_own(by) {
            Ok(()) => write::Rank::Any,
            Err(_) => write::Rank::Own,
        };
        Ok(write::Paused { target: PauseTarget::Account(owner.clone()), owner, rank })
    }
}

fn is_paused(execution: &Execution) -> bool {
    held(execution).is_some_and(Hold::is_pause)
}
