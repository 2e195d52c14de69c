//! Starting, running, changing, reading and awaiting executions.

pub mod awaiting;
pub mod cancelling;
pub mod claiming;
pub mod contents;
pub mod deferring;
pub mod filtering;
pub mod listing;
pub mod noting;
pub mod ordering;
pub mod paging;
pub mod racing;
pub mod rebuilding;
pub mod saving;
pub mod starting;
pub mod taking_over;
pub mod writing_output;

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

/// A store of executions under test, and its messages.
pub struct Fixture {
    /// The store, empty.
    pub store: Arc<dyn Store>,
    /// The receiving end of its messages.
    pub outbox: Box<dyn Outbox>,
    /// Resources that must outlive the store, such as its folder or its server.
    pub _held: Box<dyn Any + Send + Sync>,
}

/// Every port of executions.
pub trait Store: StartExecutions + RunExecutions + Executions + Executions + Executions {}
impl<T: StartExecutions + RunExecutions + Executions + Executions + Executions> Store for T {}

/// The receiving end of the queue that a store sends to.
#[async_trait]
pub trait Outbox: Send + Sync {
    /// Takes the messages due by `time`; later calls never ask for an earlier time.
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
            other => bail!("an uncontested claim resulted in {other:?}"),
        }
    }

    /// The execution as it is stored.
    pub async fn stored(&self, id: ExecutionId) -> anyhow::Result<Execution> {
        self.store.get(id).await?.with_context(|| format!("{id} is not stored"))
    }

    /// How many of the messages due by `time` start or continue `execution`.
    pub async fn sent(&self, execution: &Execution, time: Timestamp) -> anyhow::Result<usize> {
        let delivered = self.outbox.delivered_by(time).await?;
        Ok(delivered.iter().filter(|delivery| sets_going(delivery, execution)).count())
    }
}

