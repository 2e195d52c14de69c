from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="RateLimitKey")


@_attrs_define
class RateLimitKey:
    """A key of a rate limit.

    Attributes:
        key (str): The key. Example: acme.
        held_back (float): How often its calls were held back in about the last minute.
        tokens (int | None | Unset): Number of calls with the key that its limit allows immediately; null for a limit
            above 500 calls a second.
        waiting (int | None | Unset): Number of executions with the key that wait for its limit; null likewise.
    """

    key: str
    held_back: float
    tokens: int | None | Unset = UNSET
    waiting: int | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        key = self.key

        held_back = self.held_back

        tokens: int | None | Unset
        if isinstance(self.tokens, Unset):
            tokens = UNSET
        else:
            tokens = self.tokens

        waiting: int | None | Unset
        if isinstance(self.waiting, Unset):
            waiting = UNSET
        else:
            waiting = self.waiting

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "key": key,
                "held_back": held_back,
            }
        )
        if tokens is not UNSET:
            field_dict["tokens"] = tokens
        if waiting is not UNSET:
            field_dict["waiting"] = waiting

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        key = d.pop("key")

        held_back = d.pop("held_back")

        def _parse_tokens(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        tokens = _parse_tokens(d.pop("tokens", UNSET))

        def _parse_waiting(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        waiting = _parse_waiting(d.pop("waiting", UNSET))

        rate_limit_key = cls(
            key=key,
            held_back=held_back,
            tokens=tokens,
            waiting=waiting,
        )

        rate_limit_key.additional_properties = d
        return rate_limit_key

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
