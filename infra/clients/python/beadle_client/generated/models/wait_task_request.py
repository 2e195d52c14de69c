from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.dependency_failure import DependencyFailure, check_dependency_failure
from ..models.priority_text import PriorityText, check_priority_text
from ..models.wait_task_request_type import (
    WaitTaskRequestType,
    check_wait_task_request_type,
)
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.hook import Hook
    from ..models.notify_document import NotifyDocument
    from ..models.order_rule import OrderRule
    from ..models.plan_mark import PlanMark
    from ..models.retry_custom import RetryCustom
    from ..models.retry_exponential import RetryExponential
    from ..models.retry_fixed import RetryFixed
    from ..models.retry_linear import RetryLinear
    from ..models.schedule_object import ScheduleObject
    from ..models.wait_task_config import WaitTaskConfig
    from ..models.wait_task_request_input_type_0 import WaitTaskRequestInputType0
    from ..models.wait_task_request_metadata_type_0 import WaitTaskRequestMetadataType0


T = TypeVar("T", bound="WaitTaskRequest")


@_attrs_define
class WaitTaskRequest:
    """A new task.

    Attributes:
        name (str): Its name, 1 to 255 characters.
        type_ (WaitTaskRequestType): What it does.
        config (WaitTaskConfig): What a task of this type does.
        key (None | str | Unset):
        description (None | str | Unset): What it is for, at most 10,000 characters.
        config_id (None | str | Unset):
        input_ (None | Unset | WaitTaskRequestInputType0): The value of `${input…}`, unless an execution is given one.
        schedule (None | ScheduleObject | str | Unset):
        timeout (int | None | str | Unset):
        timeout_ms (int | None | str | Unset):
        retry (int | None | RetryCustom | RetryExponential | RetryFixed | RetryLinear | Unset):
        retries (int | None | Unset): The same as `retry`.
        max_retries (int | None | Unset): The same as `retry`.
        give_up_after (int | None | str | Unset):
        give_up_after_ms (int | None | str | Unset):
        priority (None | PriorityText | Unset):
        order (None | OrderRule | Unset):
        order_key (None | str | Unset): The same as `order`.
        tags (list[str] | None | Unset): Labels, at most 50 of at most 100 characters.
        metadata (None | Unset | WaitTaskRequestMetadataType0): The owner's own data about it.
        dependencies (list[str] | None | Unset): The tasks that it runs after, at most 250.
        on_dependency_failure (DependencyFailure | None | Unset):
        assigned_to (None | str | Unset): The user who works on it beside its owner.
        notify (None | NotifyDocument | Unset):
        hook (Hook | None | Unset):
        due_date (datetime.datetime | None | Unset): When it is due.
        reminder_time (datetime.datetime | None | Unset): When to send a reminder of it, in the years 1970 to 2199; for
            a calendar event not after it begins.
        credits_per_run (float | None | Unset): What an execution costs its owner, in credits.
        is_completed (bool | None | Unset): Whether it is completed: for a todo or a calendar event. Unless given it
            stays as it is.
        plan (None | PlanMark | Unset):
    """

    name: str
    type_: WaitTaskRequestType
    config: WaitTaskConfig
    key: None | str | Unset = UNSET
    description: None | str | Unset = UNSET
    config_id: None | str | Unset = UNSET
    input_: None | Unset | WaitTaskRequestInputType0 = UNSET
    schedule: None | ScheduleObject | str | Unset = UNSET
    timeout: int | None | str | Unset = UNSET
    timeout_ms: int | None | str | Unset = UNSET
    retry: int | None | RetryCustom | RetryExponential | RetryFixed | RetryLinear | Unset = UNSET
    retries: int | None | Unset = UNSET
    max_retries: int | None | Unset = UNSET
    give_up_after: int | None | str | Unset = UNSET
    give_up_after_ms: int | None | str | Unset = UNSET
    priority: None | PriorityText | Unset = UNSET
    order: None | OrderRule | Unset = UNSET
    order_key: None | str | Unset = UNSET
    tags: list[str] | None | Unset = UNSET
    metadata: None | Unset | WaitTaskRequestMetadataType0 = UNSET
    dependencies: list[str] | None | Unset = UNSET
    on_dependency_failure: DependencyFailure | None | Unset = UNSET
    assigned_to: None | str | Unset = UNSET
    notify: None | NotifyDocument | Unset = UNSET
    hook: Hook | None | Unset = UNSET
    due_date: datetime.datetime | None | Unset = UNSET
    reminder_time: datetime.datetime | None | Unset = UNSET
    credits_per_run: float | None | Unset = UNSET
    is_completed: bool | None | Unset = UNSET
    plan: None | PlanMark | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.hook import Hook  # noqa: PLC0415
        from ..models.notify_document import NotifyDocument  # noqa: PLC0415
        from ..models.order_rule import OrderRule  # noqa: PLC0415
        from ..models.plan_mark import PlanMark  # noqa: PLC0415
        from ..models.retry_custom import RetryCustom  # noqa: PLC0415
        from ..models.retry_exponential import RetryExponential  # noqa: PLC0415
        from ..models.retry_fixed import RetryFixed  # noqa: PLC0415
        from ..models.retry_linear import RetryLinear  # noqa: PLC0415
        from ..models.schedule_object import ScheduleObject  # noqa: PLC0415
        from ..models.wait_task_request_input_type_0 import WaitTaskRequestInputType0  # noqa: PLC0415
        from ..models.wait_task_request_metadata_type_0 import (
            WaitTaskRequestMetadataType0,  # noqa: PLC0415
        )

        name = self.name

        type_: str = self.type_

        config = self.config.to_dict()

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

        input_: dict[str, Any] | None | Unset
        if isinstance(self.input_, Unset):
            input_ = UNSET
        elif isinstance(self.input_, WaitTaskRequestInputType0):
            input_ = self.input_.to_dict()
        else:
            input_ = self.input_

        schedule: dict[str, Any] | None | str | Unset
        if isinstance(self.schedule, Unset):
            schedule = UNSET
        elif isinstance(self.schedule, ScheduleObject):
            schedule = self.schedule.to_dict()
        else:
            schedule = self.schedule

        timeout: int | None | str | Unset
        if isinstance(self.timeout, Unset):
            timeout = UNSET
        else:
            timeout = self.timeout

        timeout_ms: int | None | str | Unset
        if isinstance(self.timeout_ms, Unset):
            timeout_ms = UNSET
        else:
            timeout_ms = self.timeout_ms

        retry: dict[str, Any] | int | None | Unset
        if isinstance(self.retry, Unset):
            retry = UNSET
        elif isinstance(self.retry, RetryFixed):
            retry = self.retry.to_dict()
        elif isinstance(self.retry, RetryLinear):
            retry = self.retry.to_dict()
        elif isinstance(self.retry, RetryExponential):
            retry = self.retry.to_dict()
        elif isinstance(self.retry, RetryCustom):
            retry = self.retry.to_dict()
        else:
            retry = self.retry

        retries: int | None | Unset
        if isinstance(self.retries, Unset):
            retries = UNSET
        else:
            retries = self.retries

        max_retries: int | None | Unset
        if isinstance(self.max_retries, Unset):
            max_retries = UNSET
        else:
            max_retries = self.max_retries

        give_up_after: int | None | str | Unset
        if isinstance(self.give_up_after, Unset):
            give_up_after = UNSET
        else:
            give_up_after = self.give_up_after

        give_up_after_ms: int | None | str | Unset
        if isinstance(self.give_up_after_ms, Unset):
            give_up_after_ms = UNSET
        else:
            give_up_after_ms = self.give_up_after_ms

        priority: None | str | Unset
        if isinstance(self.priority, Unset):
            priority = UNSET
        elif isinstance(self.priority, str):
            priority = self.priority
        else:
            priority = self.priority

        order: dict[str, Any] | None | Unset
        if isinstance(self.order, Unset):
            order = UNSET
        elif isinstance(self.order, OrderRule):
            order = self.order.to_dict()
        else:
            order = self.order

        order_key: None | str | Unset
        if isinstance(self.order_key, Unset):
            order_key = UNSET
        else:
            order_key = self.order_key

        tags: list[str] | None | Unset
        if isinstance(self.tags, Unset):
            tags = UNSET
        elif isinstance(self.tags, list):
            tags = self.tags

        else:
            tags = self.tags

        metadata: dict[str, Any] | None | Unset
        if isinstance(self.metadata, Unset):
            metadata = UNSET
        elif isinstance(self.metadata, WaitTaskRequestMetadataType0):
            metadata = self.metadata.to_dict()
        else:
            metadata = self.metadata

        dependencies: list[str] | None | Unset
        if isinstance(self.dependencies, Unset):
            dependencies = UNSET
        elif isinstance(self.dependencies, list):
            dependencies = self.dependencies

        else:
            dependencies = self.dependencies

        on_dependency_failure: None | str | Unset
        if isinstance(self.on_dependency_failure, Unset):
            on_dependency_failure = UNSET
        elif isinstance(self.on_dependency_failure, str):
            on_dependency_failure = self.on_dependency_failure
        else:
            on_dependency_failure = self.on_dependency_failure

        assigned_to: None | str | Unset
        if isinstance(self.assigned_to, Unset):
            assigned_to = UNSET
        else:
            assigned_to = self.assigned_to

        notify: dict[str, Any] | None | Unset
        if isinstance(self.notify, Unset):
            notify = UNSET
        elif isinstance(self.notify, NotifyDocument):
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

        credits_per_run: float | None | Unset
        if isinstance(self.credits_per_run, Unset):
            credits_per_run = UNSET
        else:
            credits_per_run = self.credits_per_run

        is_completed: bool | None | Unset
        if isinstance(self.is_completed, Unset):
            is_completed = UNSET
        else:
            is_completed = self.is_completed

        plan: dict[str, Any] | None | Unset
        if isinstance(self.plan, Unset):
            plan = UNSET
        elif isinstance(self.plan, PlanMark):
            plan = self.plan.to_dict()
        else:
            plan = self.plan

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "type": type_,
                "config": config,
            }
        )
        if key is not UNSET:
            field_dict["key"] = key
        if description is not UNSET:
            field_dict["description"] = description
        if config_id is not UNSET:
            field_dict["config_id"] = config_id
        if input_ is not UNSET:
            field_dict["input"] = input_
        if schedule is not UNSET:
            field_dict["schedule"] = schedule
        if timeout is not UNSET:
            field_dict["timeout"] = timeout
        if timeout_ms is not UNSET:
            field_dict["timeout_ms"] = timeout_ms
        if retry is not UNSET:
            field_dict["retry"] = retry
        if retries is not UNSET:
            field_dict["retries"] = retries
        if max_retries is not UNSET:
            field_dict["max_retries"] = max_retries
        if give_up_after is not UNSET:
            field_dict["give_up_after"] = give_up_after
        if give_up_after_ms is not UNSET:
            field_dict["give_up_after_ms"] = give_up_after_ms
        if priority is not UNSET:
            field_dict["priority"] = priority
        if order is not UNSET:
            field_dict["order"] = order
        if order_key is not UNSET:
            field_dict["order_key"] = order_key
        if tags is not UNSET:
            field_dict["tags"] = tags
        if metadata is not UNSET:
            field_dict["metadata"] = metadata
        if dependencies is not UNSET:
            field_dict["dependencies"] = dependencies
        if on_dependency_failure is not UNSET:
            field_dict["on_dependency_failure"] = on_dependency_failure
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
        if credits_per_run is not UNSET:
            field_dict["credits_per_run"] = credits_per_run
        if is_completed is not UNSET:
            field_dict["is_completed"] = is_completed
        if plan is not UNSET:
            field_dict["plan"] = plan

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.hook import Hook  # noqa: PLC0415
        from ..models.notify_document import NotifyDocument  # noqa: PLC0415
        from ..models.order_rule import OrderRule  # noqa: PLC0415
        from ..models.plan_mark import PlanMark  # noqa: PLC0415
        from ..models.retry_custom import RetryCustom  # noqa: PLC0415
        from ..models.retry_exponential import RetryExponential  # noqa: PLC0415
        from ..models.retry_fixed import RetryFixed  # noqa: PLC0415
        from ..models.retry_linear import RetryLinear  # noqa: PLC0415
        from ..models.schedule_object import ScheduleObject  # noqa: PLC0415
        from ..models.wait_task_config import WaitTaskConfig  # noqa: PLC0415
        from ..models.wait_task_request_input_type_0 import WaitTaskRequestInputType0  # noqa: PLC0415
        from ..models.wait_task_request_metadata_type_0 import (
            WaitTaskRequestMetadataType0,  # noqa: PLC0415
        )

        d = dict(src_dict)
        name = d.pop("name")

        type_ = check_wait_task_request_type(d.pop("type"))

        config = WaitTaskConfig.from_dict(d.pop("config"))

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

        def _parse_input_(data: object) -> None | Unset | WaitTaskRequestInputType0:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                input_type_0 = WaitTaskRequestInputType0.from_dict(data)

                return input_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | WaitTaskRequestInputType0, data)

        input_ = _parse_input_(d.pop("input", UNSET))

        def _parse_schedule(data: object) -> None | ScheduleObject | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_schedule_type_1 = ScheduleObject.from_dict(data)

                return componentsschemas_schedule_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ScheduleObject | str | Unset, data)

        schedule = _parse_schedule(d.pop("schedule", UNSET))

        def _parse_timeout(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        timeout = _parse_timeout(d.pop("timeout", UNSET))

        def _parse_timeout_ms(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        timeout_ms = _parse_timeout_ms(d.pop("timeout_ms", UNSET))

        def _parse_retry(
            data: object,
        ) -> int | None | RetryCustom | RetryExponential | RetryFixed | RetryLinear | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
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
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_retry_policy_type_3 = RetryCustom.from_dict(data)

                return componentsschemas_retry_policy_type_3
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(int | None | RetryCustom | RetryExponential | RetryFixed | RetryLinear | Unset, data)

        retry = _parse_retry(d.pop("retry", UNSET))

        def _parse_retries(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        retries = _parse_retries(d.pop("retries", UNSET))

        def _parse_max_retries(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        max_retries = _parse_max_retries(d.pop("max_retries", UNSET))

        def _parse_give_up_after(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        give_up_after = _parse_give_up_after(d.pop("give_up_after", UNSET))

        def _parse_give_up_after_ms(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        give_up_after_ms = _parse_give_up_after_ms(d.pop("give_up_after_ms", UNSET))

        def _parse_priority(data: object) -> None | PriorityText | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                priority_type_0 = check_priority_text(data)

                return priority_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PriorityText | Unset, data)

        priority = _parse_priority(d.pop("priority", UNSET))

        def _parse_order(data: object) -> None | OrderRule | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                order_type_0 = OrderRule.from_dict(data)

                return order_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | OrderRule | Unset, data)

        order = _parse_order(d.pop("order", UNSET))

        def _parse_order_key(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        order_key = _parse_order_key(d.pop("order_key", UNSET))

        def _parse_tags(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                tags_type_0 = cast(list[str], data)

                return tags_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        tags = _parse_tags(d.pop("tags", UNSET))

        def _parse_metadata(data: object) -> None | Unset | WaitTaskRequestMetadataType0:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                metadata_type_0 = WaitTaskRequestMetadataType0.from_dict(data)

                return metadata_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | WaitTaskRequestMetadataType0, data)

        metadata = _parse_metadata(d.pop("metadata", UNSET))

        def _parse_dependencies(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                dependencies_type_0 = cast(list[str], data)

                return dependencies_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        dependencies = _parse_dependencies(d.pop("dependencies", UNSET))

        def _parse_on_dependency_failure(data: object) -> DependencyFailure | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                on_dependency_failure_type_0 = check_dependency_failure(data)

                return on_dependency_failure_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DependencyFailure | None | Unset, data)

        on_dependency_failure = _parse_on_dependency_failure(d.pop("on_dependency_failure", UNSET))

        def _parse_assigned_to(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        assigned_to = _parse_assigned_to(d.pop("assigned_to", UNSET))

        def _parse_notify(data: object) -> None | NotifyDocument | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                notify_type_0 = NotifyDocument.from_dict(data)

                return notify_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | NotifyDocument | Unset, data)

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

        def _parse_credits_per_run(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        credits_per_run = _parse_credits_per_run(d.pop("credits_per_run", UNSET))

        def _parse_is_completed(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        is_completed = _parse_is_completed(d.pop("is_completed", UNSET))

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

        wait_task_request = cls(
            name=name,
            type_=type_,
            config=config,
            key=key,
            description=description,
            config_id=config_id,
            input_=input_,
            schedule=schedule,
            timeout=timeout,
            timeout_ms=timeout_ms,
            retry=retry,
            retries=retries,
            max_retries=max_retries,
            give_up_after=give_up_after,
            give_up_after_ms=give_up_after_ms,
            priority=priority,
            order=order,
            order_key=order_key,
            tags=tags,
            metadata=metadata,
            dependencies=dependencies,
            on_dependency_failure=on_dependency_failure,
            assigned_to=assigned_to,
            notify=notify,
            hook=hook,
            due_date=due_date,
            reminder_time=reminder_time,
            credits_per_run=credits_per_run,
            is_completed=is_completed,
            plan=plan,
        )

        return wait_task_request
