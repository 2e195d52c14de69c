from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.heartbeat import Heartbeat


T = TypeVar("T", bound="JobResponse")


@_attrs_define
class JobResponse:
    """The job of a wait: when it was started, and when it was last heard of.

    Attributes:
        accepted_at (datetime.datetime): Answer to its start.
        deadline (datetime.datetime): End of its time.
        polls (int): Number of polls.
        lost_at (datetime.datetime | None | Unset): Time at which it counts as lost unless it gives a sign of life
            before.
        next_poll_at (datetime.datetime | None | Unset): Next poll.
        heartbeat (Heartbeat | None | Unset):
    """

    accepted_at: datetime.datetime
    deadline: datetime.datetime
    polls: int
    lost_at: datetime.datetime | None | Unset = UNSET
    next_poll_at: datetime.datetime | None | Unset = UNSET
    heartbeat: Heartbeat | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.heartbeat import Heartbeat  # noqa: PLC0415

        accepted_at = self.accepted_at.isoformat()

        deadline = self.deadline.isoformat()

        polls = self.polls

        lost_at: None | str | Unset
        if isinstance(self.lost_at, Unset):
            lost_at = UNSET
        elif isinstance(self.lost_at, datetime.datetime):
            lost_at = self.lost_at.isoformat()
        else:
            lost_at = self.lost_at

        next_poll_at: None | str | Unset
        if isinstance(self.next_poll_at, Unset):
            next_poll_at = UNSET
        elif isinstance(self.next_poll_at, datetime.datetime):
            next_poll_at = self.next_poll_at.isoformat()
        else:
            next_poll_at = self.next_poll_at

        heartbeat: dict[str, Any] | None | Unset
        if isinstance(self.heartbeat, Unset):
            heartbeat = UNSET
        elif isinstance(self.heartbeat, Heartbeat):
            heartbeat = self.heartbeat.to_dict()
        else:
            heartbeat = self.heartbeat

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "accepted_at": accepted_at,
                "deadline": deadline,
                "polls": polls,
            }
        )
        if lost_at is not UNSET:
            field_dict["lost_at"] = lost_at
        if next_poll_at is not UNSET:
            field_dict["next_poll_at"] = next_poll_at
        if heartbeat is not UNSET:
            field_dict["heartbeat"] = heartbeat

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.heartbeat import Heartbeat  # noqa: PLC0415

        d = dict(src_dict)
        accepted_at = datetime.datetime.fromisoformat(d.pop("accepted_at"))

        deadline = datetime.datetime.fromisoformat(d.pop("deadline"))

        polls = d.pop("polls")

        def _parse_lost_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                lost_at_type_0 = datetime.datetime.fromisoformat(data)

                return lost_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        lost_at = _parse_lost_at(d.pop("lost_at", UNSET))

        def _parse_next_poll_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                next_poll_at_type_0 = datetime.datetime.fromisoformat(data)

                return next_poll_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        next_poll_at = _parse_next_poll_at(d.pop("next_poll_at", UNSET))

        def _parse_heartbeat(data: object) -> Heartbeat | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                heartbeat_type_0 = Heartbeat.from_dict(data)

                return heartbeat_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Heartbeat | None | Unset, data)

        heartbeat = _parse_heartbeat(d.pop("heartbeat", UNSET))

        job_response = cls(
            accepted_at=accepted_at,
            deadline=deadline,
            polls=polls,
            lost_at=lost_at,
            next_poll_at=next_poll_at,
            heartbeat=heartbeat,
        )

        job_response.additional_properties = d
        return job_response

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
