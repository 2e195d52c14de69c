from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.execution_status import ExecutionStatus, check_execution_status
from ..models.priority import Priority, check_priority
from ..models.task_type import TaskType, check_task_type
from ..models.trigger_type import TriggerType, check_trigger_type
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.attempt import Attempt
    from ..models.call_config import CallConfig
    from ..models.cost import Cost
    from ..models.custom_config import CustomConfig
    from ..models.database_config import DatabaseConfig
    from ..models.destination_response import DestinationResponse
    from ..models.email_config import EmailConfig
    from ..models.error_details import ErrorDetails
    from ..models.execution_input_type_0 import ExecutionInputType0
    from ..models.execution_order import ExecutionOrder
    from ..models.graphql_config import GraphqlConfig
    from ..models.job_response import JobResponse
    from ..models.output_line import OutputLine
    from ..models.personal_config import PersonalConfig
    from ..models.ran_function import RanFunction
    from ..models.retry_custom import RetryCustom
    from ..models.retry_exponential import RetryExponential
    from ..models.retry_fixed import RetryFixed
    from ..models.retry_linear import RetryLinear
    from ..models.script_config import ScriptConfig
    from ..models.simulated_config import SimulatedConfig
    from ..models.trigger_data import TriggerData
    from ..models.wait_config import WaitConfig


T = TypeVar("T", bound="Execution")


