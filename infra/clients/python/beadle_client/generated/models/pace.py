from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="Pace")


@_attrs_define
class Pace:
    """How many begin in how much time, evenly spread.

    Example:
        {'rate': 10, 'per': '1s'}

    Attributes:
        rate (int): How many, 1 to 1,000.
        per (int | None | str | Unset):
    """

    rate: int
    per: int | None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        rate = self.rate

        per: int | None | str | Unset
        if isinstance(self.per, Unset):
            per = UNSET
        else:
            per = self.per

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "rate": rate,
            }
        )
        if per is not UNSET:
            field_dict["per"] = per

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        rate = d.pop("rate")

        def _parse_per(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        per = _parse_per(d.pop("per", UNSET))

        pace = cls(
            rate=rate,
            per=per,
        )

        return pace
