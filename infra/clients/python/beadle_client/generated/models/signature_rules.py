from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.signature_scheme import SignatureScheme, check_signature_scheme
from ..types import UNSET, Unset

T = TypeVar("T", bound="SignatureRules")


@_attrs_define
class SignatureRules:
    """How the signature of a sender is checked.

    Example:
        {'scheme': 'github', 'secret': '${secret:senders/crm}'}

    Attributes:
        scheme (SignatureScheme): Whose way of signing it is.
        secret (str): What the sender signs with, as a reference to a secret below `senders/`: the API can read no
            others. Example: ${secret:senders/crm}.
        header (None | str | Unset): The header that holds the secret itself, for the scheme `token`; `x-webhook-token`
            unless given.
    """

    scheme: SignatureScheme
    secret: str
    header: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        scheme: str = self.scheme

        secret = self.secret

        header: None | str | Unset
        if isinstance(self.header, Unset):
            header = UNSET
        else:
            header = self.header

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "scheme": scheme,
                "secret": secret,
            }
        )
        if header is not UNSET:
            field_dict["header"] = header

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        scheme = check_signature_scheme(d.pop("scheme"))

        secret = d.pop("secret")

        def _parse_header(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        header = _parse_header(d.pop("header", UNSET))

        signature_rules = cls(
            scheme=scheme,
            secret=secret,
            header=header,
        )

        return signature_rules
