from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.job_end import JobEnd, check_job_end
from ..types import UNSET, Unset

T = TypeVar("T", bound="JobReport")


@_attrs_define
class JobReport:
    """What became of a report: it was the end of the job, or the job goes on.

    Example:
        {'execution_id': 'exe_0198c1f4a2b37c7e9d1a2b3c4d5e6f70', 'outcome': 'completed', 'received_at':
            '2027-01-15T08:00:00Z'}

    Attributes:
        execution_id (str): Id of the execution. Example: exe_0198c1f4a2b37c7e9d1a2b3c4d5e6f70.
        outcome (JobEnd | None | Unset):
        received_at (datetime.datetime | None | Unset): When that was reported for the first time.
        cancel_requested (bool | None | Unset): Whether the job is to stop; omitted once it has ended.
        deadline (datetime.datetime | None | Unset): When its time is up; omitted once it has ended.
    """

    execution_id: str
    outcome: JobEnd | None | Unset = UNSET
    received_at: datetime.datetime | None | Unset = UNSET
    cancel_requested: bool | None | Unset = UNSET
    deadline: datetime.datetime | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        execution_id = self.execution_id

        outcome: None | str | Unset
        if isinstance(self.outcome, Unset):
            outcome = UNSET
        elif isinstance(self.outcome, str):
            outcome = self.outcome
        else:
            outcome = self.outcome

        received_at: None | str | Unset
        if isinstance(self.received_at, Unset):
            received_at = UNSET
        elif isinstance(self.received_at, datetime.datetime):
            received_at = self.received_at.isoformat()
        else:
            received_at = self.received_at

        cancel_requested: bool | None | Unset
        if isinstance(self.cancel_requested, Unset):
            cancel_requested = UNSET
        else:
            cancel_requested = self.cancel_requested

        deadline: None | str | Unset
        if isinstance(self.deadline, Unset):
            deadline = UNSET
        elif isinstance(self.deadline, datetime.datetime):
            deadline = self.deadline.isoformat()
        else:
            deadline = self.deadline

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "execution_id": execution_id,
            }
        )
        if outcome is not UNSET:
            field_dict["outcome"] = outcome
        if received_at is not UNSET:
            field_dict["received_at"] = received_at
        if cancel_requested is not UNSET:
            field_dict["cancel_requested"] = cancel_requested
        if deadline is not UNSET:
            field_dict["deadline"] = deadline

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        execution_id = d.pop("execution_id")

        def _parse_outcome(data: object) -> JobEnd | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                outcome_type_0 = check_job_end(data)

                return outcome_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(JobEnd | None | Unset, data)

        outcome = _parse_outcome(d.pop("outcome", UNSET))

        def _parse_received_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                received_at_type_0 = datetime.datetime.fromisoformat(data)

                return received_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        received_at = _parse_received_at(d.pop("received_at", UNSET))

        def _parse_cancel_requested(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        cancel_requested = _parse_cancel_requested(d.pop("cancel_requested", UNSET))

        def _parse_deadline(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                deadline_type_0 = datetime.datetime.fromisoformat(data)

                return deadline_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        deadline = _parse_deadline(d.pop("deadline", UNSET))

        job_report = cls(
            execution_id=execution_id,
            outcome=outcome,
            received_at=received_at,
            cancel_requested=cancel_requested,
            deadline=deadline,
        )

        job_report.additional_properties = d
        return job_report

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
