from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.priority_text import PriorityText, check_priority_text
from ..models.record import Record, check_record
from ..models.wait_request_type import WaitRequestType, check_wait_request_type
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.callback_rules import CallbackRules
    from ..models.expect import Expect
    from ..models.job_call import JobCall
    from ..models.order_rule import OrderRule
    from ..models.poll_rules import PollRules
    from ..models.retry_custom import RetryCustom
    from ..models.retry_exponential import RetryExponential
    from ..models.retry_fixed import RetryFixed
    from ..models.retry_linear import RetryLinear
    from ..models.wait_request_input_type_0 import WaitRequestInputType0


T = TypeVar("T", bound="WaitRequest")


@_attrs_define
class WaitRequest:
    """A request to run once, without saving it. `retry`, `retries` and `max_retries` say the same, as do `run_at` and
    `delay`.

        Attributes:
            request (JobCall): An HTTP call about a job.
            type_ (WaitRequestType): What it does.
            timeout (int | None | str | Unset):
            timeout_ms (int | None | str | Unset):
            retry (int | None | RetryCustom | RetryExponential | RetryFixed | RetryLinear | Unset):
            retries (int | None | Unset): The same as `retry`.
            max_retries (int | None | Unset): The same as `retry`.
            give_up_after (int | None | str | Unset):
            give_up_after_ms (int | None | str | Unset):
            priority (None | PriorityText | Unset):
            config_id (None | str | Unset):
            input_ (None | Unset | WaitRequestInputType0): The value of `${input…}`.
            order (None | OrderRule | Unset):
            order_key (None | str | Unset): The same as `order`.
            run_at (datetime.datetime | None | Unset): When to run, at most 365 days ahead; a time that has passed means at
                once.
            delay (int | None | str | Unset):
            record (None | Record | Unset):
            deadline (int | None | str | Unset):
            deadline_ms (int | None | str | Unset):
            heartbeat_timeout (int | None | str | Unset):
            heartbeat_timeout_ms (int | None | str | Unset):
            until (Expect | None | Unset):
            fail_when (Expect | None | Unset):
            callback (CallbackRules | None | Unset):
            poll (None | PollRules | Unset):
            abandon (JobCall | None | Unset):
            hold_permit (bool | None | Unset): Whether it keeps the permit of its config's concurrency limit until the job
                has ended. Otherwise only its calls
                count.
    """

    request: JobCall
    type_: WaitRequestType
    timeout: int | None | str | Unset = UNSET
    timeout_ms: int | None | str | Unset = UNSET
    retry: int | None | RetryCustom | RetryExponential | RetryFixed | RetryLinear | Unset = UNSET
    retries: int | None | Unset = UNSET
    max_retries: int | None | Unset = UNSET
    give_up_after: int | None | str | Unset = UNSET
    give_up_after_ms: int | None | str | Unset = UNSET
    priority: None | PriorityText | Unset = UNSET
    config_id: None | str | Unset = UNSET
    input_: None | Unset | WaitRequestInputType0 = UNSET
    order: None | OrderRule | Unset = UNSET
    order_key: None | str | Unset = UNSET
    run_at: datetime.datetime | None | Unset = UNSET
    delay: int | None | str | Unset = UNSET
    record: None | Record | Unset = UNSET
    deadline: int | None | str | Unset = UNSET
    deadline_ms: int | None | str | Unset = UNSET
    heartbeat_timeout: int | None | str | Unset = UNSET
    heartbeat_timeout_ms: int | None | str | Unset = UNSET
    until: Expect | None | Unset = UNSET
    fail_when: Expect | None | Unset = UNSET
    callback: CallbackRules | None | Unset = UNSET
    poll: None | PollRules | Unset = UNSET
    abandon: JobCall | None | Unset = UNSET
    hold_permit: bool | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.callback_rules import CallbackRules  # noqa: PLC0415
        from ..models.expect import Expect  # noqa: PLC0415
        from ..models.job_call import JobCall  # noqa: PLC0415
        from ..models.order_rule import OrderRule  # noqa: PLC0415
        from ..models.poll_rules import PollRules  # noqa: PLC0415
        from ..models.retry_custom import RetryCustom  # noqa: PLC0415
        from ..models.retry_exponential import RetryExponential  # noqa: PLC0415
        from ..models.retry_fixed import RetryFixed  # noqa: PLC0415
        from ..models.retry_linear import RetryLinear  # noqa: PLC0415
        from ..models.wait_request_input_type_0 import WaitRequestInputType0  # noqa: PLC0415

        request = self.request.to_dict()

        type_: str = self.type_

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

        config_id: None | str | Unset
        if isinstance(self.config_id, Unset):
            config_id = UNSET
        else:
            config_id = self.config_id

        input_: dict[str, Any] | None | Unset
        if isinstance(self.input_, Unset):
            input_ = UNSET
        elif isinstance(self.input_, WaitRequestInputType0):
            input_ = self.input_.to_dict()
        else:
            input_ = self.input_

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

        run_at: None | str | Unset
        if isinstance(self.run_at, Unset):
            run_at = UNSET
        elif isinstance(self.run_at, datetime.datetime):
            run_at = self.run_at.isoformat()
        else:
            run_at = self.run_at

        delay: int | None | str | Unset
        if isinstance(self.delay, Unset):
            delay = UNSET
        else:
            delay = self.delay

        record: None | str | Unset
        if isinstance(self.record, Unset):
            record = UNSET
        elif isinstance(self.record, str):
            record = self.record
        else:
            record = self.record

        deadline: int | None | str | Unset
        if isinstance(self.deadline, Unset):
            deadline = UNSET
        else:
            deadline = self.deadline

        deadline_ms: int | None | str | Unset
        if isinstance(self.deadline_ms, Unset):
            deadline_ms = UNSET
        else:
            deadline_ms = self.deadline_ms

        heartbeat_timeout: int | None | str | Unset
        if isinstance(self.heartbeat_timeout, Unset):
            heartbeat_timeout = UNSET
        else:
            heartbeat_timeout = self.heartbeat_timeout

        heartbeat_timeout_ms: int | None | str | Unset
        if isinstance(self.heartbeat_timeout_ms, Unset):
            heartbeat_timeout_ms = UNSET
        else:
            heartbeat_timeout_ms = self.heartbeat_timeout_ms

        until: dict[str, Any] | None | Unset
        if isinstance(self.until, Unset):
            until = UNSET
        elif isinstance(self.until, Expect):
            until = self.until.to_dict()
        else:
            until = self.until

        fail_when: dict[str, Any] | None | Unset
        if isinstance(self.fail_when, Unset):
            fail_when = UNSET
        elif isinstance(self.fail_when, Expect):
            fail_when = self.fail_when.to_dict()
        else:
            fail_when = self.fail_when

        callback: dict[str, Any] | None | Unset
        if isinstance(self.callback, Unset):
            callback = UNSET
        elif isinstance(self.callback, CallbackRules):
            callback = self.callback.to_dict()
        else:
            callback = self.callback

        poll: dict[str, Any] | None | Unset
        if isinstance(self.poll, Unset):
            poll = UNSET
        elif isinstance(self.poll, PollRules):
            poll = self.poll.to_dict()
        else:
            poll = self.poll

        abandon: dict[str, Any] | None | Unset
        if isinstance(self.abandon, Unset):
            abandon = UNSET
        elif isinstance(self.abandon, JobCall):
            abandon = self.abandon.to_dict()
        else:
            abandon = self.abandon

        hold_permit: bool | None | Unset
        if isinstance(self.hold_permit, Unset):
            hold_permit = UNSET
        else:
            hold_permit = self.hold_permit

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "request": request,
                "type": type_,
            }
        )
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
        if config_id is not UNSET:
            field_dict["config_id"] = config_id
        if input_ is not UNSET:
            field_dict["input"] = input_
        if order is not UNSET:
            field_dict["order"] = order
        if order_key is not UNSET:
            field_dict["order_key"] = order_key
        if run_at is not UNSET:
            field_dict["run_at"] = run_at
        if delay is not UNSET:
            field_dict["delay"] = delay
        if record is not UNSET:
            field_dict["record"] = record
        if deadline is not UNSET:
            field_dict["deadline"] = deadline
        if deadline_ms is not UNSET:
            field_dict["deadline_ms"] = deadline_ms
        if heartbeat_timeout is not UNSET:
            field_dict["heartbeat_timeout"] = heartbeat_timeout
        if heartbeat_timeout_ms is not UNSET:
            field_dict["heartbeat_timeout_ms"] = heartbeat_timeout_ms
        if until is not UNSET:
            field_dict["until"] = until
        if fail_when is not UNSET:
            field_dict["fail_when"] = fail_when
        if callback is not UNSET:
            field_dict["callback"] = callback
        if poll is not UNSET:
            field_dict["poll"] = poll
        if abandon is not UNSET:
            field_dict["abandon"] = abandon
        if hold_permit is not UNSET:
            field_dict["hold_permit"] = hold_permit

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.callback_rules import CallbackRules  # noqa: PLC0415
        from ..models.expect import Expect  # noqa: PLC0415
        from ..models.job_call import JobCall  # noqa: PLC0415
        from ..models.order_rule import OrderRule  # noqa: PLC0415
        from ..models.poll_rules import PollRules  # noqa: PLC0415
        from ..models.retry_custom import RetryCustom  # noqa: PLC0415
        from ..models.retry_exponential import RetryExponential  # noqa: PLC0415
        from ..models.retry_fixed import RetryFixed  # noqa: PLC0415
        from ..models.retry_linear import RetryLinear  # noqa: PLC0415
        from ..models.wait_request_input_type_0 import WaitRequestInputType0  # noqa: PLC0415

        d = dict(src_dict)
        request = JobCall.from_dict(d.pop("request"))

        type_ = check_wait_request_type(d.pop("type"))

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

        def _parse_config_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        config_id = _parse_config_id(d.pop("config_id", UNSET))

        def _parse_input_(data: object) -> None | Unset | WaitRequestInputType0:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                input_type_0 = WaitRequestInputType0.from_dict(data)

                return input_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | WaitRequestInputType0, data)

        input_ = _parse_input_(d.pop("input", UNSET))

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

        def _parse_run_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                run_at_type_0 = datetime.datetime.fromisoformat(data)

                return run_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        run_at = _parse_run_at(d.pop("run_at", UNSET))

        def _parse_delay(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        delay = _parse_delay(d.pop("delay", UNSET))

        def _parse_record(data: object) -> None | Record | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                record_type_0 = check_record(data)

                return record_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Record | Unset, data)

        record = _parse_record(d.pop("record", UNSET))

        def _parse_deadline(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        deadline = _parse_deadline(d.pop("deadline", UNSET))

        def _parse_deadline_ms(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        deadline_ms = _parse_deadline_ms(d.pop("deadline_ms", UNSET))

        def _parse_heartbeat_timeout(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        heartbeat_timeout = _parse_heartbeat_timeout(d.pop("heartbeat_timeout", UNSET))

        def _parse_heartbeat_timeout_ms(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        heartbeat_timeout_ms = _parse_heartbeat_timeout_ms(d.pop("heartbeat_timeout_ms", UNSET))

        def _parse_until(data: object) -> Expect | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                until_type_0 = Expect.from_dict(data)

                return until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Expect | None | Unset, data)

        until = _parse_until(d.pop("until", UNSET))

        def _parse_fail_when(data: object) -> Expect | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                fail_when_type_0 = Expect.from_dict(data)

                return fail_when_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Expect | None | Unset, data)

        fail_when = _parse_fail_when(d.pop("fail_when", UNSET))

        def _parse_callback(data: object) -> CallbackRules | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                callback_type_0 = CallbackRules.from_dict(data)

                return callback_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CallbackRules | None | Unset, data)

        callback = _parse_callback(d.pop("callback", UNSET))

        def _parse_poll(data: object) -> None | PollRules | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                poll_type_0 = PollRules.from_dict(data)

                return poll_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PollRules | Unset, data)

        poll = _parse_poll(d.pop("poll", UNSET))

        def _parse_abandon(data: object) -> JobCall | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                abandon_type_0 = JobCall.from_dict(data)

                return abandon_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(JobCall | None | Unset, data)

        abandon = _parse_abandon(d.pop("abandon", UNSET))

        def _parse_hold_permit(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        hold_permit = _parse_hold_permit(d.pop("hold_permit", UNSET))

        wait_request = cls(
            request=request,
            type_=type_,
            timeout=timeout,
            timeout_ms=timeout_ms,
            retry=retry,
            retries=retries,
            max_retries=max_retries,
            give_up_after=give_up_after,
            give_up_after_ms=give_up_after_ms,
            priority=priority,
            config_id=config_id,
            input_=input_,
            order=order,
            order_key=order_key,
            run_at=run_at,
            delay=delay,
            record=record,
            deadline=deadline,
            deadline_ms=deadline_ms,
            heartbeat_timeout=heartbeat_timeout,
            heartbeat_timeout_ms=heartbeat_timeout_ms,
            until=until,
            fail_when=fail_when,
            callback=callback,
            poll=poll,
            abandon=abandon,
            hold_permit=hold_permit,
        )

        return wait_request
