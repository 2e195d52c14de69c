from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="HeartbeatRequest")


@_attrs_define
class HeartbeatRequest:
    """A sign of life of a job.

    Example:
        {'percent': 40, 'message': 'frame 400 of 1000'}

    Attributes:
        percent (float | None | Unset): How much is done, 0 to 100.
        message (None | str | Unset): What it does, at most 500 characters.
        checkpoint (Any | Unset): Whatever the job needs to go on from there, should it be started again; at most 16 KB.
    """

    percent: float | None | Unset = UNSET
    message: None | str | Unset = UNSET
    checkpoint: Any | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        percent: float | None | Unset
        if isinstance(self.percent, Unset):
            percent = UNSET
        else:
            percent = self.percent

        message: None | str | Unset
        if isinstance(self.message, Unset):
            message = UNSET
        else:
            message = self.message

        checkpoint = self.checkpoint

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if percent is not UNSET:
            field_dict["percent"] = percent
        if message is not UNSET:
            field_dict["message"] = message
        if checkpoint is not UNSET:
            field_dict["checkpoint"] = checkpoint

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_percent(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        percent = _parse_percent(d.pop("percent", UNSET))

        def _parse_message(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        message = _parse_message(d.pop("message", UNSET))

        checkpoint = d.pop("checkpoint", UNSET)

        heartbeat_request = cls(
            percent=percent,
            message=message,
            checkpoint=checkpoint,
        )

        return heartbeat_request
