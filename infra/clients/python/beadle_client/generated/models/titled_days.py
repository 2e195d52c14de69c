from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="TitledDays")


@_attrs_define
class TitledDays:
    """Days with what they are.

    Example:
        {'days': '2027-12-25', 'title': 'Christmas Day'}

    Attributes:
        days (str): A date, or a span `first/last` with both days in it. Example: 2027-12-24/2028-01-01.
        title (None | str | Unset): What they are, such as `Christmas`.
    """

    days: str
    title: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        days = self.days

        title: None | str | Unset
        if isinstance(self.title, Unset):
            title = UNSET
        else:
            title = self.title

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "days": days,
            }
        )
        if title is not UNSET:
            field_dict["title"] = title

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        days = d.pop("days")

        def _parse_title(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        title = _parse_title(d.pop("title", UNSET))

        titled_days = cls(
            days=days,
            title=title,
        )

        return titled_days
