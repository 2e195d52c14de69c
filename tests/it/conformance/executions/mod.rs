//! Starting, running, changing, reading and awaiting executions.

pub mod awaiting;
pub mod cancelling;
pub mod claiming;
pub mod contents;
pub mod listing;
pub mod paging;
pub mod racing;
pub mod saving;
pub mod starting;
pub mod taking_over;

use std::{any::Any, sync::Arc};

use anyhow::{Context, bail, ensure};
use async_trait::async_trait;
use beadle_application::port::{Claim, Delivery, Executions, RunExecutions, StartExecutions, Started};
use beadle_domain::execution::{Execution, Message};
use beadle_values::id::ExecutionId;
use jiff::Timestamp;

use super::adapters::{
    sqlite::{self, Place},
    table::{self, Server},
};

/// A store of executions under test, and what it sends.
pub struct Fixture {
    /// The store, empty.
    pub store: Arc<dyn Store>,
    /// Where its messages go.
    pub outbox: Box<dyn Outbox>,
    /// What has to outlive the store, such as its folder or its server.
    pub _held: Box<dyn Any + Send + Sync>,
}

/// Every port of executions.
pub trait Store: StartExecutions + RunExecutions + Executions + Executions + Executions {}
impl<T: StartExecutions + RunExecutions + Executions + Executions + Executions> Store for T {}

/// The far end of the queue that a store sends to.
#[async_trait]
pub trait Outbox: Send + Sync {
    /// Takes out what is to be delivered by `time`; nobody asks for an earlier time afterwards.
    async fn delivered_by(&self, time: Timestamp) -> anyhow::Result<Vec<Delivery>>;
}

impl Fixture {
    /// Starts `execution`, which is new.
    pub async fn start(&self, execution: &Execution) -> anyhow::Result<()> {
        let started = self.store.start(execution).await?;
        ensure!(started == Started::Created, "a new execution was answered with {started:?}");
        Ok(())
    }

    /// Starts `execution` and claims it at `now`.
    pub async fn run(&self, execution: &Execution, now: Timestamp) -> anyhow::Result<Execution> {
        self.start(execution).await?;
        self.claim(execution, now).await
    }

    /// Claims the execution with the message that it waits for.
    pub async fn claim(&self, execution: &Execution, now: Timestamp) -> anyhow::Result<Execution> {
        let message = Message::follow_up(execution, 0).context("an execution that waits for a message")?;
        match self.store.claim(&message, now).await? {
            Claim::Taken(taken) => Ok(*taken),
            other => bail!("a claim that nobody contests was answered with {other:?}"),
        }
    }

    /// The execution as it is stored.
    pub async fn stored(&self, id: ExecutionId) -> anyhow::Result<Execution> {
        self.store.get(id).await?.with_context(|| format!("{id} is not stored"))
    }

    /// How many of the messages due by `time` set `execution` going.
    pub async fn sent(&self, execution: &Execution, time: Timestamp) -> anyhow::Result<usize> {
        let delivered = self.outbox.delivered_by(time).await?;
        Ok(delivered.iter().filter(|delivery| sets_going(delivery, execution)).count())
    }
}

/// Whether `delivery` is the message that `execution` waits for, or what claiming it made of it.
fn sets_going(delivery: &Delivery, execution: &Execution) -> bool {
    match delivery {
        Delivery::Message(message) => message.execution() == execution,
        Delivery::Claimed { execution: claimed, .. } => {
            claimed.id() == execution.id() && claimed.version() == execution.version() + 1
        }
    }
}

