from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="BreakerTransition")


@_attrs_define
class BreakerTransition:
    """A transition of a circuit breaker.

    Attributes:
        at (datetime.datetime): Time of the transition.
        from_ (str): State before the transition. Example: closed.
        to (str): State after the transition. Example: open.
        why (str): Reason.
    """

    at: datetime.datetime
    from_: str
    to: str
    why: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        at = self.at.isoformat()

        from_ = self.from_

        to = self.to

        why = self.why

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "at": at,
                "from": from_,
                "to": to,
                "why": why,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        at = datetime.datetime.fromisoformat(d.pop("at"))

        from_ = d.pop("from")

        to = d.pop("to")

        why = d.pop("why")

        breaker_transition = cls(
            at=at,
            from_=from_,
            to=to,
            why=why,
        )

        breaker_transition.additional_properties = d
        return breaker_transition

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
