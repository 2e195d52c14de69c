from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.parse import Parse, check_parse
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.extract_type_1 import ExtractType1
    from ..models.signature_rules import SignatureRules


T = TypeVar("T", bound="CallbackRules")


@_attrs_define
class CallbackRules:
    """How a callback is read, and how its sender proves who it is.

    Example:
        {'extract': '$.output'}

    Attributes:
        parse (None | Parse | Unset):
        extract (ExtractType1 | None | str | Unset):
        signature (None | SignatureRules | Unset):
    """

    parse: None | Parse | Unset = UNSET
    extract: ExtractType1 | None | str | Unset = UNSET
    signature: None | SignatureRules | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.extract_type_1 import ExtractType1  # noqa: PLC0415
        from ..models.signature_rules import SignatureRules  # noqa: PLC0415

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

        signature: dict[str, Any] | None | Unset
        if isinstance(self.signature, Unset):
            signature = UNSET
        elif isinstance(self.signature, SignatureRules):
            signature = self.signature.to_dict()
        else:
            signature = self.signature

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if parse is not UNSET:
            field_dict["parse"] = parse
        if extract is not UNSET:
            field_dict["extract"] = extract
        if signature is not UNSET:
            field_dict["signature"] = signature

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.extract_type_1 import ExtractType1  # noqa: PLC0415
        from ..models.signature_rules import SignatureRules  # noqa: PLC0415

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

        def _parse_signature(data: object) -> None | SignatureRules | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                signature_type_0 = SignatureRules.from_dict(data)

                return signature_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SignatureRules | Unset, data)

        signature = _parse_signature(d.pop("signature", UNSET))

        callback_rules = cls(
            parse=parse,
            extract=extract,
            signature=signature,
        )

        return callback_rules
