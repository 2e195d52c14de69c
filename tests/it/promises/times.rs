//! Schedules, the queue, what people do, and order.

use super::{Subject, decided, promise};

pub const PROMISES: &[Subject] = &[
    (
        "Schedules",
        &[
            promise(
                "what a schedule made ahead is judged again when it is due",
                &[
                    "a_schedule_that_was_removed_calls_no_more",
                    "a_new_schedule_begins_with_its_first_run",
                    "a_new_address_is_called_from_the_next_run_on_and_shown",
                    "a_secret_that_was_replaced_by_another_is_not_sent_again",
                    "a_task_that_was_paused_calls_again_once_it_is_resumed",
                    "after_a_downtime_as_many_runs_are_made_up_for_as_the_policies_say",
                    "what_was_made_ahead_is_judged_again_when_it_is_due",
                    "a_downtime_of_three_minutes_is_caught_up_as_the_schedule_says",
                    "a_run_on_another_second_than_the_schedule_counts_from_is_caught_up_alike",
                ],
            ),
            promise(
                "a hint never changes the meaning, and each is a schedule itself",
                &["what_people_write_has_its_meaning_or_is_told_what_to_write"],
            ),
            promise(
                "what one cron expression cannot say is due when it should be, on AWS too",
                &[
                    "each_of_several_times_is_due",
                    "every_run_has_its_tick",
                    "moved_runs_are_those_that_looking_at_every_day_finds",
                    "what_falls_into_a_gap_runs_once_after_it",
                    "every_half_hour_is_never_silent_in_autumn_where_each_time_runs",
                    "previews_say_why_a_run_is_missing_and_where_it_went",
                ],
            ),
            promise(
                "a clock that is moved by hand makes everything run that is due on the way, once and in order, and goes on after a kill",
                &[
                    "a_year_of_a_daily_schedule_passes_in_one_request",
                    "retries_an_hour_apart_are_made_as_the_clock_is_moved",
                    "a_clock_that_was_moved_survives_a_kill_and_nothing_runs_twice",
                ],
            ),
            promise("preview and save agree", &["invalid_previews_are_refused_with_suggestions"]),
            promise(
                "a config is changed with the names it was made with",
                &["a_config_is_patched_with_the_names_it_was_created_with"],
            ),
            promise(
                "what has run for the last time is completed",
                &["a_single_time_is_scheduled_until_it_ran", "a_schedule_is_completed_after_its_end"],
            ),
            promise(
                "an event is not reminded of after it begins",
                &["an_event_does_not_remind_after_it_begins"],
            ),
        ],
    ),
    (
        "The queue",
        &[
            promise(
                "no race closes a circle, and none goes round",
                &[
                    "two_hundred_races_close_no_circle_on_sqlite",
                    "forty_races_close_no_circle_on_dynamodb",
                    "a_circle_that_slipped_in_never_goes_round",
                    "a_release_that_would_close_a_circle_fails_with_the_path",
                    "deleting_a_task_that_others_run_after_names_them_and_has_to_be_forced",
                ],
            ),
            promise(
                "cancelling stops a call under way",
                &[
                    "a_cancelled_call_is_cut_off_at_once_and_the_log_says_who_asked",
                    "its_runner_is_told_who_asked_first_and_why",
                    "one_that_is_to_be_cancelled_before_its_call_is_not_sent",
                    "cancel_running_never_runs_two_at_once",
                ],
            ),
            promise(
                "the end of one run lets the next begin, in order",
                &[
                    "queued_runs_go_back_to_back_in_order_and_never_two_at_once",
                    "a_destination_slower_than_the_interval_meets_the_overlap_policy",
                    "the_next_unended_execution_is_the_first_after_another",
                ],
            ),
            promise(
                "priority holds behind a gate",
                &[
                    "high_priority_goes_before_the_line_of_a_rate_limit",
                    "several_with_high_priority_go_first_and_the_others_keep_their_order",
                ],
            ),
            promise(
                "owners are fair to one another",
                &[
                    "one_call_beside_two_thousand_slow_ones_of_another_owner_goes_at_once",
                    "ten_owners_get_the_same_number_of_places_however_long_their_backlogs_are",
                    "no_owner_starves_behind_nine_with_endless_backlogs",
                    "high_priority_goes_first_within_an_owner_and_across_owners",
                ],
            ),
        ],
    ),
    (
        "What people do",
        &[
            promise(
                "a reminder is a reminder, an end an end, a skip a skip",
                &[
                    "a_reminder_is_told_as_a_reminder_and_completing_as_completed",
                    "a_calendar_event_is_completed_like_a_todo",
                    "a_task_is_skipped_until_it_runs_again",
                ],
            ),
            promise(
                "times are those of four-digit years, and one bad time breaks no calendar",
                &[
                    "what_is_never_due_is_kept_listed_and_in_the_calendar",
                    "other_years_are_refused_with_the_range",
                    "other_offsets_are_refused",
                    "a_stored_time_before_the_year_one_is_read_and_not_shown_in_a_calendar",
                ],
            ),
            promise(
                "a key compares what was asked",
                &[
                    "a_key_compares_what_was_asked_and_not_its_bytes",
                    "a_key_keeps_its_execution_after_a_failure",
                ],
            ),
            promise(
                "all attempts together end in time",
                &[
                    "all_attempts_together_take_no_longer_than_allowed",
                    "no_attempt_begins_after_the_time_for_all_of_them",
                ],
            ),
            promise(
                "a retry does what was done, or what the task does now",
                &["a_retry_does_what_was_done_or_what_the_task_does_now"],
            ),
            promise(
                "what has happened to a deleted task can be read until the task is gone",
                &["what_ran_of_a_deleted_task_can_be_read_until_the_task_is_gone"],
            ),
            promise(
                "dependencies are named as their owner does",
                &["dependencies_are_named_as_their_owner_does"],
            ),
        ],
    ),
    (
        "Order and fairness",
        &[
            decided(
                "executions with one order key run one at a time, in the order in which they were accepted, retries included",
                &[
                    "executions_stand_in_line_in_the_order_of_their_starts",
                    "a_duplicate_start_takes_no_second_place",
                    "a_crash_at_any_call_changes_no_order",
                    "a_hundred_keys_run_in_order_and_beside_each_other",
                    "a_hundred_keys_run_in_order_through_three_kills",
                    "a_batch_is_accepted_in_its_order",
                ],
                "adr/0033-order-keys.md",
            ),
            decided(
                "a failure blocks its order key only, until a person acts",
                &[
                    "a_failure_blocks_its_key_only",
                    "a_failure_blocks_its_key_until_it_is_skipped",
                    "a_retry_runs_in_the_place_of_the_one_that_blocks",
                    "a_failure_blocks_its_key_until_a_person_acts_deployed",
                ],
                "adr/0033-order-keys.md",
            ),
            decided(
                "the backlog of one key of a rate limit keeps back no other key",
                &[
                    "each_key_and_the_config_keep_their_limits_and_a_backlog_keeps_back_its_key_only",
                    "a_key_that_comes_later_does_not_wait_for_the_backlog_of_another",
                    "each_key_keeps_its_limit_and_a_backlog_keeps_back_no_other",
                    "a_process_remembers_a_bounded_number_of_keys",
                ],
                "adr/0034-keys-of-rate-limits.md",
            ),
            decided(
                "what fires is told once, and once when it is over, whatever crashes or comes twice",
                &[
                    "what_stops_at_any_step_tells_everything_once",
                    "a_look_that_stops_at_any_step_tells_a_backlog_once",
                    "failures_that_come_twice_count_once_and_their_order_does_not_matter",
                    "a_muted_rule_tells_nobody_until_its_end",
                    "failures_in_a_row_are_told_on_one_machine",
                    "failures_in_a_row_are_told_on_the_deployed_template",
                ],
                "adr/0042-alerts.md",
            ),
        ],
    ),
];
