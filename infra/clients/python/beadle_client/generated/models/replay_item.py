from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.execution import Execution
    from ..models.replay_item_problem import ReplayItemProblem


T = TypeVar("T", bound="ReplayItem")


@_attrs_define
class ReplayItem:
    """Result for one execution.

    Attributes:
        index (int): Index in the page, counted from 0.
        replay_of (str): Id of the execution to replay. Example: exe_0198c1f4a2b37c7e9d1a2b3c4d5e6f70.
        status (int): 202 if the replay is started now, 200 if it was started before, otherwise the status of the
            problem. Example: 202.
        execution (Execution | Unset): A run of a task, or of a request that is not saved.
        problem (ReplayItemProblem | Unset): The problem, if the item was refused: as in other responses, without
            `instance` and `request_id`.
    """

    index: int
    replay_of: str
    status: int
    execution: Execution | Unset = UNSET
    problem: ReplayItemProblem | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        index = self.index

        replay_of = self.replay_of

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
                "replay_of": replay_of,
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
        from ..models.execution import Execution  # noqa: PLC0415
        from ..models.replay_item_problem import ReplayItemProblem  # noqa: PLC0415

        d = dict(src_dict)
        index = d.pop("index")

        replay_of = d.pop("replay_of")

        status = d.pop("status")

        _execution = d.pop("execution", UNSET)
        execution: Execution | Unset
        if isinstance(_execution, Unset):
            execution = UNSET
        else:
            execution = Execution.from_dict(_execution)

        _problem = d.pop("problem", UNSET)
        problem: ReplayItemProblem | Unset
        if isinstance(_problem, Unset):
            problem = UNSET
        else:
            problem = ReplayItemProblem.from_dict(_problem)

        replay_item = cls(
            index=index,
            replay_of=replay_of,
            status=status,
            execution=execution,
            problem=problem,
        )

        replay_item.additional_properties = d
        return replay_item

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