@_attrs_define
class Execution:
    """A run of a task, or of a request that is not saved.

    Attributes:
        id (str): Id. Example: exe_0198c1f4a2b37c7e9d1a2b3c4d5e6f70.
        execution_id (str): Same as `id`. Example: exe_0198c1f4a2b37c7e9d1a2b3c4d5e6f70.
        user_id (str): Id of the owner.
        status (ExecutionStatus): The status of an execution.
        type_ (TaskType): What a task or a request does.
        priority (Priority): The priority of a task; `high` takes the express queue.
        trigger_type (TriggerType): What started an execution.
        trigger_data (TriggerData): Details of the trigger of an execution.
        request (CallConfig | CustomConfig | DatabaseConfig | EmailConfig | GraphqlConfig | PersonalConfig |
            ScriptConfig | SimulatedConfig | WaitConfig): Configuration of a task, with credentials masked.
        timeout_ms (int): Timeout of an attempt: its own, else that of its config, else the default. Once it has ended,
            that of its
            last attempt.
        retry (RetryCustom | RetryExponential | RetryFixed | RetryLinear): A retry policy. Example: {'strategy':
            'exponential', 'max_retries': 3, 'delay': '1s', 'max_delay': '5m'}.
        credits_consumed (float): Credits consumed, once the execution has ended.
        cost (Cost): Usage of an execution on AWS and its cost; on a single machine, what it would cost on AWS.

            Counted as if no other work had shared the invocations, except for the projector, which always works in
            batches. Logs, storage, gates, extended leases and incoming traffic are not counted.
        api_calls_made (int): Number of attempts.
        retries (int): Number of retries among them.
        attempts (list[Attempt]): Attempts that have ended, oldest first.
        cancel_requested (bool): Whether cancellation was requested while it was running.
        created_at (datetime.datetime): Time of the request.
        updated_at (datetime.datetime): Time of the last change.
        task_id (None | str | Unset): Id of the saved task; null for an ad-hoc request.
        batch_id (None | str | Unset): Id of the batch that counts it, if any.
        config_id (None | str | Unset): Id of the config it uses.
        order (ExecutionOrder | None | Unset):
        input_ (ExecutionInputType0 | None | Unset): Input: values of `${input…}`. Omitted in lists.
        give_up_after_ms (int | None | Unset): Time for all attempts together, chosen like `timeout_ms`; null for as
            long as its retries take.
        result (Any | Unset): Result, once the execution has completed: the extracted value, the `data` of GraphQL, else
            the
            response body. Omitted in lists.
        response (DestinationResponse | None | Unset):
        output (list[OutputLine] | None | Unset): What a script or a function wrote, oldest first: its beginning and its
            end, if it is much. Omitted in lists and for
            other types.
        function (None | RanFunction | Unset):
        error_message (None | str | Unset): Error message of the failure, or of the last failed attempt.
        error_details (ErrorDetails | None | Unset):
        tokens_used (int | None | Unset): Tokens that the destination reports as used (`usage.total_tokens` of a JSON
            body), once the execution
            has ended.
        next_attempt_at (datetime.datetime | None | Unset): Time at which the next attempt is due.
        waiting_until (datetime.datetime | None | Unset): End of the wait, while the status is `waiting`.
        deferred_reason (None | str | Unset): Reason of the deferral, while the status is `deferred`.
        cancel_reason (None | str | Unset): Why it was cancelled; null unless it was. `dependency_failed`,
            `dependencies_unmet`, `task_paused` and
            `task_completed` mean that it was skipped.
        scheduled_for (datetime.datetime | None | Unset): Time for which it was scheduled: by the schedule, `run_at` or
            `delay`.
        idempotency_key (None | str | Unset): The `Idempotency-Key` of the request.
        duration_ms (int | None | Unset): Milliseconds from the first attempt to the end.
        started_at (datetime.datetime | None | Unset): Start of the first attempt.
        completed_at (datetime.datetime | None | Unset): End of the execution.
        job (JobResponse | None | Unset):
    """

    id: str
    execution_id: str
    user_id: str
    status: ExecutionStatus
    type_: TaskType
    priority: Priority
    trigger_type: TriggerType
    trigger_data: TriggerData
    request: (
        CallConfig
        | CustomConfig
        | DatabaseConfig
        | EmailConfig
        | GraphqlConfig
        | PersonalConfig
        | ScriptConfig
        | SimulatedConfig
        | WaitConfig
    )
    timeout_ms: int
    retry: RetryCustom | RetryExponential | RetryFixed | RetryLinear
    credits_consumed: float
    cost: Cost
    api_calls_made: int
    retries: int
    attempts: list[Attempt]
    cancel_requested: bool
    created_at: datetime.datetime
    updated_at: datetime.datetime
    task_id: None | str | Unset = UNSET
    batch_id: None | str | Unset = UNSET
    config_id: None | str | Unset = UNSET
    order: ExecutionOrder | None | Unset = UNSET
    input_: ExecutionInputType0 | None | Unset = UNSET
    give_up_after_ms: int | None | Unset = UNSET
    result: Any | Unset = UNSET
    response: DestinationResponse | None | Unset = UNSET
    output: list[OutputLine] | None | Unset = UNSET
    function: None | RanFunction | Unset = UNSET
    error_message: None | str | Unset = UNSET
    error_details: ErrorDetails | None | Unset = UNSET
    tokens_used: int | None | Unset = UNSET
    next_attempt_at: datetime.datetime | None | Unset = UNSET
    waiting_until: datetime.datetime | None | Unset = UNSET
    deferred_reason: None | str | Unset = UNSET
    cancel_reason: None | str | Unset = UNSET
    scheduled_for: datetime.datetime | None | Unset = UNSET
    idempotency_key: None | str | Unset = UNSET
    duration_ms: int | None | Unset = UNSET
    started_at: datetime.datetime | None | Unset = UNSET
    completed_at: datetime.datetime | None | Unset = UNSET
    job: JobResponse | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.call_config import CallConfig  # noqa: PLC0415
        from ..models.custom_config import CustomConfig  # noqa: PLC0415
        from ..models.database_config import DatabaseConfig  # noqa: PLC0415
        from ..models.destination_response import DestinationResponse  # noqa: PLC0415
        from ..models.email_config import EmailConfig  # noqa: PLC0415
        from ..models.error_details import ErrorDetails  # noqa: PLC0415
        from ..models.execution_input_type_0 import ExecutionInputType0  # noqa: PLC0415
        from ..models.execution_order import ExecutionOrder  # noqa: PLC0415
        from ..models.graphql_config import GraphqlConfig  # noqa: PLC0415
        from ..models.job_response import JobResponse  # noqa: PLC0415
        from ..models.ran_function import RanFunction  # noqa: PLC0415
        from ..models.retry_exponential import RetryExponential  # noqa: PLC0415
        from ..models.retry_fixed import RetryFixed  # noqa: PLC0415
        from ..models.retry_linear import RetryLinear  # noqa: PLC0415
        from ..models.script_config import ScriptConfig  # noqa: PLC0415
        from ..models.simulated_config import SimulatedConfig  # noqa: PLC0415
        from ..models.wait_config import WaitConfig  # noqa: PLC0415

        id = self.id

        execution_id = self.execution_id

        user_id = self.user_id

        status: str = self.status

        type_: str = self.type_

        priority: str = self.priority

        trigger_type: str = self.trigger_type

        trigger_data = self.trigger_data.to_dict()

        request: dict[str, Any]
        if isinstance(self.request, CallConfig):
            request = self.request.to_dict()
        elif isinstance(self.request, GraphqlConfig):
            request = self.request.to_dict()
        elif isinstance(self.request, DatabaseConfig):
            request = self.request.to_dict()
        elif isinstance(self.request, EmailConfig):
            request = self.request.to_dict()
        elif isinstance(self.request, WaitConfig):
            request = self.request.to_dict()
        elif isinstance(self.request, ScriptConfig):
            request = self.request.to_dict()
        elif isinstance(self.request, CustomConfig):
            request = self.request.to_dict()
        elif isinstance(self.request, SimulatedConfig):
            request = self.request.to_dict()
        else:
            request = self.request.to_dict()

        timeout_ms = self.timeout_ms

        retry: dict[str, Any]
        if isinstance(self.retry, RetryFixed):
            retry = self.retry.to_dict()
        elif isinstance(self.retry, RetryLinear):
            retry = self.retry.to_dict()
        elif isinstance(self.retry, RetryExponential):
            retry = self.retry.to_dict()
        else:
            retry = self.retry.to_dict()

        credits_consumed = self.credits_consumed

        cost = self.cost.to_dict()

        api_calls_made = self.api_calls_made

        retries = self.retries

        attempts = []
        for attempts_item_data in self.attempts:
            attempts_item = attempts_item_data.to_dict()
            attempts.append(attempts_item)

        cancel_requested = self.cancel_requested

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

        task_id: None | str | Unset
        if isinstance(self.task_id, Unset):
            task_id = UNSET
        else:
            task_id = self.task_id

        batch_id: None | str | Unset
        if isinstance(self.batch_id, Unset):
            batch_id = UNSET
        else:
            batch_id = self.batch_id

        config_id: None | str | Unset
        if isinstance(self.config_id, Unset):
            config_id = UNSET
        else:
            config_id = self.config_id

        order: dict[str, Any] | None | Unset
        if isinstance(self.order, Unset):
            order = UNSET
        elif isinstance(self.order, ExecutionOrder):
            order = self.order.to_dict()
        else:
            order = self.order

        input_: dict[str, Any] | None | Unset
        if isinstance(self.input_, Unset):
            input_ = UNSET
        elif isinstance(self.input_, ExecutionInputType0):
            input_ = self.input_.to_dict()
        else:
            input_ = self.input_

        give_up_after_ms: int | None | Unset
        if isinstance(self.give_up_after_ms, Unset):
            give_up_after_ms = UNSET
        else:
            give_up_after_ms = self.give_up_after_ms

        result = self.result

        response: dict[str, Any] | None | Unset
        if isinstance(self.response, Unset):
            response = UNSET
        elif isinstance(self.response, DestinationResponse):
            response = self.response.to_dict()
        else:
            response = self.response

        output: list[dict[str, Any]] | None | Unset
        if isinstance(self.output, Unset):
            output = UNSET
        elif isinstance(self.output, list):
            output = []
            for output_type_0_item_data in self.output:
                output_type_0_item = output_type_0_item_data.to_dict()
                output.append(output_type_0_item)

        else:
            output = self.output

        function: dict[str, Any] | None | Unset
        if isinstance(self.function, Unset):
            function = UNSET
        elif isinstance(self.function, RanFunction):
            function = self.function.to_dict()
        else:
            function = self.function

        error_message: None | str | Unset
        if isinstance(self.error_message, Unset):
            error_message = UNSET
        else:
            error_message = self.error_message

        error_details: dict[str, Any] | None | Unset
        if isinstance(self.error_details, Unset):
            error_details = UNSET
        elif isinstance(self.error_details, ErrorDetails):
            error_details = self.error_details.to_dict()
        else:
            error_details = self.error_details

        tokens_used: int | None | Unset
        if isinstance(self.tokens_used, Unset):
            tokens_used = UNSET
        else:
            tokens_used = self.tokens_used

        next_attempt_at: None | str | Unset
        if isinstance(self.next_attempt_at, Unset):
            next_attempt_at = UNSET
        elif isinstance(self.next_attempt_at, datetime.datetime):
            next_attempt_at = self.next_attempt_at.isoformat()
        else:
            next_attempt_at = self.next_attempt_at

        waiting_until: None | str | Unset
        if isinstance(self.waiting_until, Unset):
            waiting_until = UNSET
        elif isinstance(self.waiting_until, datetime.datetime):
            waiting_until = self.waiting_until.isoformat()
        else:
            waiting_until = self.waiting_until

        deferred_reason: None | str | Unset
        if isinstance(self.deferred_reason, Unset):
            deferred_reason = UNSET
        else:
            deferred_reason = self.deferred_reason

        cancel_reason: None | str | Unset
        if isinstance(self.cancel_reason, Unset):
            cancel_reason = UNSET
        else:
            cancel_reason = self.cancel_reason

        scheduled_for: None | str | Unset
        if isinstance(self.scheduled_for, Unset):
            scheduled_for = UNSET
        elif isinstance(self.scheduled_for, datetime.datetime):
            scheduled_for = self.scheduled_for.isoformat()
        else:
            scheduled_for = self.scheduled_for

        idempotency_key: None | str | Unset
        if isinstance(self.idempotency_key, Unset):
            idempotency_key = UNSET
        else:
            idempotency_key = self.idempotency_key

        duration_ms: int | None | Unset
        if isinstance(self.duration_ms, Unset):
            duration_ms = UNSET
        else:
            duration_ms = self.duration_ms

        started_at: None | str | Unset
        if isinstance(self.started_at, Unset):
            started_at = UNSET
        elif isinstance(self.started_at, datetime.datetime):
            started_at = self.started_at.isoformat()
        else:
            started_at = self.started_at

        completed_at: None | str | Unset
        if isinstance(self.completed_at, Unset):
            completed_at = UNSET
        elif isinstance(self.completed_at, datetime.datetime):
            completed_at = self.completed_at.isoformat()
        else:
            completed_at = self.completed_at

        job: dict[str, Any] | None | Unset
        if isinstance(self.job, Unset):
            job = UNSET
        elif isinstance(self.job, JobResponse):
            job = self.job.to_dict()
        else:
            job = self.job

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "execution_id": execution_id,
                "user_id": user_id,
                "status": status,
                "type": type_,
                "priority": priority,
                "trigger_type": trigger_type,
                "trigger_data": trigger_data,
                "request": request,
                "timeout_ms": timeout_ms,
                "retry": retry,
                "credits_consumed": credits_consumed,
                "cost": cost,
                "api_calls_made": api_calls_made,
                "retries": retries,
                "attempts": attempts,
                "cancel_requested": cancel_requested,
                "created_at": created_at,
                "updated_at": updated_at,
            }
        )
        if task_id is not UNSET:
            field_dict["task_id"] = task_id
        if batch_id is not UNSET:
            field_dict["batch_id"] = batch_id
        if config_id is not UNSET:
            field_dict["config_id"] = config_id
        if order is not UNSET:
            field_dict["order"] = order
        if input_ is not UNSET:
            field_dict["input"] = input_
        if give_up_after_ms is not UNSET:
            field_dict["give_up_after_ms"] = give_up_after_ms
        if result is not UNSET:
            field_dict["result"] = result
        if response is not UNSET:
            field_dict["response"] = response
        if output is not UNSET:
            field_dict["output"] = output
        if function is not UNSET:
            field_dict["function"] = function
        if error_message is not UNSET:
            field_dict["error_message"] = error_message
        if error_details is not UNSET:
            field_dict["error_details"] = error_details
        if tokens_used is not UNSET:
            field_dict["tokens_used"] = tokens_used
        if next_attempt_at is not UNSET:
            field_dict["next_attempt_at"] = next_attempt_at
        if waiting_until is not UNSET:
            field_dict["waiting_until"] = waiting_until
        if deferred_reason is not UNSET:
            field_dict["deferred_reason"] = deferred_reason
        if cancel_reason is not UNSET:
            field_dict["cancel_reason"] = cancel_reason
        if scheduled_for is not UNSET:
            field_dict["scheduled_for"] = scheduled_for
        if idempotency_key is not UNSET:
            field_dict["idempotency_key"] = idempotency_key
        if duration_ms is not UNSET:
            field_dict["duration_ms"] = duration_ms
        if started_at is not UNSET:
            field_dict["started_at"] = started_at
        if completed_at is not UNSET:
            field_dict["completed_at"] = completed_at
        if job is not UNSET:
            field_dict["job"] = job

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.attempt import Attempt  # noqa: PLC0415
        from ..models.call_config import CallConfig  # noqa: PLC0415
        from ..models.cost import Cost  # noqa: PLC0415
        from ..models.custom_config import CustomConfig  # noqa: PLC0415
        from ..models.database_config import DatabaseConfig  # noqa: PLC0415
        from ..models.destination_response import DestinationResponse  # noqa: PLC0415
        from ..models.email_config import EmailConfig  # noqa: PLC0415
        from ..models.error_details import ErrorDetails  # noqa: PLC0415
        from ..models.execution_input_type_0 import ExecutionInputType0  # noqa: PLC0415
        from ..models.execution_order import ExecutionOrder  # noqa: PLC0415
        from ..models.graphql_config import GraphqlConfig  # noqa: PLC0415
        from ..models.job_response import JobResponse  # noqa: PLC0415
        from ..models.output_line import OutputLine  # noqa: PLC0415
        from ..models.personal_config import PersonalConfig  # noqa: PLC0415
        from ..models.ran_function import RanFunction  # noqa: PLC0415
        from ..models.retry_custom import RetryCustom  # noqa: PLC0415
        from ..models.retry_exponential import RetryExponential  # noqa: PLC0415
        from ..models.retry_fixed import RetryFixed  # noqa: PLC0415
        from ..models.retry_linear import RetryLinear  # noqa: PLC0415
        from ..models.script_config import ScriptConfig  # noqa: PLC0415
        from ..models.simulated_config import SimulatedConfig  # noqa: PLC0415
        from ..models.trigger_data import TriggerData  # noqa: PLC0415
        from ..models.wait_config import WaitConfig  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        execution_id = d.pop("execution_id")

        user_id = d.pop("user_id")

        status = check_execution_status(d.pop("status"))

        type_ = check_task_type(d.pop("type"))

        priority = check_priority(d.pop("priority"))

        trigger_type = check_trigger_type(d.pop("trigger_type"))

        trigger_data = TriggerData.from_dict(d.pop("trigger_data"))

        def _parse_request(
            data: object,
        ) -> (
            CallConfig
            | CustomConfig
            | DatabaseConfig
            | EmailConfig
            | GraphqlConfig
            | PersonalConfig
            | ScriptConfig
            | SimulatedConfig
            | WaitConfig
        ):
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_config_type_0 = CallConfig.from_dict(data)

                return componentsschemas_config_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_config_type_1 = GraphqlConfig.from_dict(data)

                return componentsschemas_config_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_config_type_2 = DatabaseConfig.from_dict(data)

                return componentsschemas_config_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_config_type_3 = EmailConfig.from_dict(data)

                return componentsschemas_config_type_3
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_config_type_4 = WaitConfig.from_dict(data)

                return componentsschemas_config_type_4
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_config_type_5 = ScriptConfig.from_dict(data)

                return componentsschemas_config_type_5
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_config_type_6 = CustomConfig.from_dict(data)

                return componentsschemas_config_type_6
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_config_type_7 = SimulatedConfig.from_dict(data)

                return componentsschemas_config_type_7
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            componentsschemas_config_type_8 = PersonalConfig.from_dict(data)

            return componentsschemas_config_type_8

        request = _parse_request(d.pop("request"))

        timeout_ms = d.pop("timeout_ms")

        def _parse_retry(data: object) -> RetryCustom | RetryExponential | RetryFixed | RetryLinear:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_retry_policy_type_0 = RetryFixed.from_dict(data)

                return componentsschemas_retry_policy_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_retry_policy_type_1 = RetryLinear.from_dict(data)

                return componentsschemas_retry_policy_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_retry_policy_type_2 = RetryExponential.from_dict(data)

                return componentsschemas_retry_policy_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            componentsschemas_retry_policy_type_3 = RetryCustom.from_dict(data)

            return componentsschemas_retry_policy_type_3

        retry = _parse_retry(d.pop("retry"))

        credits_consumed = d.pop("credits_consumed")

        cost = Cost.from_dict(d.pop("cost"))

        api_calls_made = d.pop("api_calls_made")

        retries = d.pop("retries")

        attempts = []
        _attempts = d.pop("attempts")
        for attempts_item_data in _attempts:
            attempts_item = Attempt.from_dict(attempts_item_data)

            attempts.append(attempts_item)

        cancel_requested = d.pop("cancel_requested")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))

        def _parse_task_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        task_id = _parse_task_id(d.pop("task_id", UNSET))

        def _parse_batch_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        batch_id = _parse_batch_id(d.pop("batch_id", UNSET))

        def _parse_config_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        config_id = _parse_config_id(d.pop("config_id", UNSET))

        def _parse_order(data: object) -> ExecutionOrder | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                order_type_0 = ExecutionOrder.from_dict(data)

                return order_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ExecutionOrder | None | Unset, data)

        order = _parse_order(d.pop("order", UNSET))

        def _parse_input_(data: object) -> ExecutionInputType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                input_type_0 = ExecutionInputType0.from_dict(data)

                return input_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ExecutionInputType0 | None | Unset, data)

        input_ = _parse_input_(d.pop("input", UNSET))

        def _parse_give_up_after_ms(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        give_up_after_ms = _parse_give_up_after_ms(d.pop("give_up_after_ms", UNSET))

        result = d.pop("result", UNSET)

        def _parse_response(data: object) -> DestinationResponse | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_type_0 = DestinationResponse.from_dict(data)

                return response_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DestinationResponse | None | Unset, data)

        response = _parse_response(d.pop("response", UNSET))

        def _parse_output(data: object) -> list[OutputLine] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                output_type_0 = []
                _output_type_0 = data
                for output_type_0_item_data in _output_type_0:
                    output_type_0_item = OutputLine.from_dict(output_type_0_item_data)

                    output_type_0.append(output_type_0_item)

                return output_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[OutputLine] | None | Unset, data)

        output = _parse_output(d.pop("output", UNSET))

        def _parse_function(data: object) -> None | RanFunction | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                function_type_0 = RanFunction.from_dict(data)

                return function_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RanFunction | Unset, data)

        function = _parse_function(d.pop("function", UNSET))

        def _parse_error_message(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        error_message = _parse_error_message(d.pop("error_message", UNSET))

        def _parse_error_details(data: object) -> ErrorDetails | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                error_details_type_0 = ErrorDetails.from_dict(data)

                return error_details_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ErrorDetails | None | Unset, data)

        error_details = _parse_error_details(d.pop("error_details", UNSET))

        def _parse_tokens_used(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        tokens_used = _parse_tokens_used(d.pop("tokens_used", UNSET))

        def _parse_next_attempt_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                next_attempt_at_type_0 = datetime.datetime.fromisoformat(data)

                return next_attempt_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        next_attempt_at = _parse_next_attempt_at(d.pop("next_attempt_at", UNSET))

        def _parse_waiting_until(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                waiting_until_type_0 = datetime.datetime.fromisoformat(data)

                return waiting_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        waiting_until = _parse_waiting_until(d.pop("waiting_until", UNSET))

        def _parse_deferred_reason(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        deferred_reason = _parse_deferred_reason(d.pop("deferred_reason", UNSET))

        def _parse_cancel_reason(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        cancel_reason = _parse_cancel_reason(d.pop("cancel_reason", UNSET))

        def _parse_scheduled_for(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                scheduled_for_type_0 = datetime.datetime.fromisoformat(data)

                return scheduled_for_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        scheduled_for = _parse_scheduled_for(d.pop("scheduled_for", UNSET))

        def _parse_idempotency_key(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        idempotency_key = _parse_idempotency_key(d.pop("idempotency_key", UNSET))

        def _parse_duration_ms(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        duration_ms = _parse_duration_ms(d.pop("duration_ms", UNSET))

        def _parse_started_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                started_at_type_0 = datetime.datetime.fromisoformat(data)

                return started_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        started_at = _parse_started_at(d.pop("started_at", UNSET))

        def _parse_completed_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                completed_at_type_0 = datetime.datetime.fromisoformat(data)

                return completed_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        completed_at = _parse_completed_at(d.pop("completed_at", UNSET))

        def _parse_job(data: object) -> JobResponse | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                job_type_0 = JobResponse.from_dict(data)

                return job_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(JobResponse | None | Unset, data)

        job = _parse_job(d.pop("job", UNSET))

        execution = cls(
            id=id,
            execution_id=execution_id,
            user_id=user_id,
            status=status,
            type_=type_,
            priority=priority,
            trigger_type=trigger_type,
            trigger_data=trigger_data,
            request=request,
            timeout_ms=timeout_ms,
            retry=retry,
            credits_consumed=credits_consumed,
            cost=cost,
            api_calls_made=api_calls_made,
            retries=retries,
            attempts=attempts,
            cancel_requested=cancel_requested,
            created_at=created_at,
            updated_at=updated_at,
            task_id=task_id,
            batch_id=batch_id,
            config_id=config_id,
            order=order,
            input_=input_,
            give_up_after_ms=give_up_after_ms,
            result=result,
            response=response,
            output=output,
            function=function,
            error_message=error_message,
            error_details=error_details,
            tokens_used=tokens_used,
            next_attempt_at=next_attempt_at,
            waiting_until=waiting_until,
            deferred_reason=deferred_reason,
            cancel_reason=cancel_reason,
            scheduled_for=scheduled_for,
            idempotency_key=idempotency_key,
            duration_ms=duration_ms,
            started_at=started_at,
            completed_at=completed_at,
            job=job,
        )

        execution.additional_properties = d
        return execution

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
