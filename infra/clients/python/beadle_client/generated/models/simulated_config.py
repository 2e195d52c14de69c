from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="SimulatedConfig")


@_attrs_define
class SimulatedConfig:
    """Duration and failure rate of a simulated task; omitted members have their defaults.

    Attributes:
        min_ms (int | None | Unset): Minimum duration. Example: 180000.
        max_ms (int | None | Unset): Maximum duration. Example: 300000.
        failure_rate (float | None | Unset): Share of executions that fail, 0 to 1. Example: 0.1.
    """

    min_ms: int | None | Unset = UNSET
    max_ms: int | None | Unset = UNSET
    failure_rate: float | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        min_ms: int | None | Unset
        if isinstance(self.min_ms, Unset):
            min_ms = UNSET
        else:
            min_ms = self.min_ms

        max_ms: int | None | Unset
        if isinstance(self.max_ms, Unset):
            max_ms = UNSET
        else:
            max_ms = self.max_ms

        failure_rate: float | None | Unset
        if isinstance(self.failure_rate, Unset):
            failure_rate = UNSET
        else:
            failure_rate = self.failure_rate

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if min_ms is not UNSET:
            field_dict["min_ms"] = min_ms
        if max_ms is not UNSET:
            field_dict["max_ms"] = max_ms
        if failure_rate is not UNSET:
            field_dict["failure_rate"] = failure_rate

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_min_ms(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        min_ms = _parse_min_ms(d.pop("min_ms", UNSET))

        def _parse_max_ms(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        max_ms = _parse_max_ms(d.pop("max_ms", UNSET))

        def _parse_failure_rate(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        failure_rate = _parse_failure_rate(d.pop("failure_rate", UNSET))

        simulated_config = cls(
            min_ms=min_ms,
            max_ms=max_ms,
            failure_rate=failure_rate,
        )

        simulated_config.additional_properties = d
        return simulated_config

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
