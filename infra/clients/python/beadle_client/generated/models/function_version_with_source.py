from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.function_version_with_source_modules import (
        FunctionVersionWithSourceModules,
    )


T = TypeVar("T", bound="FunctionVersionWithSource")


@_attrs_define
class FunctionVersionWithSource:
    """A version of a function with its source.

    Example:
        {'number': 1, 'sha256': '5e0fb7d3…', 'entry': 'index.js', 'exports': ['processData'], 'hosts': [], 'size': 61,
            'created_at': '2026-11-20T09:00:00Z', 'created_by': 'ada', 'memory_mb': 32, 'cpu_ms': 2000, 'modules':
            {'index.js': 'export const processData = ({items}) => ({count: items.length});'}}

    Attributes:
        number (int): Number.
        sha256 (str): Digest of its source and settings, in hexadecimal.
        entry (str): Module whose exports can be called.
        exports (list[str]): What it exports.
        hosts (list[str]): Hosts that it may call.
        size (int): Size of all modules in bytes.
        created_at (datetime.datetime): Time of the upload.
        created_by (str): Id of the user who uploaded it.
        modules (FunctionVersionWithSourceModules): Source of each module.
        memory_mb (int): How much memory its values may take, in MiB.
        cpu_ms (int): How much processor time a run may take, in milliseconds.
    """

    number: int
    sha256: str
    entry: str
    exports: list[str]
    hosts: list[str]
    size: int
    created_at: datetime.datetime
    created_by: str
    modules: FunctionVersionWithSourceModules
    memory_mb: int
    cpu_ms: int
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

        modules = self.modules.to_dict()

        memory_mb = self.memory_mb

        cpu_ms = self.cpu_ms

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
                "modules": modules,
                "memory_mb": memory_mb,
                "cpu_ms": cpu_ms,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.function_version_with_source_modules import (
            FunctionVersionWithSourceModules,  # noqa: PLC0415
        )

        d = dict(src_dict)
        number = d.pop("number")

        sha256 = d.pop("sha256")

        entry = d.pop("entry")

        exports = cast(list[str], d.pop("exports"))

        hosts = cast(list[str], d.pop("hosts"))

        size = d.pop("size")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        created_by = d.pop("created_by")

        modules = FunctionVersionWithSourceModules.from_dict(d.pop("modules"))

        memory_mb = d.pop("memory_mb")

        cpu_ms = d.pop("cpu_ms")

        function_version_with_source = cls(
            number=number,
            sha256=sha256,
            entry=entry,
            exports=exports,
            hosts=hosts,
            size=size,
            created_at=created_at,
            created_by=created_by,
            modules=modules,
            memory_mb=memory_mb,
            cpu_ms=cpu_ms,
        )

        function_version_with_source.additional_properties = d
        return function_version_with_source

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
