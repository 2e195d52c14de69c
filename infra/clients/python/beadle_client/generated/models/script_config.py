from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.script_config_env import ScriptConfigEnv


T = TypeVar("T", bound="ScriptConfig")


@_attrs_define
class ScriptConfig:
    """A command.

    Attributes:
        command (str): Name of the command. Example: node.
        args (list[str]): Arguments.
        env (ScriptConfigEnv): Environment; secrets are references.
        cwd (None | str | Unset): Folder in which it starts.
        final_exit_codes (list[int] | Unset): Exit codes after which no other attempt is made.
    """

    command: str
    args: list[str]
    env: ScriptConfigEnv
    cwd: None | str | Unset = UNSET
    final_exit_codes: list[int] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        command = self.command

        args = self.args

        env = self.env.to_dict()

        cwd: None | str | Unset
        if isinstance(self.cwd, Unset):
            cwd = UNSET
        else:
            cwd = self.cwd

        final_exit_codes: list[int] | Unset = UNSET
        if not isinstance(self.final_exit_codes, Unset):
            final_exit_codes = self.final_exit_codes

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "command": command,
                "args": args,
                "env": env,
            }
        )
        if cwd is not UNSET:
            field_dict["cwd"] = cwd
        if final_exit_codes is not UNSET:
            field_dict["final_exit_codes"] = final_exit_codes

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.script_config_env import ScriptConfigEnv  # noqa: PLC0415

        d = dict(src_dict)
        command = d.pop("command")

        args = cast(list[str], d.pop("args"))

        env = ScriptConfigEnv.from_dict(d.pop("env"))

        def _parse_cwd(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        cwd = _parse_cwd(d.pop("cwd", UNSET))

        final_exit_codes = cast(list[int], d.pop("final_exit_codes", UNSET))

        script_config = cls(
            command=command,
            args=args,
            env=env,
            cwd=cwd,
            final_exit_codes=final_exit_codes,
        )

        script_config.additional_properties = d
        return script_config

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
