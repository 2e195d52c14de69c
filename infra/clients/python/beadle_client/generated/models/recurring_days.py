from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="RecurringDays")


@_attrs_define
class RecurringDays:
    """Days that recur by a rule of RFC 5545.

    Example:
        {'rule': 'FREQ=YEARLY', 'first': '2020-12-25', 'title': 'Christmas Day'}

    Attributes:
        rule (str): The rule, such as `FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25`: `FREQ` from `DAILY` to `YEARLY` with
            `INTERVAL`, `COUNT`, `UNTIL`,
            `BYMONTH`, `BYMONTHDAY`, `BYDAY` and `WKST`. Example: FREQ=YEARLY.
        first (datetime.date): The first day; the rule counts from it.
        length (int | None | Unset): How many days each occurrence lasts, 1 unless given.
        except_ (list[datetime.date] | None | Unset): Occurrences that are left out, by their first days.
        title (None | str | Unset): What they are.
    """

    rule: str
    first: datetime.date
    length: int | None | Unset = UNSET
    except_: list[datetime.date] | None | Unset = UNSET
    title: None | str | Unset = UNSET

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
            except_ = []
            for except_type_0_item_data in self.except_:
                except_type_0_item = except_type_0_item_data.isoformat()
                except_.append(except_type_0_item)

        else:
            except_ = self.except_

        title: None | str | Unset
        if isinstance(self.title, Unset):
            title = UNSET
        else:
            title = self.title

        field_dict: dict[str, Any] = {}

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

        def _parse_except_(data: object) -> list[datetime.date] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                except_type_0 = []
                _except_type_0 = data
                for except_type_0_item_data in _except_type_0:
                    except_type_0_item = datetime.date.fromisoformat(except_type_0_item_data)

                    except_type_0.append(except_type_0_item)

                return except_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[datetime.date] | None | Unset, data)

        except_ = _parse_except_(d.pop("except", UNSET))

        def _parse_title(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        title = _parse_title(d.pop("title", UNSET))

        recurring_days = cls(
            rule=rule,
            first=first,
            length=length,
            except_=except_,
            title=title,
        )

        return recurring_days
