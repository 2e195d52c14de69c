"""Contains all the data models used in inputs/outputs"""

from .account import Account
from .account_change_request import AccountChangeRequest
from .account_figures import AccountFigures
from .alert_rule import AlertRule
from .alert_rule_state import AlertRuleState
from .alert_rules import AlertRules
from .alert_state import AlertState
from .alert_target import AlertTarget
from .alert_target_response import AlertTargetResponse
from .alert_target_response_webhook_type_0 import AlertTargetResponseWebhookType0
from .alert_target_type import AlertTargetType
from .alerts import Alerts
from .alerts_rules_item import AlertsRulesItem
from .analytics import Analytics
from .api_key import ApiKey
from .api_key_list import ApiKeyList
from .api_key_request import ApiKeyRequest
from .attempt import Attempt
from .attempt_outcome import AttemptOutcome
from .audit_entry import AuditEntry
from .audit_list import AuditList
from .auth_api_key import AuthApiKey
from .auth_api_key_type import AuthApiKeyType
from .auth_basic import AuthBasic
from .auth_basic_type import AuthBasicType
from .auth_bearer import AuthBearer
from .auth_bearer_type import AuthBearerType
from .auth_jwt import AuthJwt
from .auth_jwt_claims_type_0 import AuthJwtClaimsType0
from .auth_jwt_type import AuthJwtType
from .auth_none import AuthNone
from .auth_none_type import AuthNoneType
from .auth_oauth_2 import AuthOauth2
from .auth_oauth_2_type import AuthOauth2Type
from .auth_sigv_4 import AuthSigv4
from .auth_sigv_4_type import AuthSigv4Type
from .b_tree_map import BTreeMap
from .batch import Batch
from .batch_cancel_request import BatchCancelRequest
from .batch_counts import BatchCounts
from .batch_list import BatchList
from .batch_replay_request import BatchReplayRequest
from .batch_request import BatchRequest
from .batch_request_on_complete_type_0 import BatchRequestOnCompleteType0
from .batch_request_on_failure_type_0 import BatchRequestOnFailureType0
from .batch_status import BatchStatus
from .batch_successor import BatchSuccessor
from .body_rule import BodyRule
from .breaker import Breaker
from .breaker_transition import BreakerTransition
from .busy_day import BusyDay
from .busy_hour import BusyHour
from .calendar_day import CalendarDay
from .calendar_event_task_config import CalendarEventTaskConfig
from .calendar_event_task_request import CalendarEventTaskRequest
from .calendar_event_task_request_input_type_0 import CalendarEventTaskRequestInputType0
from .calendar_event_task_request_metadata_type_0 import (
    CalendarEventTaskRequestMetadataType0,
)
from .calendar_event_task_request_type import CalendarEventTaskRequestType
from .calendar_list import CalendarList
from .calendar_request import CalendarRequest
from .calendar_rule import CalendarRule
from .calendar_summary import CalendarSummary
from .call_config import CallConfig
from .call_config_headers import CallConfigHeaders
from .call_config_query import CallConfigQuery
from .callback_rules import CallbackRules
from .cancel_filter import CancelFilter
from .cancel_item import CancelItem
from .cancel_item_problem import CancelItemProblem
from .cancel_preview import CancelPreview
from .cancel_request import CancelRequest
from .cancel_result import CancelResult
from .catch_up_name import CatchUpName
from .catch_up_window import CatchUpWindow
from .checklist_item import ChecklistItem
from .client_auth import ClientAuth
from .condition import Condition
from .config_change import ConfigChange
from .config_change_headers_type_0 import ConfigChangeHeadersType0
from .config_change_query_type_0 import ConfigChangeQueryType0
from .config_change_variables_type_0 import ConfigChangeVariablesType0
from .config_list import ConfigList
from .config_request import ConfigRequest
from .config_request_headers_type_0 import ConfigRequestHeadersType0
from .config_request_query_type_0 import ConfigRequestQueryType0
from .config_request_variables_type_0 import ConfigRequestVariablesType0
from .cost import Cost
from .count_executions_error_code import CountExecutionsErrorCode
from .count_executions_status_type_0 import CountExecutionsStatusType0
from .count_executions_type import CountExecutionsType
from .count_executions_waiting_for import CountExecutionsWaitingFor
from .counts import Counts
from .counts_by_status import CountsByStatus
from .credits_ import Credits
from .custom_config import CustomConfig
from .custom_request import CustomRequest
from .custom_request_input_type_0 import CustomRequestInputType0
from .custom_request_type import CustomRequestType
from .custom_task_config import CustomTaskConfig
from .custom_task_request import CustomTaskRequest
from .custom_task_request_input_type_0 import CustomTaskRequestInputType0
from .custom_task_request_metadata_type_0 import CustomTaskRequestMetadataType0
from .custom_task_request_type import CustomTaskRequestType
from .database_config import DatabaseConfig
from .database_request import DatabaseRequest
from .database_request_input_type_0 import DatabaseRequestInputType0
from .database_request_type import DatabaseRequestType
from .database_task_config import DatabaseTaskConfig
from .database_task_request import DatabaseTaskRequest
from .database_task_request_input_type_0 import DatabaseTaskRequestInputType0
from .database_task_request_metadata_type_0 import DatabaseTaskRequestMetadataType0
from .database_task_request_type import DatabaseTaskRequestType
from .day import Day
from .day_calendar import DayCalendar
from .decision import Decision
from .dependency_failure import DependencyFailure
from .destination_response import DestinationResponse
from .destination_response_headers import DestinationResponseHeaders
from .durations import Durations
from .effects import Effects
from .egress import Egress
from .email_config import EmailConfig
from .email_request import EmailRequest
from .email_request_input_type_0 import EmailRequestInputType0
from .email_request_type import EmailRequestType
from .email_task_config import EmailTaskConfig
from .email_task_request import EmailTaskRequest
from .email_task_request_input_type_0 import EmailTaskRequestInputType0
from .email_task_request_metadata_type_0 import EmailTaskRequestMetadataType0
from .email_task_request_type import EmailTaskRequestType
from .encoding import Encoding
from .error_details import ErrorDetails
from .event_result import EventResult
from .execution import Execution
from .execution_batch_item import ExecutionBatchItem
from .execution_batch_item_problem import ExecutionBatchItemProblem
from .execution_batch_request import ExecutionBatchRequest
from .execution_batch_result import ExecutionBatchResult
from .execution_input_type_0 import ExecutionInputType0
from .execution_list import ExecutionList
from .execution_order import ExecutionOrder
from .execution_status import ExecutionStatus
from .expect import Expect
from .expect_headers_type_0 import ExpectHeadersType0
from .explanation import Explanation
from .export import Export
from .export_records_item import ExportRecordsItem
from .extract_type_1 import ExtractType1
from .failure_code import FailureCode
from .field_change import FieldChange
from .firing import Firing
from .follow_event import FollowEvent
from .follow_executions_status import FollowExecutionsStatus
from .follow_executions_type import FollowExecutionsType
from .from_template_request import FromTemplateRequest
from .from_template_request_config_type_0 import FromTemplateRequestConfigType0
from .from_template_request_input_type_0 import FromTemplateRequestInputType0
from .from_template_request_metadata_type_0 import FromTemplateRequestMetadataType0
from .function import Function
from .function_current import FunctionCurrent
from .function_list import FunctionList
from .function_test import FunctionTest
from .function_test_error import FunctionTestError
from .function_test_result import FunctionTestResult
from .function_upload import FunctionUpload
from .function_upload_modules import FunctionUploadModules
from .function_version import FunctionVersion
from .function_version_with_source import FunctionVersionWithSource
from .function_version_with_source_modules import FunctionVersionWithSourceModules
from .gate import Gate
from .gate_figures import GateFigures
from .graph_edge import GraphEdge
from .graph_end import GraphEnd
from .graph_node import GraphNode
from .graphql_config import GraphqlConfig
from .graphql_config_headers import GraphqlConfigHeaders
from .graphql_request import GraphqlRequest
from .graphql_request_headers_type_0 import GraphqlRequestHeadersType0
from .graphql_request_input_type_0 import GraphqlRequestInputType0
from .graphql_request_type import GraphqlRequestType
from .graphql_request_variables_type_0 import GraphqlRequestVariablesType0
from .graphql_task_config import GraphqlTaskConfig
from .graphql_task_config_headers_type_0 import GraphqlTaskConfigHeadersType0
from .graphql_task_config_variables_type_0 import GraphqlTaskConfigVariablesType0
from .graphql_task_request import GraphqlTaskRequest
from .graphql_task_request_input_type_0 import GraphqlTaskRequestInputType0
from .graphql_task_request_metadata_type_0 import GraphqlTaskRequestMetadataType0
from .graphql_task_request_type import GraphqlTaskRequestType
from .heartbeat import Heartbeat
from .heartbeat_request import HeartbeatRequest
from .histogram import Histogram
from .histogram_bucket import HistogramBucket
from .histogram_bucket_by_status import HistogramBucketByStatus
from .histogram_of_executions_bucket import HistogramOfExecutionsBucket
from .histogram_of_executions_error_code import HistogramOfExecutionsErrorCode
from .histogram_of_executions_status_type_0 import HistogramOfExecutionsStatusType0
from .histogram_of_executions_type import HistogramOfExecutionsType
from .histogram_of_executions_waiting_for import HistogramOfExecutionsWaitingFor
from .holding_pause import HoldingPause
from .hook import Hook
from .hook_verification_type_1 import HookVerificationType1
from .http_request import HttpRequest
from .http_request_headers_type_0 import HttpRequestHeadersType0
from .http_request_input_type_0 import HttpRequestInputType0
from .http_request_query import HttpRequestQuery
from .http_request_redirects_type_0 import HttpRequestRedirectsType0
from .http_request_type import HttpRequestType
from .http_task_config import HttpTaskConfig
from .http_task_config_headers_type_0 import HttpTaskConfigHeadersType0
from .http_task_config_query import HttpTaskConfigQuery
from .http_task_config_redirects_type_0 import HttpTaskConfigRedirectsType0
from .http_task_request import HttpTaskRequest
from .http_task_request_input_type_0 import HttpTaskRequestInputType0
from .http_task_request_metadata_type_0 import HttpTaskRequestMetadataType0
from .http_task_request_type import HttpTaskRequestType
from .import_item import ImportItem
from .import_item_problem import ImportItemProblem
from .import_request import ImportRequest
from .import_request_records_item import ImportRequestRecordsItem
from .import_result import ImportResult
from .job_call import JobCall
from .job_call_headers_type_0 import JobCallHeadersType0
from .job_call_query import JobCallQuery
from .job_call_redirects_type_0 import JobCallRedirectsType0
from .job_end import JobEnd
from .job_report import JobReport
from .job_response import JobResponse
from .key_place import KeyPlace
from .key_rate_limit import KeyRateLimit
from .last_skip import LastSkip
from .limiter_strategy import LimiterStrategy
from .limits import Limits
from .list_batch_executions_error_code import ListBatchExecutionsErrorCode
from .list_batch_executions_status_type_0 import ListBatchExecutionsStatusType0
from .list_batch_executions_type import ListBatchExecutionsType
from .list_batch_executions_waiting_for import ListBatchExecutionsWaitingFor
from .list_executions_error_code import ListExecutionsErrorCode
from .list_executions_sort import ListExecutionsSort
from .list_executions_status_type_0 import ListExecutionsStatusType0
from .list_executions_type import ListExecutionsType
from .list_executions_waiting_for import ListExecutionsWaitingFor
from .list_task_executions_error_code import ListTaskExecutionsErrorCode
from .list_task_executions_sort import ListTaskExecutionsSort
from .list_task_executions_status_type_0 import ListTaskExecutionsStatusType0
from .list_task_executions_type import ListTaskExecutionsType
from .list_task_executions_waiting_for import ListTaskExecutionsWaitingFor
from .list_tasks_priority import ListTasksPriority
from .list_tasks_status import ListTasksStatus
from .list_tasks_type import ListTasksType
from .list_templates_subscription_level import ListTemplatesSubscriptionLevel
from .list_templates_type import ListTemplatesType
from .log_entry import LogEntry
from .log_entry_data import LogEntryData
from .log_list import LogList
from .mock_fetch import MockFetch
from .mock_fetch_headers_type_0 import MockFetchHeadersType0
from .monitor import Monitor
from .monitor_task_config import MonitorTaskConfig
from .monitor_task_request import MonitorTaskRequest
from .monitor_task_request_input_type_0 import MonitorTaskRequestInputType0
from .monitor_task_request_metadata_type_0 import MonitorTaskRequestMetadataType0
from .monitor_task_request_type import MonitorTaskRequestType
from .new_api_key import NewApiKey
from .next_step import NextStep
from .notify_document import NotifyDocument
from .occasion import Occasion
from .on_clock_change import OnClockChange
from .on_excluded import OnExcluded
from .on_order_failure import OnOrderFailure
from .order_key import OrderKey
from .order_key_list import OrderKeyList
from .order_rule import OrderRule
from .output_line import OutputLine
from .overlap import Overlap
from .pace import Pace
from .parse import Parse
from .pause import Pause
from .pause_request import PauseRequest
from .personal_config import PersonalConfig
from .personal_config_schedule_type_0 import PersonalConfigScheduleType0
from .plan_mark import PlanMark
from .poll_preset import PollPreset
from .poll_rules import PollRules
from .preview_request import PreviewRequest
from .priority import Priority
from .priority_text import PriorityText
from .problem import Problem
from .proxy import Proxy
from .query_spaces import QuerySpaces
from .query_type_0 import QueryType0
from .ran_function import RanFunction
from .rate_limit import RateLimit
from .rate_limit_key import RateLimitKey
from .record import Record
from .recurring_days import RecurringDays
from .refused_request import RefusedRequest
from .reminder_task_config import ReminderTaskConfig
from .reminder_task_request import ReminderTaskRequest
from .reminder_task_request_input_type_0 import ReminderTaskRequestInputType0
from .reminder_task_request_metadata_type_0 import ReminderTaskRequestMetadataType0
from .reminder_task_request_type import ReminderTaskRequestType
from .repeated_times import RepeatedTimes
from .replay_filter import ReplayFilter
from .replay_item import ReplayItem
from .replay_item_problem import ReplayItemProblem
from .replay_preview import ReplayPreview
from .replay_request import ReplayRequest
from .replay_result import ReplayResult
from .replayed_status import ReplayedStatus
from .response_rules import ResponseRules
from .retry_custom import RetryCustom
from .retry_exponential import RetryExponential
from .retry_fixed import RetryFixed
from .retry_linear import RetryLinear
from .retry_request import RetryRequest
from .retry_with import RetryWith
from .role import Role
from .rule_function import RuleFunction
from .run import Run
from .run_request import RunRequest
from .run_request_input_type_0 import RunRequestInputType0
from .saved_config import SavedConfig
from .saved_config_headers import SavedConfigHeaders
from .saved_config_query import SavedConfigQuery
from .saved_config_variables import SavedConfigVariables
from .schedule_object import ScheduleObject
from .schedule_preview import SchedulePreview
from .scheme import Scheme
from .scope import Scope
from .script_config import ScriptConfig
from .script_config_env import ScriptConfigEnv
from .script_request import ScriptRequest
from .script_request_env_type_0 import ScriptRequestEnvType0
from .script_request_input_type_0 import ScriptRequestInputType0
from .script_request_type import ScriptRequestType
from .script_task_config import ScriptTaskConfig
from .script_task_config_env_type_0 import ScriptTaskConfigEnvType0
from .script_task_request import ScriptTaskRequest
from .script_task_request_input_type_0 import ScriptTaskRequestInputType0
from .script_task_request_metadata_type_0 import ScriptTaskRequestMetadataType0
from .script_task_request_type import ScriptTaskRequestType
from .service_state import ServiceState
from .signature_rules import SignatureRules
from .signature_scheme import SignatureScheme
from .signing_algorithm import SigningAlgorithm
from .simulated_config import SimulatedConfig
from .simulated_request import SimulatedRequest
from .simulated_request_input_type_0 import SimulatedRequestInputType0
from .simulated_request_type import SimulatedRequestType
from .simulated_task_config import SimulatedTaskConfig
from .simulated_task_request import SimulatedTaskRequest
from .simulated_task_request_input_type_0 import SimulatedTaskRequestInputType0
from .simulated_task_request_metadata_type_0 import SimulatedTaskRequestMetadataType0
from .simulated_task_request_type import SimulatedTaskRequestType
from .skipped import Skipped
from .skipped_times import SkippedTimes
from .starting_delivery import StartingDelivery
from .stats import Stats
from .subscription_changed import SubscriptionChanged
from .subscription_changed_name import SubscriptionChangedName
from .subscription_level import SubscriptionLevel
from .task import Task
from .task_batch_item import TaskBatchItem
from .task_batch_item_problem import TaskBatchItemProblem
from .task_batch_request import TaskBatchRequest
from .task_batch_result import TaskBatchResult
from .task_change import TaskChange
from .task_change_input_type_0 import TaskChangeInputType0
from .task_change_metadata_type_0 import TaskChangeMetadataType0
from .task_config import TaskConfig
from .task_config_env_type_0 import TaskConfigEnvType0
from .task_config_headers_type_0 import TaskConfigHeadersType0
from .task_config_redirects_type_0 import TaskConfigRedirectsType0
from .task_config_variables_type_0 import TaskConfigVariablesType0
from .task_execution_order import TaskExecutionOrder
from .task_filter import TaskFilter
from .task_graph import TaskGraph
from .task_input import TaskInput
from .task_list import TaskList
from .task_metadata import TaskMetadata
from .task_notify_type_0 import TaskNotifyType0
from .task_selection_request import TaskSelectionRequest
from .task_stated_policy import TaskStatedPolicy
from .task_status import TaskStatus
from .task_type import TaskType
from .template import Template
from .template_change import TemplateChange
from .template_change_config_schema_type_0 import TemplateChangeConfigSchemaType0
from .template_change_default_config_type_0 import TemplateChangeDefaultConfigType0
from .template_change_metadata_type_0 import TemplateChangeMetadataType0
from .template_config_schema import TemplateConfigSchema
from .template_default_config import TemplateDefaultConfig
from .template_list import TemplateList
from .template_metadata import TemplateMetadata
from .template_request import TemplateRequest
from .template_request_config_schema_type_0 import TemplateRequestConfigSchemaType0
from .template_request_default_config_type_0 import TemplateRequestDefaultConfigType0
from .template_request_metadata_type_0 import TemplateRequestMetadataType0
from .titled_days import TitledDays
from .todo_task_config import TodoTaskConfig
from .todo_task_request import TodoTaskRequest
from .todo_task_request_input_type_0 import TodoTaskRequestInputType0
from .todo_task_request_metadata_type_0 import TodoTaskRequestMetadataType0
from .todo_task_request_type import TodoTaskRequestType
from .toggle_item import ToggleItem
from .toggle_item_problem import ToggleItemProblem
from .toggle_preview import TogglePreview
from .toggle_result import ToggleResult
from .top_up_request import TopUpRequest
from .totals import Totals
from .transform_function import TransformFunction
from .trigger_data import TriggerData
from .trigger_type import TriggerType
from .unended_status import UnendedStatus
from .unrecorded_execution import UnrecordedExecution
from .upcoming import Upcoming
from .usage import Usage
from .user_deleted import UserDeleted
from .user_deleted_name import UserDeletedName
from .wait_config import WaitConfig
from .wait_request import WaitRequest
from .wait_request_input_type_0 import WaitRequestInputType0
from .wait_request_type import WaitRequestType
from .wait_task_config import WaitTaskConfig
from .wait_task_request import WaitTaskRequest
from .wait_task_request_input_type_0 import WaitTaskRequestInputType0
from .wait_task_request_metadata_type_0 import WaitTaskRequestMetadataType0
from .wait_task_request_type import WaitTaskRequestType
from .waiting_for import WaitingFor
from .webhook_request import WebhookRequest
from .webhook_request_headers_type_0 import WebhookRequestHeadersType0
from .webhook_request_input_type_0 import WebhookRequestInputType0
from .webhook_request_query import WebhookRequestQuery
from .webhook_request_redirects_type_0 import WebhookRequestRedirectsType0
from .webhook_request_type import WebhookRequestType
from .webhook_task_config import WebhookTaskConfig
from .webhook_task_config_headers_type_0 import WebhookTaskConfigHeadersType0
from .webhook_task_config_query import WebhookTaskConfigQuery
from .webhook_task_config_redirects_type_0 import WebhookTaskConfigRedirectsType0
from .webhook_task_request import WebhookTaskRequest
from .webhook_task_request_input_type_0 import WebhookTaskRequestInputType0
from .webhook_task_request_metadata_type_0 import WebhookTaskRequestMetadataType0
from .webhook_task_request_type import WebhookTaskRequestType
from .written_line import WrittenLine

