from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.execution_status import ExecutionStatus, check_execution_status

T = TypeVar("T", bound="OrderKey")


@_attrs_define
class OrderKey:
    """An order key.

    Attributes:
        order_key (str): The key. Example: acme.
        blocked (bool): Whether the first execution failed, so that the others wait until it is retried or skipped.
        execution_id (str): Id of the first execution: the only one of the key that runs.
        execution_status (ExecutionStatus): The status of an execution.
        behind (int): Number of executions behind it, counted up to 1,000.
    """

    order_key: str
    blocked: bool
    execution_id: str
    execution_status: ExecutionStatus
    behind: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        order_key = self.order_key

        blocked = self.blocked

        execution_id = self.execution_id

        execution_status: str = self.execution_status

        behind = self.behind

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "order_key": order_key,
                "blocked": blocked,
                "execution_id": execution_id,
                "execution_status": execution_status,
                "behind": behind,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        order_key = d.pop("order_key")

        blocked = d.pop("blocked")

        execution_id = d.pop("execution_id")

        execution_status = check_execution_status(d.pop("execution_status"))

        behind = d.pop("behind")

        order_key = cls(
            order_key=order_key,
            blocked=blocked,
            execution_id=execution_id,
            execution_status=execution_status,
            behind=behind,
        )

        order_key.additional_properties = d
        return order_key

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
