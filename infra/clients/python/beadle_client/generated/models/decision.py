from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Decision")


@_attrs_define
class Decision:
    """A decision.

    Attributes:
        at (datetime.datetime): Time of the decision.
        what (str): `created`, `held`, `attempt_started`, `attempt_succeeded`, `attempt_failed`, `attempt_interrupted`,
            `attempt_cancelled`, `attempt_waiting`, `job_reported`, `job_polled`, `late_report`, `completed`, `failed` or
            `cancelled`. Example: attempt_failed.
        detail (str): Explanation in one sentence.
    """

    at: datetime.datetime
    what: str
    detail: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        at = self.at.isoformat()

        what = self.what

        detail = self.detail

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "at": at,
                "what": what,
                "detail": detail,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        at = datetime.datetime.fromisoformat(d.pop("at"))

        what = d.pop("what")

        detail = d.pop("detail")

        decision = cls(
            at=at,
            what=what,
            detail=detail,
        )

        decision.additional_properties = d
        return decision

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
