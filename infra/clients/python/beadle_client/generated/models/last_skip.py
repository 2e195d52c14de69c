from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="LastSkip")


@_attrs_define
class LastSkip:
    """An execution that was skipped.

    Attributes:
        execution_id (str): The execution; it is `cancelled`.
        at (datetime.datetime): When it was skipped.
        reason (str): Why: `dependency_failed`, `dependencies_unmet`, `day_excluded`, `task_paused` or `task_completed`.
            Example: dependency_failed.
    """

    execution_id: str
    at: datetime.datetime
    reason: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        execution_id = self.execution_id

        at = self.at.isoformat()

        reason = self.reason

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "execution_id": execution_id,
                "at": at,
                "reason": reason,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        execution_id = d.pop("execution_id")

        at = datetime.datetime.fromisoformat(d.pop("at"))

        reason = d.pop("reason")

        last_skip = cls(
            execution_id=execution_id,
            at=at,
            reason=reason,
        )

        last_skip.additional_properties = d
        return last_skip

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
