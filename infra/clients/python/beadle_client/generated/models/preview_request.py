from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.schedule_object import ScheduleObject


T = TypeVar("T", bound="PreviewRequest")


@_attrs_define
class PreviewRequest:
    """A schedule to preview.

    Example:
        {'schedule': {'expression': 'daily at 9:00', 'timezone': 'Europe/Berlin'}, 'count': 5}

    Attributes:
        schedule (None | ScheduleObject | str):
        count (int | None | Unset): Number of runs to list, 10 unless given.
        from_ (datetime.datetime | None | Unset): Time after which the runs are listed; now unless given.
    """

    schedule: None | ScheduleObject | str
    count: int | None | Unset = UNSET
    from_: datetime.datetime | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.schedule_object import ScheduleObject  # noqa: PLC0415

        schedule: dict[str, Any] | None | str
        if isinstance(self.schedule, ScheduleObject):
            schedule = self.schedule.to_dict()
        else:
            schedule = self.schedule

        count: int | None | Unset
        if isinstance(self.count, Unset):
            count = UNSET
        else:
            count = self.count

        from_: None | str | Unset
        if isinstance(self.from_, Unset):
            from_ = UNSET
        elif isinstance(self.from_, datetime.datetime):
            from_ = self.from_.isoformat()
        else:
            from_ = self.from_

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "schedule": schedule,
            }
        )
        if count is not UNSET:
            field_dict["count"] = count
        if from_ is not UNSET:
            field_dict["from"] = from_

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.schedule_object import ScheduleObject  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_schedule(data: object) -> None | ScheduleObject | str:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_schedule_type_1 = ScheduleObject.from_dict(data)

                return componentsschemas_schedule_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ScheduleObject | str, data)

        schedule = _parse_schedule(d.pop("schedule"))

        def _parse_count(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        count = _parse_count(d.pop("count", UNSET))

        def _parse_from_(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                from_type_0 = datetime.datetime.fromisoformat(data)

                return from_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        from_ = _parse_from_(d.pop("from", UNSET))

        preview_request = cls(
            schedule=schedule,
            count=count,
            from_=from_,
        )

        return preview_request
