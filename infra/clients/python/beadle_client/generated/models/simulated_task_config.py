from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="SimulatedTaskConfig")


@_attrs_define
class SimulatedTaskConfig:
    """What a task of this type does.

    Attributes:
        min_ (int | None | str | Unset):
        min_ms (int | None | str | Unset):
        max_ (int | None | str | Unset):
        max_ms (int | None | str | Unset):
        failure_rate (float | None | Unset): The share of the executions that fail, 0 to 1.
    """

    min_: int | None | str | Unset = UNSET
    min_ms: int | None | str | Unset = UNSET
    max_: int | None | str | Unset = UNSET
    max_ms: int | None | str | Unset = UNSET
    failure_rate: float | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        min_: int | None | str | Unset
        if isinstance(self.min_, Unset):
            min_ = UNSET
        else:
            min_ = self.min_

        min_ms: int | None | str | Unset
        if isinstance(self.min_ms, Unset):
            min_ms = UNSET
        else:
            min_ms = self.min_ms

        max_: int | None | str | Unset
        if isinstance(self.max_, Unset):
            max_ = UNSET
        else:
            max_ = self.max_

        max_ms: int | None | str | Unset
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

        field_dict.update({})
        if min_ is not UNSET:
            field_dict["min"] = min_
        if min_ms is not UNSET:
            field_dict["min_ms"] = min_ms
        if max_ is not UNSET:
            field_dict["max"] = max_
        if max_ms is not UNSET:
            field_dict["max_ms"] = max_ms
        if failure_rate is not UNSET:
            field_dict["failure_rate"] = failure_rate

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_min_(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        min_ = _parse_min_(d.pop("min", UNSET))

        def _parse_min_ms(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        min_ms = _parse_min_ms(d.pop("min_ms", UNSET))

        def _parse_max_(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        max_ = _parse_max_(d.pop("max", UNSET))

        def _parse_max_ms(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        max_ms = _parse_max_ms(d.pop("max_ms", UNSET))

        def _parse_failure_rate(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        failure_rate = _parse_failure_rate(d.pop("failure_rate", UNSET))

        simulated_task_config = cls(
            min_=min_,
            min_ms=min_ms,
            max_=max_,
            max_ms=max_ms,
            failure_rate=failure_rate,
        )

        return simulated_task_config
