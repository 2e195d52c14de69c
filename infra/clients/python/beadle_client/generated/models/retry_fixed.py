from __future__ import annotations

from collections.abc import Mapping
from typing import (
    Any,
    Literal,
    TypeVar,
    cast,
)

from attrs import define as _attrs_define

from ..models.failure_code import FailureCode, check_failure_code
from ..types import UNSET, Unset

T = TypeVar("T", bound="RetryFixed")


@_attrs_define
class RetryFixed:
    """A retry policy.

    Attributes:
        strategy (Literal['fixed']):
        max_retries (int | Unset): The number of attempts that may follow the first, 0 to 100.
        retry_on (list[FailureCode | int] | Unset): The failures that are tried again, in place of the default ones:
            HTTP statuses and codes such as `timeout`.
        stop_when (str | Unset): When to give up although attempts are left: an expression over `attempt`, `status`,
            `error` and `retry_after`. Example: status == 501 || attempt > 2 && error == 'timeout'.
        delay (int | str | Unset): A duration: `"30s"`, `"5m"`, `"1h 30m"`, `"PT30S"`, or a number of milliseconds.
            Example: 30s.
        delay_ms (int | str | Unset): A duration: `"30s"`, `"5m"`, `"1h 30m"`, `"PT30S"`, or a number of milliseconds.
            Example: 30s.
    """

    strategy: Literal["fixed"]
    max_retries: int | Unset = UNSET
    retry_on: list[FailureCode | int] | Unset = UNSET
    stop_when: str | Unset = UNSET
    delay: int | str | Unset = UNSET
    delay_ms: int | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        strategy = self.strategy

        max_retries = self.max_retries

        retry_on: list[int | str] | Unset = UNSET
        if not isinstance(self.retry_on, Unset):
            retry_on = []
            for retry_on_item_data in self.retry_on:
                retry_on_item: int | str
                if isinstance(retry_on_item_data, str):
                    retry_on_item = retry_on_item_data
                else:
                    retry_on_item = retry_on_item_data
                retry_on.append(retry_on_item)

        stop_when = self.stop_when

        delay: int | str | Unset
        if isinstance(self.delay, Unset):
            delay = UNSET
        else:
            delay = self.delay

        delay_ms: int | str | Unset
        if isinstance(self.delay_ms, Unset):
            delay_ms = UNSET
        else:
            delay_ms = self.delay_ms

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "strategy": strategy,
            }
        )
        if max_retries is not UNSET:
            field_dict["max_retries"] = max_retries
        if retry_on is not UNSET:
            field_dict["retry_on"] = retry_on
        if stop_when is not UNSET:
            field_dict["stop_when"] = stop_when
        if delay is not UNSET:
            field_dict["delay"] = delay
        if delay_ms is not UNSET:
            field_dict["delay_ms"] = delay_ms

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        strategy = cast(Literal["fixed"], d.pop("strategy"))
        if strategy != "fixed":
            raise ValueError(f"strategy must match const 'fixed', got '{strategy}'")

        max_retries = d.pop("max_retries", UNSET)

        _retry_on = d.pop("retry_on", UNSET)
        retry_on: list[FailureCode | int] | Unset = UNSET
        if _retry_on is not UNSET:
            retry_on = []
            for retry_on_item_data in _retry_on:

                def _parse_retry_on_item(data: object) -> FailureCode | int:
                    try:
                        if not isinstance(data, str):
                            raise TypeError()
                        componentsschemas_retry_on_type_1 = check_failure_code(data)

                        return componentsschemas_retry_on_type_1
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    return cast(FailureCode | int, data)

                retry_on_item = _parse_retry_on_item(retry_on_item_data)

                retry_on.append(retry_on_item)

        stop_when = d.pop("stop_when", UNSET)

        def _parse_delay(data: object) -> int | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(int | str | Unset, data)

        delay = _parse_delay(d.pop("delay", UNSET))

        def _parse_delay_ms(data: object) -> int | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(int | str | Unset, data)

        delay_ms = _parse_delay_ms(d.pop("delay_ms", UNSET))

        retry_fixed = cls(
            strategy=strategy,
            max_retries=max_retries,
            retry_on=retry_on,
            stop_when=stop_when,
            delay=delay,
            delay_ms=delay_ms,
        )

        return retry_fixed
