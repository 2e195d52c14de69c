from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.cancel_item_problem import CancelItemProblem
    from ..models.execution import Execution


T = TypeVar("T", bound="CancelItem")


@_attrs_define
class CancelItem:
    """Result for one execution.

    Attributes:
        index (int): Index in the page, counted from 0.
        execution_id (str): Id of the execution. Example: exe_0198c1f4a2b37c7e9d1a2b3c4d5e6f70.
        status (int): 200 if it is cancelled, 202 if it is running and will be stopped, otherwise the status of the
            problem. Example: 200.
        execution (Execution | Unset): A run of a task, or of a request that is not saved.
        problem (CancelItemProblem | Unset): The problem, if the item was refused: as in other responses, without
            `instance` and `request_id`.
    """

    index: int
    execution_id: str
    status: int
    execution: Execution | Unset = UNSET
    problem: CancelItemProblem | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        index = self.index

        execution_id = self.execution_id

        status = self.status

        execution: dict[str, Any] | Unset = UNSET
        if not isinstance(self.execution, Unset):
            execution = self.execution.to_dict()

        problem: dict[str, Any] | Unset = UNSET
        if not isinstance(self.problem, Unset):
            problem = self.problem.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "index": index,
                "execution_id": execution_id,
                "status": status,
            }
        )
        if execution is not UNSET:
            field_dict["execution"] = execution
        if problem is not UNSET:
            field_dict["problem"] = problem

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.cancel_item_problem import CancelItemProblem  # noqa: PLC0415
        from ..models.execution import Execution  # noqa: PLC0415

        d = dict(src_dict)
        index = d.pop("index")

        execution_id = d.pop("execution_id")

        status = d.pop("status")

        _execution = d.pop("execution", UNSET)
        execution: Execution | Unset
        if isinstance(_execution, Unset):
            execution = UNSET
        else:
            execution = Execution.from_dict(_execution)

        _problem = d.pop("problem", UNSET)
        problem: CancelItemProblem | Unset
        if isinstance(_problem, Unset):
            problem = UNSET
        else:
            problem = CancelItemProblem.from_dict(_problem)

        cancel_item = cls(
            index=index,
            execution_id=execution_id,
            status=status,
            execution=execution,
            problem=problem,
        )

        cancel_item.additional_properties = d
        return cancel_item

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
