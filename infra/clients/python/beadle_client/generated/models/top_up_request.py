from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="TopUpRequest")


@_attrs_define
class TopUpRequest:
    """Purchased credits.

    Example:
        {'credits': 100}

    Attributes:
        credits_ (float): Number of credits, with at most three decimals.
    """

    credits_: float

    def to_dict(self) -> dict[str, Any]:
        credits_ = self.credits_

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "credits": credits_,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        credits_ = d.pop("credits")

        top_up_request = cls(
            credits_=credits_,
        )

        return top_up_request
