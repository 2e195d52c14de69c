from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="TodoTaskConfig")


@_attrs_define
class TodoTaskConfig:
    """What a task of this type does.

    Attributes:
        notes (None | str | Unset): What to know about it, at most 10,000 characters.
        checklist (list[Any] | None | Unset): Its steps, at most 100, each as a string or as `{"text": …, "done": …}`.
    """

    notes: None | str | Unset = UNSET
    checklist: list[Any] | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        notes: None | str | Unset
        if isinstance(self.notes, Unset):
            notes = UNSET
        else:
            notes = self.notes

        checklist: list[Any] | None | Unset
        if isinstance(self.checklist, Unset):
            checklist = UNSET
        elif isinstance(self.checklist, list):
            checklist = self.checklist

        else:
            checklist = self.checklist

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if notes is not UNSET:
            field_dict["notes"] = notes
        if checklist is not UNSET:
            field_dict["checklist"] = checklist

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_notes(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        notes = _parse_notes(d.pop("notes", UNSET))

        def _parse_checklist(data: object) -> list[Any] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                checklist_type_0 = cast(list[Any], data)

                return checklist_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[Any] | None | Unset, data)

        checklist = _parse_checklist(d.pop("checklist", UNSET))

        todo_task_config = cls(
            notes=notes,
            checklist=checklist,
        )

        return todo_task_config
