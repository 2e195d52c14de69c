from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.rule_function import RuleFunction


T = TypeVar("T", bound="TransformFunction")


@_attrs_define
class TransformFunction:
    """A transformation by a function.

    Example:
        {'function': {'name': 'rows', 'export': 'ids'}}

    Attributes:
        function (RuleFunction): A function that a rule calls. Example: {'name': 'patience@3'}.
    """

    function: RuleFunction

    def to_dict(self) -> dict[str, Any]:
        function = self.function.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "function": function,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.rule_function import RuleFunction  # noqa: PLC0415

        d = dict(src_dict)
        function = RuleFunction.from_dict(d.pop("function"))

        transform_function = cls(
            function=function,
        )

        return transform_function
