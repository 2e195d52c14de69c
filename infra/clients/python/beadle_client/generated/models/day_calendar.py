from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.calendar_day import CalendarDay
    from ..models.calendar_rule import CalendarRule
    from ..models.plan_mark import PlanMark


T = TypeVar("T", bound="DayCalendar")


@_attrs_define
class DayCalendar:
    """A calendar.

    Example:
        {'name': 'de-holidays', 'shared': False, 'description': None, 'entries': 3, 'created_at':
            '2026-11-20T09:00:00Z', 'updated_at': '2026-11-20T09:00:00Z', 'updated_by': 'ada', 'version': 1, 'days':
            [{'days': '2027-05-06', 'title': 'Ascension Day'}], 'weekly': ['sunday'], 'recurring': [{'rule': 'FREQ=YEARLY',
            'first': '2020-12-25', 'title': 'Christmas Day'}]}

    Attributes:
        name (str): Name, by which schedules name it. Example: de-holidays.
        shared (bool): Whether it is shared with everyone.
        entries (int): Number of its entries.
        created_at (datetime.datetime): Time of creation.
        updated_at (datetime.datetime): Time of the last change.
        updated_by (str): User who made the last change.
        version (int): How often it was written, for `If-Match`.
        days (list[CalendarDay]): Dates and spans, with their titles.
        weekly (list[str]): Days of every week. Example: ['sunday'].
        recurring (list[CalendarRule]): Days that recur by a rule.
        description (None | str | Unset): What it is for.
        plan (None | PlanMark | Unset):
    """

    name: str
    shared: bool
    entries: int
    created_at: datetime.datetime
    updated_at: datetime.datetime
    updated_by: str
    version: int
    days: list[CalendarDay]
    weekly: list[str]
    recurring: list[CalendarRule]
    description: None | str | Unset = UNSET
    plan: None | PlanMark | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.plan_mark import PlanMark  # noqa: PLC0415

        name = self.name

        shared = self.shared

        entries = self.entries

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

        updated_by = self.updated_by

        version = self.version

        days = []
        for days_item_data in self.days:
            days_item = days_item_data.to_dict()
            days.append(days_item)

        weekly = self.weekly

        recurring = []
        for recurring_item_data in self.recurring:
            recurring_item = recurring_item_data.to_dict()
            recurring.append(recurring_item)

        description: None | str | Unset
        if isinstance(self.description, Unset):
            description = UNSET
        else:
            description = self.description

        plan: dict[str, Any] | None | Unset
        if isinstance(self.plan, Unset):
            plan = UNSET
        elif isinstance(self.plan, PlanMark):
            plan = self.plan.to_dict()
        else:
            plan = self.plan

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "shared": shared,
                "entries": entries,
                "created_at": created_at,
                "updated_at": updated_at,
                "updated_by": updated_by,
                "version": version,
                "days": days,
                "weekly": weekly,
                "recurring": recurring,
            }
        )
        if description is not UNSET:
            field_dict["description"] = description
        if plan is not UNSET:
            field_dict["plan"] = plan

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.calendar_day import CalendarDay  # noqa: PLC0415
        from ..models.calendar_rule import CalendarRule  # noqa: PLC0415
        from ..models.plan_mark import PlanMark  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        shared = d.pop("shared")

        entries = d.pop("entries")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))

        updated_by = d.pop("updated_by")

        version = d.pop("version")

        days = []
        _days = d.pop("days")
        for days_item_data in _days:
            days_item = CalendarDay.from_dict(days_item_data)

            days.append(days_item)

        weekly = cast(list[str], d.pop("weekly"))

        recurring = []
        _recurring = d.pop("recurring")
        for recurring_item_data in _recurring:
            recurring_item = CalendarRule.from_dict(recurring_item_data)

            recurring.append(recurring_item)

        def _parse_description(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        description = _parse_description(d.pop("description", UNSET))

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

        day_calendar = cls(
            name=name,
            shared=shared,
            entries=entries,
            created_at=created_at,
            updated_at=updated_at,
            updated_by=updated_by,
            version=version,
            days=days,
            weekly=weekly,
            recurring=recurring,
            description=description,
            plan=plan,
        )

        day_calendar.additional_properties = d
        return day_calendar

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
