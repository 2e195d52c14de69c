from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.callback_rules import CallbackRules
    from ..models.expect import Expect
    from ..models.job_call import JobCall
    from ..models.poll_rules import PollRules


T = TypeVar("T", bound="WaitTaskConfig")


@_attrs_define
class WaitTaskConfig:
    """What a task of this type does.

    Attributes:
        request (JobCall): An HTTP call about a job.
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
        from ..models.poll_rules import PollRules  # noqa: PLC0415

        request = self.request.to_dict()

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
            }
        )
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
        from ..models.poll_rules import PollRules  # noqa: PLC0415

        d = dict(src_dict)
        request = JobCall.from_dict(d.pop("request"))

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

        wait_task_config = cls(
            request=request,
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

        return wait_task_config
