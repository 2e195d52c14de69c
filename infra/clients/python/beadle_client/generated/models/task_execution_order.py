from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.on_order_failure import OnOrderFailure, check_on_order_failure

T = TypeVar("T", bound="TaskExecutionOrder")


@_attrs_define
class TaskExecutionOrder:
    """The order of the executions of a task.

    Attributes:
        key (str): The key, as it was written. Example: ${input.tenant}.
        on_failure (OnOrderFailure): What happens to the executions behind one that failed.
    """

    key: str
    on_failure: OnOrderFailure
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        key = self.key

        on_failure: str = self.on_failure

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "key": key,
                "on_failure": on_failure,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        key = d.pop("key")

        on_failure = check_on_order_failure(d.pop("on_failure"))

        task_execution_order = cls(
            key=key,
            on_failure=on_failure,
        )

        task_execution_order.additional_properties = d
        return task_execution_order

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
