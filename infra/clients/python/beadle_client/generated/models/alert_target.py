from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.alert_target_type import AlertTargetType, check_alert_target_type
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.webhook_task_config import WebhookTaskConfig


T = TypeVar("T", bound="AlertTarget")


@_attrs_define
class AlertTarget:
    """Whom to tell.

    Example:
        {'name': 'ops', 'type': 'slack', 'webhook': '${secret:slack-ops}'}

    Attributes:
        name (str): Its name, by which rules name it; unique.
        type_ (AlertTargetType): What kind of thing a target is, which decides what is sent to it.
        webhook (None | str | Unset | WebhookTaskConfig): Its URL, which may be a reference to a secret, or the config
            of a webhook. For `ses` the action `SendEmail` of the API of
            a region, with `auth` of type `sigv4`. All but `smtp` need it.
        server (None | str | Unset): The mail server, for `smtp`, as in a task of type `email`:
            `smtps://user:${secret:smtp}@mail.example.com`. Example: smtps://beadle:${secret:smtp}@mail.example.com.
        from_ (None | str | Unset): The address that mails come from, for `ses` and `smtp`. Example: ada@example.com.
        to (list[str] | None | Unset): The addresses that mails go to, for `ses` and `smtp`; at most 10.
    """

    name: str
    type_: AlertTargetType
    webhook: None | str | Unset | WebhookTaskConfig = UNSET
    server: None | str | Unset = UNSET
    from_: None | str | Unset = UNSET
    to: list[str] | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.webhook_task_config import WebhookTaskConfig  # noqa: PLC0415

        name = self.name

        type_: str = self.type_

        webhook: dict[str, Any] | None | str | Unset
        if isinstance(self.webhook, Unset):
            webhook = UNSET
        elif isinstance(self.webhook, WebhookTaskConfig):
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

        to: list[str] | None | Unset
        if isinstance(self.to, Unset):
            to = UNSET
        elif isinstance(self.to, list):
            to = self.to

        else:
            to = self.to

        field_dict: dict[str, Any] = {}

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
        from ..models.webhook_task_config import WebhookTaskConfig  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        type_ = check_alert_target_type(d.pop("type"))

        def _parse_webhook(data: object) -> None | str | Unset | WebhookTaskConfig:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                webhook_type_1 = WebhookTaskConfig.from_dict(data)

                return webhook_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | str | Unset | WebhookTaskConfig, data)

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

        def _parse_to(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                to_type_0 = cast(list[str], data)

                return to_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        to = _parse_to(d.pop("to", UNSET))

        alert_target = cls(
            name=name,
            type_=type_,
            webhook=webhook,
            server=server,
            from_=from_,
            to=to,
        )

        return alert_target
