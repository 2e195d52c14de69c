from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.execution_status import ExecutionStatus, check_execution_status
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.decision import Decision
    from ..models.next_step import NextStep
    from ..models.waiting_for import WaitingFor


T = TypeVar("T", bound="Explanation")


@_attrs_define
class Explanation:
    """Explanation of the status of an execution.

    Attributes:
        execution_id (str): Id of the execution.
        status (ExecutionStatus): The status of an execution.
        since (datetime.datetime): Time since which it has this status.
        decisions (list[Decision]): Decisions made so far, oldest first.
        waiting_for (None | Unset | WaitingFor):
        next_ (NextStep | None | Unset):
    """

    execution_id: str
    status: ExecutionStatus
    since: datetime.datetime
    decisions: list[Decision]
    waiting_for: None | Unset | WaitingFor = UNSET
    next_: NextStep | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.next_step import NextStep  # noqa: PLC0415
        from ..models.waiting_for import WaitingFor  # noqa: PLC0415

        execution_id = self.execution_id

        status: str = self.status

        since = self.since.isoformat()

        decisions = []
        for decisions_item_data in self.decisions:
            decisions_item = decisions_item_data.to_dict()
            decisions.append(decisions_item)

        waiting_for: dict[str, Any] | None | Unset
        if isinstance(self.waiting_for, Unset):
            waiting_for = UNSET
        elif isinstance(self.waiting_for, WaitingFor):
            waiting_for = self.waiting_for.to_dict()
        else:
            waiting_for = self.waiting_for

        next_: dict[str, Any] | None | Unset
        if isinstance(self.next_, Unset):
            next_ = UNSET
        elif isinstance(self.next_, NextStep):
            next_ = self.next_.to_dict()
        else:
            next_ = self.next_

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "execution_id": execution_id,
                "status": status,
                "since": since,
                "decisions": decisions,
            }
        )
        if waiting_for is not UNSET:
            field_dict["waiting_for"] = waiting_for
        if next_ is not UNSET:
            field_dict["next"] = next_

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.decision import Decision  # noqa: PLC0415
        from ..models.next_step import NextStep  # noqa: PLC0415
        from ..models.waiting_for import WaitingFor  # noqa: PLC0415

        d = dict(src_dict)
        execution_id = d.pop("execution_id")

        status = check_execution_status(d.pop("status"))

        since = datetime.datetime.fromisoformat(d.pop("since"))

        decisions = []
        _decisions = d.pop("decisions")
        for decisions_item_data in _decisions:
            decisions_item = Decision.from_dict(decisions_item_data)

            decisions.append(decisions_item)

        def _parse_waiting_for(data: object) -> None | Unset | WaitingFor:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                waiting_for_type_0 = WaitingFor.from_dict(data)

                return waiting_for_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | WaitingFor, data)

        waiting_for = _parse_waiting_for(d.pop("waiting_for", UNSET))

        def _parse_next_(data: object) -> NextStep | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                next_type_0 = NextStep.from_dict(data)

                return next_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(NextStep | None | Unset, data)

        next_ = _parse_next_(d.pop("next", UNSET))

        explanation = cls(
            execution_id=execution_id,
            status=status,
            since=since,
            decisions=decisions,
            waiting_for=waiting_for,
            next_=next_,
        )

        explanation.additional_properties = d
        return explanation

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
