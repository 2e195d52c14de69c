from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.batch_status import BatchStatus, check_batch_status
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.batch_counts import BatchCounts
    from ..models.batch_successor import BatchSuccessor


T = TypeVar("T", bound="Batch")


@_attrs_define
class Batch:
    """A batch of executions.

    Attributes:
        id (str): Id. Example: bat_0198c1f4a2b37c7e9d1a2b3c4d5e6f70.
        user_id (str): Id of the owner.
        status (BatchStatus): The status of a batch.
        total (int): Number of executions that were added.
        counts (BatchCounts): Executions of a batch by status.
        created_at (datetime.datetime): Time at which it was created.
        name (None | str | Unset): Name, if it has one.
        on_complete (BatchSuccessor | None | Unset):
        on_failure (BatchSuccessor | None | Unset):
        execution_id (None | str | Unset): Id of the execution that runs at its end.
        skipped (None | str | Unset): Why nothing runs at its end, although something was asked for.
        rate_per_minute (float | None | Unset): Number of executions that end in a minute, since the first of them
            began. Null as long as none has ended. Example: 1250.5.
        estimated_end_at (datetime.datetime | None | Unset): Estimated time at which the last execution ends, at that
            rate. Null unless it is closed and has not ended.
        closed_at (datetime.datetime | None | Unset): Time at which it was closed.
        ended_at (datetime.datetime | None | Unset): Time at which its end was noticed.
    """

    id: str
    user_id: str
    status: BatchStatus
    total: int
    counts: BatchCounts
    created_at: datetime.datetime
    name: None | str | Unset = UNSET
    on_complete: BatchSuccessor | None | Unset = UNSET
    on_failure: BatchSuccessor | None | Unset = UNSET
    execution_id: None | str | Unset = UNSET
    skipped: None | str | Unset = UNSET
    rate_per_minute: float | None | Unset = UNSET
    estimated_end_at: datetime.datetime | None | Unset = UNSET
    closed_at: datetime.datetime | None | Unset = UNSET
    ended_at: datetime.datetime | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.batch_successor import BatchSuccessor  # noqa: PLC0415

        id = self.id

        user_id = self.user_id

        status: str = self.status

        total = self.total

        counts = self.counts.to_dict()

        created_at = self.created_at.isoformat()

        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        on_complete: dict[str, Any] | None | Unset
        if isinstance(self.on_complete, Unset):
            on_complete = UNSET
        elif isinstance(self.on_complete, BatchSuccessor):
            on_complete = self.on_complete.to_dict()
        else:
            on_complete = self.on_complete

        on_failure: dict[str, Any] | None | Unset
        if isinstance(self.on_failure, Unset):
            on_failure = UNSET
        elif isinstance(self.on_failure, BatchSuccessor):
            on_failure = self.on_failure.to_dict()
        else:
            on_failure = self.on_failure

        execution_id: None | str | Unset
        if isinstance(self.execution_id, Unset):
            execution_id = UNSET
        else:
            execution_id = self.execution_id

        skipped: None | str | Unset
        if isinstance(self.skipped, Unset):
            skipped = UNSET
        else:
            skipped = self.skipped

        rate_per_minute: float | None | Unset
        if isinstance(self.rate_per_minute, Unset):
            rate_per_minute = UNSET
        else:
            rate_per_minute = self.rate_per_minute

        estimated_end_at: None | str | Unset
        if isinstance(self.estimated_end_at, Unset):
            estimated_end_at = UNSET
        elif isinstance(self.estimated_end_at, datetime.datetime):
            estimated_end_at = self.estimated_end_at.isoformat()
        else:
            estimated_end_at = self.estimated_end_at

        closed_at: None | str | Unset
        if isinstance(self.closed_at, Unset):
            closed_at = UNSET
        elif isinstance(self.closed_at, datetime.datetime):
            closed_at = self.closed_at.isoformat()
        else:
            closed_at = self.closed_at

        ended_at: None | str | Unset
        if isinstance(self.ended_at, Unset):
            ended_at = UNSET
        elif isinstance(self.ended_at, datetime.datetime):
            ended_at = self.ended_at.isoformat()
        else:
            ended_at = self.ended_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "user_id": user_id,
                "status": status,
                "total": total,
                "counts": counts,
                "created_at": created_at,
            }
        )
        if name is not UNSET:
            field_dict["name"] = name
        if on_complete is not UNSET:
            field_dict["on_complete"] = on_complete
        if on_failure is not UNSET:
            field_dict["on_failure"] = on_failure
        if execution_id is not UNSET:
            field_dict["execution_id"] = execution_id
        if skipped is not UNSET:
            field_dict["skipped"] = skipped
        if rate_per_minute is not UNSET:
            field_dict["rate_per_minute"] = rate_per_minute
        if estimated_end_at is not UNSET:
            field_dict["estimated_end_at"] = estimated_end_at
        if closed_at is not UNSET:
            field_dict["closed_at"] = closed_at
        if ended_at is not UNSET:
            field_dict["ended_at"] = ended_at

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.batch_counts import BatchCounts  # noqa: PLC0415
        from ..models.batch_successor import BatchSuccessor  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        user_id = d.pop("user_id")

        status = check_batch_status(d.pop("status"))

        total = d.pop("total")

        counts = BatchCounts.from_dict(d.pop("counts"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))

        def _parse_on_complete(data: object) -> BatchSuccessor | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                on_complete_type_0 = BatchSuccessor.from_dict(data)

                return on_complete_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(BatchSuccessor | None | Unset, data)

        on_complete = _parse_on_complete(d.pop("on_complete", UNSET))

        def _parse_on_failure(data: object) -> BatchSuccessor | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                on_failure_type_0 = BatchSuccessor.from_dict(data)

                return on_failure_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(BatchSuccessor | None | Unset, data)

        on_failure = _parse_on_failure(d.pop("on_failure", UNSET))

        def _parse_execution_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        execution_id = _parse_execution_id(d.pop("execution_id", UNSET))

        def _parse_skipped(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        skipped = _parse_skipped(d.pop("skipped", UNSET))

        def _parse_rate_per_minute(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        rate_per_minute = _parse_rate_per_minute(d.pop("rate_per_minute", UNSET))

        def _parse_estimated_end_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                estimated_end_at_type_0 = datetime.datetime.fromisoformat(data)

                return estimated_end_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        estimated_end_at = _parse_estimated_end_at(d.pop("estimated_end_at", UNSET))

        def _parse_closed_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                closed_at_type_0 = datetime.datetime.fromisoformat(data)

                return closed_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        closed_at = _parse_closed_at(d.pop("closed_at", UNSET))

        def _parse_ended_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ended_at_type_0 = datetime.datetime.fromisoformat(data)

                return ended_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        ended_at = _parse_ended_at(d.pop("ended_at", UNSET))

        batch = cls(
            id=id,
            user_id=user_id,
            status=status,
            total=total,
            counts=counts,
            created_at=created_at,
            name=name,
            on_complete=on_complete,
            on_failure=on_failure,
            execution_id=execution_id,
            skipped=skipped,
            rate_per_minute=rate_per_minute,
            estimated_end_at=estimated_end_at,
            closed_at=closed_at,
            ended_at=ended_at,
        )

        batch.additional_properties = d
        return batch

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
