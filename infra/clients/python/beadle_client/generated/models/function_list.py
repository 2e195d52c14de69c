from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.function import Function


T = TypeVar("T", bound="FunctionList")


@_attrs_define
class FunctionList:
    """All functions, ordered by name.

    Example:
        {'functions': [{'name': 'processData', 'current': 2, 'exports': ['processData'], 'versions': [{'number': 1,
            'sha256': '5e0fb7d3…', 'entry': 'index.js', 'exports': ['processData'], 'hosts': [], 'size': 812, 'created_at':
            '2026-11-20T09:00:00Z', 'created_by': 'ada'}, {'number': 2, 'sha256': '9a4c11e2…', 'entry': 'index.js',
            'exports': ['processData'], 'hosts': ['api.example.com'], 'size': 934, 'created_at': '2026-11-21T09:00:00Z',
            'created_by': 'ada'}], 'created_at': '2026-11-20T09:00:00Z', 'updated_at': '2026-11-21T09:00:00Z', 'version':
            2}], 'next_cursor': None}

    Attributes:
        functions (list[Function]): The functions.
        next_cursor (None | str | Unset): Always null: all functions are in one response.
    """

    functions: list[Function]
    next_cursor: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        functions = []
        for functions_item_data in self.functions:
            functions_item = functions_item_data.to_dict()
            functions.append(functions_item)

        next_cursor: None | str | Unset
        if isinstance(self.next_cursor, Unset):
            next_cursor = UNSET
        else:
            next_cursor = self.next_cursor

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "functions": functions,
            }
        )
        if next_cursor is not UNSET:
            field_dict["next_cursor"] = next_cursor

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.function import Function  # noqa: PLC0415

        d = dict(src_dict)
        functions = []
        _functions = d.pop("functions")
        for functions_item_data in _functions:
            functions_item = Function.from_dict(functions_item_data)

            functions.append(functions_item)

        def _parse_next_cursor(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        next_cursor = _parse_next_cursor(d.pop("next_cursor", UNSET))

        function_list = cls(
            functions=functions,
            next_cursor=next_cursor,
        )

        function_list.additional_properties = d
        return function_list

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
