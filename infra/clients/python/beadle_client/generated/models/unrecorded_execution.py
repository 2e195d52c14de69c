from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.execution_status import ExecutionStatus, check_execution_status
from ..models.record import Record, check_record

T = TypeVar("T", bound="UnrecordedExecution")


@_attrs_define
class UnrecordedExecution:
    """An execution that waits in the queue, and whose record is deferred: what is known of it before it begins.

    Example:
        {'id': 'exe_0198c1f4a2b38c7e9d1a2b3c4d5e6f70', 'execution_id': 'exe_0198c1f4a2b38c7e9d1a2b3c4d5e6f70', 'status':
            'pending', 'record': 'deferred', 'created_at': '2027-01-15T08:00:00Z'}

    Attributes:
        id (str): Id. Example: exe_0198c1f4a2b38c7e9d1a2b3c4d5e6f70.
        execution_id (str): Same as `id`. Example: exe_0198c1f4a2b38c7e9d1a2b3c4d5e6f70.
        status (ExecutionStatus): The status of an execution.
        record (Record): When the record of an execution is written: the one that it is read, listed, changed and
            cancelled by.
        created_at (datetime.datetime): When it was requested.
    """

    id: str
    execution_id: str
    status: ExecutionStatus
    record: Record
    created_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        execution_id = self.execution_id

        status: str = self.status

        record: str = self.record

        created_at = self.created_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "execution_id": execution_id,
                "status": status,
                "record": record,
                "created_at": created_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        execution_id = d.pop("execution_id")

        status = check_execution_status(d.pop("status"))

        record = check_record(d.pop("record"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        unrecorded_execution = cls(
            id=id,
            execution_id=execution_id,
            status=status,
            record=record,
            created_at=created_at,
        )

        unrecorded_execution.additional_properties = d
        return unrecorded_execution

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
