from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.occasion import Occasion, check_occasion
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.webhook_task_config import WebhookTaskConfig


T = TypeVar("T", bound="NotifyDocument")


@_attrs_define
class NotifyDocument:
    """Which notifications a task sends, and how: by a signed webhook, by an event on the bus, or both.

    Example:
        {'on': ['failed', 'recovered'], 'webhook': {'url': 'https://example.com/hook'}}

    Attributes:
        on (list[Occasion] | None | Unset): The occasions it notifies of: `completed`, `failed`, `recovered`,
            `reminder`, `missed`, `late`, `slow`; failures and
            reminders unless given.
        webhook (None | Unset | WebhookTaskConfig):
        event (bool | None | Unset): Whether an event is published.
        grace (int | None | str | Unset):
        grace_ms (int | None | str | Unset):
        late_after (int | None | str | Unset):
        late_after_ms (int | None | str | Unset):
        slow_after (int | None | str | Unset):
        slow_after_ms (int | None | str | Unset):
        ping (None | str | Unset | WebhookTaskConfig): What is called after each completed run, so that another system
            notices when none completes: a URL, which is
            called by `GET`, or the config of a webhook.
    """

    on: list[Occasion] | None | Unset = UNSET
    webhook: None | Unset | WebhookTaskConfig = UNSET
    event: bool | None | Unset = UNSET
    grace: int | None | str | Unset = UNSET
    grace_ms: int | None | str | Unset = UNSET
    late_after: int | None | str | Unset = UNSET
    late_after_ms: int | None | str | Unset = UNSET
    slow_after: int | None | str | Unset = UNSET
    slow_after_ms: int | None | str | Unset = UNSET
    ping: None | str | Unset | WebhookTaskConfig = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.webhook_task_config import WebhookTaskConfig  # noqa: PLC0415

        on: list[str] | None | Unset
        if isinstance(self.on, Unset):
            on = UNSET
        elif isinstance(self.on, list):
            on = []
            for on_type_0_item_data in self.on:
                on_type_0_item: str = on_type_0_item_data
                on.append(on_type_0_item)

        else:
            on = self.on

        webhook: dict[str, Any] | None | Unset
        if isinstance(self.webhook, Unset):
            webhook = UNSET
        elif isinstance(self.webhook, WebhookTaskConfig):
            webhook = self.webhook.to_dict()
        else:
            webhook = self.webhook

        event: bool | None | Unset
        if isinstance(self.event, Unset):
            event = UNSET
        else:
            event = self.event

        grace: int | None | str | Unset
        if isinstance(self.grace, Unset):
            grace = UNSET
        else:
            grace = self.grace

        grace_ms: int | None | str | Unset
        if isinstance(self.grace_ms, Unset):
            grace_ms = UNSET
        else:
            grace_ms = self.grace_ms

        late_after: int | None | str | Unset
        if isinstance(self.late_after, Unset):
            late_after = UNSET
        else:
            late_after = self.late_after

        late_after_ms: int | None | str | Unset
        if isinstance(self.late_after_ms, Unset):
            late_after_ms = UNSET
        else:
            late_after_ms = self.late_after_ms

        slow_after: int | None | str | Unset
        if isinstance(self.slow_after, Unset):
            slow_after = UNSET
        else:
            slow_after = self.slow_after

        slow_after_ms: int | None | str | Unset
        if isinstance(self.slow_after_ms, Unset):
            slow_after_ms = UNSET
        else:
            slow_after_ms = self.slow_after_ms

        ping: dict[str, Any] | None | str | Unset
        if isinstance(self.ping, Unset):
            ping = UNSET
        elif isinstance(self.ping, WebhookTaskConfig):
            ping = self.ping.to_dict()
        else:
            ping = self.ping

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if on is not UNSET:
            field_dict["on"] = on
        if webhook is not UNSET:
            field_dict["webhook"] = webhook
        if event is not UNSET:
            field_dict["event"] = event
        if grace is not UNSET:
            field_dict["grace"] = grace
        if grace_ms is not UNSET:
            field_dict["grace_ms"] = grace_ms
        if late_after is not UNSET:
            field_dict["late_after"] = late_after
        if late_after_ms is not UNSET:
            field_dict["late_after_ms"] = late_after_ms
        if slow_after is not UNSET:
            field_dict["slow_after"] = slow_after
        if slow_after_ms is not UNSET:
            field_dict["slow_after_ms"] = slow_after_ms
        if ping is not UNSET:
            field_dict["ping"] = ping

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.webhook_task_config import WebhookTaskConfig  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_on(data: object) -> list[Occasion] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                on_type_0 = []
                _on_type_0 = data
                for on_type_0_item_data in _on_type_0:
                    on_type_0_item = check_occasion(on_type_0_item_data)

                    on_type_0.append(on_type_0_item)

                return on_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[Occasion] | None | Unset, data)

        on = _parse_on(d.pop("on", UNSET))

        def _parse_webhook(data: object) -> None | Unset | WebhookTaskConfig:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                webhook_type_0 = WebhookTaskConfig.from_dict(data)

                return webhook_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | WebhookTaskConfig, data)

        webhook = _parse_webhook(d.pop("webhook", UNSET))

        def _parse_event(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        event = _parse_event(d.pop("event", UNSET))

        def _parse_grace(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        grace = _parse_grace(d.pop("grace", UNSET))

        def _parse_grace_ms(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        grace_ms = _parse_grace_ms(d.pop("grace_ms", UNSET))

        def _parse_late_after(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        late_after = _parse_late_after(d.pop("late_after", UNSET))

        def _parse_late_after_ms(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        late_after_ms = _parse_late_after_ms(d.pop("late_after_ms", UNSET))

        def _parse_slow_after(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        slow_after = _parse_slow_after(d.pop("slow_after", UNSET))

        def _parse_slow_after_ms(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        slow_after_ms = _parse_slow_after_ms(d.pop("slow_after_ms", UNSET))

        def _parse_ping(data: object) -> None | str | Unset | WebhookTaskConfig:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                ping_type_1 = WebhookTaskConfig.from_dict(data)

                return ping_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | str | Unset | WebhookTaskConfig, data)

        ping = _parse_ping(d.pop("ping", UNSET))

        notify_document = cls(
            on=on,
            webhook=webhook,
            event=event,
            grace=grace,
            grace_ms=grace_ms,
            late_after=late_after,
            late_after_ms=late_after_ms,
            slow_after=slow_after,
            slow_after_ms=slow_after_ms,
            ping=ping,
        )

        return notify_document
