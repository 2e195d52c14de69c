from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.priority import Priority, check_priority
from ..models.task_status import TaskStatus, check_task_status
from ..models.task_type import TaskType, check_task_type
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.call_config import CallConfig
    from ..models.custom_config import CustomConfig
    from ..models.database_config import DatabaseConfig
    from ..models.email_config import EmailConfig
    from ..models.graphql_config import GraphqlConfig
    from ..models.hook import Hook
    from ..models.last_skip import LastSkip
    from ..models.personal_config import PersonalConfig
    from ..models.plan_mark import PlanMark
    from ..models.retry_custom import RetryCustom
    from ..models.retry_exponential import RetryExponential
    from ..models.retry_fixed import RetryFixed
    from ..models.retry_linear import RetryLinear
    from ..models.schedule_object import ScheduleObject
    from ..models.script_config import ScriptConfig
    from ..models.simulated_config import SimulatedConfig
    from ..models.task_execution_order import TaskExecutionOrder
    from ..models.task_input import TaskInput
    from ..models.task_metadata import TaskMetadata
    from ..models.task_notify_type_0 import TaskNotifyType0
    from ..models.task_stated_policy import TaskStatedPolicy
    from ..models.wait_config import WaitConfig


T = TypeVar("T", bound="Task")


@_attrs_define
class Task:
    """A saved task.

    Attributes:
        id (str): Id. Example: tsk_0198c1f4a2b37c7e9d1a2b3c4d5e6f70.
        task_id (str): Same as `id`. Example: tsk_0198c1f4a2b37c7e9d1a2b3c4d5e6f70.
        user_id (str): Id of the owner.
        name (str): Name. Example: Health check.
        type_ (TaskType): What a task or a request does.
        task_type (TaskType): What a task or a request does.
        status (TaskStatus): The status of a task: what it is about to do, or what it did last.
        priority (Priority): The priority of a task; `high` takes the express queue.
        config (CallConfig | CustomConfig | DatabaseConfig | EmailConfig | GraphqlConfig | PersonalConfig | ScriptConfig
            | SimulatedConfig | WaitConfig): Configuration of a task, with credentials masked.
        input_ (TaskInput): Input: values of `${input…}`.
        missing_calendars (list[str]): Calendars that the schedule names and that do not exist (any more): they exclude
            no day.
        paused (bool): Whether the schedule is paused.
        timeout_ms (int): Timeout of an attempt: as given, or the default. Example: 30000.
        retry (RetryCustom | RetryExponential | RetryFixed | RetryLinear): A retry policy. Example: {'strategy':
            'exponential', 'max_retries': 3, 'delay': '1s', 'max_delay': '5m'}.
        stated_policy (TaskStatedPolicy): Timeout and retries as they were given, without defaults.
        tags (list[str]): Tags.
        metadata (TaskMetadata): Free-form data of the owner.
        dependencies (list[str]): Ids of the tasks it depends on.
        on_dependency_failure (str): What happens if a dependency does not complete: `skip` or `run`. Example: skip.
        is_completed (bool): Whether the task is completed.
        credits_per_run (float): Credits that an execution costs. Example: 0.
        run_count (int): Number of executions that have ended, without those that were skipped.
        skipped_count (int): Number of executions that were skipped: they were due, and the task did not run.
        success_count (int): Number of executions that completed.
        failure_count (int): Number of executions that failed.
        total_credits_consumed (float): Credits spent by completed executions.
        created_at (datetime.datetime): Time of creation.
        updated_at (datetime.datetime): Time of the last change.
        updated_by (str): User who made the last change.
        version (int): Version; incremented by every change and sent as the `ETag`. Example: 1.
        key (None | str | Unset): Key, by which its owner finds it. Example: shop/poll.
        description (None | str | Unset): Description.
        config_id (None | str | Unset): Id of the config it uses.
        order (None | TaskExecutionOrder | Unset):
        schedule (None | ScheduleObject | Unset):
        overlap (None | str | Unset): What happens when a run is due while another one is running: `skip`, `queue`,
            `allow` or
            `cancel_running`. Example: skip.
        catch_up (Any | Unset): Which missed runs are made up for: `none`, `latest`, or `{"all": "6h"}`.
        give_up_after_ms (int | None | Unset): Time for all attempts together; null for as long as its retries take.
        assigned_to (None | str | Unset): User the task is assigned to.
        notify (None | TaskNotifyType0 | Unset): Notifications, with credentials masked.
        hook (Hook | None | Unset):
        due_date (datetime.datetime | None | Unset): Due date.
        reminder_time (datetime.datetime | None | Unset): Time of the reminder.
        completed_at (datetime.datetime | None | Unset): Time of completion.
        plan (None | PlanMark | Unset):
        template_id (None | str | Unset): Id of the template it was created from.
        last_skip (LastSkip | None | Unset):
        paused_by (None | str | Unset): Why the system paused it: `limit`, a limit of the subscription level; null
            otherwise.
        next_run_time (datetime.datetime | None | Unset): Time of the next scheduled run.
        last_run_time (datetime.datetime | None | Unset): Time at which an execution last ended.
        last_success_time (datetime.datetime | None | Unset): Time at which an execution last completed.
        last_error (None | str | Unset): Error message of the last failed execution.
        last_result (Any | Unset): Result of the last completed execution: its JSON if that has at most 4 KB, else a
            note with its size.
        deleted_at (datetime.datetime | None | Unset): Time of deletion.
        idempotency_key (None | str | Unset): The `Idempotency-Key` of the request that created it.
    """

    id: str
    task_id: str
    user_id: str
    name: str
    type_: TaskType
    task_type: TaskType
    status: TaskStatus
    priority: Priority
    config: (
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
    input_: TaskInput
    missing_calendars: list[str]
    paused: bool
    timeout_ms: int
    retry: RetryCustom | RetryExponential | RetryFixed | RetryLinear
    stated_policy: TaskStatedPolicy
    tags: list[str]
    metadata: TaskMetadata
    dependencies: list[str]
    on_dependency_failure: str
    is_completed: bool
    credits_per_run: float
    run_count: int
    skipped_count: int
    success_count: int
    failure_count: int
    total_credits_consumed: float
    created_at: datetime.datetime
    updated_at: datetime.datetime
    updated_by: str
    version: int
    key: None | str | Unset = UNSET
    description: None | str | Unset = UNSET
    config_id: None | str | Unset = UNSET
    order: None | TaskExecutionOrder | Unset = UNSET
    schedule: None | ScheduleObject | Unset = UNSET
    overlap: None | str | Unset = UNSET
    catch_up: Any | Unset = UNSET
    give_up_after_ms: int | None | Unset = UNSET
    assigned_to: None | str | Unset = UNSET
    notify: None | TaskNotifyType0 | Unset = UNSET
    hook: Hook | None | Unset = UNSET
    due_date: datetime.datetime | None | Unset = UNSET
    reminder_time: datetime.datetime | None | Unset = UNSET
    completed_at: datetime.datetime | None | Unset = UNSET
    plan: None | PlanMark | Unset = UNSET
    template_id: None | str | Unset = UNSET
    last_skip: LastSkip | None | Unset = UNSET
    paused_by: None | str | Unset = UNSET
    next_run_time: datetime.datetime | None | Unset = UNSET
    last_run_time: datetime.datetime | None | Unset = UNSET
    last_success_time: datetime.datetime | None | Unset = UNSET
    last_error: None | str | Unset = UNSET
    last_result: Any | Unset = UNSET
    deleted_at: datetime.datetime | None | Unset = UNSET
    idempotency_key: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.call_config import CallConfig  # noqa: PLC0415
        from ..models.custom_config import CustomConfig  # noqa: PLC0415
        from ..models.database_config import DatabaseConfig  # noqa: PLC0415
        from ..models.email_config import EmailConfig  # noqa: PLC0415
        from ..models.graphql_config import GraphqlConfig  # noqa: PLC0415
        from ..models.hook import Hook  # noqa: PLC0415
        from ..models.last_skip import LastSkip  # noqa: PLC0415
        from ..models.plan_mark import PlanMark  # noqa: PLC0415
        from ..models.retry_exponential import RetryExponential  # noqa: PLC0415
        from ..models.retry_fixed import RetryFixed  # noqa: PLC0415
        from ..models.retry_linear import RetryLinear  # noqa: PLC0415
        from ..models.schedule_object import ScheduleObject  # noqa: PLC0415
        from ..models.script_config import ScriptConfig  # noqa: PLC0415
        from ..models.simulated_config import SimulatedConfig  # noqa: PLC0415
        from ..models.task_execution_order import TaskExecutionOrder  # noqa: PLC0415
        from ..models.task_notify_type_0 import TaskNotifyType0  # noqa: PLC0415
        from ..models.wait_config import WaitConfig  # noqa: PLC0415

        id = self.id

        task_id = self.task_id

        user_id = self.user_id

        name = self.name

        type_: str = self.type_

        task_type: str = self.task_type

        status: str = self.status

        priority: str = self.priority

        config: dict[str, Any]
        if isinstance(self.config, CallConfig):
            config = self.config.to_dict()
        elif isinstance(self.config, GraphqlConfig):
            config = self.config.to_dict()
        elif isinstance(self.config, DatabaseConfig):
            config = self.config.to_dict()
        elif isinstance(self.config, EmailConfig):
            config = self.config.to_dict()
        elif isinstance(self.config, WaitConfig):
            config = self.config.to_dict()
        elif isinstance(self.config, ScriptConfig):
            config = self.config.to_dict()
        elif isinstance(self.config, CustomConfig):
            config = self.config.to_dict()
        elif isinstance(self.config, SimulatedConfig):
            config = self.config.to_dict()
        else:
            config = self.config.to_dict()

        input_ = self.input_.to_dict()

        missing_calendars = self.missing_calendars

        paused = self.paused

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

        stated_policy = self.stated_policy.to_dict()

        tags = self.tags

        metadata = self.metadata.to_dict()

        dependencies = self.dependencies

        on_dependency_failure = self.on_dependency_failure

        is_completed = self.is_completed

        credits_per_run = self.credits_per_run

        run_count = self.run_count

        skipped_count = self.skipped_count

        success_count = self.success_count

        failure_count = self.failure_count

        total_credits_consumed = self.total_credits_consumed

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

        updated_by = self.updated_by

        version = self.version

        key: None | str | Unset
        if isinstance(self.key, Unset):
            key = UNSET
        else:
            key = self.key

        description: None | str | Unset
        if isinstance(self.description, Unset):
            description = UNSET
        else:
            description = self.description

        config_id: None | str | Unset
        if isinstance(self.config_id, Unset):
            config_id = UNSET
        else:
            config_id = self.config_id

        order: dict[str, Any] | None | Unset
        if isinstance(self.order, Unset):
            order = UNSET
        elif isinstance(self.order, TaskExecutionOrder):
            order = self.order.to_dict()
        else:
            order = self.order

        schedule: dict[str, Any] | None | Unset
        if isinstance(self.schedule, Unset):
            schedule = UNSET
        elif isinstance(self.schedule, ScheduleObject):
            schedule = self.schedule.to_dict()
        else:
            schedule = self.schedule

        overlap: None | str | Unset
        if isinstance(self.overlap, Unset):
            overlap = UNSET
        else:
            overlap = self.overlap

        catch_up = self.catch_up

        give_up_after_ms: int | None | Unset
        if isinstance(self.give_up_after_ms, Unset):
            give_up_after_ms = UNSET
        else:
            give_up_after_ms = self.give_up_after_ms

        assigned_to: None | str | Unset
        if isinstance(self.assigned_to, Unset):
            assigned_to = UNSET
        else:
            assigned_to = self.assigned_to

        notify: dict[str, Any] | None | Unset
        if isinstance(self.notify, Unset):
            notify = UNSET
        elif isinstance(self.notify, TaskNotifyType0):
            notify = self.notify.to_dict()
        else:
            notify = self.notify

        hook: dict[str, Any] | None | Unset
        if isinstance(self.hook, Unset):
            hook = UNSET
        elif isinstance(self.hook, Hook):
            hook = self.hook.to_dict()
        else:
            hook = self.hook

        due_date: None | str | Unset
        if isinstance(self.due_date, Unset):
            due_date = UNSET
        elif isinstance(self.due_date, datetime.datetime):
            due_date = self.due_date.isoformat()
        else:
            due_date = self.due_date

        reminder_time: None | str | Unset
        if isinstance(self.reminder_time, Unset):
            reminder_time = UNSET
        elif isinstance(self.reminder_time, datetime.datetime):
            reminder_time = self.reminder_time.isoformat()
        else:
            reminder_time = self.reminder_time

        completed_at: None | str | Unset
        if isinstance(self.completed_at, Unset):
            completed_at = UNSET
        elif isinstance(self.completed_at, datetime.datetime):
            completed_at = self.completed_at.isoformat()
        else:
            completed_at = self.completed_at

        plan: dict[str, Any] | None | Unset
        if isinstance(self.plan, Unset):
            plan = UNSET
        elif isinstance(self.plan, PlanMark):
            plan = self.plan.to_dict()
        else:
            plan = self.plan

        template_id: None | str | Unset
        if isinstance(self.template_id, Unset):
            template_id = UNSET
        else:
            template_id = self.template_id

        last_skip: dict[str, Any] | None | Unset
        if isinstance(self.last_skip, Unset):
            last_skip = UNSET
        elif isinstance(self.last_skip, LastSkip):
            last_skip = self.last_skip.to_dict()
        else:
            last_skip = self.last_skip

        paused_by: None | str | Unset
        if isinstance(self.paused_by, Unset):
            paused_by = UNSET
        else:
            paused_by = self.paused_by

        next_run_time: None | str | Unset
        if isinstance(self.next_run_time, Unset):
            next_run_time = UNSET
        elif isinstance(self.next_run_time, datetime.datetime):
            next_run_time = self.next_run_time.isoformat()
        else:
            next_run_time = self.next_run_time

        last_run_time: None | str | Unset
        if isinstance(self.last_run_time, Unset):
            last_run_time = UNSET
        elif isinstance(self.last_run_time, datetime.datetime):
            last_run_time = self.last_run_time.isoformat()
        else:
            last_run_time = self.last_run_time

        last_success_time: None | str | Unset
        if isinstance(self.last_success_time, Unset):
            last_success_time = UNSET
        elif isinstance(self.last_success_time, datetime.datetime):
            last_success_time = self.last_success_time.isoformat()
        else:
            last_success_time = self.last_success_time

        last_error: None | str | Unset
        if isinstance(self.last_error, Unset):
            last_error = UNSET
        else:
            last_error = self.last_error

        last_result = self.last_result

        deleted_at: None | str | Unset
        if isinstance(self.deleted_at, Unset):
            deleted_at = UNSET
        elif isinstance(self.deleted_at, datetime.datetime):
            deleted_at = self.deleted_at.isoformat()
        else:
            deleted_at = self.deleted_at

        idempotency_key: None | str | Unset
        if isinstance(self.idempotency_key, Unset):
            idempotency_key = UNSET
        else:
            idempotency_key = self.idempotency_key

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "task_id": task_id,
                "user_id": user_id,
                "name": name,
                "type": type_,
                "task_type": task_type,
                "status": status,
                "priority": priority,
                "config": config,
                "input": input_,
                "missing_calendars": missing_calendars,
                "paused": paused,
                "timeout_ms": timeout_ms,
                "retry": retry,
                "stated_policy": stated_policy,
                "tags": tags,
                "metadata": metadata,
                "dependencies": dependencies,
                "on_dependency_failure": on_dependency_failure,
                "is_completed": is_completed,
                "credits_per_run": credits_per_run,
                "run_count": run_count,
                "skipped_count": skipped_count,
                "success_count": success_count,
                "failure_count": failure_count,
                "total_credits_consumed": total_credits_consumed,
                "created_at": created_at,
                "updated_at": updated_at,
                "updated_by": updated_by,
                "version": version,
            }
        )
        if key is not UNSET:
            field_dict["key"] = key
        if description is not UNSET:
            field_dict["description"] = description
        if config_id is not UNSET:
            field_dict["config_id"] = config_id
        if order is not UNSET:
            field_dict["order"] = order
        if schedule is not UNSET:
            field_dict["schedule"] = schedule
        if overlap is not UNSET:
            field_dict["overlap"] = overlap
        if catch_up is not UNSET:
            field_dict["catch_up"] = catch_up
        if give_up_after_ms is not UNSET:
            field_dict["give_up_after_ms"] = give_up_after_ms
        if assigned_to is not UNSET:
            field_dict["assigned_to"] = assigned_to
        if notify is not UNSET:
            field_dict["notify"] = notify
        if hook is not UNSET:
            field_dict["hook"] = hook
        if due_date is not UNSET:
            field_dict["due_date"] = due_date
        if reminder_time is not UNSET:
            field_dict["reminder_time"] = reminder_time
        if completed_at is not UNSET:
            field_dict["completed_at"] = completed_at
        if plan is not UNSET:
            field_dict["plan"] = plan
        if template_id is not UNSET:
            field_dict["template_id"] = template_id
        if last_skip is not UNSET:
            field_dict["last_skip"] = last_skip
        if paused_by is not UNSET:
            field_dict["paused_by"] = paused_by
        if next_run_time is not UNSET:
            field_dict["next_run_time"] = next_run_time
        if last_run_time is not UNSET:
            field_dict["last_run_time"] = last_run_time
        if last_success_time is not UNSET:
            field_dict["last_success_time"] = last_success_time
        if last_error is not UNSET:
            field_dict["last_error"] = last_error
        if last_result is not UNSET:
            field_dict["last_result"] = last_result
        if deleted_at is not UNSET:
            field_dict["deleted_at"] = deleted_at
        if idempotency_key is not UNSET:
            field_dict["idempotency_key"] = idempotency_key

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.call_config import CallConfig  # noqa: PLC0415
        from ..models.custom_config import CustomConfig  # noqa: PLC0415
        from ..models.database_config import DatabaseConfig  # noqa: PLC0415
        from ..models.email_config import EmailConfig  # noqa: PLC0415
        from ..models.graphql_config import GraphqlConfig  # noqa: PLC0415
        from ..models.hook import Hook  # noqa: PLC0415
        from ..models.last_skip import LastSkip  # noqa: PLC0415
        from ..models.personal_config import PersonalConfig  # noqa: PLC0415
        from ..models.plan_mark import PlanMark  # noqa: PLC0415
        from ..models.retry_custom import RetryCustom  # noqa: PLC0415
        from ..models.retry_exponential import RetryExponential  # noqa: PLC0415
        from ..models.retry_fixed import RetryFixed  # noqa: PLC0415
        from ..models.retry_linear import RetryLinear  # noqa: PLC0415
        from ..models.schedule_object import ScheduleObject  # noqa: PLC0415
        from ..models.script_config import ScriptConfig  # noqa: PLC0415
        from ..models.simulated_config import SimulatedConfig  # noqa: PLC0415
        from ..models.task_execution_order import TaskExecutionOrder  # noqa: PLC0415
        from ..models.task_input import TaskInput  # noqa: PLC0415
        from ..models.task_metadata import TaskMetadata  # noqa: PLC0415
        from ..models.task_notify_type_0 import TaskNotifyType0  # noqa: PLC0415
        from ..models.task_stated_policy import TaskStatedPolicy  # noqa: PLC0415
        from ..models.wait_config import WaitConfig  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        task_id = d.pop("task_id")

        user_id = d.pop("user_id")

        name = d.pop("name")

        type_ = check_task_type(d.pop("type"))

        task_type = check_task_type(d.pop("task_type"))

        status = check_task_status(d.pop("status"))

        priority = check_priority(d.pop("priority"))

        def _parse_config(
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

        config = _parse_config(d.pop("config"))

        input_ = TaskInput.from_dict(d.pop("input"))

        missing_calendars = cast(list[str], d.pop("missing_calendars"))

        paused = d.pop("paused")

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

        stated_policy = TaskStatedPolicy.from_dict(d.pop("stated_policy"))

        tags = cast(list[str], d.pop("tags"))

        metadata = TaskMetadata.from_dict(d.pop("metadata"))

        dependencies = cast(list[str], d.pop("dependencies"))

        on_dependency_failure = d.pop("on_dependency_failure")

        is_completed = d.pop("is_completed")

        credits_per_run = d.pop("credits_per_run")

        run_count = d.pop("run_count")

        skipped_count = d.pop("skipped_count")

        success_count = d.pop("success_count")

        failure_count = d.pop("failure_count")

        total_credits_consumed = d.pop("total_credits_consumed")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))

        updated_by = d.pop("updated_by")

        version = d.pop("version")

        def _parse_key(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        key = _parse_key(d.pop("key", UNSET))

        def _parse_description(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        description = _parse_description(d.pop("description", UNSET))

        def _parse_config_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        config_id = _parse_config_id(d.pop("config_id", UNSET))

        def _parse_order(data: object) -> None | TaskExecutionOrder | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                order_type_0 = TaskExecutionOrder.from_dict(data)

                return order_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TaskExecutionOrder | Unset, data)

        order = _parse_order(d.pop("order", UNSET))

        def _parse_schedule(data: object) -> None | ScheduleObject | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                schedule_type_0 = ScheduleObject.from_dict(data)

                return schedule_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ScheduleObject | Unset, data)

        schedule = _parse_schedule(d.pop("schedule", UNSET))

        def _parse_overlap(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        overlap = _parse_overlap(d.pop("overlap", UNSET))

        catch_up = d.pop("catch_up", UNSET)

        def _parse_give_up_after_ms(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        give_up_after_ms = _parse_give_up_after_ms(d.pop("give_up_after_ms", UNSET))

        def _parse_assigned_to(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        assigned_to = _parse_assigned_to(d.pop("assigned_to", UNSET))

        def _parse_notify(data: object) -> None | TaskNotifyType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                notify_type_0 = TaskNotifyType0.from_dict(data)

                return notify_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TaskNotifyType0 | Unset, data)

        notify = _parse_notify(d.pop("notify", UNSET))

        def _parse_hook(data: object) -> Hook | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                hook_type_0 = Hook.from_dict(data)

                return hook_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Hook | None | Unset, data)

        hook = _parse_hook(d.pop("hook", UNSET))

        def _parse_due_date(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                due_date_type_0 = datetime.datetime.fromisoformat(data)

                return due_date_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        due_date = _parse_due_date(d.pop("due_date", UNSET))

        def _parse_reminder_time(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                reminder_time_type_0 = datetime.datetime.fromisoformat(data)

                return reminder_time_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        reminder_time = _parse_reminder_time(d.pop("reminder_time", UNSET))

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

        def _parse_plan(data: object) -> None | PlanMark | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                plan_type_0 = PlanMark.from_dict(data)

                return plan_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PlanMark | Unset, data)

        plan = _parse_plan(d.pop("plan", UNSET))

        def _parse_template_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        template_id = _parse_template_id(d.pop("template_id", UNSET))

        def _parse_last_skip(data: object) -> LastSkip | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                last_skip_type_0 = LastSkip.from_dict(data)

                return last_skip_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(LastSkip | None | Unset, data)

        last_skip = _parse_last_skip(d.pop("last_skip", UNSET))

        def _parse_paused_by(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        paused_by = _parse_paused_by(d.pop("paused_by", UNSET))

        def _parse_next_run_time(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                next_run_time_type_0 = datetime.datetime.fromisoformat(data)

                return next_run_time_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        next_run_time = _parse_next_run_time(d.pop("next_run_time", UNSET))

        def _parse_last_run_time(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                last_run_time_type_0 = datetime.datetime.fromisoformat(data)

                return last_run_time_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        last_run_time = _parse_last_run_time(d.pop("last_run_time", UNSET))

        def _parse_last_success_time(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                last_success_time_type_0 = datetime.datetime.fromisoformat(data)

                return last_success_time_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        last_success_time = _parse_last_success_time(d.pop("last_success_time", UNSET))

        def _parse_last_error(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        last_error = _parse_last_error(d.pop("last_error", UNSET))

        last_result = d.pop("last_result", UNSET)

        def _parse_deleted_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                deleted_at_type_0 = datetime.datetime.fromisoformat(data)

                return deleted_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        deleted_at = _parse_deleted_at(d.pop("deleted_at", UNSET))

        def _parse_idempotency_key(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        idempotency_key = _parse_idempotency_key(d.pop("idempotency_key", UNSET))

        task = cls(
            id=id,
            task_id=task_id,
            user_id=user_id,
            name=name,
            type_=type_,
            task_type=task_type,
            status=status,
            priority=priority,
            config=config,
            input_=input_,
            missing_calendars=missing_calendars,
            paused=paused,
            timeout_ms=timeout_ms,
            retry=retry,
            stated_policy=stated_policy,
            tags=tags,
            metadata=metadata,
            dependencies=dependencies,
            on_dependency_failure=on_dependency_failure,
            is_completed=is_completed,
            credits_per_run=credits_per_run,
            run_count=run_count,
            skipped_count=skipped_count,
            success_count=success_count,
            failure_count=failure_count,
            total_credits_consumed=total_credits_consumed,
            created_at=created_at,
            updated_at=updated_at,
            updated_by=updated_by,
            version=version,
            key=key,
            description=description,
            config_id=config_id,
            order=order,
            schedule=schedule,
            overlap=overlap,
            catch_up=catch_up,
            give_up_after_ms=give_up_after_ms,
            assigned_to=assigned_to,
            notify=notify,
            hook=hook,
            due_date=due_date,
            reminder_time=reminder_time,
            completed_at=completed_at,
            plan=plan,
            template_id=template_id,
            last_skip=last_skip,
            paused_by=paused_by,
            next_run_time=next_run_time,
            last_run_time=last_run_time,
            last_success_time=last_success_time,
            last_error=last_error,
            last_result=last_result,
            deleted_at=deleted_at,
            idempotency_key=idempotency_key,
        )

        task.additional_properties = d
        return task

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
