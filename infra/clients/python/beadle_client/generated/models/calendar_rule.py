from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="CalendarRule")


@_attrs_define
class CalendarRule:
    """Days of a calendar that recur.

    Attributes:
        rule (str): The rule of RFC 5545. Example: FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25.
        first (datetime.date): The first day. Example: 2020-12-25.
        length (int | None | Unset): How many days each occurrence lasts, if more than one.
        except_ (list[str] | None | Unset): Occurrences that are left out.
        title (None | str | Unset): What they are.
    """

    rule: str
    first: datetime.date
    length: int | None | Unset = UNSET
    except_: list[str] | None | Unset = UNSET
    title: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        rule = self.rule

        first = self.first.isoformat()

        length: int | None | Unset
        if isinstance(self.length, Unset):
            length = UNSET
        else:
            length = self.length

        except_: list[str] | None | Unset
        if isinstance(self.except_, Unset):
            except_ = UNSET
        elif isinstance(self.except_, list):
            except_ = self.except_

        else:
            except_ = self.except_

        title: None | str | Unset
        if isinstance(self.title, Unset):
            title = UNSET
        else:
            title = self.title

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "rule": rule,
                "first": first,
            }
        )
        if length is not UNSET:
            field_dict["length"] = length
        if except_ is not UNSET:
            field_dict["except"] = except_
        if title is not UNSET:
            field_dict["title"] = title

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        rule = d.pop("rule")

        first = datetime.date.fromisoformat(d.pop("first"))

        def _parse_length(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        length = _parse_length(d.pop("length", UNSET))

        def _parse_except_(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                except_type_0 = cast(list[str], data)

                return except_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        except_ = _parse_except_(d.pop("except", UNSET))

        def _parse_title(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        title = _parse_title(d.pop("title", UNSET))

        calendar_rule = cls(
            rule=rule,
            first=first,
            length=length,
            except_=except_,
            title=title,
        )

        calendar_rule.additional_properties = d
        return calendar_rule

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
