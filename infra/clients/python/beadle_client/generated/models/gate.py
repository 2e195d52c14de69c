from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.breaker_transition import BreakerTransition
    from ..models.pause import Pause
    from ..models.rate_limit_key import RateLimitKey


T = TypeVar("T", bound="Gate")


@_attrs_define
class Gate:
    """The gate of a config: the state of its limits. A limit that the config does not set is null.

    Attributes:
        state (str): `closed` (calls go through), `open` (no call goes through), `half_open` (one call probes the
            destination), `draining` (calls go through at an increasing rate), `throttled` (the destination
            asked for a pause) or `paused` (somebody paused the config). Example: closed.
        rate_factor (float): Factor applied to the rate limit, above 0 and at most 1. It drops when the destination asks
            for fewer
            calls. Example: 1.0.
        waiting (int): Number of executions that wait: those in line, and those that wait in their process for their
            slot within
            the next two seconds. Some that were cancelled meanwhile may be counted until their places have passed.
        transitions (list[BreakerTransition]): Latest transitions of the circuit breaker, oldest first.
        config_id (str): Id of the config.
        keys (list[RateLimitKey]): The keys of the rate limit that were held back most, at most 10, the busiest first;
            empty without keys.
        tokens (int | None | Unset): Number of calls that the rate limit allows immediately. A token bucket keeps back
            what its rate
            refills in 150 ms, at most half of its burst, for calls in flight, so that the count of the
            destination stays within the limit too.
        rate_per_second (float | None | Unset): Calls per second that the rate limit allows.
        in_use (int | None | Unset): Number of concurrent calls in progress.
        closed_until (datetime.datetime | None | Unset): Time until which no call goes through.
        pause (None | Pause | Unset):
    """

    state: str
    rate_factor: float
    waiting: int
    transitions: list[BreakerTransition]
    config_id: str
    keys: list[RateLimitKey]
    tokens: int | None | Unset = UNSET
    rate_per_second: float | None | Unset = UNSET
    in_use: int | None | Unset = UNSET
    closed_until: datetime.datetime | None | Unset = UNSET
    pause: None | Pause | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.pause import Pause  # noqa: PLC0415

        state = self.state

        rate_factor = self.rate_factor

        waiting = self.waiting

        transitions = []
        for transitions_item_data in self.transitions:
            transitions_item = transitions_item_data.to_dict()
            transitions.append(transitions_item)

        config_id = self.config_id

        keys = []
        for keys_item_data in self.keys:
            keys_item = keys_item_data.to_dict()
            keys.append(keys_item)

        tokens: int | None | Unset
        if isinstance(self.tokens, Unset):
            tokens = UNSET
        else:
            tokens = self.tokens

        rate_per_second: float | None | Unset
        if isinstance(self.rate_per_second, Unset):
            rate_per_second = UNSET
        else:
            rate_per_second = self.rate_per_second

        in_use: int | None | Unset
        if isinstance(self.in_use, Unset):
            in_use = UNSET
        else:
            in_use = self.in_use

        closed_until: None | str | Unset
        if isinstance(self.closed_until, Unset):
            closed_until = UNSET
        elif isinstance(self.closed_until, datetime.datetime):
            closed_until = self.closed_until.isoformat()
        else:
            closed_until = self.closed_until

        pause: dict[str, Any] | None | Unset
        if isinstance(self.pause, Unset):
            pause = UNSET
        elif isinstance(self.pause, Pause):
            pause = self.pause.to_dict()
        else:
            pause = self.pause

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "state": state,
                "rate_factor": rate_factor,
                "waiting": waiting,
                "transitions": transitions,
                "config_id": config_id,
                "keys": keys,
            }
        )
        if tokens is not UNSET:
            field_dict["tokens"] = tokens
        if rate_per_second is not UNSET:
            field_dict["rate_per_second"] = rate_per_second
        if in_use is not UNSET:
            field_dict["in_use"] = in_use
        if closed_until is not UNSET:
            field_dict["closed_until"] = closed_until
        if pause is not UNSET:
            field_dict["pause"] = pause

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.breaker_transition import BreakerTransition  # noqa: PLC0415
        from ..models.pause import Pause  # noqa: PLC0415
        from ..models.rate_limit_key import RateLimitKey  # noqa: PLC0415

        d = dict(src_dict)
        state = d.pop("state")

        rate_factor = d.pop("rate_factor")

        waiting = d.pop("waiting")

        transitions = []
        _transitions = d.pop("transitions")
        for transitions_item_data in _transitions:
            transitions_item = BreakerTransition.from_dict(transitions_item_data)

            transitions.append(transitions_item)

        config_id = d.pop("config_id")

        keys = []
        _keys = d.pop("keys")
        for keys_item_data in _keys:
            keys_item = RateLimitKey.from_dict(keys_item_data)

            keys.append(keys_item)

        def _parse_tokens(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        tokens = _parse_tokens(d.pop("tokens", UNSET))

        def _parse_rate_per_second(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        rate_per_second = _parse_rate_per_second(d.pop("rate_per_second", UNSET))

        def _parse_in_use(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        in_use = _parse_in_use(d.pop("in_use", UNSET))

        def _parse_closed_until(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                closed_until_type_0 = datetime.datetime.fromisoformat(data)

                return closed_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        closed_until = _parse_closed_until(d.pop("closed_until", UNSET))

        def _parse_pause(data: object) -> None | Pause | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                pause_type_0 = Pause.from_dict(data)

                return pause_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Pause | Unset, data)

        pause = _parse_pause(d.pop("pause", UNSET))

        gate = cls(
            state=state,
            rate_factor=rate_factor,
            waiting=waiting,
            transitions=transitions,
            config_id=config_id,
            keys=keys,
            tokens=tokens,
            rate_per_second=rate_per_second,
            in_use=in_use,
            closed_until=closed_until,
            pause=pause,
        )

        gate.additional_properties = d
        return gate

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
