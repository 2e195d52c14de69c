from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.toggle_item_problem import ToggleItemProblem


T = TypeVar("T", bound="ToggleItem")


@_attrs_define
class ToggleItem:
    """Result for one task.

    Attributes:
        index (int): Index in the page, counted from 0.
        task_id (str): Id of the task. Example: tsk_0198c1f4a2b37c7e9d1a2b3c4d5e6f70.
        status (int): 200 if it is changed, otherwise the status of the problem. Example: 200.
        problem (ToggleItemProblem | Unset): The problem, if the item was refused: as in other responses, without
            `instance` and `request_id`.
    """

    index: int
    task_id: str
    status: int
    problem: ToggleItemProblem | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        index = self.index

        task_id = self.task_id

        status = self.status

        problem: dict[str, Any] | Unset = UNSET
        if not isinstance(self.problem, Unset):
            problem = self.problem.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "index": index,
                "task_id": task_id,
                "status": status,
            }
        )
        if problem is not UNSET:
            field_dict["problem"] = problem

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.toggle_item_problem import ToggleItemProblem  # noqa: PLC0415

        d = dict(src_dict)
        index = d.pop("index")

        task_id = d.pop("task_id")

        status = d.pop("status")

        _problem = d.pop("problem", UNSET)
        problem: ToggleItemProblem | Unset
        if isinstance(_problem, Unset):
            problem = UNSET
        else:
            problem = ToggleItemProblem.from_dict(_problem)

        toggle_item = cls(
            index=index,
            task_id=task_id,
            status=status,
            problem=problem,
        )

        toggle_item.additional_properties = d
        return toggle_item

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
