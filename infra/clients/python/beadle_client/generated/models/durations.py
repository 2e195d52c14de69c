from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="Durations")


@_attrs_define
class Durations:
    """Percentiles of durations in milliseconds; null if no execution ended.

    Attributes:
        count (int): Number of executions.
        relative_error (float): Maximum relative error of the percentiles. Example: 0.015625.
        p50 (int | None | Unset): 50th percentile.
        p90 (int | None | Unset): 90th percentile.
        p95 (int | None | Unset): 95th percentile.
        p99 (int | None | Unset): 99th percentile.
        mean (int | None | Unset): Exact mean.
    """

    count: int
    relative_error: float
    p50: int | None | Unset = UNSET
    p90: int | None | Unset = UNSET
    p95: int | None | Unset = UNSET
    p99: int | None | Unset = UNSET
    mean: int | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        count = self.count

        relative_error = self.relative_error

        p50: int | None | Unset
        if isinstance(self.p50, Unset):
            p50 = UNSET
        else:
            p50 = self.p50

        p90: int | None | Unset
        if isinstance(self.p90, Unset):
            p90 = UNSET
        else:
            p90 = self.p90

        p95: int | None | Unset
        if isinstance(self.p95, Unset):
            p95 = UNSET
        else:
            p95 = self.p95

        p99: int | None | Unset
        if isinstance(self.p99, Unset):
            p99 = UNSET
        else:
            p99 = self.p99

        mean: int | None | Unset
        if isinstance(self.mean, Unset):
            mean = UNSET
        else:
            mean = self.mean

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "count": count,
                "relative_error": relative_error,
            }
        )
        if p50 is not UNSET:
            field_dict["p50"] = p50
        if p90 is not UNSET:
            field_dict["p90"] = p90
        if p95 is not UNSET:
            field_dict["p95"] = p95
        if p99 is not UNSET:
            field_dict["p99"] = p99
        if mean is not UNSET:
            field_dict["mean"] = mean

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        count = d.pop("count")

        relative_error = d.pop("relative_error")

        def _parse_p50(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        p50 = _parse_p50(d.pop("p50", UNSET))

        def _parse_p90(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        p90 = _parse_p90(d.pop("p90", UNSET))

        def _parse_p95(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        p95 = _parse_p95(d.pop("p95", UNSET))

        def _parse_p99(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        p99 = _parse_p99(d.pop("p99", UNSET))

        def _parse_mean(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        mean = _parse_mean(d.pop("mean", UNSET))

        durations = cls(
            count=count,
            relative_error=relative_error,
            p50=p50,
            p90=p90,
            p95=p95,
            p99=p99,
            mean=mean,
        )

        durations.additional_properties = d
        return durations

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
