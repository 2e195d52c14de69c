from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="ConfigRequestQueryType0")


@_attrs_define
class ConfigRequestQueryType0:
    """Query parameters to add; a list repeats the parameter."""

    additional_properties: dict[str, bool | float | list[bool | float | str] | str] = _attrs_field(
        init=False, factory=dict
    )

    def to_dict(self) -> dict[str, Any]:

        field_dict: dict[str, Any] = {}
        for prop_name, prop in self.additional_properties.items():
            if isinstance(prop, list):
                field_dict[prop_name] = []
                for componentsschemas_parameter_type_1_item_data in prop:
                    componentsschemas_parameter_type_1_item: bool | float | str
                    componentsschemas_parameter_type_1_item = componentsschemas_parameter_type_1_item_data
                    field_dict[prop_name].append(componentsschemas_parameter_type_1_item)

            else:
                field_dict[prop_name] = prop

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        config_request_query_type_0 = cls()

        additional_properties = {}
        for prop_name, prop_dict in d.items():

            def _parse_additional_property(data: object) -> bool | float | list[bool | float | str] | str:
                try:
                    if not isinstance(data, list):
                        raise TypeError()
                    componentsschemas_parameter_type_1 = []
                    _componentsschemas_parameter_type_1 = data
                    for componentsschemas_parameter_type_1_item_data in _componentsschemas_parameter_type_1:

                        def _parse_componentsschemas_parameter_type_1_item(data: object) -> bool | float | str:
                            return cast(bool | float | str, data)

                        componentsschemas_parameter_type_1_item = _parse_componentsschemas_parameter_type_1_item(
                            componentsschemas_parameter_type_1_item_data
                        )

                        componentsschemas_parameter_type_1.append(componentsschemas_parameter_type_1_item)

                    return componentsschemas_parameter_type_1
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                return cast(bool | float | list[bool | float | str] | str, data)

            additional_property = _parse_additional_property(prop_dict)

            additional_properties[prop_name] = additional_property

        config_request_query_type_0.additional_properties = additional_properties
        return config_request_query_type_0

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> bool | float | list[bool | float | str] | str:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: bool | float | list[bool | float | str] | str) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
