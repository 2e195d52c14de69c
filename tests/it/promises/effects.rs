//! Effects, data, connections, gates and doors.

use super::{Subject, decided, promise};

pub const PROMISES: &[Subject] = &[
    (
        "Effects and data",
        &[
            decided(
                "a statement leaves nothing behind on a pooled connection",
                &[
                    "two_processes_do_not_meet_and_leave_nothing_to_others",
                    "what_a_statement_sets_does_not_reach_others",
                ],
                "adr/0019-one-transaction-per-statement.md",
            ),
            promise(
                "a redirect that loses the payload is no success",
                &[
                    "a_redirect_is_the_failure_of_a_call_that_does_not_expect_one",
                    "a_redirect_that_took_the_body_away_is_a_warning",
                ],
            ),
            decided(
                "null is a value, and a path that finds nothing gives null",
                &["each_kind_of_path_gives_what_it_selects", "jsonpath_compliance_suite"],
                "adr/0010-jsonpath-without-regex.md",
            ),
            promise(
                "what the destination has done is not asked again",
                &[
                    "a_response_that_cannot_be_read_after_a_2xx_is_not_asked_for_again",
                    "all_members_of_a_gzip_body_are_read",
                    "a_response_has_at_most_256_headers",
                    "a_fault_of_a_transformation_has_its_code_and_the_request_is_never_sent_again",
                    "a_function_that_can_not_be_read_sends_no_request_again",
                ],
            ),
            promise(
                "a function that something of its deleter names is deleted only by force",
                &[
                    "a_function_that_tasks_or_configs_name_is_deleted_only_by_force",
                    "after_its_function_was_deleted_a_task_fails_or_falls_back",
                ],
            ),
            decided(
                "a job that keeps its permit has it until it ends, however it ends, and the next one starts then and not before",
                &[
                    "the_next_job_starts_when_the_one_before_has_ended_however_it_ends",
                    "a_runner_that_dies_leaves_its_permit_to_the_one_that_starts_the_job_again",
                    "a_runner_that_dies_for_good_leaks_no_permit",
                ],
                "adr/0032-permits-of-jobs.md",
            ),
            promise(
                "a report that is not signed as its task asks for changes nothing",
                &[
                    "a_report_that_is_not_signed_as_its_task_asks_for_changes_nothing",
                    "the_examples_of_the_providers_pass_and_nothing_else",
                ],
            ),
            decided(
                "a webhook that comes again, at once or after a kill, starts one execution, and one that was accepted is never lost",
                &[
                    "a_repeat_starts_nothing_and_is_answered_as_the_first",
                    "deliveries_at_once_start_one_execution",
                    "each_delivery_starts_one_execution_however_often_it_comes",
                    "deliveries_survive_three_kills",
                    "a_delivery_whose_answer_was_lost_has_started_one_execution",
                ],
                "adr/0043-a-hook-is-a-member-of-its-task.md",
            ),
            promise(
                "what is not signed as a hook asks for starts nothing and learns nothing",
                &[
                    "who_is_refused_does_not_learn_whether_there_is_a_hook",
                    "what_the_libraries_of_the_providers_accept_is_accepted_and_nothing_else",
                ],
            ),
            promise("a value is escaped for its place in a text", &["texts_are_escaped"]),
            decided(
                "a number arrives as it was written, or is refused",
                &[
                    "numbers_that_are_kept",
                    "numbers_that_would_be_rounded",
                    "what_would_be_lost_of_a_body_is_refused",
                ],
                "adr/0023-numbers-that-a-value-cannot-keep.md",
            ),
            promise(
                "an assignee never redirects a task, and a mask never moves to another origin",
                &[
                    "an_assignee_may_edit_but_not_redirect_a_task",
                    "a_masked_header_is_kept_only_where_the_origin_stays",
                ],
            ),
            promise(
                "a client that hangs up stops no action half-way",
                &[
                    "an_action_of_a_client_that_hung_up_has_its_audit_entry",
                    "a_caller_that_hangs_up_does_not_stop_the_fetch",
                ],
            ),
        ],
    ),
    (
        "One bad row, one bad minute",
        &[
            decided(
                "one row that can't be read stops nobody else",
                &[
                    "an_unreadable_hour_of_one_owner_begins_anew_and_stops_no_other",
                    "each_list_passes_over_a_row_that_can_not_be_read",
                    "a_dead_letter_stops_none_after_it",
                ],
                "adr/0020-rows-that-can-not-be-read.md",
            ),
            promise(
                "a clock that was wrong silences no schedule",
                &[
                    "a_schedule_ticks_on_after_the_clock_was_wrong",
                    "a_wait_that_was_meant_to_be_long_is_kept",
                ],
            ),
            decided(
                "a store that vanished or shrank is noticed",
                &[
                    "a_file_that_is_empty_short_or_gone_beside_its_log_is_refused",
                    "a_running_store_acknowledges_nothing_once_its_files_are_lost",
                    "a_folder_that_is_removed_stops_the_command_and_nothing_is_accepted_any_more",
                ],
                "adr/0021-a-store-that-was-lost.md",
            ),
            decided(
                "the store's SQLite resets its log safely",
                &["the_store_has_a_sqlite_that_resets_its_log_safely"],
                "adr/0002-dynamodb-double.md",
            ),
            promise("files are for their user alone", &["what_is_open_to_others_is_narrowed"]),
            promise(
                "connections are limited in number and time",
                &[
                    "a_head_that_does_not_end_is_not_waited_for",
                    "a_body_that_does_not_end_is_not_waited_for",
                    "an_idle_connection_is_closed",
                    "a_server_with_few_file_descriptors_turns_clients_away_and_recovers",
                ],
            ),
            promise(
                "a client that waits is answered when the process stops",
                &["a_client_that_waits_is_told_where_its_execution_is_when_the_process_stops"],
            ),
            decided(
                "a tick that is delivered again goes on with what it began, whatever became of the task",
                &[
                    "the_tick_goes_on_with_what_a_runner_that_stopped_has_begun",
                    "what_was_begun_comes_to_an_end_whatever_became_of_the_task",
                    "what_a_tick_began_goes_on_when_it_was_not_delivered",
                ],
                "adr/0066-ticks-come-to-the-executor.md",
            ),
            decided(
                "an execution whose record is deferred runs once, or is cancelled and makes no call, and is recorded either way",
                &[
                    "its_message_that_comes_again_makes_no_second_call",
                    "one_that_is_cancelled_before_is_recorded_as_cancelled",
                    "it_is_either_cancelled_or_claimed",
                    "a_message_that_is_all_there_is_of_an_execution_is_kept",
                    "requests_whose_record_is_deferred_run_once_each_and_are_recorded",
                ],
                "adr/0071-records-that-are-deferred.md",
            ),
            decided(
                "on AWS, what can't be delivered is kept and taken up again",
                &[
                    "what_the_scheduler_can_not_deliver_is_kept",
                    "what_was_not_delivered_is_taken_up_and_what_is_cut_off_stays",
                    "alarms_watch_every_end_of_the_line_and_cost_nothing",
                ],
                "operations.md",
            ),
        ],
    ),
    (
        "Code of users",
        &[
            decided(
                "on AWS no two owners run code in one virtual machine",
                &[
                    "no_two_owners_share_a_tenant",
                    "a_function_runs_as_the_tenant_of_its_owner_and_brings_its_log",
                    "the_sandbox_has_no_permission_and_each_owner_a_machine_of_its_own",
                ],
                "sandbox.md",
            ),
            decided(
                "it runs alike on one machine and on AWS",
                &[
                    "a_function_returns_its_result_and_brings_its_console",
                    "an_endless_loop_ends_with_its_processor_time",
                    "a_script_has_its_environment_and_no_other",
                    "a_function_is_uploaded_and_runs_as_a_task",
                ],
                "code.md",
            ),
            promise(
                "what was sent to the sandbox is not sent again but by the retry policy",
                &["a_run_is_never_sent_twice_and_what_passes_is_retried_by_its_policy"],
            ),
            decided(
                "the detailed health says which layers hold",
                &["the_layers_are_looked_at_until_they_are_known_and_only_required_ones_matter"],
                "sandbox.md",
            ),
        ],
    ),
    (
        "Gates, retries, notices",
        &[
            decided(
                "every burst reaches its rate and never exceeds it",
                &[
                    "every_burst_reaches_its_rate_at_two_deferrals_and_never_exceeds_it",
                    "slots_that_racing_processes_book_are_all_different",
                ],
                "adr/0022-pacing.md",
            ),
            decided(
                "calls under a concurrency limit are never more at once, and wait for each other at little cost",
                &[
                    "the_concurrency_limit_is_never_exceeded",
                    "five_calls_at_once_of_50_ms_take_at_most_twice_the_ideal_time",
                    "a_concurrency_limit_costs_a_fifth_of_a_unit_for_each_that_waits_for_it",
                ],
                "adr/0061-waiting-for-permits.md",
            ),
            decided(
                "a retry function is asked once after a failed attempt, and its fault means the default delays",
                &[
                    "a_retry_function_says_the_delay_and_is_asked_once_after_each_failed_attempt",
                    "a_fault_of_a_retry_function_means_the_default_delays_and_a_warning",
                    "without_a_sandbox_a_retry_function_means_the_default_delays",
                ],
                "adr/0030-functions-as-rules.md",
            ),
            promise(
                "what people complete is an end",
                &[
                    "each_completion_is_one_end",
                    "a_completed_todo_releases_what_follows_and_is_notified_each_time",
                ],
            ),
            promise(
                "an execution shows the policy in force",
                &["an_execution_shows_the_policy_that_is_in_force"],
            ),
            promise(
                "a notice that was not delivered is seen",
                &[
                    "undelivered_notifications_have_their_own_filter",
                    "a_notification_that_could_not_be_delivered_is_seen_with_its_task",
                ],
            ),
            promise(
                "a phrase changes the expression alone and is kept",
                &[
                    "a_phrase_in_a_patch_changes_the_expression_alone",
                    "the_phrase_is_kept_beside_the_normal_form",
                ],
            ),
            promise(
                "a replay tells its total and spares failed replays",
                &[
                    "only_executions_matching_the_filter_are_replayed",
                    "each_failed_execution_is_replayed_once",
                ],
            ),
            promise("GraphQL without data is a failure", &["responses_without_data_are_failures"]),
            promise(
                "a database value that does not fit is the server's text",
                &[
                    "an_insert_that_returns_such_values_takes_effect",
                    "times_with_offsets_are_the_instants_they_name",
                    "money_is_the_servers_text",
                ],
            ),
            promise(
                "calls out say and read what HTTP allows",
                &[
                    "a_request_without_the_body_that_its_method_leads_to_expect_states_its_length",
                    "json_is_read_in_the_character_set_that_is_named",
                    "a_compressed_body_is_decompressed",
                    "spaces_are_written_as_the_call_says",
                ],
            ),
            promise(
                "a long response is read for what is kept of it",
                &["a_value_is_extracted_from_a_body_that_is_longer_than_what_is_kept"],
            ),
        ],
    ),
    (
        "Doors",
        &[
            promise(
                "every route that reads asks for the scope to read",
                &["every_route_that_reads_asks_for_the_scope_to_read"],
            ),
            promise(
                "a gateway proves itself",
                &["a_gateway_is_trusted_only_if_configured", "only_secrets_that_are_used_are_looked_for"],
            ),
            promise(
                "what came through a proxy is no local admin",
                &["requests_that_came_through_a_proxy_are_refused", "invalid_settings_name_the_variable"],
            ),
            promise(
                "names and issuers are what they seem",
                &["a_token_with_missing_or_invalid_claims_is_refused"],
            ),
            promise(
                "headers and faults are bounded",
                &[
                    "there_are_at_most_256_headers_and_none_twice",
                    "a_hundred_violations_are_listed_and_the_others_counted",
                ],
            ),
            promise(
                "a secret is masked in every form it may come back in",
                &["a_secret_is_found_in_every_form", "no_secret_remains"],
            ),
            promise("tests reach nothing but this machine", &["nothing_but_loopback_can_be_reached"]),
        ],
    ),
];
