from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.alert_target_response_webhook_type_0 import (
        AlertTargetResponseWebhookType0,
    )


T = TypeVar("T", bound="AlertTargetResponse")


@_attrs_define
class AlertTargetResponse:
    """A target.

    Attributes:
        name (str): Its name. Example: ops.
        type_ (str): What it is. Example: slack.
        webhook (AlertTargetResponseWebhookType0 | None | Unset): The call, as the config of a webhook.
        server (None | str | Unset): The mail server; a password is shown as `********`. Example:
            smtps://beadle:********@mail.example.com.
        from_ (None | str | Unset): The address that mails come from.
        to (list[str] | Unset): The addresses that mails go to.
    """

    name: str
    type_: str
    webhook: AlertTargetResponseWebhookType0 | None | Unset = UNSET
    server: None | str | Unset = UNSET
    from_: None | str | Unset = UNSET
    to: list[str] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.alert_target_response_webhook_type_0 import (
            AlertTargetResponseWebhookType0,  # noqa: PLC0415
        )

        name = self.name

        type_ = self.type_

        webhook: dict[str, Any] | None | Unset
        if isinstance(self.webhook, Unset):
            webhook = UNSET
        elif isinstance(self.webhook, AlertTargetResponseWebhookType0):
            webhook = self.webhook.to_dict()
        else:
            webhook = self.webhook

        server: None | str | Unset
        if isinstance(self.server, Unset):
            server = UNSET
        else:
            server = self.server

        from_: None | str | Unset
        if isinstance(self.from_, Unset):
            from_ = UNSET
        else:
            from_ = self.from_

        to: list[str] | Unset = UNSET
        if not isinstance(self.to, Unset):
            to = self.to

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "type": type_,
            }
        )
        if webhook is not UNSET:
            field_dict["webhook"] = webhook
        if server is not UNSET:
            field_dict["server"] = server
        if from_ is not UNSET:
            field_dict["from"] = from_
        if to is not UNSET:
            field_dict["to"] = to

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.alert_target_response_webhook_type_0 import (
            AlertTargetResponseWebhookType0,  # noqa: PLC0415
        )

        d = dict(src_dict)
        name = d.pop("name")

        type_ = d.pop("type")

        def _parse_webhook(data: object) -> AlertTargetResponseWebhookType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                webhook_type_0 = AlertTargetResponseWebhookType0.from_dict(data)

                return webhook_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AlertTargetResponseWebhookType0 | None | Unset, data)

        webhook = _parse_webhook(d.pop("webhook", UNSET))

        def _parse_server(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        server = _parse_server(d.pop("server", UNSET))

        def _parse_from_(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        from_ = _parse_from_(d.pop("from", UNSET))

        to = cast(list[str], d.pop("to", UNSET))

        alert_target_response = cls(
            name=name,
            type_=type_,
            webhook=webhook,
            server=server,
            from_=from_,
            to=to,
        )

        alert_target_response.additional_properties = d
        return alert_target_response

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
