from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.limiter_strategy import LimiterStrategy, check_limiter_strategy
from ..types import UNSET, Unset

T = TypeVar("T", bound="KeyRateLimit")


@_attrs_define
class KeyRateLimit:
    """The limit of each value of a key.

    Example:
        {'rate': 10, 'per': '1s'}

    Attributes:
        rate (int): The number of calls.
        strategy (LimiterStrategy | Unset): How calls are counted.
        per (int | str | Unset): A duration: `"30s"`, `"5m"`, `"1h 30m"`, `"PT30S"`, or a number of milliseconds.
            Example: 30s.
        per_ms (int | str | Unset): A duration: `"30s"`, `"5m"`, `"1h 30m"`, `"PT30S"`, or a number of milliseconds.
            Example: 30s.
        burst (int | Unset): The number of calls that a token bucket holds at most.
    """

    rate: int
    strategy: LimiterStrategy | Unset = UNSET
    per: int | str | Unset = UNSET
    per_ms: int | str | Unset = UNSET
    burst: int | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        rate = self.rate

        strategy: str | Unset = UNSET
        if not isinstance(self.strategy, Unset):
            strategy = self.strategy

        per: int | str | Unset
        if isinstance(self.per, Unset):
            per = UNSET
        else:
            per = self.per

        per_ms: int | str | Unset
        if isinstance(self.per_ms, Unset):
            per_ms = UNSET
        else:
            per_ms = self.per_ms

        burst = self.burst

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "rate": rate,
            }
        )
        if strategy is not UNSET:
            field_dict["strategy"] = strategy
        if per is not UNSET:
            field_dict["per"] = per
        if per_ms is not UNSET:
            field_dict["per_ms"] = per_ms
        if burst is not UNSET:
            field_dict["burst"] = burst

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        rate = d.pop("rate")

        _strategy = d.pop("strategy", UNSET)
        strategy: LimiterStrategy | Unset
        if isinstance(_strategy, Unset):
            strategy = UNSET
        else:
            strategy = check_limiter_strategy(_strategy)

        def _parse_per(data: object) -> int | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(int | str | Unset, data)

        per = _parse_per(d.pop("per", UNSET))

        def _parse_per_ms(data: object) -> int | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(int | str | Unset, data)

        per_ms = _parse_per_ms(d.pop("per_ms", UNSET))

        burst = d.pop("burst", UNSET)

        key_rate_limit = cls(
            rate=rate,
            strategy=strategy,
            per=per,
            per_ms=per_ms,
            burst=burst,
        )

        return key_rate_limit
