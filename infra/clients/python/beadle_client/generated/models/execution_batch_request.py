from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.batch_request import BatchRequest
    from ..models.custom_request import CustomRequest
    from ..models.database_request import DatabaseRequest
    from ..models.email_request import EmailRequest
    from ..models.graphql_request import GraphqlRequest
    from ..models.http_request import HttpRequest
    from ..models.script_request import ScriptRequest
    from ..models.simulated_request import SimulatedRequest
    from ..models.wait_request import WaitRequest
    from ..models.webhook_request import WebhookRequest


T = TypeVar("T", bound="ExecutionBatchRequest")


@_attrs_define
class ExecutionBatchRequest:
    """Requests to run once.

    Example:
        {'requests': [{'type': 'http', 'url': 'https://api.example.com/users/1'}, {'type': 'http', 'url':
            'https://api.example.com/users/2', 'delay': '10m'}]}

    Attributes:
        requests (list[CustomRequest | DatabaseRequest | EmailRequest | GraphqlRequest | HttpRequest | ScriptRequest |
            SimulatedRequest | WaitRequest | WebhookRequest]): The items; each is parsed on its own.
        batch (BatchRequest | None | Unset):
    """

    requests: list[
        CustomRequest
        | DatabaseRequest
        | EmailRequest
        | GraphqlRequest
        | HttpRequest
        | ScriptRequest
        | SimulatedRequest
        | WaitRequest
        | WebhookRequest
    ]
    batch: BatchRequest | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.batch_request import BatchRequest  # noqa: PLC0415
        from ..models.custom_request import CustomRequest  # noqa: PLC0415
        from ..models.database_request import DatabaseRequest  # noqa: PLC0415
        from ..models.email_request import EmailRequest  # noqa: PLC0415
        from ..models.graphql_request import GraphqlRequest  # noqa: PLC0415
        from ..models.http_request import HttpRequest  # noqa: PLC0415
        from ..models.script_request import ScriptRequest  # noqa: PLC0415
        from ..models.simulated_request import SimulatedRequest  # noqa: PLC0415
        from ..models.webhook_request import WebhookRequest  # noqa: PLC0415

        requests = []
        for requests_item_data in self.requests:
            requests_item: dict[str, Any]
            if isinstance(requests_item_data, HttpRequest):
                requests_item = requests_item_data.to_dict()
            elif isinstance(requests_item_data, WebhookRequest):
                requests_item = requests_item_data.to_dict()
            elif isinstance(requests_item_data, GraphqlRequest):
                requests_item = requests_item_data.to_dict()
            elif isinstance(requests_item_data, DatabaseRequest):
                requests_item = requests_item_data.to_dict()
            elif isinstance(requests_item_data, EmailRequest):
                requests_item = requests_item_data.to_dict()
            elif isinstance(requests_item_data, ScriptRequest):
                requests_item = requests_item_data.to_dict()
            elif isinstance(requests_item_data, CustomRequest):
                requests_item = requests_item_data.to_dict()
            elif isinstance(requests_item_data, SimulatedRequest):
                requests_item = requests_item_data.to_dict()
            else:
                requests_item = requests_item_data.to_dict()

            requests.append(requests_item)

        batch: dict[str, Any] | None | Unset
        if isinstance(self.batch, Unset):
            batch = UNSET
        elif isinstance(self.batch, BatchRequest):
            batch = self.batch.to_dict()
        else:
            batch = self.batch

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "requests": requests,
            }
        )
        if batch is not UNSET:
            field_dict["batch"] = batch

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.batch_request import BatchRequest  # noqa: PLC0415
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
        requests = []
        _requests = d.pop("requests")
        for requests_item_data in _requests:

            def _parse_requests_item(
                data: object,
            ) -> (
                CustomRequest
                | DatabaseRequest
                | EmailRequest
                | GraphqlRequest
                | HttpRequest
                | ScriptRequest
                | SimulatedRequest
                | WaitRequest
                | WebhookRequest
            ):
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
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_ad_hoc_request_type_8 = WaitRequest.from_dict(data)

                return componentsschemas_ad_hoc_request_type_8

            requests_item = _parse_requests_item(requests_item_data)

            requests.append(requests_item)

        def _parse_batch(data: object) -> BatchRequest | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                batch_type_0 = BatchRequest.from_dict(data)

                return batch_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(BatchRequest | None | Unset, data)

        batch = _parse_batch(d.pop("batch", UNSET))

        execution_batch_request = cls(
            requests=requests,
            batch=batch,
        )

        return execution_batch_request
