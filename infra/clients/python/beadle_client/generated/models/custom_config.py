from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="CustomConfig")


@_attrs_define
class CustomConfig:
    """A call of a function.

    Attributes:
        function (str): Function, with its version if one is named. Example: processData.
        export (None | str | Unset): Export to call, if one is named.
        params (Any | Unset): First argument; omitted in lists.
    """

    function: str
    export: None | str | Unset = UNSET
    params: Any | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        function = self.function

        export: None | str | Unset
        if isinstance(self.export, Unset):
            export = UNSET
        else:
            export = self.export

        params = self.params

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "function": function,
            }
        )
        if export is not UNSET:
            field_dict["export"] = export
        if params is not UNSET:
            field_dict["params"] = params

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        function = d.pop("function")

        def _parse_export(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        export = _parse_export(d.pop("export", UNSET))

        params = d.pop("params", UNSET)

        custom_config = cls(
            function=function,
            export=export,
            params=params,
        )

        custom_config.additional_properties = d
        return custom_config

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
