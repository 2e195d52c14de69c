from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.account_figures import AccountFigures
    from ..models.gate_figures import GateFigures
    from ..models.holding_pause import HoldingPause


T = TypeVar("T", bound="WaitingFor")


@_attrs_define
class WaitingFor:
    """What an execution waits for.

    Attributes:
        kind (str): `time`, `runner`, `attempt`, `retry_delay`, what is awaited of a job (`callback`, `poll`,
            `callback_or_poll`), or the reason of a deferral: `rate_limit`, `rate_limit_key`,
            `throttled`, `breaker`, `concurrency`, `overlap`, `order`, `credential`, `out_of_time`, `credits`, `limit`,
            `paused`. Example: breaker.
        reason (str): Explanation in one sentence.
        gate (GateFigures | None | Unset):
        account (AccountFigures | None | Unset):
        execution_id (None | str | Unset): The execution that it waits for in the order of its `order_key` (`order`);
            null otherwise.
        pause (HoldingPause | None | Unset):
    """

    kind: str
    reason: str
    gate: GateFigures | None | Unset = UNSET
    account: AccountFigures | None | Unset = UNSET
    execution_id: None | str | Unset = UNSET
    pause: HoldingPause | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.account_figures import AccountFigures  # noqa: PLC0415
        from ..models.gate_figures import GateFigures  # noqa: PLC0415
        from ..models.holding_pause import HoldingPause  # noqa: PLC0415

        kind = self.kind

        reason = self.reason

        gate: dict[str, Any] | None | Unset
        if isinstance(self.gate, Unset):
            gate = UNSET
        elif isinstance(self.gate, GateFigures):
            gate = self.gate.to_dict()
        else:
            gate = self.gate

        account: dict[str, Any] | None | Unset
        if isinstance(self.account, Unset):
            account = UNSET
        elif isinstance(self.account, AccountFigures):
            account = self.account.to_dict()
        else:
            account = self.account

        execution_id: None | str | Unset
        if isinstance(self.execution_id, Unset):
            execution_id = UNSET
        else:
            execution_id = self.execution_id

        pause: dict[str, Any] | None | Unset
        if isinstance(self.pause, Unset):
            pause = UNSET
        elif isinstance(self.pause, HoldingPause):
            pause = self.pause.to_dict()
        else:
            pause = self.pause

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "kind": kind,
                "reason": reason,
            }
        )
        if gate is not UNSET:
            field_dict["gate"] = gate
        if account is not UNSET:
            field_dict["account"] = account
        if execution_id is not UNSET:
            field_dict["execution_id"] = execution_id
        if pause is not UNSET:
            field_dict["pause"] = pause

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.account_figures import AccountFigures  # noqa: PLC0415
        from ..models.gate_figures import GateFigures  # noqa: PLC0415
        from ..models.holding_pause import HoldingPause  # noqa: PLC0415

        d = dict(src_dict)
        kind = d.pop("kind")

        reason = d.pop("reason")

        def _parse_gate(data: object) -> GateFigures | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                gate_type_0 = GateFigures.from_dict(data)

                return gate_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(GateFigures | None | Unset, data)

        gate = _parse_gate(d.pop("gate", UNSET))

        def _parse_account(data: object) -> AccountFigures | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                account_type_0 = AccountFigures.from_dict(data)

                return account_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AccountFigures | None | Unset, data)

        account = _parse_account(d.pop("account", UNSET))

        def _parse_execution_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        execution_id = _parse_execution_id(d.pop("execution_id", UNSET))

        def _parse_pause(data: object) -> HoldingPause | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                pause_type_0 = HoldingPause.from_dict(data)

                return pause_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(HoldingPause | None | Unset, data)

        pause = _parse_pause(d.pop("pause", UNSET))

        waiting_for = cls(
            kind=kind,
            reason=reason,
            gate=gate,
            account=account,
            execution_id=execution_id,
            pause=pause,
        )

        waiting_for.additional_properties = d
        return waiting_for

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
