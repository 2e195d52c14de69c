from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.on_order_failure import OnOrderFailure, check_on_order_failure
from ..types import UNSET, Unset

T = TypeVar("T", bound="OrderRule")


@_attrs_define
class OrderRule:
    """The order of executions: of those of an owner with the same key one runs at a time, in the order in which they were
    accepted. `order_key` alone gives the key and blocks on a failure.

        Example:
            {'key': '${input.tenant}', 'on_failure': 'block'}

        Attributes:
            key (str): The key, 1 to 200 characters, which may name values of the input, such as `${input.tenant}`. It is
                resolved when
                an execution is started.
            on_failure (None | OnOrderFailure | Unset):
    """

    key: str
    on_failure: None | OnOrderFailure | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        key = self.key

        on_failure: None | str | Unset
        if isinstance(self.on_failure, Unset):
            on_failure = UNSET
        elif isinstance(self.on_failure, str):
            on_failure = self.on_failure
        else:
            on_failure = self.on_failure

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "key": key,
            }
        )
        if on_failure is not UNSET:
            field_dict["on_failure"] = on_failure

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        key = d.pop("key")

        def _parse_on_failure(data: object) -> None | OnOrderFailure | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                on_failure_type_0 = check_on_order_failure(data)

                return on_failure_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | OnOrderFailure | Unset, data)

        on_failure = _parse_on_failure(d.pop("on_failure", UNSET))

        order_rule = cls(
            key=key,
            on_failure=on_failure,
        )

        return order_rule
