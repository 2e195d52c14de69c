from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.catch_up_name import CatchUpName, check_catch_up_name
from ..models.on_excluded import OnExcluded, check_on_excluded
from ..models.overlap import Overlap, check_overlap
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.catch_up_window import CatchUpWindow
    from ..models.on_clock_change import OnClockChange


T = TypeVar("T", bound="ScheduleObject")


@_attrs_define
class ScheduleObject:
    """A schedule with its options; answers give `expression` and `timezone`.

    Example:
        {'expression': 'daily at 9:00', 'timezone': 'Europe/Berlin'}

    Attributes:
        expression (None | str | Unset): Any of the phrases. One of `expression`, `every`, `cron` and `at` is given.
            Example: daily at 9:00.
        every (int | None | str | Unset):
        cron (None | str | Unset): Five-field cron, or `cron(…)`.
        at (None | str | Unset): A single time.
        timezone (None | str | Unset): The IANA name of the zone; UTC unless given. Example: Europe/Berlin.
        start (datetime.datetime | None | Unset): Not before this time.
        end (datetime.datetime | None | Unset): Not after this time.
        jitter (int | None | str | Unset):
        overlap (None | Overlap | Unset):
        catch_up (CatchUpName | CatchUpWindow | None | Unset):
        on_clock_change (None | OnClockChange | Unset):
        exclude (list[str] | None | Unset): Days on which it is not due: dates, spans `first/last`, days of the week,
            and names of calendars.
        only (list[str] | None | Unset): The only days on which it is due, written likewise; unless given, all.
        on_excluded (None | OnExcluded | Unset):
        phrase (None | str | Unset): The phrase or cron that was written, where `expression` is its normal form. It says
            the same as that.
    """

    expression: None | str | Unset = UNSET
    every: int | None | str | Unset = UNSET
    cron: None | str | Unset = UNSET
    at: None | str | Unset = UNSET
    timezone: None | str | Unset = UNSET
    start: datetime.datetime | None | Unset = UNSET
    end: datetime.datetime | None | Unset = UNSET
    jitter: int | None | str | Unset = UNSET
    overlap: None | Overlap | Unset = UNSET
    catch_up: CatchUpName | CatchUpWindow | None | Unset = UNSET
    on_clock_change: None | OnClockChange | Unset = UNSET
    exclude: list[str] | None | Unset = UNSET
    only: list[str] | None | Unset = UNSET
    on_excluded: None | OnExcluded | Unset = UNSET
    phrase: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.catch_up_window import CatchUpWindow  # noqa: PLC0415
        from ..models.on_clock_change import OnClockChange  # noqa: PLC0415

        expression: None | str | Unset
        if isinstance(self.expression, Unset):
            expression = UNSET
        else:
            expression = self.expression

        every: int | None | str | Unset
        if isinstance(self.every, Unset):
            every = UNSET
        else:
            every = self.every

        cron: None | str | Unset
        if isinstance(self.cron, Unset):
            cron = UNSET
        else:
            cron = self.cron

        at: None | str | Unset
        if isinstance(self.at, Unset):
            at = UNSET
        else:
            at = self.at

        timezone: None | str | Unset
        if isinstance(self.timezone, Unset):
            timezone = UNSET
        else:
            timezone = self.timezone

        start: None | str | Unset
        if isinstance(self.start, Unset):
            start = UNSET
        elif isinstance(self.start, datetime.datetime):
            start = self.start.isoformat()
        else:
            start = self.start

        end: None | str | Unset
        if isinstance(self.end, Unset):
            end = UNSET
        elif isinstance(self.end, datetime.datetime):
            end = self.end.isoformat()
        else:
            end = self.end

        jitter: int | None | str | Unset
        if isinstance(self.jitter, Unset):
            jitter = UNSET
        else:
            jitter = self.jitter

        overlap: None | str | Unset
        if isinstance(self.overlap, Unset):
            overlap = UNSET
        elif isinstance(self.overlap, str):
            overlap = self.overlap
        else:
            overlap = self.overlap

        catch_up: dict[str, Any] | None | str | Unset
        if isinstance(self.catch_up, Unset):
            catch_up = UNSET
        elif isinstance(self.catch_up, str):
            catch_up = self.catch_up
        elif isinstance(self.catch_up, CatchUpWindow):
            catch_up = self.catch_up.to_dict()
        else:
            catch_up = self.catch_up

        on_clock_change: dict[str, Any] | None | Unset
        if isinstance(self.on_clock_change, Unset):
            on_clock_change = UNSET
        elif isinstance(self.on_clock_change, OnClockChange):
            on_clock_change = self.on_clock_change.to_dict()
        else:
            on_clock_change = self.on_clock_change

        exclude: list[str] | None | Unset
        if isinstance(self.exclude, Unset):
            exclude = UNSET
        elif isinstance(self.exclude, list):
            exclude = self.exclude

        else:
            exclude = self.exclude

        only: list[str] | None | Unset
        if isinstance(self.only, Unset):
            only = UNSET
        elif isinstance(self.only, list):
            only = self.only

        else:
            only = self.only

        on_excluded: None | str | Unset
        if isinstance(self.on_excluded, Unset):
            on_excluded = UNSET
        elif isinstance(self.on_excluded, str):
            on_excluded = self.on_excluded
        else:
            on_excluded = self.on_excluded

        phrase: None | str | Unset
        if isinstance(self.phrase, Unset):
            phrase = UNSET
        else:
            phrase = self.phrase

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if expression is not UNSET:
            field_dict["expression"] = expression
        if every is not UNSET:
            field_dict["every"] = every
        if cron is not UNSET:
            field_dict["cron"] = cron
        if at is not UNSET:
            field_dict["at"] = at
        if timezone is not UNSET:
            field_dict["timezone"] = timezone
        if start is not UNSET:
            field_dict["start"] = start
        if end is not UNSET:
            field_dict["end"] = end
        if jitter is not UNSET:
            field_dict["jitter"] = jitter
        if overlap is not UNSET:
            field_dict["overlap"] = overlap
        if catch_up is not UNSET:
            field_dict["catch_up"] = catch_up
        if on_clock_change is not UNSET:
            field_dict["on_clock_change"] = on_clock_change
        if exclude is not UNSET:
            field_dict["exclude"] = exclude
        if only is not UNSET:
            field_dict["only"] = only
        if on_excluded is not UNSET:
            field_dict["on_excluded"] = on_excluded
        if phrase is not UNSET:
            field_dict["phrase"] = phrase

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.catch_up_window import CatchUpWindow  # noqa: PLC0415
        from ..models.on_clock_change import OnClockChange  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_expression(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        expression = _parse_expression(d.pop("expression", UNSET))

        def _parse_every(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        every = _parse_every(d.pop("every", UNSET))

        def _parse_cron(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        cron = _parse_cron(d.pop("cron", UNSET))

        def _parse_at(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        at = _parse_at(d.pop("at", UNSET))

        def _parse_timezone(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        timezone = _parse_timezone(d.pop("timezone", UNSET))

        def _parse_start(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                start_type_0 = datetime.datetime.fromisoformat(data)

                return start_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        start = _parse_start(d.pop("start", UNSET))

        def _parse_end(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                end_type_0 = datetime.datetime.fromisoformat(data)

                return end_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        end = _parse_end(d.pop("end", UNSET))

        def _parse_jitter(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        jitter = _parse_jitter(d.pop("jitter", UNSET))

        def _parse_overlap(data: object) -> None | Overlap | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                overlap_type_0 = check_overlap(data)

                return overlap_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Overlap | Unset, data)

        overlap = _parse_overlap(d.pop("overlap", UNSET))

        def _parse_catch_up(data: object) -> CatchUpName | CatchUpWindow | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                componentsschemas_catch_up_type_0 = check_catch_up_name(data)

                return componentsschemas_catch_up_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_catch_up_type_1 = CatchUpWindow.from_dict(data)

                return componentsschemas_catch_up_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CatchUpName | CatchUpWindow | None | Unset, data)

        catch_up = _parse_catch_up(d.pop("catch_up", UNSET))

        def _parse_on_clock_change(data: object) -> None | OnClockChange | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                on_clock_change_type_0 = OnClockChange.from_dict(data)

                return on_clock_change_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | OnClockChange | Unset, data)

        on_clock_change = _parse_on_clock_change(d.pop("on_clock_change", UNSET))

        def _parse_exclude(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                exclude_type_0 = cast(list[str], data)

                return exclude_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        exclude = _parse_exclude(d.pop("exclude", UNSET))

        def _parse_only(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                only_type_0 = cast(list[str], data)

                return only_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        only = _parse_only(d.pop("only", UNSET))

        def _parse_on_excluded(data: object) -> None | OnExcluded | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                on_excluded_type_0 = check_on_excluded(data)

                return on_excluded_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | OnExcluded | Unset, data)

        on_excluded = _parse_on_excluded(d.pop("on_excluded", UNSET))

        def _parse_phrase(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        phrase = _parse_phrase(d.pop("phrase", UNSET))

        schedule_object = cls(
            expression=expression,
            every=every,
            cron=cron,
            at=at,
            timezone=timezone,
            start=start,
            end=end,
            jitter=jitter,
            overlap=overlap,
            catch_up=catch_up,
            on_clock_change=on_clock_change,
            exclude=exclude,
            only=only,
            on_excluded=on_excluded,
            phrase=phrase,
        )

        return schedule_object
