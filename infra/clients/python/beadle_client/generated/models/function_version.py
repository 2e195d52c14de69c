from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="FunctionVersion")


@_attrs_define
class FunctionVersion:
    """A version of a function.

    Attributes:
        number (int): Number.
        sha256 (str): Digest of its source and settings, in hexadecimal.
        entry (str): Module whose exports can be called.
        exports (list[str]): What it exports.
        hosts (list[str]): Hosts that it may call.
        size (int): Size of all modules in bytes.
        created_at (datetime.datetime): Time of the upload.
        created_by (str): Id of the user who uploaded it.
    """

    number: int
    sha256: str
    entry: str
    exports: list[str]
    hosts: list[str]
    size: int
    created_at: datetime.datetime
    created_by: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        number = self.number

        sha256 = self.sha256

        entry = self.entry

        exports = self.exports

        hosts = self.hosts

        size = self.size

        created_at = self.created_at.isoformat()

        created_by = self.created_by

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "number": number,
                "sha256": sha256,
                "entry": entry,
                "exports": exports,
                "hosts": hosts,
                "size": size,
                "created_at": created_at,
                "created_by": created_by,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        number = d.pop("number")

        sha256 = d.pop("sha256")

        entry = d.pop("entry")

        exports = cast(list[str], d.pop("exports"))

        hosts = cast(list[str], d.pop("hosts"))

        size = d.pop("size")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        created_by = d.pop("created_by")

        function_version = cls(
            number=number,
            sha256=sha256,
            entry=entry,
            exports=exports,
            hosts=hosts,
            size=size,
            created_at=created_at,
            created_by=created_by,
        )

        function_version.additional_properties = d
        return function_version

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
