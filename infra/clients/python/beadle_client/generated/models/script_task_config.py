from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.script_task_config_env_type_0 import ScriptTaskConfigEnvType0


T = TypeVar("T", bound="ScriptTaskConfig")


@_attrs_define
class ScriptTaskConfig:
    """What a task of this type does.

    Attributes:
        command (str): The name of a command on the operator's list of commands. Example: node.
        args (list[str] | None | Unset): Its arguments, at most 250. No shell reads them; strings may hold placeholders,
            but no secrets. Example: ['scripts/cleanup.js'].
        cwd (None | str | Unset): The folder in which it starts, absolute: one that the list of commands opens for the
            command. Unless given, an
            empty one. Example: /app.
        env (None | ScriptTaskConfigEnvType0 | Unset): Its environment beside `PATH`, `HOME`, `TMPDIR` and
            `BEADLE_INPUT`, at most 100 variables; values may hold
            placeholders.
        final_exit_codes (list[int] | None | Unset): The exit codes, 1 to 255, after which no other attempt is made.
    """

    command: str
    args: list[str] | None | Unset = UNSET
    cwd: None | str | Unset = UNSET
    env: None | ScriptTaskConfigEnvType0 | Unset = UNSET
    final_exit_codes: list[int] | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.script_task_config_env_type_0 import ScriptTaskConfigEnvType0  # noqa: PLC0415

        command = self.command

        args: list[str] | None | Unset
        if isinstance(self.args, Unset):
            args = UNSET
        elif isinstance(self.args, list):
            args = self.args

        else:
            args = self.args

        cwd: None | str | Unset
        if isinstance(self.cwd, Unset):
            cwd = UNSET
        else:
            cwd = self.cwd

        env: dict[str, Any] | None | Unset
        if isinstance(self.env, Unset):
            env = UNSET
        elif isinstance(self.env, ScriptTaskConfigEnvType0):
            env = self.env.to_dict()
        else:
            env = self.env

        final_exit_codes: list[int] | None | Unset
        if isinstance(self.final_exit_codes, Unset):
            final_exit_codes = UNSET
        elif isinstance(self.final_exit_codes, list):
            final_exit_codes = self.final_exit_codes

        else:
            final_exit_codes = self.final_exit_codes

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "command": command,
            }
        )
        if args is not UNSET:
            field_dict["args"] = args
        if cwd is not UNSET:
            field_dict["cwd"] = cwd
        if env is not UNSET:
            field_dict["env"] = env
        if final_exit_codes is not UNSET:
            field_dict["final_exit_codes"] = final_exit_codes

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.script_task_config_env_type_0 import ScriptTaskConfigEnvType0  # noqa: PLC0415

        d = dict(src_dict)
        command = d.pop("command")

        def _parse_args(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                args_type_0 = cast(list[str], data)

                return args_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        args = _parse_args(d.pop("args", UNSET))

        def _parse_cwd(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        cwd = _parse_cwd(d.pop("cwd", UNSET))

        def _parse_env(data: object) -> None | ScriptTaskConfigEnvType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                env_type_0 = ScriptTaskConfigEnvType0.from_dict(data)

                return env_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ScriptTaskConfigEnvType0 | Unset, data)

        env = _parse_env(d.pop("env", UNSET))

        def _parse_final_exit_codes(data: object) -> list[int] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                final_exit_codes_type_0 = cast(list[int], data)

                return final_exit_codes_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[int] | None | Unset, data)

        final_exit_codes = _parse_final_exit_codes(d.pop("final_exit_codes", UNSET))

        script_task_config = cls(
            command=command,
            args=args,
            cwd=cwd,
            env=env,
            final_exit_codes=final_exit_codes,
        )

        return script_task_config
