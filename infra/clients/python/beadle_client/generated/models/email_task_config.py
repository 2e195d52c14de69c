from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="EmailTaskConfig")


@_attrs_define
class EmailTaskConfig:
    """What a task of this type does.

    Attributes:
        server (str): The server: `smtps://user:password@host` for TLS from the beginning, `smtp://…` for STARTTLS;
            `?tls=none` for neither. Example: smtps://beadle:${secret:smtp}@mail.example.com.
        from_ (str): The address that the mail comes from. Example: ada@example.com.
        to (list[str]): The addresses that it goes to, at most 100.
        subject (str): The subject; it may hold placeholders.
        text (str): The text; it may hold placeholders.
    """

    server: str
    from_: str
    to: list[str]
    subject: str
    text: str

    def to_dict(self) -> dict[str, Any]:
        server = self.server

        from_ = self.from_

        to = self.to

        subject = self.subject

        text = self.text

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "server": server,
                "from": from_,
                "to": to,
                "subject": subject,
                "text": text,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        server = d.pop("server")

        from_ = d.pop("from")

        to = cast(list[str], d.pop("to"))

        subject = d.pop("subject")

        text = d.pop("text")

        email_task_config = cls(
            server=server,
            from_=from_,
            to=to,
            subject=subject,
            text=text,
        )

        return email_task_config
