from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Usage")


@_attrs_define
class Usage:
    """Current usage. Counts may lag by a moment.

    Attributes:
        tasks (int): Number of saved tasks.
        executions_today (int): Executions started today (UTC).
        day_ends_at (datetime.datetime): End of the day.
    """

    tasks: int
    executions_today: int
    day_ends_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        tasks = self.tasks

        executions_today = self.executions_today

        day_ends_at = self.day_ends_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "tasks": tasks,
                "executions_today": executions_today,
                "day_ends_at": day_ends_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        tasks = d.pop("tasks")

        executions_today = d.pop("executions_today")

        day_ends_at = datetime.datetime.fromisoformat(d.pop("day_ends_at"))

        usage = cls(
            tasks=tasks,
            executions_today=executions_today,
            day_ends_at=day_ends_at,
        )

        usage.additional_properties = d
        return usage

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
