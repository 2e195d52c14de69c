from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.function_test_error import FunctionTestError
    from ..models.ran_function import RanFunction
    from ..models.written_line import WrittenLine


T = TypeVar("T", bound="FunctionTestResult")


@_attrs_define
class FunctionTestResult:
    """The result of a dry run.

    Example:
        {'function': {'name': 'processData', 'version': 1, 'sha256': '5e0fb7d3…'}, 'status': 'completed', 'result':
            {'count': 2}, 'error': None, 'output': [{'stream': 'stdout', 'text': 'two items'}]}

    Attributes:
        function (RanFunction): The version of a function that was called.
        status (str): `completed` or `failed`. Example: completed.
        result (Any): What it returned.
        output (list[WrittenLine]): What it wrote to its console.
        error (FunctionTestError | None | Unset):
    """

    function: RanFunction
    status: str
    result: Any
    output: list[WrittenLine]
    error: FunctionTestError | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.function_test_error import FunctionTestError  # noqa: PLC0415

        function = self.function.to_dict()

        status = self.status

        result = self.result

        output = []
        for output_item_data in self.output:
            output_item = output_item_data.to_dict()
            output.append(output_item)

        error: dict[str, Any] | None | Unset
        if isinstance(self.error, Unset):
            error = UNSET
        elif isinstance(self.error, FunctionTestError):
            error = self.error.to_dict()
        else:
            error = self.error

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "function": function,
                "status": status,
                "result": result,
                "output": output,
            }
        )
        if error is not UNSET:
            field_dict["error"] = error

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.function_test_error import FunctionTestError  # noqa: PLC0415
        from ..models.ran_function import RanFunction  # noqa: PLC0415
        from ..models.written_line import WrittenLine  # noqa: PLC0415

        d = dict(src_dict)
        function = RanFunction.from_dict(d.pop("function"))

        status = d.pop("status")

        result = d.pop("result")

        output = []
        _output = d.pop("output")
        for output_item_data in _output:
            output_item = WrittenLine.from_dict(output_item_data)

            output.append(output_item)

        def _parse_error(data: object) -> FunctionTestError | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                error_type_0 = FunctionTestError.from_dict(data)

                return error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(FunctionTestError | None | Unset, data)

        error = _parse_error(d.pop("error", UNSET))

        function_test_result = cls(
            function=function,
            status=status,
            result=result,
            output=output,
            error=error,
        )

        function_test_result.additional_properties = d
        return function_test_result

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
