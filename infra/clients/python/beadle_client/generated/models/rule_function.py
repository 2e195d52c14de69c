from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="RuleFunction")


@_attrs_define
class RuleFunction:
    """A function that a rule calls.

    Example:
        {'name': 'patience@3'}

    Attributes:
        name (str): The function, as a task of type `custom` names it: `name`, `name@7` for one version, or `name@` with
            a digest. Example: processData.
        export (str | Unset): The export to call. Unless given, the one that is named like the function, or the default
            one, or the only one.
    """

    name: str
    export: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        export = self.export

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
            }
        )
        if export is not UNSET:
            field_dict["export"] = export

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        export = d.pop("export", UNSET)

        rule_function = cls(
            name=name,
            export=export,
        )

        return rule_function
