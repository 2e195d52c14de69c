from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.run_request_input_type_0 import RunRequestInputType0


T = TypeVar("T", bound="RunRequest")


@_attrs_define
class RunRequest:
    """The input of an execution.

    Example:
        {'input': {'user': {'id': 7}}}

    Attributes:
        input_ (None | RunRequestInputType0 | Unset): Values of `${input…}`; they replace those of the task.
    """

    input_: None | RunRequestInputType0 | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.run_request_input_type_0 import RunRequestInputType0  # noqa: PLC0415

        input_: dict[str, Any] | None | Unset
        if isinstance(self.input_, Unset):
            input_ = UNSET
        elif isinstance(self.input_, RunRequestInputType0):
            input_ = self.input_.to_dict()
        else:
            input_ = self.input_

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if input_ is not UNSET:
            field_dict["input"] = input_

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.run_request_input_type_0 import RunRequestInputType0  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_input_(data: object) -> None | RunRequestInputType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                input_type_0 = RunRequestInputType0.from_dict(data)

                return input_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RunRequestInputType0 | Unset, data)

        input_ = _parse_input_(d.pop("input", UNSET))

        run_request = cls(
            input_=input_,
        )

        return run_request
