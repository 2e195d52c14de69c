from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.alert_rule_state import AlertRuleState


T = TypeVar("T", bound="AlertState")


@_attrs_define
class AlertState:
    """The state of the rules.

    Example:
        {'rules': [{'rule': 'backups fail', 'muted_until': None, 'firing': [{'subject':
            'tsk_0198c1f4a2b37c7e9d1a2b3c4d5e6f70', 'since': '2027-01-15T03:02:11Z', 'told': True}]}]}

    Attributes:
        rules (list[AlertRuleState]): The rules, in the order in which they are written.
    """

    rules: list[AlertRuleState]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        rules = []
        for rules_item_data in self.rules:
            rules_item = rules_item_data.to_dict()
            rules.append(rules_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "rules": rules,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.alert_rule_state import AlertRuleState  # noqa: PLC0415

        d = dict(src_dict)
        rules = []
        _rules = d.pop("rules")
        for rules_item_data in _rules:
            rules_item = AlertRuleState.from_dict(rules_item_data)

            rules.append(rules_item)

        alert_state = cls(
            rules=rules,
        )

        alert_state.additional_properties = d
        return alert_state

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
