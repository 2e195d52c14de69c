from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.retry_custom import RetryCustom
    from ..models.retry_exponential import RetryExponential
    from ..models.retry_fixed import RetryFixed
    from ..models.retry_linear import RetryLinear


T = TypeVar("T", bound="TaskStatedPolicy")


@_attrs_define
class TaskStatedPolicy:
    """Timeout and retries as they were given, without defaults.

    Attributes:
        timeout_ms (int | None | Unset): Timeout of an attempt. Example: 10000.
        retry (None | RetryCustom | RetryExponential | RetryFixed | RetryLinear | Unset):
        give_up_after_ms (int | None | Unset): Time for all attempts together.
    """

    timeout_ms: int | None | Unset = UNSET
    retry: None | RetryCustom | RetryExponential | RetryFixed | RetryLinear | Unset = UNSET
    give_up_after_ms: int | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.retry_custom import RetryCustom  # noqa: PLC0415
        from ..models.retry_exponential import RetryExponential  # noqa: PLC0415
        from ..models.retry_fixed import RetryFixed  # noqa: PLC0415
        from ..models.retry_linear import RetryLinear  # noqa: PLC0415

        timeout_ms: int | None | Unset
        if isinstance(self.timeout_ms, Unset):
            timeout_ms = UNSET
        else:
            timeout_ms = self.timeout_ms

        retry: dict[str, Any] | None | Unset
        if isinstance(self.retry, Unset):
            retry = UNSET
        elif isinstance(self.retry, RetryFixed):
            retry = self.retry.to_dict()
        elif isinstance(self.retry, RetryLinear):
            retry = self.retry.to_dict()
        elif isinstance(self.retry, RetryExponential):
            retry = self.retry.to_dict()
        elif isinstance(self.retry, RetryCustom):
            retry = self.retry.to_dict()
        else:
            retry = self.retry

        give_up_after_ms: int | None | Unset
        if isinstance(self.give_up_after_ms, Unset):
            give_up_after_ms = UNSET
        else:
            give_up_after_ms = self.give_up_after_ms

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if timeout_ms is not UNSET:
            field_dict["timeout_ms"] = timeout_ms
        if retry is not UNSET:
            field_dict["retry"] = retry
        if give_up_after_ms is not UNSET:
            field_dict["give_up_after_ms"] = give_up_after_ms

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.retry_custom import RetryCustom  # noqa: PLC0415
        from ..models.retry_exponential import RetryExponential  # noqa: PLC0415
        from ..models.retry_fixed import RetryFixed  # noqa: PLC0415
        from ..models.retry_linear import RetryLinear  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_timeout_ms(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        timeout_ms = _parse_timeout_ms(d.pop("timeout_ms", UNSET))

        def _parse_retry(data: object) -> None | RetryCustom | RetryExponential | RetryFixed | RetryLinear | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_retry_policy_type_0 = RetryFixed.from_dict(data)

                return componentsschemas_retry_policy_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_retry_policy_type_1 = RetryLinear.from_dict(data)

                return componentsschemas_retry_policy_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_retry_policy_type_2 = RetryExponential.from_dict(data)

                return componentsschemas_retry_policy_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_retry_policy_type_3 = RetryCustom.from_dict(data)

                return componentsschemas_retry_policy_type_3
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RetryCustom | RetryExponential | RetryFixed | RetryLinear | Unset, data)

        retry = _parse_retry(d.pop("retry", UNSET))

        def _parse_give_up_after_ms(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        give_up_after_ms = _parse_give_up_after_ms(d.pop("give_up_after_ms", UNSET))

        task_stated_policy = cls(
            timeout_ms=timeout_ms,
            retry=retry,
            give_up_after_ms=give_up_after_ms,
        )

        task_stated_policy.additional_properties = d
        return task_stated_policy

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
