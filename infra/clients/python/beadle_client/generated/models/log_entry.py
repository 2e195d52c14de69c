from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.log_entry_data import LogEntryData


T = TypeVar("T", bound="LogEntry")


@_attrs_define
class LogEntry:
    """A log entry.

    Attributes:
        timestamp (datetime.datetime): Time of the event.
        level (str): Level. Example: ERROR.
        message (str): Message. Example: Attempt 1 failed: the destination answered 503.
        data (LogEntryData): Machine-readable details, with the `execution_id`.
    """

    timestamp: datetime.datetime
    level: str
    message: str
    data: LogEntryData
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        timestamp = self.timestamp.isoformat()

        level = self.level

        message = self.message

        data = self.data.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "timestamp": timestamp,
                "level": level,
                "message": message,
                "data": data,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.log_entry_data import LogEntryData  # noqa: PLC0415

        d = dict(src_dict)
        timestamp = datetime.datetime.fromisoformat(d.pop("timestamp"))

        level = d.pop("level")

        message = d.pop("message")

        data = LogEntryData.from_dict(d.pop("data"))

        log_entry = cls(
            timestamp=timestamp,
            level=level,
            message=message,
            data=data,
        )

        log_entry.additional_properties = d
        return log_entry

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
