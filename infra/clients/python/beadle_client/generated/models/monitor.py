from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="Monitor")


@_attrs_define
class Monitor:
    """The condition of a monitor.

    Example:
        {'task_id': 'tsk_0198c1f4a2b37c7e9d1a2b3c4d5e6f70', 'condition': 'up', 'pings': 12, 'last_ping_at':
            '2027-01-15T03:02:11Z', 'last_success_at': '2027-01-15T03:02:11Z', 'expected_at': '2027-01-16T03:00:00Z',
            'missing_at': '2027-01-16T03:30:00Z', 'ping_path':
            '/ping/tsk_0198c1f4a2b37c7e9d1a2b3c4d5e6f70.k1.AAAAAAAAAAAAAAAAAAAAAA'}

    Attributes:
        task_id (str): Id of the task. Example: tsk_0198c1f4a2b37c7e9d1a2b3c4d5e6f70.
        condition (str): `up`, `missing` when a ping is missing, `failing` when the last one was a failure. Example: up.
        pings (int): Number of pings.
        last_ping_at (datetime.datetime | None | Unset): When the last ping came, of whatever kind.
        last_success_at (datetime.datetime | None | Unset): When the last success came.
        started_at (datetime.datetime | None | Unset): When the run that goes on began, if the job says so.
        last_duration_ms (int | None | Unset): How long the last run took, in milliseconds, if the job says when it
            begins.
        exit_code (int | None | Unset): The exit code of the last failure, if the last ping was one.
        expected_at (datetime.datetime | None | Unset): When the next ping is expected; null while the monitor is
            paused.
        missing_at (datetime.datetime | None | Unset): When it is missing; null while the monitor is paused, and while
            one is missing.
        ping_path (None | str | Unset): The path to ping; null for whoever may not change the monitor, and where no key
            is configured.
    """

    task_id: str
    condition: str
    pings: int
    last_ping_at: datetime.datetime | None | Unset = UNSET
    last_success_at: datetime.datetime | None | Unset = UNSET
    started_at: datetime.datetime | None | Unset = UNSET
    last_duration_ms: int | None | Unset = UNSET
    exit_code: int | None | Unset = UNSET
    expected_at: datetime.datetime | None | Unset = UNSET
    missing_at: datetime.datetime | None | Unset = UNSET
    ping_path: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        task_id = self.task_id

        condition = self.condition

        pings = self.pings

        last_ping_at: None | str | Unset
        if isinstance(self.last_ping_at, Unset):
            last_ping_at = UNSET
        elif isinstance(self.last_ping_at, datetime.datetime):
            last_ping_at = self.last_ping_at.isoformat()
        else:
            last_ping_at = self.last_ping_at

        last_success_at: None | str | Unset
        if isinstance(self.last_success_at, Unset):
            last_success_at = UNSET
        elif isinstance(self.last_success_at, datetime.datetime):
            last_success_at = self.last_success_at.isoformat()
        else:
            last_success_at = self.last_success_at

        started_at: None | str | Unset
        if isinstance(self.started_at, Unset):
            started_at = UNSET
        elif isinstance(self.started_at, datetime.datetime):
            started_at = self.started_at.isoformat()
        else:
            started_at = self.started_at

        last_duration_ms: int | None | Unset
        if isinstance(self.last_duration_ms, Unset):
            last_duration_ms = UNSET
        else:
            last_duration_ms = self.last_duration_ms

        exit_code: int | None | Unset
        if isinstance(self.exit_code, Unset):
            exit_code = UNSET
        else:
            exit_code = self.exit_code

        expected_at: None | str | Unset
        if isinstance(self.expected_at, Unset):
            expected_at = UNSET
        elif isinstance(self.expected_at, datetime.datetime):
            expected_at = self.expected_at.isoformat()
        else:
            expected_at = self.expected_at

        missing_at: None | str | Unset
        if isinstance(self.missing_at, Unset):
            missing_at = UNSET
        elif isinstance(self.missing_at, datetime.datetime):
            missing_at = self.missing_at.isoformat()
        else:
            missing_at = self.missing_at

        ping_path: None | str | Unset
        if isinstance(self.ping_path, Unset):
            ping_path = UNSET
        else:
            ping_path = self.ping_path

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "task_id": task_id,
                "condition": condition,
                "pings": pings,
            }
        )
        if last_ping_at is not UNSET:
            field_dict["last_ping_at"] = last_ping_at
        if last_success_at is not UNSET:
            field_dict["last_success_at"] = last_success_at
        if started_at is not UNSET:
            field_dict["started_at"] = started_at
        if last_duration_ms is not UNSET:
            field_dict["last_duration_ms"] = last_duration_ms
        if exit_code is not UNSET:
            field_dict["exit_code"] = exit_code
        if expected_at is not UNSET:
            field_dict["expected_at"] = expected_at
        if missing_at is not UNSET:
            field_dict["missing_at"] = missing_at
        if ping_path is not UNSET:
            field_dict["ping_path"] = ping_path

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        task_id = d.pop("task_id")

        condition = d.pop("condition")

        pings = d.pop("pings")

        def _parse_last_ping_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                last_ping_at_type_0 = datetime.datetime.fromisoformat(data)

                return last_ping_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        last_ping_at = _parse_last_ping_at(d.pop("last_ping_at", UNSET))

        def _parse_last_success_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                last_success_at_type_0 = datetime.datetime.fromisoformat(data)

                return last_success_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        last_success_at = _parse_last_success_at(d.pop("last_success_at", UNSET))

        def _parse_started_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                started_at_type_0 = datetime.datetime.fromisoformat(data)

                return started_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        started_at = _parse_started_at(d.pop("started_at", UNSET))

        def _parse_last_duration_ms(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        last_duration_ms = _parse_last_duration_ms(d.pop("last_duration_ms", UNSET))

        def _parse_exit_code(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        exit_code = _parse_exit_code(d.pop("exit_code", UNSET))

        def _parse_expected_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                expected_at_type_0 = datetime.datetime.fromisoformat(data)

                return expected_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        expected_at = _parse_expected_at(d.pop("expected_at", UNSET))

        def _parse_missing_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                missing_at_type_0 = datetime.datetime.fromisoformat(data)

                return missing_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        missing_at = _parse_missing_at(d.pop("missing_at", UNSET))

        def _parse_ping_path(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        ping_path = _parse_ping_path(d.pop("ping_path", UNSET))

        monitor = cls(
            task_id=task_id,
            condition=condition,
            pings=pings,
            last_ping_at=last_ping_at,
            last_success_at=last_success_at,
            started_at=started_at,
            last_duration_ms=last_duration_ms,
            exit_code=exit_code,
            expected_at=expected_at,
            missing_at=missing_at,
            ping_path=ping_path,
        )

        monitor.additional_properties = d
        return monitor

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
