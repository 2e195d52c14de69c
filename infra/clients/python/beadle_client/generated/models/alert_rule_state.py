from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.firing import Firing


T = TypeVar("T", bound="AlertRuleState")


@_attrs_define
class AlertRuleState:
    """The state of a rule.

    Attributes:
        rule (str): Its name. Example: backups fail.
        firing (list[Firing]): What fires by it.
        muted_until (datetime.datetime | None | Unset): Until when it tells nobody, if it is muted now.
    """

    rule: str
    firing: list[Firing]
    muted_until: datetime.datetime | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        rule = self.rule

        firing = []
        for firing_item_data in self.firing:
            firing_item = firing_item_data.to_dict()
            firing.append(firing_item)

        muted_until: None | str | Unset
        if isinstance(self.muted_until, Unset):
            muted_until = UNSET
        elif isinstance(self.muted_until, datetime.datetime):
            muted_until = self.muted_until.isoformat()
        else:
            muted_until = self.muted_until

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "rule": rule,
                "firing": firing,
            }
        )
        if muted_until is not UNSET:
            field_dict["muted_until"] = muted_until

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.firing import Firing  # noqa: PLC0415

        d = dict(src_dict)
        rule = d.pop("rule")

        firing = []
        _firing = d.pop("firing")
        for firing_item_data in _firing:
            firing_item = Firing.from_dict(firing_item_data)

            firing.append(firing_item)

        def _parse_muted_until(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                muted_until_type_0 = datetime.datetime.fromisoformat(data)

                return muted_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        muted_until = _parse_muted_until(d.pop("muted_until", UNSET))

        alert_rule_state = cls(
            rule=rule,
            firing=firing,
            muted_until=muted_until,
        )

        alert_rule_state.additional_properties = d
        return alert_rule_state

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
