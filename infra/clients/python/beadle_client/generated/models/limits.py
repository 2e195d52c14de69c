from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="Limits")


@_attrs_define
class Limits:
    """Limits of a subscription level; null means no limit.

    Attributes:
        batch_size (int): Items per batch.
        tasks (int | None | Unset): Number of saved tasks.
        executions_per_day (int | None | Unset): Executions per day (UTC).
        shortest_interval_ms (int | None | Unset): Shortest interval between two runs of a schedule.
        monthly_credits (float | None | Unset): Credits per month (UTC).
        requests_per_minute (int | None | Unset): API requests per minute.
        concurrency (int | None | Unset): Concurrent calls made by executions.
    """

    batch_size: int
    tasks: int | None | Unset = UNSET
    executions_per_day: int | None | Unset = UNSET
    shortest_interval_ms: int | None | Unset = UNSET
    monthly_credits: float | None | Unset = UNSET
    requests_per_minute: int | None | Unset = UNSET
    concurrency: int | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        batch_size = self.batch_size

        tasks: int | None | Unset
        if isinstance(self.tasks, Unset):
            tasks = UNSET
        else:
            tasks = self.tasks

        executions_per_day: int | None | Unset
        if isinstance(self.executions_per_day, Unset):
            executions_per_day = UNSET
        else:
            executions_per_day = self.executions_per_day

        shortest_interval_ms: int | None | Unset
        if isinstance(self.shortest_interval_ms, Unset):
            shortest_interval_ms = UNSET
        else:
            shortest_interval_ms = self.shortest_interval_ms

        monthly_credits: float | None | Unset
        if isinstance(self.monthly_credits, Unset):
            monthly_credits = UNSET
        else:
            monthly_credits = self.monthly_credits

        requests_per_minute: int | None | Unset
        if isinstance(self.requests_per_minute, Unset):
            requests_per_minute = UNSET
        else:
            requests_per_minute = self.requests_per_minute

        concurrency: int | None | Unset
        if isinstance(self.concurrency, Unset):
            concurrency = UNSET
        else:
            concurrency = self.concurrency

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "batch_size": batch_size,
            }
        )
        if tasks is not UNSET:
            field_dict["tasks"] = tasks
        if executions_per_day is not UNSET:
            field_dict["executions_per_day"] = executions_per_day
        if shortest_interval_ms is not UNSET:
            field_dict["shortest_interval_ms"] = shortest_interval_ms
        if monthly_credits is not UNSET:
            field_dict["monthly_credits"] = monthly_credits
        if requests_per_minute is not UNSET:
            field_dict["requests_per_minute"] = requests_per_minute
        if concurrency is not UNSET:
            field_dict["concurrency"] = concurrency

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        batch_size = d.pop("batch_size")

        def _parse_tasks(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        tasks = _parse_tasks(d.pop("tasks", UNSET))

        def _parse_executions_per_day(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        executions_per_day = _parse_executions_per_day(d.pop("executions_per_day", UNSET))

        def _parse_shortest_interval_ms(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        shortest_interval_ms = _parse_shortest_interval_ms(d.pop("shortest_interval_ms", UNSET))

        def _parse_monthly_credits(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        monthly_credits = _parse_monthly_credits(d.pop("monthly_credits", UNSET))

        def _parse_requests_per_minute(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        requests_per_minute = _parse_requests_per_minute(d.pop("requests_per_minute", UNSET))

        def _parse_concurrency(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        concurrency = _parse_concurrency(d.pop("concurrency", UNSET))

        limits = cls(
            batch_size=batch_size,
            tasks=tasks,
            executions_per_day=executions_per_day,
            shortest_interval_ms=shortest_interval_ms,
            monthly_credits=monthly_credits,
            requests_per_minute=requests_per_minute,
            concurrency=concurrency,
        )

        limits.additional_properties = d
        return limits

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
