from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.limiter_strategy import LimiterStrategy, check_limiter_strategy
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.key_rate_limit import KeyRateLimit


T = TypeVar("T", bound="RateLimit")


@_attrs_define
class RateLimit:
    """How many calls in how much time.

    Example:
        {'strategy': 'token_bucket', 'rate': 100, 'per': '1s', 'burst': 200}

    Attributes:
        rate (int): The number of calls.
        strategy (LimiterStrategy | Unset): How calls are counted.
        per (int | str | Unset): A duration: `"30s"`, `"5m"`, `"1h 30m"`, `"PT30S"`, or a number of milliseconds.
            Example: 30s.
        per_ms (int | str | Unset): A duration: `"30s"`, `"5m"`, `"1h 30m"`, `"PT30S"`, or a number of milliseconds.
            Example: 30s.
        burst (int | Unset): The number of calls that a token bucket holds at most, and so how many may go at once after
            a rest. Unless
            given, the calls of one second, rounded up and at most `rate`: 50 of `{"rate": 50, "per": "1s"}`, 2 of
            `{"rate": 100, "per": "1m"}`. A sliding window has none.
        key (str | Unset): The key of a call, 1 to 200 characters, which names values of the input, such as
            `${input.tenant}`: the calls of each
            value have a limit of their own below this one, so that one with many calls does not keep back the others. A
            call
            whose key can't be resolved fails.
        per_key (KeyRateLimit | Unset): The limit of each value of a key. Example: {'rate': 10, 'per': '1s'}.
    """

    rate: int
    strategy: LimiterStrategy | Unset = UNSET
    per: int | str | Unset = UNSET
    per_ms: int | str | Unset = UNSET
    burst: int | Unset = UNSET
    key: str | Unset = UNSET
    per_key: KeyRateLimit | Unset = UNSET

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

        key = self.key

        per_key: dict[str, Any] | Unset = UNSET
        if not isinstance(self.per_key, Unset):
            per_key = self.per_key.to_dict()

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
        if key is not UNSET:
            field_dict["key"] = key
        if per_key is not UNSET:
            field_dict["per_key"] = per_key

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.key_rate_limit import KeyRateLimit  # noqa: PLC0415

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

        key = d.pop("key", UNSET)

        _per_key = d.pop("per_key", UNSET)
        per_key: KeyRateLimit | Unset
        if isinstance(_per_key, Unset):
            per_key = UNSET
        else:
            per_key = KeyRateLimit.from_dict(_per_key)

        rate_limit = cls(
            rate=rate,
            strategy=strategy,
            per=per,
            per_ms=per_ms,
            burst=burst,
            key=key,
            per_key=per_key,
        )

        return rate_limit