/// Whether `delivery` is the message that `execution` waits for, or the claim of it.
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
                    an_unknown_execution_is_not_found,
                    a_start_sends_its_message_once,
                    a_delayed_start_sends_a_delayed_message,
                    executions_that_are_started_together_are_each_started_once,
                    a_duplicate_start_changes_nothing,
                    a_duplicate_start_of_one_that_ended_leaves_it_ended,
                    one_that_has_ended_is_recorded_and_sends_nothing,
                    history_is_read_back_and_listed_and_sends_nothing,
                    history_that_is_recorded_again_changes_nothing,
                    history_with_an_order_key_joins_no_line;
                claiming:
                    a_claim_makes_it_running_under_a_lease,
                    a_claim_needs_no_row,
                    a_new_execution_is_claimed_as_its_message_would_be,
                    a_new_execution_that_was_started_before_is_claimed_by_its_row,
                    a_second_claim_waits_for_the_end_of_the_lease,
                    a_slightly_early_message_is_accepted,
                    an_early_message_is_deferred,
                    a_message_older_than_the_row_sends_the_follow_up_again,
                    a_message_older_than_the_running_attempt_has_no_effect,
                    a_message_after_the_end_has_no_effect,
                    a_message_deferred_too_often_ends_the_execution,
                    a_retry_is_claimed_as_the_next_attempt,
                    a_deferral_is_claimed_as_the_same_attempt,
                    a_wait_is_claimed_as_the_same_attempt_once_it_is_over,
                    a_message_older_than_the_wait_sends_the_follow_up_again,
                    a_cancelled_wait_is_not_resumed;
                taking_over:
                    an_expired_lease_is_taken_over,
                    a_lease_is_extended_under_its_fence,
                    a_lost_lease_is_not_extended,
                    a_lease_is_not_extended_after_the_end,
                    a_lease_without_a_row_is_not_extended,
                    an_execution_that_kills_its_runners_fails,
                    a_runner_without_the_lease_can_not_save;
                writing_output:
                    the_output_so_far_is_read_with_a_running_execution,
                    the_end_replaces_the_output_so_far,
                    a_runner_without_the_lease_stores_no_output;
                rebuilding:
                    a_replaced_request_is_read_back_and_goes_on,
                    a_runner_that_takes_over_sends_the_replaced_request,
                    a_request_is_replaced_only_under_the_fence;
                saving:
                    an_end_is_saved_under_the_fence,
                    a_wrong_fence_changes_nothing,
                    a_fence_is_valid_for_one_save,
                    saving_a_missing_row_changes_nothing,
                    a_retry_is_sent_once_and_for_its_time,
                    a_deferral_is_sent_once_and_for_its_time,
                    an_end_sends_nothing,
                    a_wait_is_sent_once_and_for_its_end,
                    hops_are_counted;
                cancelling:
                    a_running_execution_is_marked,
                    only_a_running_execution_is_marked,
                    its_runner_is_told_who_asked_first_and_why,
                    one_that_is_not_to_be_cancelled_hears_nothing,
                    its_runner_learns_of_it_when_renewing,
                    its_runner_learns_of_it_when_saving,
                    a_marked_execution_can_not_be_retried,
                    an_ended_execution_stays_ended,
                    a_marked_execution_is_not_taken_over_but_cancelled,
                    a_pending_execution_is_cancelled_by_a_save;
                deferring:
                    it_has_a_record_from_its_claim_on_at_the_latest,
                    its_start_sends_its_message_once,
                    its_message_that_comes_again_makes_no_second_call,
                    one_that_is_cancelled_before_is_recorded_as_cancelled,
                    somebody_elses_request_to_cancel_it_has_no_effect,
                    a_request_to_cancel_it_after_its_claim_changes_nothing,
                    after_four_days_no_message_of_it_is_left,
                    an_id_that_does_not_say_so_has_its_record_at_once,
                    it_is_either_cancelled_or_claimed,
                    one_of_sixteen_claims_of_it_is_taken;
                noting:
                    an_early_report_is_kept_without_a_new_version,
                    only_the_first_early_report_is_kept,
                    an_early_report_needs_a_runner_and_the_version,
                    a_runner_learns_of_an_early_report_when_saving,
                    a_report_that_a_save_knows_is_taken_out,
                    an_early_report_outlasts_its_runner,
                    a_heartbeat_outlasts_the_save_of_a_runner,
                    a_heartbeat_needs_a_job_that_goes_on,
                    a_heartbeat_puts_off_the_end_of_a_wait,
                    a_late_report_is_noted_after_the_end,
                    one_of_many_reports_ends_a_wait;
                filtering:
                    a_status_filters,
                    a_type_filters,
                    a_time_span_filters,
                    filters_add_up,
                    further_conditions_filter;
                listing:
                    executions_of_an_owner_are_listed_newest_first,
                    executions_of_a_task_are_listed_newest_first,
                    executions_of_one_moment_are_listed_by_id,
                    executions_with_any_id_are_one_list,
                    owners_are_isolated,
                    the_oldest_come_first_if_asked,
                    notifications_about_a_task_are_listed_with_it,
                    unended_executions_before_another_are_listed_newest_first,
                    an_unended_execution_that_is_due_later_goes_before_none,
                    no_more_unended_executions_are_returned_than_a_schedule_makes_ahead,
                    the_next_unended_execution_is_the_first_after_another,
                    an_unended_execution_is_found_behind_many_ended_ones;
                ordering:
                    executions_stand_in_line_in_the_order_of_their_starts,
                    those_started_together_stand_in_line_in_their_order,
                    a_duplicate_start_takes_no_second_place,
                    a_claim_without_a_row_joins_the_line,
                    one_that_has_ended_or_has_no_key_is_in_no_line,
                    it_keeps_its_place_while_it_is_retried,
                    only_the_first_leaves_and_never_comes_back,
                    a_replay_takes_the_place_of_one_that_blocks,
                    lines_are_those_of_one_owner_and_one_key,
                    a_started_execution_tells_its_order,
                    sixteen_starts_at_once_get_a_place_each,
                    lines_are_listed_in_the_order_of_their_keys,
                    one_that_waits_in_line_is_found_as_it_was_saved;
                paging:
                    pages_are_complete_while_others_are_inserted,
                    filtered_pages_are_complete,
                    the_last_page_has_no_cursor,
                    a_page_respects_its_limit,
                    a_forged_cursor_is_refused,
                    a_damaged_cursor_is_refused,
                    a_cursor_of_another_list_is_refused,
                    a_cursor_needs_no_escaping_in_a_url;
                contents:
                    awkward_text_is_read_back_as_written,
                    a_large_request_is_read_back_as_written,
                    a_large_answer_is_read_back_as_written,
                    an_answer_that_nothing_makes_shorter_is_read_back_as_written,
                    every_field_is_read_back_as_written,
                    numbers_are_read_back_as_written,
                    many_attempts_are_read_back_as_written;
                awaiting:
                    the_end_is_awaited,
                    an_ended_execution_is_returned_at_once,
                    the_timeout_returns_the_current_state,
                    waiting_for_an_unknown_execution_ends,
                    many_wait_for_the_same_end;
                racing:
                    one_of_sixteen_claims_is_taken,
                    one_of_sixteen_claims_without_a_row_is_taken,
                    one_of_sixteen_takes_over;
            }
        }
    };
}
pub(crate) use suite;

suite!(sqlite_memory: sqlite::executions(Place::Memory));
suite!(sqlite_file: sqlite::executions(Place::File));
suite!(dynamodb: table::executions(Server::InProcess));
suite!(dynamodb_spread: table::spread_executions(Server::InProcess));
