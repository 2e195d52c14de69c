from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="BatchRequestOnCompleteType0")


@_attrs_define
class BatchRequestOnCompleteType0:
    """A saved task, run as it is when the batch has ended.

    Attributes:
        task_id (str): The id of a task. Example: tsk_0198c1f4a2b37c7e9d1a2b3c4d5e6f70.
    """

    task_id: str

    def to_dict(self) -> dict[str, Any]:
        task_id = self.task_id

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "task_id": task_id,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        task_id = d.pop("task_id")

        batch_request_on_complete_type_0 = cls(
            task_id=task_id,
        )

        return batch_request_on_complete_type_0
