from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Totals")


@_attrs_define
class Totals:
    """Totals of executions. An execution counts as started at the time of its request, and in all other figures
    at its end.

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
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
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

        totals = cls(
            started=started,
            completed=completed,
            failed=failed,
            undelivered_notices=undelivered_notices,
            cancelled=cancelled,
            api_calls_made=api_calls_made,
            credits_consumed=credits_consumed,
            tokens_used=tokens_used,
            cost_usd=cost_usd,
        )

        totals.additional_properties = d
        return totals

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
