from __future__ import annotations

from collections.abc import Mapping
from typing import (
    TYPE_CHECKING,
    Any,
    Literal,
    TypeVar,
    cast,
)

from attrs import define as _attrs_define

from ..models.failure_code import FailureCode, check_failure_code
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.rule_function import RuleFunction


T = TypeVar("T", bound="RetryCustom")


@_attrs_define
class RetryCustom:
    """A retry policy.

    Attributes:
        max_retries (int | Unset): The number of attempts that may follow the first, 0 to 100.
        retry_on (list[FailureCode | int] | Unset): The failures that are tried again, in place of the default ones:
            HTTP statuses and codes such as `timeout`.
        stop_when (str | Unset): When to give up although attempts are left: an expression over `attempt`, `status`,
            `error` and `retry_after`. Example: status == 501 || attempt > 2 && error == 'timeout'.
        delays (list[int | str] | Unset): The delays, first retry first; the last one holds for all that follow.
        delay (str | Unset): In place of a list the delay in seconds, at most 24 hours: an expression over `attempt`
            (from 1), `status`, `error`
            and `retry_after`. Where it has no value the default delays apply. Example: min(3600, 5 * 2 ^ attempt) + rand(0,
            5).
        function (RuleFunction | Unset): A function that a rule calls. Example: {'name': 'patience@3'}.
        strategy (Literal['custom'] | Unset):
    """

    max_retries: int | Unset = UNSET
    retry_on: list[FailureCode | int] | Unset = UNSET
    stop_when: str | Unset = UNSET
    delays: list[int | str] | Unset = UNSET
    delay: str | Unset = UNSET
    function: RuleFunction | Unset = UNSET
    strategy: Literal["custom"] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
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

        delays: list[int | str] | Unset = UNSET
        if not isinstance(self.delays, Unset):
            delays = []
            for delays_item_data in self.delays:
                delays_item: int | str
                delays_item = delays_item_data
                delays.append(delays_item)

        delay = self.delay

        function: dict[str, Any] | Unset = UNSET
        if not isinstance(self.function, Unset):
            function = self.function.to_dict()

        strategy = self.strategy

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if max_retries is not UNSET:
            field_dict["max_retries"] = max_retries
        if retry_on is not UNSET:
            field_dict["retry_on"] = retry_on
        if stop_when is not UNSET:
            field_dict["stop_when"] = stop_when
        if delays is not UNSET:
            field_dict["delays"] = delays
        if delay is not UNSET:
            field_dict["delay"] = delay
        if function is not UNSET:
            field_dict["function"] = function
        if strategy is not UNSET:
            field_dict["strategy"] = strategy

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.rule_function import RuleFunction  # noqa: PLC0415

        d = dict(src_dict)
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

        _delays = d.pop("delays", UNSET)
        delays: list[int | str] | Unset = UNSET
        if _delays is not UNSET:
            delays = []
            for delays_item_data in _delays:

                def _parse_delays_item(data: object) -> int | str:
                    return cast(int | str, data)

                delays_item = _parse_delays_item(delays_item_data)

                delays.append(delays_item)

        delay = d.pop("delay", UNSET)

        _function = d.pop("function", UNSET)
        function: RuleFunction | Unset
        if isinstance(_function, Unset):
            function = UNSET
        else:
            function = RuleFunction.from_dict(_function)

        strategy = cast(Literal["custom"] | Unset, d.pop("strategy", UNSET))
        if strategy != "custom" and not isinstance(strategy, Unset):
            raise ValueError(f"strategy must match const 'custom', got '{strategy}'")

        retry_custom = cls(
            max_retries=max_retries,
            retry_on=retry_on,
            stop_when=stop_when,
            delays=delays,
            delay=delay,
            function=function,
            strategy=strategy,
        )

        return retry_custom
