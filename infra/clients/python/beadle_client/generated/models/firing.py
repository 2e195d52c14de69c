from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Firing")


@_attrs_define
class Firing:
    """Something that fires.

    Attributes:
        subject (str): What it is about: the id of a task or a config, `backlog` or `credits`. Example:
            tsk_0198c1f4a2b37c7e9d1a2b3c4d5e6f70.
        since (datetime.datetime): Since when.
        told (bool): Whether the targets were told; not yet while the rule is muted.
    """

    subject: str
    since: datetime.datetime
    told: bool
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        subject = self.subject

        since = self.since.isoformat()

        told = self.told

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "subject": subject,
                "since": since,
                "told": told,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        subject = d.pop("subject")

        since = datetime.datetime.fromisoformat(d.pop("since"))

        told = d.pop("told")

        firing = cls(
            subject=subject,
            since=since,
            told=told,
        )

        firing.additional_properties = d
        return firing

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
