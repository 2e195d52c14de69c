from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="BodyRule")


@_attrs_define
class BodyRule:
    """What a body holds at a path: one of `equals`, `exists` and `contains`.

    Example:
        {'path': '$.ok', 'equals': True}

    Attributes:
        path (str): A JSONPath (RFC 9535).
        equals (Any | Unset): The value that each one found is.
        exists (bool | Unset): Whether anything is found.
        contains (Any | Unset): The part that a string found has, or the element of a list.
    """

    path: str
    equals: Any | Unset = UNSET
    exists: bool | Unset = UNSET
    contains: Any | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        path = self.path

        equals = self.equals

        exists = self.exists

        contains = self.contains

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "path": path,
            }
        )
        if equals is not UNSET:
            field_dict["equals"] = equals
        if exists is not UNSET:
            field_dict["exists"] = exists
        if contains is not UNSET:
            field_dict["contains"] = contains

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        path = d.pop("path")

        equals = d.pop("equals", UNSET)

        exists = d.pop("exists", UNSET)

        contains = d.pop("contains", UNSET)

        body_rule = cls(
            path=path,
            equals=equals,
            exists=exists,
            contains=contains,
        )

        return body_rule
