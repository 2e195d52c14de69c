from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="Skipped")


@_attrs_define
class Skipped:
    """Runs of a day that are skipped because their local time does not exist, or skipped or moved because the day is
    excluded.

        Attributes:
            date (datetime.date): Day. Example: 2027-03-28.
            first (str): First skipped local time. Example: 2027-03-28T02:30:00.
            last (str): Last skipped local time. Example: 2027-03-28T02:30:00.
            count (int): Number of skipped runs.
            note (str): Explanation in one sentence.
            calendar (None | str | Unset): Calendar that excludes the day. Example: de-holidays.
            title (None | str | Unset): What the day is, if that calendar says so. Example: Christmas Day.
            moved_to (datetime.date | None | Unset): Day to which the runs are moved. Example: 2027-12-27.
    """

    date: datetime.date
    first: str
    last: str
    count: int
    note: str
    calendar: None | str | Unset = UNSET
    title: None | str | Unset = UNSET
    moved_to: datetime.date | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        date = self.date.isoformat()

        first = self.first

        last = self.last

        count = self.count

        note = self.note

        calendar: None | str | Unset
        if isinstance(self.calendar, Unset):
            calendar = UNSET
        else:
            calendar = self.calendar

        title: None | str | Unset
        if isinstance(self.title, Unset):
            title = UNSET
        else:
            title = self.title

        moved_to: None | str | Unset
        if isinstance(self.moved_to, Unset):
            moved_to = UNSET
        elif isinstance(self.moved_to, datetime.date):
            moved_to = self.moved_to.isoformat()
        else:
            moved_to = self.moved_to

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "date": date,
                "first": first,
                "last": last,
                "count": count,
                "note": note,
            }
        )
        if calendar is not UNSET:
            field_dict["calendar"] = calendar
        if title is not UNSET:
            field_dict["title"] = title
        if moved_to is not UNSET:
            field_dict["moved_to"] = moved_to

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        date = datetime.date.fromisoformat(d.pop("date"))

        first = d.pop("first")

        last = d.pop("last")

        count = d.pop("count")

        note = d.pop("note")

        def _parse_calendar(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        calendar = _parse_calendar(d.pop("calendar", UNSET))

        def _parse_title(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        title = _parse_title(d.pop("title", UNSET))

        def _parse_moved_to(data: object) -> datetime.date | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                moved_to_type_0 = datetime.date.fromisoformat(data)

                return moved_to_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None | Unset, data)

        moved_to = _parse_moved_to(d.pop("moved_to", UNSET))

        skipped = cls(
            date=date,
            first=first,
            last=last,
            count=count,
            note=note,
            calendar=calendar,
            title=title,
            moved_to=moved_to,
        )

        skipped.additional_properties = d
        return skipped

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
