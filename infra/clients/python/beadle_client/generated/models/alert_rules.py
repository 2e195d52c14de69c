from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.alert_rule import AlertRule
    from ..models.alert_target import AlertTarget


T = TypeVar("T", bound="AlertRules")


@_attrs_define
class AlertRules:
    """The rules of an owner's alerts, and whom they tell.

    Example:
        {'rules': [{'name': 'backups fail', 'when': 'consecutive_failures', 'count': 3, 'targets': ['ops']}], 'targets':
            [{'name': 'ops', 'type': 'slack', 'webhook': '${secret:slack-ops}'}]}

    Attributes:
        rules (list[AlertRule] | None | Unset): What is worth an alarm, at most 50 rules.
        targets (list[AlertTarget] | None | Unset): Whom to tell, at most 10 targets.
    """

    rules: list[AlertRule] | None | Unset = UNSET
    targets: list[AlertTarget] | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        rules: list[dict[str, Any]] | None | Unset
        if isinstance(self.rules, Unset):
            rules = UNSET
        elif isinstance(self.rules, list):
            rules = []
            for rules_type_0_item_data in self.rules:
                rules_type_0_item = rules_type_0_item_data.to_dict()
                rules.append(rules_type_0_item)

        else:
            rules = self.rules

        targets: list[dict[str, Any]] | None | Unset
        if isinstance(self.targets, Unset):
            targets = UNSET
        elif isinstance(self.targets, list):
            targets = []
            for targets_type_0_item_data in self.targets:
                targets_type_0_item = targets_type_0_item_data.to_dict()
                targets.append(targets_type_0_item)

        else:
            targets = self.targets

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if rules is not UNSET:
            field_dict["rules"] = rules
        if targets is not UNSET:
            field_dict["targets"] = targets

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.alert_rule import AlertRule  # noqa: PLC0415
        from ..models.alert_target import AlertTarget  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_rules(data: object) -> list[AlertRule] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                rules_type_0 = []
                _rules_type_0 = data
                for rules_type_0_item_data in _rules_type_0:
                    rules_type_0_item = AlertRule.from_dict(rules_type_0_item_data)

                    rules_type_0.append(rules_type_0_item)

                return rules_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[AlertRule] | None | Unset, data)

        rules = _parse_rules(d.pop("rules", UNSET))

        def _parse_targets(data: object) -> list[AlertTarget] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                targets_type_0 = []
                _targets_type_0 = data
                for targets_type_0_item_data in _targets_type_0:
                    targets_type_0_item = AlertTarget.from_dict(targets_type_0_item_data)

                    targets_type_0.append(targets_type_0_item)

                return targets_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[AlertTarget] | None | Unset, data)

        targets = _parse_targets(d.pop("targets", UNSET))

        alert_rules = cls(
            rules=rules,
            targets=targets,
        )

        return alert_rules