macro_rules! suite {
    ($adapter:ident: $fixture:expr) => {
        mod $adapter {
            $crate::conformance::cases! { executions on $fixture;
                starting:
                    a_started_execution_can_be_read,
                    an_unknown_execution_is_not_there,
                    a_start_sends_its_message_once,
                    a_start_for_later_sends_its_message_for_then,
                    a_duplicate_start_changes_nothing,
                    a_duplicate_start_of_one_that_ended_leaves_it_ended;
                claiming:
                    a_claim_makes_it_running_under_a_lease,
                    a_claim_needs_no_row,
                    a_second_claim_waits_for_the_end_of_the_lease,
                    a_message_a_little_early_is_taken,
                    a_message_that_comes_early_is_put_off,
                    a_message_older_than_the_row_sends_the_follow_up_again,
                    a_message_older_than_the_attempt_under_way_is_done_with,
                    a_message_after_the_end_is_done_with,
                    a_message_put_off_too_often_ends_the_execution,
                    a_retry_is_claimed_as_the_next_attempt,
                    a_deferral_is_claimed_as_the_same_attempt,
                    a_wait_is_claimed_as_the_same_attempt_once_it_is_over,
                    a_message_older_than_the_wait_sends_the_follow_up_again,
                    a_wait_that_was_called_off_is_not_taken_up_again;
                taking_over:
                    a_lease_that_ran_out_is_taken_over,
                    a_lease_is_extended_under_its_fence,
                    a_lease_is_not_extended_by_whoever_lost_it,
                    a_lease_is_not_extended_after_the_end,
                    a_lease_of_nothing_is_not_extended,
                    an_execution_that_kills_its_runners_is_given_up,
                    whoever_lost_it_can_not_save;
                saving:
                    an_end_is_saved_under_the_fence,
                    a_wrong_fence_changes_nothing,
                    a_fence_is_good_for_one_save,
                    nothing_is_saved_where_there_is_no_row,
                    a_retry_is_sent_once_and_for_its_time,
                    a_deferral_is_sent_once_and_for_its_time,
                    an_end_sends_nothing,
                    a_wait_is_sent_once_and_for_its_end,
                    hops_are_counted;
                cancelling:
                    a_running_execution_is_marked,
                    only_a_running_execution_is_marked,
                    whoever_runs_it_notices_when_renewing,
                    whoever_runs_it_notices_when_saving,
                    knowing_of_the_mark_is_no_leave_to_go_on,
                    what_ended_meanwhile_stays_ended,
                    a_marked_execution_is_not_taken_over_but_cancelled,
                    a_pending_execution_is_cancelled_by_a_save;
                listing:
                    executions_of_an_owner_come_newest_first,
                    executions_of_a_task_come_newest_first,
                    executions_of_one_moment_come_by_id,
                    owners_are_isolated,
                    a_status_filters,
                    a_type_filters,
                    a_time_span_filters,
                    filters_add_up,
                    unended_executions_before_another_come_newest_first,
                    at_most_ten_unended_executions_come,
                    an_unended_execution_is_found_behind_many_ended_ones;
                paging:
                    pages_are_complete_while_others_are_inserted,
                    filtered_pages_are_complete,
                    the_last_page_says_so,
                    a_page_is_no_longer_than_asked,
                    a_forged_cursor_is_refused,
                    a_damaged_cursor_is_refused,
                    a_cursor_of_another_list_is_refused,
                    a_cursor_can_stand_in_a_url;
                contents:
                    awkward_text_comes_back_as_it_was,
                    a_large_request_comes_back_as_it_was,
                    a_large_answer_comes_back_as_it_was,
                    every_field_comes_back_as_it_was,
                    numbers_come_back_as_they_were,
                    many_attempts_come_back_as_they_were;
                awaiting:
                    the_end_is_awaited,
                    what_has_ended_is_answered_at_once,
                    patience_ends_with_how_it_stands,
                    an_unknown_execution_is_not_awaited_for_ever,
                    many_wait_for_the_same_end;
                racing:
                    one_of_sixteen_claims_is_taken,
                    one_of_sixteen_claims_without_a_row_is_taken,
                    one_of_sixteen_takes_over,
                    one_of_sixteen_saves_is_written,
                    one_of_sixteen_starts_is_the_first;
            }
        }
    };
}
pub(crate) use suite;

suite!(sqlite_memory: sqlite::executions(Place::Memory));
suite!(sqlite_file: sqlite::executions(Place::File));
suite!(dynamodb: table::executions(Server::InProcess));
