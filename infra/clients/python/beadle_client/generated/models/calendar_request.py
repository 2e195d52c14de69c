from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.plan_mark import PlanMark
    from ..models.recurring_days import RecurringDays
    from ..models.titled_days import TitledDays


T = TypeVar("T", bound="CalendarRequest")


@_attrs_define
class CalendarRequest:
    """A calendar as it is written.

    Example:
        {'description': 'Days on which our offices are closed', 'days': ['2027-05-06', {'days': '2027-12-24/2028-01-01',
            'title': 'Company holidays'}], 'weekly': ['saturday', 'sunday'], 'recurring': [{'rule': 'FREQ=YEARLY', 'first':
            '2020-12-25', 'title': 'Christmas Day'}]}

    Attributes:
        description (None | str | Unset): What it is for.
        days (list[str | TitledDays] | None | Unset): Its days: dates and spans `first/last`, as texts or as objects
            with a `title`.
        weekly (list[str] | None | Unset): Days of every week, such as `saturday`.
        recurring (list[RecurringDays] | None | Unset): Days that recur by a rule.
        ical (None | str | Unset): Further days, as iCalendar text: its whole-day events with their rules. They are kept
            as `days` and `recurring`.
        plan (None | PlanMark | Unset):
    """

    description: None | str | Unset = UNSET
    days: list[str | TitledDays] | None | Unset = UNSET
    weekly: list[str] | None | Unset = UNSET
    recurring: list[RecurringDays] | None | Unset = UNSET
    ical: None | str | Unset = UNSET
    plan: None | PlanMark | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.plan_mark import PlanMark  # noqa: PLC0415
        from ..models.titled_days import TitledDays  # noqa: PLC0415

        description: None | str | Unset
        if isinstance(self.description, Unset):
            description = UNSET
        else:
            description = self.description

        days: list[dict[str, Any] | str] | None | Unset
        if isinstance(self.days, Unset):
            days = UNSET
        elif isinstance(self.days, list):
            days = []
            for days_type_0_item_data in self.days:
                days_type_0_item: dict[str, Any] | str
                if isinstance(days_type_0_item_data, TitledDays):
                    days_type_0_item = days_type_0_item_data.to_dict()
                else:
                    days_type_0_item = days_type_0_item_data
                days.append(days_type_0_item)

        else:
            days = self.days

        weekly: list[str] | None | Unset
        if isinstance(self.weekly, Unset):
            weekly = UNSET
        elif isinstance(self.weekly, list):
            weekly = self.weekly

        else:
            weekly = self.weekly

        recurring: list[dict[str, Any]] | None | Unset
        if isinstance(self.recurring, Unset):
            recurring = UNSET
        elif isinstance(self.recurring, list):
            recurring = []
            for recurring_type_0_item_data in self.recurring:
                recurring_type_0_item = recurring_type_0_item_data.to_dict()
                recurring.append(recurring_type_0_item)

        else:
            recurring = self.recurring

        ical: None | str | Unset
        if isinstance(self.ical, Unset):
            ical = UNSET
        else:
            ical = self.ical

        plan: dict[str, Any] | None | Unset
        if isinstance(self.plan, Unset):
            plan = UNSET
        elif isinstance(self.plan, PlanMark):
            plan = self.plan.to_dict()
        else:
            plan = self.plan

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if description is not UNSET:
            field_dict["description"] = description
        if days is not UNSET:
            field_dict["days"] = days
        if weekly is not UNSET:
            field_dict["weekly"] = weekly
        if recurring is not UNSET:
            field_dict["recurring"] = recurring
        if ical is not UNSET:
            field_dict["ical"] = ical
        if plan is not UNSET:
            field_dict["plan"] = plan

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.plan_mark import PlanMark  # noqa: PLC0415
        from ..models.recurring_days import RecurringDays  # noqa: PLC0415
        from ..models.titled_days import TitledDays  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_description(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        description = _parse_description(d.pop("description", UNSET))

        def _parse_days(data: object) -> list[str | TitledDays] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                days_type_0 = []
                _days_type_0 = data
                for days_type_0_item_data in _days_type_0:

                    def _parse_days_type_0_item(data: object) -> str | TitledDays:
                        try:
                            if not isinstance(data, dict):
                                raise TypeError()
                            days_type_0_item_type_1 = TitledDays.from_dict(data)

                            return days_type_0_item_type_1
                        except (TypeError, ValueError, AttributeError, KeyError):
                            pass
                        return cast(str | TitledDays, data)

                    days_type_0_item = _parse_days_type_0_item(days_type_0_item_data)

                    days_type_0.append(days_type_0_item)

                return days_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str | TitledDays] | None | Unset, data)

        days = _parse_days(d.pop("days", UNSET))

        def _parse_weekly(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                weekly_type_0 = cast(list[str], data)

                return weekly_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        weekly = _parse_weekly(d.pop("weekly", UNSET))

        def _parse_recurring(data: object) -> list[RecurringDays] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                recurring_type_0 = []
                _recurring_type_0 = data
                for recurring_type_0_item_data in _recurring_type_0:
                    recurring_type_0_item = RecurringDays.from_dict(recurring_type_0_item_data)

                    recurring_type_0.append(recurring_type_0_item)

                return recurring_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[RecurringDays] | None | Unset, data)

        recurring = _parse_recurring(d.pop("recurring", UNSET))

        def _parse_ical(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        ical = _parse_ical(d.pop("ical", UNSET))

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

        calendar_request = cls(
            description=description,
            days=days,
            weekly=weekly,
            recurring=recurring,
            ical=ical,
            plan=plan,
        )

        return calendar_request
