from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.call_config import CallConfig


T = TypeVar("T", bound="WaitConfig")


@_attrs_define
class WaitConfig:
    """A long job at another system, with credentials masked.

    Attributes:
        request (CallConfig): An HTTP call, with credentials masked.
        deadline_ms (int): How long the job may take. Example: 86400000.
        heartbeat_timeout_ms (int | None | Unset): How long may pass without a sign of life. Example: 600000.
        until (Any | Unset): The message of a job that has succeeded.
        fail_when (Any | Unset): The message of one that has failed.
        callback (Any | Unset): How a callback is read.
        poll (Any | Unset): How the job is asked about.
        abandon (CallConfig | None | Unset):
        hold_permit (bool | Unset): Whether it keeps its permit while it waits.
    """

    request: CallConfig
    deadline_ms: int
    heartbeat_timeout_ms: int | None | Unset = UNSET
    until: Any | Unset = UNSET
    fail_when: Any | Unset = UNSET
    callback: Any | Unset = UNSET
    poll: Any | Unset = UNSET
    abandon: CallConfig | None | Unset = UNSET
    hold_permit: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.call_config import CallConfig  # noqa: PLC0415

        request = self.request.to_dict()

        deadline_ms = self.deadline_ms

        heartbeat_timeout_ms: int | None | Unset
        if isinstance(self.heartbeat_timeout_ms, Unset):
            heartbeat_timeout_ms = UNSET
        else:
            heartbeat_timeout_ms = self.heartbeat_timeout_ms

        until = self.until

        fail_when = self.fail_when

        callback = self.callback

        poll = self.poll

        abandon: dict[str, Any] | None | Unset
        if isinstance(self.abandon, Unset):
            abandon = UNSET
        elif isinstance(self.abandon, CallConfig):
            abandon = self.abandon.to_dict()
        else:
            abandon = self.abandon

        hold_permit = self.hold_permit

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "request": request,
                "deadline_ms": deadline_ms,
            }
        )
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
        from ..models.call_config import CallConfig  # noqa: PLC0415

        d = dict(src_dict)
        request = CallConfig.from_dict(d.pop("request"))

        deadline_ms = d.pop("deadline_ms")

        def _parse_heartbeat_timeout_ms(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        heartbeat_timeout_ms = _parse_heartbeat_timeout_ms(d.pop("heartbeat_timeout_ms", UNSET))

        until = d.pop("until", UNSET)

        fail_when = d.pop("fail_when", UNSET)

        callback = d.pop("callback", UNSET)

        poll = d.pop("poll", UNSET)

        def _parse_abandon(data: object) -> CallConfig | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                abandon_type_0 = CallConfig.from_dict(data)

                return abandon_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CallConfig | None | Unset, data)

        abandon = _parse_abandon(d.pop("abandon", UNSET))

        hold_permit = d.pop("hold_permit", UNSET)

        wait_config = cls(
            request=request,
            deadline_ms=deadline_ms,
            heartbeat_timeout_ms=heartbeat_timeout_ms,
            until=until,
            fail_when=fail_when,
            callback=callback,
            poll=poll,
            abandon=abandon,
            hold_permit=hold_permit,
        )

        wait_config.additional_properties = d
        return wait_config

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
