from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.b_tree_map import BTreeMap
    from ..models.busy_day import BusyDay
    from ..models.busy_hour import BusyHour
    from ..models.day import Day
    from ..models.durations import Durations


T = TypeVar("T", bound="Analytics")


@_attrs_define
class Analytics:
    """Analytics of a user's executions over some days.

    Attributes:
        started (int): Executions started.
        completed (int): Executions that completed.
        failed (int): Executions that failed.
        undelivered_notices (int): Notifications among them that could not be delivered.
        cancelled (int): Executions that were cancelled.
        api_calls_made (int): Attempts; each is a call to the destination.
        credits_consumed (float): Credits consumed.
        tokens_used (int): Tokens used.
        cost_usd (float): Cost in US dollars. Example: 0.0123.
        user_id (str): Id of the user.
        days (int): Number of days, including today, or those that the span touches.
        timezone (str): Time zone of days and hours. Example: Europe/Berlin.
        from_ (datetime.datetime): Start of the first day, or of the span.
        to (datetime.datetime): End of the last hour.
        by_type (BTreeMap):
        by_trigger (BTreeMap):
        by_priority (BTreeMap):
        by_status (BTreeMap):
        duration_ms (Durations): Percentiles of durations in milliseconds; null if no execution ended.
        busiest_hours (list[BusyHour]): Executions started by hour of the day, busiest first. Hours without executions
            are omitted.
        busiest_days (list[BusyDay]): Executions started by day of the week, busiest first. Days without executions are
            omitted.
        daily (list[Day]): Totals by day, oldest first.
        next_cursor (None | str | Unset): The `cursor` of a call about what this one did not count: add up the counts.
            Null if all are counted, as always
            without `task_id` and `config_id`.
        success_rate (float | None | Unset): Completed executions divided by completed and failed executions; null if
            there are none. Example: 0.98.
    """

    started: int
    completed: int
    failed: int
    undelivered_notices: int
    cancelled: int
    api_calls_made: int
    credits_consumed: float
    tokens_used: int
    cost_usd: float
    user_id: str
    days: int
    timezone: str
    from_: datetime.datetime
    to: datetime.datetime
    by_type: BTreeMap
    by_trigger: BTreeMap
    by_priority: BTreeMap
    by_status: BTreeMap
    duration_ms: Durations
    busiest_hours: list[BusyHour]
    busiest_days: list[BusyDay]
    daily: list[Day]
    next_cursor: None | str | Unset = UNSET
    success_rate: float | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        started = self.started

        completed = self.completed

        failed = self.failed

        undelivered_notices = self.undelivered_notices

        cancelled = self.cancelled

        api_calls_made = self.api_calls_made

        credits_consumed = self.credits_consumed

        tokens_used = self.tokens_used

        cost_usd = self.cost_usd

        user_id = self.user_id

        days = self.days

        timezone = self.timezone

        from_ = self.from_.isoformat()

        to = self.to.isoformat()

        by_type = self.by_type.to_dict()

        by_trigger = self.by_trigger.to_dict()

        by_priority = self.by_priority.to_dict()

        by_status = self.by_status.to_dict()

        duration_ms = self.duration_ms.to_dict()

        busiest_hours = []
        for busiest_hours_item_data in self.busiest_hours:
            busiest_hours_item = busiest_hours_item_data.to_dict()
            busiest_hours.append(busiest_hours_item)

        busiest_days = []
        for busiest_days_item_data in self.busiest_days:
            busiest_days_item = busiest_days_item_data.to_dict()
            busiest_days.append(busiest_days_item)

        daily = []
        for daily_item_data in self.daily:
            daily_item = daily_item_data.to_dict()
            daily.append(daily_item)

        next_cursor: None | str | Unset
        if isinstance(self.next_cursor, Unset):
            next_cursor = UNSET
        else:
            next_cursor = self.next_cursor

        success_rate: float | None | Unset
        if isinstance(self.success_rate, Unset):
            success_rate = UNSET
        else:
            success_rate = self.success_rate

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "started": started,
                "completed": completed,
                "failed": failed,
                "undelivered_notices": undelivered_notices,
                "cancelled": cancelled,
                "api_calls_made": api_calls_made,
                "credits_consumed": credits_consumed,
                "tokens_used": tokens_used,
                "cost_usd": cost_usd,
                "user_id": user_id,
                "days": days,
                "timezone": timezone,
                "from": from_,
                "to": to,
                "by_type": by_type,
                "by_trigger": by_trigger,
                "by_priority": by_priority,
                "by_status": by_status,
                "duration_ms": duration_ms,
                "busiest_hours": busiest_hours,
                "busiest_days": busiest_days,
                "daily": daily,
            }
        )
        if next_cursor is not UNSET:
            field_dict["next_cursor"] = next_cursor
        if success_rate is not UNSET:
            field_dict["success_rate"] = success_rate

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.b_tree_map import BTreeMap  # noqa: PLC0415
        from ..models.busy_day import BusyDay  # noqa: PLC0415
        from ..models.busy_hour import BusyHour  # noqa: PLC0415
        from ..models.day import Day  # noqa: PLC0415
        from ..models.durations import Durations  # noqa: PLC0415

        d = dict(src_dict)
        started = d.pop("started")

        completed = d.pop("completed")

        failed = d.pop("failed")

        undelivered_notices = d.pop("undelivered_notices")

        cancelled = d.pop("cancelled")

        api_calls_made = d.pop("api_calls_made")

        credits_consumed = d.pop("credits_consumed")

        tokens_used = d.pop("tokens_used")

        cost_usd = d.pop("cost_usd")

        user_id = d.pop("user_id")

        days = d.pop("days")

        timezone = d.pop("timezone")

        from_ = datetime.datetime.fromisoformat(d.pop("from"))

        to = datetime.datetime.fromisoformat(d.pop("to"))

        by_type = BTreeMap.from_dict(d.pop("by_type"))

        by_trigger = BTreeMap.from_dict(d.pop("by_trigger"))

        by_priority = BTreeMap.from_dict(d.pop("by_priority"))

        by_status = BTreeMap.from_dict(d.pop("by_status"))

        duration_ms = Durations.from_dict(d.pop("duration_ms"))

        busiest_hours = []
        _busiest_hours = d.pop("busiest_hours")
        for busiest_hours_item_data in _busiest_hours:
            busiest_hours_item = BusyHour.from_dict(busiest_hours_item_data)

            busiest_hours.append(busiest_hours_item)

        busiest_days = []
        _busiest_days = d.pop("busiest_days")
        for busiest_days_item_data in _busiest_days:
            busiest_days_item = BusyDay.from_dict(busiest_days_item_data)

            busiest_days.append(busiest_days_item)

        daily = []
        _daily = d.pop("daily")
        for daily_item_data in _daily:
            daily_item = Day.from_dict(daily_item_data)

            daily.append(daily_item)

        def _parse_next_cursor(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        next_cursor = _parse_next_cursor(d.pop("next_cursor", UNSET))

        def _parse_success_rate(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        success_rate = _parse_success_rate(d.pop("success_rate", UNSET))

        analytics = cls(
            started=started,
            completed=completed,
            failed=failed,
            undelivered_notices=undelivered_notices,
            cancelled=cancelled,
            api_calls_made=api_calls_made,
            credits_consumed=credits_consumed,
            tokens_used=tokens_used,
            cost_usd=cost_usd,
            user_id=user_id,
            days=days,
            timezone=timezone,
            from_=from_,
            to=to,
            by_type=by_type,
            by_trigger=by_trigger,
            by_priority=by_priority,
            by_status=by_status,
            duration_ms=duration_ms,
            busiest_hours=busiest_hours,
            busiest_days=busiest_days,
            daily=daily,
            next_cursor=next_cursor,
            success_rate=success_rate,
        )

        analytics.additional_properties = d
        return analytics

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
