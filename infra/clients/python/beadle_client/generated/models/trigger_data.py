from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.starting_delivery import StartingDelivery


T = TypeVar("T", bound="TriggerData")


@_attrs_define
class TriggerData:
    """Details of the trigger of an execution.

    Attributes:
        scheduled_for (datetime.datetime | None | Unset): Time for which it was scheduled.
        replay_of (None | str | Unset): Id of the execution that it replays.
        notice_of (None | str | Unset): Id of the task about which it notifies.
        delivery (None | StartingDelivery | Unset):
    """

    scheduled_for: datetime.datetime | None | Unset = UNSET
    replay_of: None | str | Unset = UNSET
    notice_of: None | str | Unset = UNSET
    delivery: None | StartingDelivery | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.starting_delivery import StartingDelivery  # noqa: PLC0415

        scheduled_for: None | str | Unset
        if isinstance(self.scheduled_for, Unset):
            scheduled_for = UNSET
        elif isinstance(self.scheduled_for, datetime.datetime):
            scheduled_for = self.scheduled_for.isoformat()
        else:
            scheduled_for = self.scheduled_for

        replay_of: None | str | Unset
        if isinstance(self.replay_of, Unset):
            replay_of = UNSET
        else:
            replay_of = self.replay_of

        notice_of: None | str | Unset
        if isinstance(self.notice_of, Unset):
            notice_of = UNSET
        else:
            notice_of = self.notice_of

        delivery: dict[str, Any] | None | Unset
        if isinstance(self.delivery, Unset):
            delivery = UNSET
        elif isinstance(self.delivery, StartingDelivery):
            delivery = self.delivery.to_dict()
        else:
            delivery = self.delivery

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if scheduled_for is not UNSET:
            field_dict["scheduled_for"] = scheduled_for
        if replay_of is not UNSET:
            field_dict["replay_of"] = replay_of
        if notice_of is not UNSET:
            field_dict["notice_of"] = notice_of
        if delivery is not UNSET:
            field_dict["delivery"] = delivery

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.starting_delivery import StartingDelivery  # noqa: PLC0415

        d = dict(src_dict)

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

        def _parse_replay_of(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        replay_of = _parse_replay_of(d.pop("replay_of", UNSET))

        def _parse_notice_of(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        notice_of = _parse_notice_of(d.pop("notice_of", UNSET))

        def _parse_delivery(data: object) -> None | StartingDelivery | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                delivery_type_0 = StartingDelivery.from_dict(data)

                return delivery_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | StartingDelivery | Unset, data)

        delivery = _parse_delivery(d.pop("delivery", UNSET))

        trigger_data = cls(
            scheduled_for=scheduled_for,
            replay_of=replay_of,
            notice_of=notice_of,
            delivery=delivery,
        )

        trigger_data.additional_properties = d
        return trigger_data

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
