from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.import_item_problem import ImportItemProblem


T = TypeVar("T", bound="ImportItem")


@_attrs_define
class ImportItem:
    """Result of one record.

    Attributes:
        index (int): Index in the request, counted from 0.
        status (int): 201 if it was written, 200 if nothing was to be done, otherwise the status of the problem.
            Example: 201.
        outcome (str): What became of it. Example: created.
        id (str | Unset): Its id here, which is another one than in the record if that was somebody else's.
        problem (ImportItemProblem | Unset): The problem, if the record was refused: as in other responses, without
            `instance` and `request_id`.
    """

    index: int
    status: int
    outcome: str
    id: str | Unset = UNSET
    problem: ImportItemProblem | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        index = self.index

        status = self.status

        outcome = self.outcome

        id = self.id

        problem: dict[str, Any] | Unset = UNSET
        if not isinstance(self.problem, Unset):
            problem = self.problem.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "index": index,
                "status": status,
                "outcome": outcome,
            }
        )
        if id is not UNSET:
            field_dict["id"] = id
        if problem is not UNSET:
            field_dict["problem"] = problem

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.import_item_problem import ImportItemProblem  # noqa: PLC0415

        d = dict(src_dict)
        index = d.pop("index")

        status = d.pop("status")

        outcome = d.pop("outcome")

        id = d.pop("id", UNSET)

        _problem = d.pop("problem", UNSET)
        problem: ImportItemProblem | Unset
        if isinstance(_problem, Unset):
            problem = UNSET
        else:
            problem = ImportItemProblem.from_dict(_problem)

        import_item = cls(
            index=index,
            status=status,
            outcome=outcome,
            id=id,
            problem=problem,
        )

        import_item.additional_properties = d
        return import_item

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
