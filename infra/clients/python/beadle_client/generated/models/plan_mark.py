from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="PlanMark")


@_attrs_define
class PlanMark:
    """The plan that keeps it: set by `beadle apply`.

    Example:
        {'name': 'shop', 'digest': '9f86d081884c7d65'}

    Attributes:
        name (str): A key that its owner gives to it, and finds it by. Example: shop/poll.
        digest (str): A digest of what the plan says about it, from which the plan knows whether somebody else has
            changed it since.
    """

    name: str
    digest: str

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        digest = self.digest

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "digest": digest,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        digest = d.pop("digest")

        plan_mark = cls(
            name=name,
            digest=digest,
        )

        return plan_mark