__all__ = (
    "Account",
    "AccountChangeRequest",
    "AccountFigures",
    "AlertRule",
    "AlertRules",
    "AlertRuleState",
    "Alerts",
    "AlertsRulesItem",
    "AlertState",
    "AlertTarget",
    "AlertTargetResponse",
    "AlertTargetResponseWebhookType0",
    "AlertTargetType",
    "Analytics",
    "ApiKey",
    "ApiKeyList",
    "ApiKeyRequest",
    "Attempt",
    "AttemptOutcome",
    "AuditEntry",
    "AuditList",
    "AuthApiKey",
    "AuthApiKeyType",
    "AuthBasic",
    "AuthBasicType",
    "AuthBearer",
    "AuthBearerType",
    "AuthJwt",
    "AuthJwtClaimsType0",
    "AuthJwtType",
    "AuthNone",
    "AuthNoneType",
    "AuthOauth2",
    "AuthOauth2Type",
    "AuthSigv4",
    "AuthSigv4Type",
    "Batch",
    "BatchCancelRequest",
    "BatchCounts",
    "BatchList",
    "BatchReplayRequest",
    "BatchRequest",
    "BatchRequestOnCompleteType0",
    "BatchRequestOnFailureType0",
    "BatchStatus",
    "BatchSuccessor",
    "BodyRule",
    "Breaker",
    "BreakerTransition",
    "BTreeMap",
    "BusyDay",
    "BusyHour",
    "CalendarDay",
    "CalendarEventTaskConfig",
    "CalendarEventTaskRequest",
    "CalendarEventTaskRequestInputType0",
    "CalendarEventTaskRequestMetadataType0",
    "CalendarEventTaskRequestType",
    "CalendarList",
    "CalendarRequest",
    "CalendarRule",
    "CalendarSummary",
    "CallbackRules",
    "CallConfig",
    "CallConfigHeaders",
    "CallConfigQuery",
    "CancelFilter",
    "CancelItem",
    "CancelItemProblem",
    "CancelPreview",
    "CancelRequest",
    "CancelResult",
    "CatchUpName",
    "CatchUpWindow",
    "ChecklistItem",
    "ClientAuth",
    "Condition",
    "ConfigChange",
    "ConfigChangeHeadersType0",
    "ConfigChangeQueryType0",
    "ConfigChangeVariablesType0",
    "ConfigList",
    "ConfigRequest",
    "ConfigRequestHeadersType0",
    "ConfigRequestQueryType0",
    "ConfigRequestVariablesType0",
    "Cost",
    "CountExecutionsErrorCode",
    "CountExecutionsStatusType0",
    "CountExecutionsType",
    "CountExecutionsWaitingFor",
    "Counts",
    "CountsByStatus",
    "Credits",
    "CustomConfig",
    "CustomRequest",
    "CustomRequestInputType0",
    "CustomRequestType",
    "CustomTaskConfig",
    "CustomTaskRequest",
    "CustomTaskRequestInputType0",
    "CustomTaskRequestMetadataType0",
    "CustomTaskRequestType",
    "DatabaseConfig",
    "DatabaseRequest",
    "DatabaseRequestInputType0",
    "DatabaseRequestType",
    "DatabaseTaskConfig",
    "DatabaseTaskRequest",
    "DatabaseTaskRequestInputType0",
    "DatabaseTaskRequestMetadataType0",
    "DatabaseTaskRequestType",
    "Day",
    "DayCalendar",
    "Decision",
    "DependencyFailure",
    "DestinationResponse",
    "DestinationResponseHeaders",
    "Durations",
    "Effects",
    "Egress",
    "EmailConfig",
    "EmailRequest",
    "EmailRequestInputType0",
    "EmailRequestType",
    "EmailTaskConfig",
    "EmailTaskRequest",
    "EmailTaskRequestInputType0",
    "EmailTaskRequestMetadataType0",
    "EmailTaskRequestType",
    "Encoding",
    "ErrorDetails",
    "EventResult",
    "Execution",
    "ExecutionBatchItem",
    "ExecutionBatchItemProblem",
    "ExecutionBatchRequest",
    "ExecutionBatchResult",
    "ExecutionInputType0",
    "ExecutionList",
    "ExecutionOrder",
    "ExecutionStatus",
    "Expect",
    "ExpectHeadersType0",
    "Explanation",
    "Export",
    "ExportRecordsItem",
    "ExtractType1",
    "FailureCode",
    "FieldChange",
    "Firing",
    "FollowEvent",
    "FollowExecutionsStatus",
    "FollowExecutionsType",
    "FromTemplateRequest",
    "FromTemplateRequestConfigType0",
    "FromTemplateRequestInputType0",
    "FromTemplateRequestMetadataType0",
    "Function",
    "FunctionCurrent",
    "FunctionList",
    "FunctionTest",
    "FunctionTestError",
    "FunctionTestResult",
    "FunctionUpload",
    "FunctionUploadModules",
    "FunctionVersion",
    "FunctionVersionWithSource",
    "FunctionVersionWithSourceModules",
    "Gate",
    "GateFigures",
    "GraphEdge",
    "GraphEnd",
    "GraphNode",
    "GraphqlConfig",
    "GraphqlConfigHeaders",
    "GraphqlRequest",
    "GraphqlRequestHeadersType0",
    "GraphqlRequestInputType0",
    "GraphqlRequestType",
    "GraphqlRequestVariablesType0",
    "GraphqlTaskConfig",
    "GraphqlTaskConfigHeadersType0",
    "GraphqlTaskConfigVariablesType0",
    "GraphqlTaskRequest",
    "GraphqlTaskRequestInputType0",
    "GraphqlTaskRequestMetadataType0",
    "GraphqlTaskRequestType",
    "Heartbeat",
    "HeartbeatRequest",
    "Histogram",
    "HistogramBucket",
    "HistogramBucketByStatus",
    "HistogramOfExecutionsBucket",
    "HistogramOfExecutionsErrorCode",
    "HistogramOfExecutionsStatusType0",
    "HistogramOfExecutionsType",
    "HistogramOfExecutionsWaitingFor",
    "HoldingPause",
    "Hook",
    "HookVerificationType1",
    "HttpRequest",
    "HttpRequestHeadersType0",
    "HttpRequestInputType0",
    "HttpRequestQuery",
    "HttpRequestRedirectsType0",
    "HttpRequestType",
    "HttpTaskConfig",
    "HttpTaskConfigHeadersType0",
    "HttpTaskConfigQuery",
    "HttpTaskConfigRedirectsType0",
    "HttpTaskRequest",
    "HttpTaskRequestInputType0",
    "HttpTaskRequestMetadataType0",
    "HttpTaskRequestType",
    "ImportItem",
    "ImportItemProblem",
    "ImportRequest",
    "ImportRequestRecordsItem",
    "ImportResult",
    "JobCall",
    "JobCallHeadersType0",
    "JobCallQuery",
    "JobCallRedirectsType0",
    "JobEnd",
    "JobReport",
    "JobResponse",
    "KeyPlace",
    "KeyRateLimit",
    "LastSkip",
    "LimiterStrategy",
    "Limits",
    "ListBatchExecutionsErrorCode",
    "ListBatchExecutionsStatusType0",
    "ListBatchExecutionsType",
    "ListBatchExecutionsWaitingFor",
    "ListExecutionsErrorCode",
    "ListExecutionsSort",
    "ListExecutionsStatusType0",
    "ListExecutionsType",
    "ListExecutionsWaitingFor",
    "ListTaskExecutionsErrorCode",
    "ListTaskExecutionsSort",
    "ListTaskExecutionsStatusType0",
    "ListTaskExecutionsType",
    "ListTaskExecutionsWaitingFor",
    "ListTasksPriority",
    "ListTasksStatus",
    "ListTasksType",
    "ListTemplatesSubscriptionLevel",
    "ListTemplatesType",
    "LogEntry",
    "LogEntryData",
    "LogList",
    "MockFetch",
    "MockFetchHeadersType0",
    "Monitor",
    "MonitorTaskConfig",
    "MonitorTaskRequest",
    "MonitorTaskRequestInputType0",
    "MonitorTaskRequestMetadataType0",
    "MonitorTaskRequestType",
    "NewApiKey",
    "NextStep",
    "NotifyDocument",
    "Occasion",
    "OnClockChange",
    "OnExcluded",
    "OnOrderFailure",
    "OrderKey",
    "OrderKeyList",
    "OrderRule",
    "OutputLine",
    "Overlap",
    "Pace",
    "Parse",
    "Pause",
    "PauseRequest",
    "PersonalConfig",
    "PersonalConfigScheduleType0",
    "PlanMark",
    "PollPreset",
    "PollRules",
    "PreviewRequest",
    "Priority",
    "PriorityText",
    "Problem",
    "Proxy",
    "QuerySpaces",
    "QueryType0",
    "RanFunction",
    "RateLimit",
    "RateLimitKey",
    "Record",
    "RecurringDays",
    "RefusedRequest",
    "ReminderTaskConfig",
    "ReminderTaskRequest",
    "ReminderTaskRequestInputType0",
    "ReminderTaskRequestMetadataType0",
    "ReminderTaskRequestType",
    "RepeatedTimes",
    "ReplayedStatus",
    "ReplayFilter",
    "ReplayItem",
    "ReplayItemProblem",
    "ReplayPreview",
    "ReplayRequest",
    "ReplayResult",
    "ResponseRules",
    "RetryCustom",
    "RetryExponential",
    "RetryFixed",
    "RetryLinear",
    "RetryRequest",
    "RetryWith",
    "Role",
    "RuleFunction",
    "Run",
    "RunRequest",
    "RunRequestInputType0",
    "SavedConfig",
    "SavedConfigHeaders",
    "SavedConfigQuery",
    "SavedConfigVariables",
    "ScheduleObject",
    "SchedulePreview",
    "Scheme",
    "Scope",
    "ScriptConfig",
    "ScriptConfigEnv",
    "ScriptRequest",
    "ScriptRequestEnvType0",
    "ScriptRequestInputType0",
    "ScriptRequestType",
    "ScriptTaskConfig",
    "ScriptTaskConfigEnvType0",
    "ScriptTaskRequest",
    "ScriptTaskRequestInputType0",
    "ScriptTaskRequestMetadataType0",
    "ScriptTaskRequestType",
    "ServiceState",
    "SignatureRules",
    "SignatureScheme",
    "SigningAlgorithm",
    "SimulatedConfig",
    "SimulatedRequest",
    "SimulatedRequestInputType0",
    "SimulatedRequestType",
    "SimulatedTaskConfig",
    "SimulatedTaskRequest",
    "SimulatedTaskRequestInputType0",
    "SimulatedTaskRequestMetadataType0",
    "SimulatedTaskRequestType",
    "Skipped",
    "SkippedTimes",
    "StartingDelivery",
    "Stats",
    "SubscriptionChanged",
    "SubscriptionChangedName",
    "SubscriptionLevel",
    "Task",
    "TaskBatchItem",
    "TaskBatchItemProblem",
    "TaskBatchRequest",
    "TaskBatchResult",
    "TaskChange",
    "TaskChangeInputType0",
    "TaskChangeMetadataType0",
    "TaskConfig",
    "TaskConfigEnvType0",
    "TaskConfigHeadersType0",
    "TaskConfigRedirectsType0",
    "TaskConfigVariablesType0",
    "TaskExecutionOrder",
    "TaskFilter",
    "TaskGraph",
    "TaskInput",
    "TaskList",
    "TaskMetadata",
    "TaskNotifyType0",
    "TaskSelectionRequest",
    "TaskStatedPolicy",
    "TaskStatus",
    "TaskType",
    "Template",
    "TemplateChange",
    "TemplateChangeConfigSchemaType0",
    "TemplateChangeDefaultConfigType0",
    "TemplateChangeMetadataType0",
    "TemplateConfigSchema",
    "TemplateDefaultConfig",
    "TemplateList",
    "TemplateMetadata",
    "TemplateRequest",
    "TemplateRequestConfigSchemaType0",
    "TemplateRequestDefaultConfigType0",
    "TemplateRequestMetadataType0",
    "TitledDays",
    "TodoTaskConfig",
    "TodoTaskRequest",
    "TodoTaskRequestInputType0",
    "TodoTaskRequestMetadataType0",
    "TodoTaskRequestType",
    "ToggleItem",
    "ToggleItemProblem",
    "TogglePreview",
    "ToggleResult",
    "TopUpRequest",
    "Totals",
    "TransformFunction",
    "TriggerData",
    "TriggerType",
    "UnendedStatus",
    "UnrecordedExecution",
    "Upcoming",
    "Usage",
    "UserDeleted",
    "UserDeletedName",
    "WaitConfig",
    "WaitingFor",
    "WaitRequest",
    "WaitRequestInputType0",
    "WaitRequestType",
    "WaitTaskConfig",
    "WaitTaskRequest",
    "WaitTaskRequestInputType0",
    "WaitTaskRequestMetadataType0",
    "WaitTaskRequestType",
    "WebhookRequest",
    "WebhookRequestHeadersType0",
    "WebhookRequestInputType0",
    "WebhookRequestQuery",
    "WebhookRequestRedirectsType0",
    "WebhookRequestType",
    "WebhookTaskConfig",
    "WebhookTaskConfigHeadersType0",
    "WebhookTaskConfigQuery",
    "WebhookTaskConfigRedirectsType0",
    "WebhookTaskRequest",
    "WebhookTaskRequestInputType0",
    "WebhookTaskRequestMetadataType0",
    "WebhookTaskRequestType",
    "WrittenLine",
)
