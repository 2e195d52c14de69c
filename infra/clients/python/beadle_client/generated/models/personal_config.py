from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.checklist_item import ChecklistItem
    from ..models.personal_config_schedule_type_0 import PersonalConfigScheduleType0


T = TypeVar("T", bound="PersonalConfig")


@_attrs_define
class PersonalConfig:
    """What a todo, a reminder, an event of a calendar or a monitor says: `notes` and `checklist` of a todo, the `message`
    of a
    reminder, `period_ms`, `schedule` and `grace_ms` of a monitor, and the other members of an event.

        Example:
            {'notes': 'by Friday', 'checklist': [{'text': 'call the bank', 'done': False}]}

        Attributes:
            notes (None | str | Unset): What to know about it, at most 10,000 characters.
            checklist (list[ChecklistItem] | None | Unset): The steps of a todo, at most 100.
            message (None | str | Unset): What a reminder says, at most 2,000 characters.
            location (None | str | Unset): Where an event takes place, at most 1,000 characters.
            attendees (list[str] | None | Unset): The mail addresses of those who take part, at most 100.
            duration_ms (int | None | Unset): How long an event takes, in milliseconds.
            all_day (bool | None | Unset): Whether an event takes whole days, in UTC.
            period_ms (int | None | Unset): The longest time between two pings of a monitor, in milliseconds.
            schedule (None | PersonalConfigScheduleType0 | Unset): The times after each of which a monitor expects a ping.
            grace_ms (int | None | Unset): How long after it is expected a ping may come, in milliseconds.
    """

    notes: None | str | Unset = UNSET
    checklist: list[ChecklistItem] | None | Unset = UNSET
    message: None | str | Unset = UNSET
    location: None | str | Unset = UNSET
    attendees: list[str] | None | Unset = UNSET
    duration_ms: int | None | Unset = UNSET
    all_day: bool | None | Unset = UNSET
    period_ms: int | None | Unset = UNSET
    schedule: None | PersonalConfigScheduleType0 | Unset = UNSET
    grace_ms: int | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.personal_config_schedule_type_0 import PersonalConfigScheduleType0  # noqa: PLC0415

        notes: None | str | Unset
        if isinstance(self.notes, Unset):
            notes = UNSET
        else:
            notes = self.notes

        checklist: list[dict[str, Any]] | None | Unset
        if isinstance(self.checklist, Unset):
            checklist = UNSET
        elif isinstance(self.checklist, list):
            checklist = []
            for checklist_type_0_item_data in self.checklist:
                checklist_type_0_item = checklist_type_0_item_data.to_dict()
                checklist.append(checklist_type_0_item)

        else:
            checklist = self.checklist

        message: None | str | Unset
        if isinstance(self.message, Unset):
            message = UNSET
        else:
            message = self.message

        location: None | str | Unset
        if isinstance(self.location, Unset):
            location = UNSET
        else:
            location = self.location

        attendees: list[str] | None | Unset
        if isinstance(self.attendees, Unset):
            attendees = UNSET
        elif isinstance(self.attendees, list):
            attendees = self.attendees

        else:
            attendees = self.attendees

        duration_ms: int | None | Unset
        if isinstance(self.duration_ms, Unset):
            duration_ms = UNSET
        else:
            duration_ms = self.duration_ms

        all_day: bool | None | Unset
        if isinstance(self.all_day, Unset):
            all_day = UNSET
        else:
            all_day = self.all_day

        period_ms: int | None | Unset
        if isinstance(self.period_ms, Unset):
            period_ms = UNSET
        else:
            period_ms = self.period_ms

        schedule: dict[str, Any] | None | Unset
        if isinstance(self.schedule, Unset):
            schedule = UNSET
        elif isinstance(self.schedule, PersonalConfigScheduleType0):
            schedule = self.schedule.to_dict()
        else:
            schedule = self.schedule

        grace_ms: int | None | Unset
        if isinstance(self.grace_ms, Unset):
            grace_ms = UNSET
        else:
            grace_ms = self.grace_ms

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if notes is not UNSET:
            field_dict["notes"] = notes
        if checklist is not UNSET:
            field_dict["checklist"] = checklist
        if message is not UNSET:
            field_dict["message"] = message
        if location is not UNSET:
            field_dict["location"] = location
        if attendees is not UNSET:
            field_dict["attendees"] = attendees
        if duration_ms is not UNSET:
            field_dict["duration_ms"] = duration_ms
        if all_day is not UNSET:
            field_dict["all_day"] = all_day
        if period_ms is not UNSET:
            field_dict["period_ms"] = period_ms
        if schedule is not UNSET:
            field_dict["schedule"] = schedule
        if grace_ms is not UNSET:
            field_dict["grace_ms"] = grace_ms

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.checklist_item import ChecklistItem  # noqa: PLC0415
        from ..models.personal_config_schedule_type_0 import PersonalConfigScheduleType0  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_notes(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        notes = _parse_notes(d.pop("notes", UNSET))

        def _parse_checklist(data: object) -> list[ChecklistItem] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                checklist_type_0 = []
                _checklist_type_0 = data
                for checklist_type_0_item_data in _checklist_type_0:
                    checklist_type_0_item = ChecklistItem.from_dict(checklist_type_0_item_data)

                    checklist_type_0.append(checklist_type_0_item)

                return checklist_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[ChecklistItem] | None | Unset, data)

        checklist = _parse_checklist(d.pop("checklist", UNSET))

        def _parse_message(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        message = _parse_message(d.pop("message", UNSET))

        def _parse_location(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        location = _parse_location(d.pop("location", UNSET))

        def _parse_attendees(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                attendees_type_0 = cast(list[str], data)

                return attendees_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        attendees = _parse_attendees(d.pop("attendees", UNSET))

        def _parse_duration_ms(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        duration_ms = _parse_duration_ms(d.pop("duration_ms", UNSET))

        def _parse_all_day(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        all_day = _parse_all_day(d.pop("all_day", UNSET))

        def _parse_period_ms(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        period_ms = _parse_period_ms(d.pop("period_ms", UNSET))

        def _parse_schedule(data: object) -> None | PersonalConfigScheduleType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                schedule_type_0 = PersonalConfigScheduleType0.from_dict(data)

                return schedule_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PersonalConfigScheduleType0 | Unset, data)

        schedule = _parse_schedule(d.pop("schedule", UNSET))

        def _parse_grace_ms(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        grace_ms = _parse_grace_ms(d.pop("grace_ms", UNSET))

        personal_config = cls(
            notes=notes,
            checklist=checklist,
            message=message,
            location=location,
            attendees=attendees,
            duration_ms=duration_ms,
            all_day=all_day,
            period_ms=period_ms,
            schedule=schedule,
            grace_ms=grace_ms,
        )

        personal_config.additional_properties = d
        return personal_config

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
