from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.dependency_failure import DependencyFailure, check_dependency_failure
from ..models.priority_text import PriorityText, check_priority_text
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.from_template_request_config_type_0 import (
        FromTemplateRequestConfigType0,
    )
    from ..models.from_template_request_input_type_0 import FromTemplateRequestInputType0
    from ..models.from_template_request_metadata_type_0 import (
        FromTemplateRequestMetadataType0,
    )
    from ..models.hook import Hook
    from ..models.order_rule import OrderRule
    from ..models.plan_mark import PlanMark
    from ..models.retry_custom import RetryCustom
    from ..models.retry_exponential import RetryExponential
    from ..models.retry_fixed import RetryFixed
    from ..models.retry_linear import RetryLinear
    from ..models.schedule_object import ScheduleObject


T = TypeVar("T", bound="FromTemplateRequest")


@_attrs_define
class FromTemplateRequest:
    """A task to make from a template: the template's fields as `config`, and any members of a task that the template does
    not decide. The template's name, description and tags hold unless given.

        Example:
            {'template_id': 'tpl_weather_current', 'name': 'Weather in Berlin', 'config': {'latitude': 52.52, 'longitude':
                13.41}, 'schedule': 'daily at 7:00'}

        Attributes:
            template_id (str): The template.
            key (None | str | Unset):
            name (str | Unset): Its name, 1 to 255 characters.
            description (None | str | Unset): What it is for, at most 10,000 characters.
            config (FromTemplateRequestConfigType0 | None | Unset): The template's fields: `GET /api/v1/templates/{id}`
                lists them.
            config_id (None | str | Unset):
            input_ (FromTemplateRequestInputType0 | None | Unset): The value of `${input…}`, unless an execution is given
                one.
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
            metadata (FromTemplateRequestMetadataType0 | None | Unset): The owner's own data about it.
            dependencies (list[str] | None | Unset): The tasks that it runs after, at most 250.
            on_dependency_failure (DependencyFailure | None | Unset):
            assigned_to (None | str | Unset): The user who works on it beside its owner.
            hook (Hook | None | Unset):
            plan (None | PlanMark | Unset):
    """

    template_id: str
    key: None | str | Unset = UNSET
    name: str | Unset = UNSET
    description: None | str | Unset = UNSET
    config: FromTemplateRequestConfigType0 | None | Unset = UNSET
    config_id: None | str | Unset = UNSET
    input_: FromTemplateRequestInputType0 | None | Unset = UNSET
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
    metadata: FromTemplateRequestMetadataType0 | None | Unset = UNSET
    dependencies: list[str] | None | Unset = UNSET
    on_dependency_failure: DependencyFailure | None | Unset = UNSET
    assigned_to: None | str | Unset = UNSET
    hook: Hook | None | Unset = UNSET
    plan: None | PlanMark | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.from_template_request_config_type_0 import (
            FromTemplateRequestConfigType0,  # noqa: PLC0415
        )
        from ..models.from_template_request_input_type_0 import (
            FromTemplateRequestInputType0,  # noqa: PLC0415
        )
        from ..models.from_template_request_metadata_type_0 import (
            FromTemplateRequestMetadataType0,  # noqa: PLC0415
        )
        from ..models.hook import Hook  # noqa: PLC0415
        from ..models.order_rule import OrderRule  # noqa: PLC0415
        from ..models.plan_mark import PlanMark  # noqa: PLC0415
        from ..models.retry_custom import RetryCustom  # noqa: PLC0415
        from ..models.retry_exponential import RetryExponential  # noqa: PLC0415
        from ..models.retry_fixed import RetryFixed  # noqa: PLC0415
        from ..models.retry_linear import RetryLinear  # noqa: PLC0415
        from ..models.schedule_object import ScheduleObject  # noqa: PLC0415

        template_id = self.template_id

        key: None | str | Unset
        if isinstance(self.key, Unset):
            key = UNSET
        else:
            key = self.key

        name = self.name

        description: None | str | Unset
        if isinstance(self.description, Unset):
            description = UNSET
        else:
            description = self.description

        config: dict[str, Any] | None | Unset
        if isinstance(self.config, Unset):
            config = UNSET
        elif isinstance(self.config, FromTemplateRequestConfigType0):
            config = self.config.to_dict()
        else:
            config = self.config

        config_id: None | str | Unset
        if isinstance(self.config_id, Unset):
            config_id = UNSET
        else:
            config_id = self.config_id

        input_: dict[str, Any] | None | Unset
        if isinstance(self.input_, Unset):
            input_ = UNSET
        elif isinstance(self.input_, FromTemplateRequestInputType0):
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
        elif isinstance(self.metadata, FromTemplateRequestMetadataType0):
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

        hook: dict[str, Any] | None | Unset
        if isinstance(self.hook, Unset):
            hook = UNSET
        elif isinstance(self.hook, Hook):
            hook = self.hook.to_dict()
        else:
            hook = self.hook

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
                "template_id": template_id,
            }
        )
        if key is not UNSET:
            field_dict["key"] = key
        if name is not UNSET:
            field_dict["name"] = name
        if description is not UNSET:
            field_dict["description"] = description
        if config is not UNSET:
            field_dict["config"] = config
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
        if hook is not UNSET:
            field_dict["hook"] = hook
        if plan is not UNSET:
            field_dict["plan"] = plan

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.from_template_request_config_type_0 import (
            FromTemplateRequestConfigType0,  # noqa: PLC0415
        )
        from ..models.from_template_request_input_type_0 import (
            FromTemplateRequestInputType0,  # noqa: PLC0415
        )
        from ..models.from_template_request_metadata_type_0 import (
            FromTemplateRequestMetadataType0,  # noqa: PLC0415
        )
        from ..models.hook import Hook  # noqa: PLC0415
        from ..models.order_rule import OrderRule  # noqa: PLC0415
        from ..models.plan_mark import PlanMark  # noqa: PLC0415
        from ..models.retry_custom import RetryCustom  # noqa: PLC0415
        from ..models.retry_exponential import RetryExponential  # noqa: PLC0415
        from ..models.retry_fixed import RetryFixed  # noqa: PLC0415
        from ..models.retry_linear import RetryLinear  # noqa: PLC0415
        from ..models.schedule_object import ScheduleObject  # noqa: PLC0415

        d = dict(src_dict)
        template_id = d.pop("template_id")

        def _parse_key(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        key = _parse_key(d.pop("key", UNSET))

        name = d.pop("name", UNSET)

        def _parse_description(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        description = _parse_description(d.pop("description", UNSET))

        def _parse_config(data: object) -> FromTemplateRequestConfigType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                config_type_0 = FromTemplateRequestConfigType0.from_dict(data)

                return config_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(FromTemplateRequestConfigType0 | None | Unset, data)

        config = _parse_config(d.pop("config", UNSET))

        def _parse_config_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        config_id = _parse_config_id(d.pop("config_id", UNSET))

        def _parse_input_(data: object) -> FromTemplateRequestInputType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                input_type_0 = FromTemplateRequestInputType0.from_dict(data)

                return input_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(FromTemplateRequestInputType0 | None | Unset, data)

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

        def _parse_metadata(data: object) -> FromTemplateRequestMetadataType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                metadata_type_0 = FromTemplateRequestMetadataType0.from_dict(data)

                return metadata_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(FromTemplateRequestMetadataType0 | None | Unset, data)

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

        from_template_request = cls(
            template_id=template_id,
            key=key,
            name=name,
            description=description,
            config=config,
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
            hook=hook,
            plan=plan,
        )

        return from_template_request
