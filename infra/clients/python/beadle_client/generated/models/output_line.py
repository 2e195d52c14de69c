from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="OutputLine")


@_attrs_define
class OutputLine:
    """A line that a script or a function wrote.

    Attributes:
        timestamp (datetime.datetime): Time at which it was taken.
        attempt (int): Number of the attempt.
        stream (str): `stdout` or `stderr`. Example: stdout.
        text (str): Text.
    """

    timestamp: datetime.datetime
    attempt: int
    stream: str
    text: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        timestamp = self.timestamp.isoformat()

        attempt = self.attempt

        stream = self.stream

        text = self.text

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "timestamp": timestamp,
                "attempt": attempt,
                "stream": stream,
                "text": text,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        timestamp = datetime.datetime.fromisoformat(d.pop("timestamp"))

        attempt = d.pop("attempt")

        stream = d.pop("stream")

        text = d.pop("text")

        output_line = cls(
            timestamp=timestamp,
            attempt=attempt,
            stream=stream,
            text=text,
        )

        output_line.additional_properties = d
        return output_line

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
