from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.batch_request_on_complete_type_0 import BatchRequestOnCompleteType0
    from ..models.batch_request_on_failure_type_0 import BatchRequestOnFailureType0
    from ..models.custom_request import CustomRequest
    from ..models.database_request import DatabaseRequest
    from ..models.email_request import EmailRequest
    from ..models.graphql_request import GraphqlRequest
    from ..models.http_request import HttpRequest
    from ..models.script_request import ScriptRequest
    from ..models.simulated_request import SimulatedRequest
    from ..models.wait_request import WaitRequest
    from ..models.webhook_request import WebhookRequest


T = TypeVar("T", bound="BatchRequest")


@_attrs_define
class BatchRequest:
    """The batch that the requests are added to: a new one, or one that is named by its id or its name.

    Example:
        {'name': 'import-2027-01-15', 'on_complete': {'type': 'http', 'method': 'POST', 'url':
            'https://example.com/done', 'body': {'rows': '${batch.completed}'}}, 'close': True}

    Attributes:
        id (None | str | Unset): The id of a batch that exists. Without `id` and `name`, a new batch without a name is
            created.
        name (None | str | Unset): The name, unique among your batches. The first request with it creates the batch.
        on_complete (BatchRequestOnCompleteType0 | CustomRequest | DatabaseRequest | EmailRequest | GraphqlRequest |
            HttpRequest | None | ScriptRequest | SimulatedRequest | Unset | WaitRequest | WebhookRequest): What runs once
            all executions have completed.
        on_failure (BatchRequestOnFailureType0 | CustomRequest | DatabaseRequest | EmailRequest | GraphqlRequest |
            HttpRequest | None | ScriptRequest | SimulatedRequest | Unset | WaitRequest | WebhookRequest): What runs once
            all executions have ended, if one of them failed or was cancelled.
        close (bool | None | Unset): Whether to close the batch once all requests of this body have been accepted. If
            one of them is refused, the
            batch stays open.
    """

    id: None | str | Unset = UNSET
    name: None | str | Unset = UNSET
    on_complete: (
        BatchRequestOnCompleteType0
        | CustomRequest
        | DatabaseRequest
        | EmailRequest
        | GraphqlRequest
        | HttpRequest
        | None
        | ScriptRequest
        | SimulatedRequest
        | Unset
        | WaitRequest
        | WebhookRequest
    ) = UNSET
    on_failure: (
        BatchRequestOnFailureType0
        | CustomRequest
        | DatabaseRequest
        | EmailRequest
        | GraphqlRequest
        | HttpRequest
        | None
        | ScriptRequest
        | SimulatedRequest
        | Unset
        | WaitRequest
        | WebhookRequest
    ) = UNSET
    close: bool | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.batch_request_on_complete_type_0 import (
            BatchRequestOnCompleteType0,  # noqa: PLC0415
        )
        from ..models.batch_request_on_failure_type_0 import BatchRequestOnFailureType0  # noqa: PLC0415
        from ..models.custom_request import CustomRequest  # noqa: PLC0415
        from ..models.database_request import DatabaseRequest  # noqa: PLC0415
        from ..models.email_request import EmailRequest  # noqa: PLC0415
        from ..models.graphql_request import GraphqlRequest  # noqa: PLC0415
        from ..models.http_request import HttpRequest  # noqa: PLC0415
        from ..models.script_request import ScriptRequest  # noqa: PLC0415
        from ..models.simulated_request import SimulatedRequest  # noqa: PLC0415
        from ..models.wait_request import WaitRequest  # noqa: PLC0415
        from ..models.webhook_request import WebhookRequest  # noqa: PLC0415

        id: None | str | Unset
        if isinstance(self.id, Unset):
            id = UNSET
        else:
            id = self.id

        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        on_complete: dict[str, Any] | None | Unset
        if isinstance(self.on_complete, Unset):
            on_complete = UNSET
        elif isinstance(self.on_complete, BatchRequestOnCompleteType0):
            on_complete = self.on_complete.to_dict()
        elif isinstance(self.on_complete, HttpRequest):
            on_complete = self.on_complete.to_dict()
        elif isinstance(self.on_complete, WebhookRequest):
            on_complete = self.on_complete.to_dict()
        elif isinstance(self.on_complete, GraphqlRequest):
            on_complete = self.on_complete.to_dict()
        elif isinstance(self.on_complete, DatabaseRequest):
            on_complete = self.on_complete.to_dict()
        elif isinstance(self.on_complete, EmailRequest):
            on_complete = self.on_complete.to_dict()
        elif isinstance(self.on_complete, ScriptRequest):
            on_complete = self.on_complete.to_dict()
        elif isinstance(self.on_complete, CustomRequest):
            on_complete = self.on_complete.to_dict()
        elif isinstance(self.on_complete, SimulatedRequest):
            on_complete = self.on_complete.to_dict()
        elif isinstance(self.on_complete, WaitRequest):
            on_complete = self.on_complete.to_dict()
        else:
            on_complete = self.on_complete

        on_failure: dict[str, Any] | None | Unset
        if isinstance(self.on_failure, Unset):
            on_failure = UNSET
        elif isinstance(self.on_failure, BatchRequestOnFailureType0):
            on_failure = self.on_failure.to_dict()
        elif isinstance(self.on_failure, HttpRequest):
            on_failure = self.on_failure.to_dict()
        elif isinstance(self.on_failure, WebhookRequest):
            on_failure = self.on_failure.to_dict()
        elif isinstance(self.on_failure, GraphqlRequest):
            on_failure = self.on_failure.to_dict()
        elif isinstance(self.on_failure, DatabaseRequest):
            on_failure = self.on_failure.to_dict()
        elif isinstance(self.on_failure, EmailRequest):
            on_failure = self.on_failure.to_dict()
        elif isinstance(self.on_failure, ScriptRequest):
            on_failure = self.on_failure.to_dict()
        elif isinstance(self.on_failure, CustomRequest):
            on_failure = self.on_failure.to_dict()
        elif isinstance(self.on_failure, SimulatedRequest):
            on_failure = self.on_failure.to_dict()
        elif isinstance(self.on_failure, WaitRequest):
            on_failure = self.on_failure.to_dict()
        else:
            on_failure = self.on_failure

        close: bool | None | Unset
        if isinstance(self.close, Unset):
            close = UNSET
        else:
            close = self.close

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if id is not UNSET:
            field_dict["id"] = id
        if name is not UNSET:
            field_dict["name"] = name
        if on_complete is not UNSET:
            field_dict["on_complete"] = on_complete
        if on_failure is not UNSET:
            field_dict["on_failure"] = on_failure
        if close is not UNSET:
            field_dict["close"] = close

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.batch_request_on_complete_type_0 import (
            BatchRequestOnCompleteType0,  # noqa: PLC0415
        )
        from ..models.batch_request_on_failure_type_0 import BatchRequestOnFailureType0  # noqa: PLC0415
        from ..models.custom_request import CustomRequest  # noqa: PLC0415
        from ..models.database_request import DatabaseRequest  # noqa: PLC0415
        from ..models.email_request import EmailRequest  # noqa: PLC0415
        from ..models.graphql_request import GraphqlRequest  # noqa: PLC0415
        from ..models.http_request import HttpRequest  # noqa: PLC0415
        from ..models.script_request import ScriptRequest  # noqa: PLC0415
        from ..models.simulated_request import SimulatedRequest  # noqa: PLC0415
        from ..models.wait_request import WaitRequest  # noqa: PLC0415
        from ..models.webhook_request import WebhookRequest  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        id = _parse_id(d.pop("id", UNSET))

        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))

        def _parse_on_complete(
            data: object,
        ) -> (
            BatchRequestOnCompleteType0
            | CustomRequest
            | DatabaseRequest
            | EmailRequest
            | GraphqlRequest
            | HttpRequest
            | None
            | ScriptRequest
            | SimulatedRequest
            | Unset
            | WaitRequest
            | WebhookRequest
        ):
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                on_complete_type_0 = BatchRequestOnCompleteType0.from_dict(data)

                return on_complete_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_ad_hoc_request_type_0 = HttpRequest.from_dict(data)

                return componentsschemas_ad_hoc_request_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_ad_hoc_request_type_1 = WebhookRequest.from_dict(data)

                return componentsschemas_ad_hoc_request_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_ad_hoc_request_type_2 = GraphqlRequest.from_dict(data)

                return componentsschemas_ad_hoc_request_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_ad_hoc_request_type_3 = DatabaseRequest.from_dict(data)

                return componentsschemas_ad_hoc_request_type_3
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_ad_hoc_request_type_4 = EmailRequest.from_dict(data)

                return componentsschemas_ad_hoc_request_type_4
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_ad_hoc_request_type_5 = ScriptRequest.from_dict(data)

                return componentsschemas_ad_hoc_request_type_5
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_ad_hoc_request_type_6 = CustomRequest.from_dict(data)

                return componentsschemas_ad_hoc_request_type_6
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_ad_hoc_request_type_7 = SimulatedRequest.from_dict(data)

                return componentsschemas_ad_hoc_request_type_7
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_ad_hoc_request_type_8 = WaitRequest.from_dict(data)

                return componentsschemas_ad_hoc_request_type_8
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(
                BatchRequestOnCompleteType0
                | CustomRequest
                | DatabaseRequest
                | EmailRequest
                | GraphqlRequest
                | HttpRequest
                | None
                | ScriptRequest
                | SimulatedRequest
                | Unset
                | WaitRequest
                | WebhookRequest,
                data,
            )

        on_complete = _parse_on_complete(d.pop("on_complete", UNSET))

        def _parse_on_failure(
            data: object,
        ) -> (
            BatchRequestOnFailureType0
            | CustomRequest
            | DatabaseRequest
            | EmailRequest
            | GraphqlRequest
            | HttpRequest
            | None
            | ScriptRequest
            | SimulatedRequest
            | Unset
            | WaitRequest
            | WebhookRequest
        ):
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                on_failure_type_0 = BatchRequestOnFailureType0.from_dict(data)

                return on_failure_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_ad_hoc_request_type_0 = HttpRequest.from_dict(data)

                return componentsschemas_ad_hoc_request_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_ad_hoc_request_type_1 = WebhookRequest.from_dict(data)

                return componentsschemas_ad_hoc_request_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_ad_hoc_request_type_2 = GraphqlRequest.from_dict(data)

                return componentsschemas_ad_hoc_request_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_ad_hoc_request_type_3 = DatabaseRequest.from_dict(data)

                return componentsschemas_ad_hoc_request_type_3
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_ad_hoc_request_type_4 = EmailRequest.from_dict(data)

                return componentsschemas_ad_hoc_request_type_4
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_ad_hoc_request_type_5 = ScriptRequest.from_dict(data)

                return componentsschemas_ad_hoc_request_type_5
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_ad_hoc_request_type_6 = CustomRequest.from_dict(data)

                return componentsschemas_ad_hoc_request_type_6
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_ad_hoc_request_type_7 = SimulatedRequest.from_dict(data)

                return componentsschemas_ad_hoc_request_type_7
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_ad_hoc_request_type_8 = WaitRequest.from_dict(data)

                return componentsschemas_ad_hoc_request_type_8
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(
                BatchRequestOnFailureType0
                | CustomRequest
                | DatabaseRequest
                | EmailRequest
                | GraphqlRequest
                | HttpRequest
                | None
                | ScriptRequest
                | SimulatedRequest
                | Unset
                | WaitRequest
                | WebhookRequest,
                data,
            )

        on_failure = _parse_on_failure(d.pop("on_failure", UNSET))

        def _parse_close(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        close = _parse_close(d.pop("close", UNSET))

        batch_request = cls(
            id=id,
            name=name,
            on_complete=on_complete,
            on_failure=on_failure,
            close=close,
        )

        return batch_request
