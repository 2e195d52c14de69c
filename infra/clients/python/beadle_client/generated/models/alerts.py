from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.alert_target_response import AlertTargetResponse
    from ..models.alerts_rules_item import AlertsRulesItem


T = TypeVar("T", bound="Alerts")


@_attrs_define
class Alerts:
    """The rules of alerts, with credentials masked.

    Example:
        {'rules': [{'name': 'backups fail', 'when': 'consecutive_failures', 'count': 3, 'targets': ['ops']}], 'targets':
            [{'name': 'ops', 'type': 'slack', 'webhook': {'method': 'POST', 'url': '${secret:slack-ops}', 'headers': {},
            'query': {}}}]}

    Attributes:
        rules (list[AlertsRulesItem]): The rules, as they are written.
        targets (list[AlertTargetResponse]): The targets.
    """

    rules: list[AlertsRulesItem]
    targets: list[AlertTargetResponse]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        rules = []
        for rules_item_data in self.rules:
            rules_item = rules_item_data.to_dict()
            rules.append(rules_item)

        targets = []
        for targets_item_data in self.targets:
            targets_item = targets_item_data.to_dict()
            targets.append(targets_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "rules": rules,
                "targets": targets,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.alert_target_response import AlertTargetResponse  # noqa: PLC0415
        from ..models.alerts_rules_item import AlertsRulesItem  # noqa: PLC0415

        d = dict(src_dict)
        rules = []
        _rules = d.pop("rules")
        for rules_item_data in _rules:
            rules_item = AlertsRulesItem.from_dict(rules_item_data)

            rules.append(rules_item)

        targets = []
        _targets = d.pop("targets")
        for targets_item_data in _targets:
            targets_item = AlertTargetResponse.from_dict(targets_item_data)

            targets.append(targets_item)

        alerts = cls(
            rules=rules,
            targets=targets,
        )

        alerts.additional_properties = d
        return alerts

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
