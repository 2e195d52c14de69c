from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.task import Task
    from ..models.task_batch_item_problem import TaskBatchItemProblem


T = TypeVar("T", bound="TaskBatchItem")


@_attrs_define
class TaskBatchItem:
    """Result of one item of a batch of tasks.

    Attributes:
        index (int): Index in the batch, counted from 0.
        status (int): HTTP status that the item would have received on its own. Example: 201.
        task (Task | Unset): A saved task.
        problem (TaskBatchItemProblem | Unset): The problem, if the item was refused: as in other responses, without
            `instance` and `request_id`.
    """

    index: int
    status: int
    task: Task | Unset = UNSET
    problem: TaskBatchItemProblem | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        index = self.index

        status = self.status

        task: dict[str, Any] | Unset = UNSET
        if not isinstance(self.task, Unset):
            task = self.task.to_dict()

        problem: dict[str, Any] | Unset = UNSET
        if not isinstance(self.problem, Unset):
            problem = self.problem.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "index": index,
                "status": status,
            }
        )
        if task is not UNSET:
            field_dict["task"] = task
        if problem is not UNSET:
            field_dict["problem"] = problem

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.task import Task  # noqa: PLC0415
        from ..models.task_batch_item_problem import TaskBatchItemProblem  # noqa: PLC0415

        d = dict(src_dict)
        index = d.pop("index")

        status = d.pop("status")

        _task = d.pop("task", UNSET)
        task: Task | Unset
        if isinstance(_task, Unset):
            task = UNSET
        else:
            task = Task.from_dict(_task)

        _problem = d.pop("problem", UNSET)
        problem: TaskBatchItemProblem | Unset
        if isinstance(_problem, Unset):
            problem = UNSET
        else:
            problem = TaskBatchItemProblem.from_dict(_problem)

        task_batch_item = cls(
            index=index,
            status=status,
            task=task,
            problem=problem,
        )

        task_batch_item.additional_properties = d
        return task_batch_item

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
