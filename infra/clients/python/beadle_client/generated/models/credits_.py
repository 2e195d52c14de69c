from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="Credits")


@_attrs_define
class Credits:
    """Credits of a month.

    Attributes:
        month (str): The month. Example: 2026-11.
        spent (float): Spent by executions that completed this month.
        reserved (float): Reserved for executions that have started.
        bought (float): Remaining credits that were purchased in addition to the budget.
        total_consumed (float): Credits spent by all executions so far.
        month_ends_at (datetime.datetime): End of the month, when the budget resets.
        available (float | None | Unset): Credits that may still be spent this month; null without a budget.
    """

    month: str
    spent: float
    reserved: float
    bought: float
    total_consumed: float
    month_ends_at: datetime.datetime
    available: float | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        month = self.month

        spent = self.spent

        reserved = self.reserved

        bought = self.bought

        total_consumed = self.total_consumed

        month_ends_at = self.month_ends_at.isoformat()

        available: float | None | Unset
        if isinstance(self.available, Unset):
            available = UNSET
        else:
            available = self.available

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "month": month,
                "spent": spent,
                "reserved": reserved,
                "bought": bought,
                "total_consumed": total_consumed,
                "month_ends_at": month_ends_at,
            }
        )
        if available is not UNSET:
            field_dict["available"] = available

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        month = d.pop("month")

        spent = d.pop("spent")

        reserved = d.pop("reserved")

        bought = d.pop("bought")

        total_consumed = d.pop("total_consumed")

        month_ends_at = datetime.datetime.fromisoformat(d.pop("month_ends_at"))

        def _parse_available(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        available = _parse_available(d.pop("available", UNSET))

        credits_ = cls(
            month=month,
            spent=spent,
            reserved=reserved,
            bought=bought,
            total_consumed=total_consumed,
            month_ends_at=month_ends_at,
            available=available,
        )

        credits_.additional_properties = d
        return credits_

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
