from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Problem")


@_attrs_define
class Problem:
    """What went wrong (RFC 9457), with members of its own for some codes, such as `task_id` or `action`.

    Example:
        {'type': 'about:blank', 'title': 'Not Found', 'status': 404, 'detail': 'Task not found', 'instance':
            '/api/v1/tasks/tsk_0198c1f4a2b37c7e9d1a2b3c4d5e6f70', 'code': 'task_not_found', 'request_id':
            '0198c1f4a2b37c7e9d1a2b3c4d5e6f71', 'task_id': 'tsk_0198c1f4a2b37c7e9d1a2b3c4d5e6f70'}

    Attributes:
        type_ (str): Always `about:blank`: `code` tells problems apart.
        title (str): The HTTP status in words.
        status (int): The HTTP status.
        detail (Any): What happened: a text; for the code `validation` the list of all faults, each with `loc` (where),
            `msg` (what),
            `type` (the kind) and often `hint` (what to write instead). It lists 100 at most; the member `omitted` counts
            the
            others.
        instance (str): The path that was asked for.
        code (str): A stable word for what happened.
        request_id (str): The id of the request, as in `X-Request-Id`.
    """

    type_: str
    title: str
    status: int
    detail: Any
    instance: str
    code: str
    request_id: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        title = self.title

        status = self.status

        detail = self.detail

        instance = self.instance

        code = self.code

        request_id = self.request_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "type": type_,
                "title": title,
                "status": status,
                "detail": detail,
                "instance": instance,
                "code": code,
                "request_id": request_id,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = d.pop("type")

        title = d.pop("title")

        status = d.pop("status")

        detail = d.pop("detail")

        instance = d.pop("instance")

        code = d.pop("code")

        request_id = d.pop("request_id")

        problem = cls(
            type_=type_,
            title=title,
            status=status,
            detail=detail,
            instance=instance,
            code=code,
            request_id=request_id,
        )

        problem.additional_properties = d
        return problem

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
