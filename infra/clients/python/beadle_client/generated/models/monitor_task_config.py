from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.schedule_object import ScheduleObject


T = TypeVar("T", bound="MonitorTaskConfig")


@_attrs_define
class MonitorTaskConfig:
    """What a task of this type does.

    Attributes:
        period (int | None | str | Unset):
        period_ms (int | None | str | Unset):
        schedule (None | ScheduleObject | str | Unset):
        grace (int | None | str | Unset):
        grace_ms (int | None | str | Unset):
    """

    period: int | None | str | Unset = UNSET
    period_ms: int | None | str | Unset = UNSET
    schedule: None | ScheduleObject | str | Unset = UNSET
    grace: int | None | str | Unset = UNSET
    grace_ms: int | None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.schedule_object import ScheduleObject  # noqa: PLC0415

        period: int | None | str | Unset
        if isinstance(self.period, Unset):
            period = UNSET
        else:
            period = self.period

        period_ms: int | None | str | Unset
        if isinstance(self.period_ms, Unset):
            period_ms = UNSET
        else:
            period_ms = self.period_ms

        schedule: dict[str, Any] | None | str | Unset
        if isinstance(self.schedule, Unset):
            schedule = UNSET
        elif isinstance(self.schedule, ScheduleObject):
            schedule = self.schedule.to_dict()
        else:
            schedule = self.schedule

        grace: int | None | str | Unset
        if isinstance(self.grace, Unset):
            grace = UNSET
        else:
            grace = self.grace

        grace_ms: int | None | str | Unset
        if isinstance(self.grace_ms, Unset):
            grace_ms = UNSET
        else:
            grace_ms = self.grace_ms

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if period is not UNSET:
            field_dict["period"] = period
        if period_ms is not UNSET:
            field_dict["period_ms"] = period_ms
        if schedule is not UNSET:
            field_dict["schedule"] = schedule
        if grace is not UNSET:
            field_dict["grace"] = grace
        if grace_ms is not UNSET:
            field_dict["grace_ms"] = grace_ms

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.schedule_object import ScheduleObject  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_period(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        period = _parse_period(d.pop("period", UNSET))

        def _parse_period_ms(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        period_ms = _parse_period_ms(d.pop("period_ms", UNSET))

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

        def _parse_grace(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        grace = _parse_grace(d.pop("grace", UNSET))

        def _parse_grace_ms(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        grace_ms = _parse_grace_ms(d.pop("grace_ms", UNSET))

        monitor_task_config = cls(
            period=period,
            period_ms=period_ms,
            schedule=schedule,
            grace=grace,
            grace_ms=grace_ms,
        )

        return monitor_task_config
