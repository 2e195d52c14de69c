from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.parse import Parse, check_parse
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.expect import Expect
    from ..models.extract_type_1 import ExtractType1
    from ..models.transform_function import TransformFunction


T = TypeVar("T", bound="ResponseRules")


@_attrs_define
class ResponseRules:
    """What a user says about the response.

    Example:
        {'parse': 'json', 'extract': '$.user.id', 'expect': {'status': [200, '2xx']}}

    Attributes:
        parse (None | Parse | Unset):
        extract (ExtractType1 | None | str | Unset):
        expect (Expect | None | Unset):
        transform (None | str | TransformFunction | Unset): The result, in place of the body or of what is taken out of
            it: an expression over `body` (a value or text),
            `extracted`, `status` and `headers` (names in lower case), or a function that is called with an object of these
            and
            returns it. If it has no value, the execution fails, and the request is not sent again.
    """

    parse: None | Parse | Unset = UNSET
    extract: ExtractType1 | None | str | Unset = UNSET
    expect: Expect | None | Unset = UNSET
    transform: None | str | TransformFunction | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.expect import Expect  # noqa: PLC0415
        from ..models.extract_type_1 import ExtractType1  # noqa: PLC0415
        from ..models.transform_function import TransformFunction  # noqa: PLC0415

        parse: None | str | Unset
        if isinstance(self.parse, Unset):
            parse = UNSET
        elif isinstance(self.parse, str):
            parse = self.parse
        else:
            parse = self.parse

        extract: dict[str, Any] | None | str | Unset
        if isinstance(self.extract, Unset):
            extract = UNSET
        elif isinstance(self.extract, ExtractType1):
            extract = self.extract.to_dict()
        else:
            extract = self.extract

        expect: dict[str, Any] | None | Unset
        if isinstance(self.expect, Unset):
            expect = UNSET
        elif isinstance(self.expect, Expect):
            expect = self.expect.to_dict()
        else:
            expect = self.expect

        transform: dict[str, Any] | None | str | Unset
        if isinstance(self.transform, Unset):
            transform = UNSET
        elif isinstance(self.transform, TransformFunction):
            transform = self.transform.to_dict()
        else:
            transform = self.transform

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if parse is not UNSET:
            field_dict["parse"] = parse
        if extract is not UNSET:
            field_dict["extract"] = extract
        if expect is not UNSET:
            field_dict["expect"] = expect
        if transform is not UNSET:
            field_dict["transform"] = transform

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.expect import Expect  # noqa: PLC0415
        from ..models.extract_type_1 import ExtractType1  # noqa: PLC0415
        from ..models.transform_function import TransformFunction  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_parse(data: object) -> None | Parse | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                parse_type_0 = check_parse(data)

                return parse_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Parse | Unset, data)

        parse = _parse_parse(d.pop("parse", UNSET))

        def _parse_extract(data: object) -> ExtractType1 | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_extract_type_1 = ExtractType1.from_dict(data)

                return componentsschemas_extract_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ExtractType1 | None | str | Unset, data)

        extract = _parse_extract(d.pop("extract", UNSET))

        def _parse_expect(data: object) -> Expect | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                expect_type_0 = Expect.from_dict(data)

                return expect_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Expect | None | Unset, data)

        expect = _parse_expect(d.pop("expect", UNSET))

        def _parse_transform(data: object) -> None | str | TransformFunction | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                transform_type_1 = TransformFunction.from_dict(data)

                return transform_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | str | TransformFunction | Unset, data)

        transform = _parse_transform(d.pop("transform", UNSET))

        response_rules = cls(
            parse=parse,
            extract=extract,
            expect=expect,
            transform=transform,
        )

        return response_rules
