from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="HoldingPause")


@_attrs_define
class HoldingPause:
    """A pause that holds an execution.

    Attributes:
        reason (str): Why. Example: the destination moves to another data centre.
        paused_by (str): Who paused it. Example: ada.
        since (datetime.datetime): When it was paused.
        scope (str): What is paused: `config`, `account` or `service`. Example: config.
        until (datetime.datetime | None | Unset): When it ends by itself; null if somebody has to resume.
    """

    reason: str
    paused_by: str
    since: datetime.datetime
    scope: str
    until: datetime.datetime | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        reason = self.reason

        paused_by = self.paused_by

        since = self.since.isoformat()

        scope = self.scope

        until: None | str | Unset
        if isinstance(self.until, Unset):
            until = UNSET
        elif isinstance(self.until, datetime.datetime):
            until = self.until.isoformat()
        else:
            until = self.until

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "reason": reason,
                "paused_by": paused_by,
                "since": since,
                "scope": scope,
            }
        )
        if until is not UNSET:
            field_dict["until"] = until

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        reason = d.pop("reason")

        paused_by = d.pop("paused_by")

        since = datetime.datetime.fromisoformat(d.pop("since"))

        scope = d.pop("scope")

        def _parse_until(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                until_type_0 = datetime.datetime.fromisoformat(data)

                return until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        until = _parse_until(d.pop("until", UNSET))

        holding_pause = cls(
            reason=reason,
            paused_by=paused_by,
            since=since,
            scope=scope,
            until=until,
        )

        holding_pause.additional_properties = d
        return holding_pause

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
