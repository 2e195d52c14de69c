from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="AccountFigures")


@_attrs_define
class AccountFigures:
    """The account of the owner of an execution that is deferred by a limit of the account.

    Attributes:
        credits_ (float): Credits that the execution costs.
        month_ends_at (datetime.datetime): End of the month (UTC).
        executions_today (int): Number of executions today.
        day_ends_at (datetime.datetime): End of the day (UTC).
        limit_type (None | str | Unset): The limit that is reached: `credits` or `executions_per_day`; null if no limit
            is reached any more. Example: credits.
        available (float | None | Unset): Credits that may still be spent this month; null without a budget.
        monthly_credits (float | None | Unset): Monthly budget; null without one.
        executions_per_day (int | None | Unset): Maximum number of executions per day; null without a limit.
    """

    credits_: float
    month_ends_at: datetime.datetime
    executions_today: int
    day_ends_at: datetime.datetime
    limit_type: None | str | Unset = UNSET
    available: float | None | Unset = UNSET
    monthly_credits: float | None | Unset = UNSET
    executions_per_day: int | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        credits_ = self.credits_

        month_ends_at = self.month_ends_at.isoformat()

        executions_today = self.executions_today

        day_ends_at = self.day_ends_at.isoformat()

        limit_type: None | str | Unset
        if isinstance(self.limit_type, Unset):
            limit_type = UNSET
        else:
            limit_type = self.limit_type

        available: float | None | Unset
        if isinstance(self.available, Unset):
            available = UNSET
        else:
            available = self.available

        monthly_credits: float | None | Unset
        if isinstance(self.monthly_credits, Unset):
            monthly_credits = UNSET
        else:
            monthly_credits = self.monthly_credits

        executions_per_day: int | None | Unset
        if isinstance(self.executions_per_day, Unset):
            executions_per_day = UNSET
        else:
            executions_per_day = self.executions_per_day

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "credits": credits_,
                "month_ends_at": month_ends_at,
                "executions_today": executions_today,
                "day_ends_at": day_ends_at,
            }
        )
        if limit_type is not UNSET:
            field_dict["limit_type"] = limit_type
        if available is not UNSET:
            field_dict["available"] = available
        if monthly_credits is not UNSET:
            field_dict["monthly_credits"] = monthly_credits
        if executions_per_day is not UNSET:
            field_dict["executions_per_day"] = executions_per_day

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        credits_ = d.pop("credits")

        month_ends_at = datetime.datetime.fromisoformat(d.pop("month_ends_at"))

        executions_today = d.pop("executions_today")

        day_ends_at = datetime.datetime.fromisoformat(d.pop("day_ends_at"))

        def _parse_limit_type(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        limit_type = _parse_limit_type(d.pop("limit_type", UNSET))

        def _parse_available(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        available = _parse_available(d.pop("available", UNSET))

        def _parse_monthly_credits(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        monthly_credits = _parse_monthly_credits(d.pop("monthly_credits", UNSET))

        def _parse_executions_per_day(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        executions_per_day = _parse_executions_per_day(d.pop("executions_per_day", UNSET))

        account_figures = cls(
            credits_=credits_,
            month_ends_at=month_ends_at,
            executions_today=executions_today,
            day_ends_at=day_ends_at,
            limit_type=limit_type,
            available=available,
            monthly_credits=monthly_credits,
            executions_per_day=executions_per_day,
        )

        account_figures.additional_properties = d
        return account_figures

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
