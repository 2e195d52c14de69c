from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.execution_status import ExecutionStatus, check_execution_status

T = TypeVar("T", bound="GraphEnd")


@_attrs_define
class GraphEnd:
    """The end of an execution.

    Attributes:
        execution_id (str): Id of the execution.
        status (ExecutionStatus): The status of an execution.
        at (datetime.datetime): Time of the end.
    """

    execution_id: str
    status: ExecutionStatus
    at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        execution_id = self.execution_id

        status: str = self.status

        at = self.at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "execution_id": execution_id,
                "status": status,
                "at": at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        execution_id = d.pop("execution_id")

        status = check_execution_status(d.pop("status"))

        at = datetime.datetime.fromisoformat(d.pop("at"))

        graph_end = cls(
            execution_id=execution_id,
            status=status,
            at=at,
        )

        graph_end.additional_properties = d
        return graph_end

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
