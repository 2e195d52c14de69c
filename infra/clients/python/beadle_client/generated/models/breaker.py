from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="Breaker")


@_attrs_define
class Breaker:
    """When a circuit breaker opens, and for how long.

    Example:
        {'failure_rate': 0.5, 'window': '30s', 'minimum': 10, 'open_for': '15s'}

    Attributes:
        failure_rate (float | Unset): The share of failed calls that opens it, above 0 and at most 1.
        window (int | str | Unset): A duration: `"30s"`, `"5m"`, `"1h 30m"`, `"PT30S"`, or a number of milliseconds.
            Example: 30s.
        window_ms (int | str | Unset): A duration: `"30s"`, `"5m"`, `"1h 30m"`, `"PT30S"`, or a number of milliseconds.
            Example: 30s.
        minimum (int | Unset): The number of calls that there must have been in that time.
        open_for (int | str | Unset): A duration: `"30s"`, `"5m"`, `"1h 30m"`, `"PT30S"`, or a number of milliseconds.
            Example: 30s.
        open_for_ms (int | str | Unset): A duration: `"30s"`, `"5m"`, `"1h 30m"`, `"PT30S"`, or a number of
            milliseconds. Example: 30s.
    """

    failure_rate: float | Unset = UNSET
    window: int | str | Unset = UNSET
    window_ms: int | str | Unset = UNSET
    minimum: int | Unset = UNSET
    open_for: int | str | Unset = UNSET
    open_for_ms: int | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        failure_rate = self.failure_rate

        window: int | str | Unset
        if isinstance(self.window, Unset):
            window = UNSET
        else:
            window = self.window

        window_ms: int | str | Unset
        if isinstance(self.window_ms, Unset):
            window_ms = UNSET
        else:
            window_ms = self.window_ms

        minimum = self.minimum

        open_for: int | str | Unset
        if isinstance(self.open_for, Unset):
            open_for = UNSET
        else:
            open_for = self.open_for

        open_for_ms: int | str | Unset
        if isinstance(self.open_for_ms, Unset):
            open_for_ms = UNSET
        else:
            open_for_ms = self.open_for_ms

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if failure_rate is not UNSET:
            field_dict["failure_rate"] = failure_rate
        if window is not UNSET:
            field_dict["window"] = window
        if window_ms is not UNSET:
            field_dict["window_ms"] = window_ms
        if minimum is not UNSET:
            field_dict["minimum"] = minimum
        if open_for is not UNSET:
            field_dict["open_for"] = open_for
        if open_for_ms is not UNSET:
            field_dict["open_for_ms"] = open_for_ms

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        failure_rate = d.pop("failure_rate", UNSET)

        def _parse_window(data: object) -> int | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(int | str | Unset, data)

        window = _parse_window(d.pop("window", UNSET))

        def _parse_window_ms(data: object) -> int | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(int | str | Unset, data)

        window_ms = _parse_window_ms(d.pop("window_ms", UNSET))

        minimum = d.pop("minimum", UNSET)

        def _parse_open_for(data: object) -> int | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(int | str | Unset, data)

        open_for = _parse_open_for(d.pop("open_for", UNSET))

        def _parse_open_for_ms(data: object) -> int | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(int | str | Unset, data)

        open_for_ms = _parse_open_for_ms(d.pop("open_for_ms", UNSET))

        breaker = cls(
            failure_rate=failure_rate,
            window=window,
            window_ms=window_ms,
            minimum=minimum,
            open_for=open_for,
            open_for_ms=open_for_ms,
        )

        return breaker
