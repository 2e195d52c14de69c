from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.b_tree_map import BTreeMap


T = TypeVar("T", bound="Stats")


@_attrs_define
class Stats:
    """Task counts of a user.

    Attributes:
        user_id (str): Id of the user.
        total (int): Number of tasks.
        by_status (BTreeMap):
        by_type (BTreeMap):
        by_priority (BTreeMap):
        running (int): Number of tasks with a running execution.
        scheduled (int): Number of tasks with an upcoming scheduled run.
    """

    user_id: str
    total: int
    by_status: BTreeMap
    by_type: BTreeMap
    by_priority: BTreeMap
    running: int
    scheduled: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        user_id = self.user_id

        total = self.total

        by_status = self.by_status.to_dict()

        by_type = self.by_type.to_dict()

        by_priority = self.by_priority.to_dict()

        running = self.running

        scheduled = self.scheduled

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "user_id": user_id,
                "total": total,
                "by_status": by_status,
                "by_type": by_type,
                "by_priority": by_priority,
                "running": running,
                "scheduled": scheduled,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.b_tree_map import BTreeMap  # noqa: PLC0415

        d = dict(src_dict)
        user_id = d.pop("user_id")

        total = d.pop("total")

        by_status = BTreeMap.from_dict(d.pop("by_status"))

        by_type = BTreeMap.from_dict(d.pop("by_type"))

        by_priority = BTreeMap.from_dict(d.pop("by_priority"))

        running = d.pop("running")

        scheduled = d.pop("scheduled")

        stats = cls(
            user_id=user_id,
            total=total,
            by_status=by_status,
            by_type=by_type,
            by_priority=by_priority,
            running=running,
            scheduled=scheduled,
        )

        stats.additional_properties = d
        return stats

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
