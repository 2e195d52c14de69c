from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.field_change import FieldChange
    from ..models.refused_request import RefusedRequest


T = TypeVar("T", bound="AuditEntry")


@_attrs_define
class AuditEntry:
    """An entry of the audit trail.

    Attributes:
        id (str): Id. Example: evt_0198c1f4a2b37c7e9d1a2b3c4d5e6f70.
        time (datetime.datetime): Time of the event.
        action (str): Action. Example: task.updated.
        changes (list[FieldChange]): Changed members, with credentials masked.
        actor (None | str | Unset): User who performed the action; null for an unauthenticated caller.
        user_id (None | str | Unset): Owner of the subject; null if unknown.
        subject (None | str | Unset): Id of the subject of the action. Example: tsk_0198c1f4a2b37c7e9d1a2b3c4d5e6f70.
        task_id (None | str | Unset): Id of the task that is the subject, or whose execution is the subject.
        refused (None | RefusedRequest | Unset):
    """

    id: str
    time: datetime.datetime
    action: str
    changes: list[FieldChange]
    actor: None | str | Unset = UNSET
    user_id: None | str | Unset = UNSET
    subject: None | str | Unset = UNSET
    task_id: None | str | Unset = UNSET
    refused: None | RefusedRequest | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.refused_request import RefusedRequest  # noqa: PLC0415

        id = self.id

        time = self.time.isoformat()

        action = self.action

        changes = []
        for changes_item_data in self.changes:
            changes_item = changes_item_data.to_dict()
            changes.append(changes_item)

        actor: None | str | Unset
        if isinstance(self.actor, Unset):
            actor = UNSET
        else:
            actor = self.actor

        user_id: None | str | Unset
        if isinstance(self.user_id, Unset):
            user_id = UNSET
        else:
            user_id = self.user_id

        subject: None | str | Unset
        if isinstance(self.subject, Unset):
            subject = UNSET
        else:
            subject = self.subject

        task_id: None | str | Unset
        if isinstance(self.task_id, Unset):
            task_id = UNSET
        else:
            task_id = self.task_id

        refused: dict[str, Any] | None | Unset
        if isinstance(self.refused, Unset):
            refused = UNSET
        elif isinstance(self.refused, RefusedRequest):
            refused = self.refused.to_dict()
        else:
            refused = self.refused

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "time": time,
                "action": action,
                "changes": changes,
            }
        )
        if actor is not UNSET:
            field_dict["actor"] = actor
        if user_id is not UNSET:
            field_dict["user_id"] = user_id
        if subject is not UNSET:
            field_dict["subject"] = subject
        if task_id is not UNSET:
            field_dict["task_id"] = task_id
        if refused is not UNSET:
            field_dict["refused"] = refused

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.field_change import FieldChange  # noqa: PLC0415
        from ..models.refused_request import RefusedRequest  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        time = datetime.datetime.fromisoformat(d.pop("time"))

        action = d.pop("action")

        changes = []
        _changes = d.pop("changes")
        for changes_item_data in _changes:
            changes_item = FieldChange.from_dict(changes_item_data)

            changes.append(changes_item)

        def _parse_actor(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        actor = _parse_actor(d.pop("actor", UNSET))

        def _parse_user_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        user_id = _parse_user_id(d.pop("user_id", UNSET))

        def _parse_subject(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        subject = _parse_subject(d.pop("subject", UNSET))

        def _parse_task_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        task_id = _parse_task_id(d.pop("task_id", UNSET))

        def _parse_refused(data: object) -> None | RefusedRequest | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                refused_type_0 = RefusedRequest.from_dict(data)

                return refused_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RefusedRequest | Unset, data)

        refused = _parse_refused(d.pop("refused", UNSET))

        audit_entry = cls(
            id=id,
            time=time,
            action=action,
            changes=changes,
            actor=actor,
            user_id=user_id,
            subject=subject,
            task_id=task_id,
            refused=refused,
        )

        audit_entry.additional_properties = d
        return audit_entry

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
