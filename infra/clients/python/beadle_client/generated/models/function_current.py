from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="FunctionCurrent")


@_attrs_define
class FunctionCurrent:
    """Which version of a function is the current one.

    Example:
        {'version': 3}

    Attributes:
        version (int): The number of the version.
    """

    version: int

    def to_dict(self) -> dict[str, Any]:
        version = self.version

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "version": version,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        version = d.pop("version")

        function_current = cls(
            version=version,
        )

        return function_current
