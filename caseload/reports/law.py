"""The law's tables as they are in force: what is shipped, and before it what the user's rules.toml has."""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from caseload.config import Config
from caseload.errors import Invalid
from caseload.own_law.file import Limit, OwnClock, OwnLaw, read_own_law
from caseload.records.of.deadline import SHIPPED, Deadline, Deadlines
from caseload.records.of.deadlines_of_law import AT_STAKE, DEADLINES, UNREAD, Controversy
from caseload.records.of.mileage import Rate, rate_on
from caseload.records.of.poverty import GUIDELINES, Guideline, Guidelines
from caseload.value import replace
from caseload.when.workdays import Roll

ANCHORS = tuple(sorted({row.anchor for row in DEADLINES}))
"""The fields that a deadline may count from."""


def deadlines(config: Config) -> Deadlines:
    """The deadlines that laws set; Invalid, naming file and line, for what rules.toml has wrong."""
    own = read_own_law(config.rules_file)
    return Deadlines(tuple(_clocks(own)), tuple(_amounts(own)), config.workdays)


def guidelines(config: Config) -> Guidelines:
    """The poverty guidelines."""
    return Guidelines(tuple(_guidelines(read_own_law(config.rules_file))))


def limits(config: Config) -> tuple[Limit, ...]:
    """Up to which percent of poverty somebody may be eligible for what: only what rules.toml says, for none is shipped.

    No source that this program has gives one.
    """
    return read_own_law(config.rules_file).limits


def mileage(config: Config) -> tuple[Rate, ...]:
    """What rules.toml says a mile is paid, which goes before the rates that are shipped."""
    own = read_own_law(config.rules_file).mileage
    return tuple(Rate(one.since, one.tenths, one.source, origin=one.origin) for one in own)


def overridden(config: Config) -> Iterator[tuple[str, bool, str]]:
    """What rules.toml has: of which table, whether something else is shipped, and in one line."""
    own = read_own_law(config.rules_file)
    for clock in own.clocks:
        for line in dict.fromkeys(_told(row, clock) for row in _of_clock(clock)):
            yield "clocks", _YOURS not in line, line
    for one in own.guidelines:
        before = next((row for row in GUIDELINES if (row.year, row.area) == (one.year, one.area)), None)
        amounts = _pair(one.first_cents, one.additional_cents)
        shipped = f"shipped {_pair(before.first_cents, before.additional_cents)}" if before else _YOURS
        yield "poverty", bool(before), f"{one.year} {one.area} is {amounts}, {shipped}: {one.origin} ({one.source})"
    for limit in own.limits:
        said = f"{limit.percent:g}% of poverty of {limit.year}"
        whom = f" for {limit.whom}" if limit.whom else ""
        yield "limits", False, f"{limit.programme}{whom} is {said}, {_YOURS}: {limit.origin} ({limit.source})"
    for amount in _amounts(own):
        found = SHIPPED.at_stake(amount.key, amount.year)
        shipped = f"shipped ${found.dollars:,}" if found else _YOURS
        said = f"{amount.key} of {amount.year} is ${amount.dollars:,} at stake, {shipped}"
        yield "clocks", bool(found), f"{said}: {amount.origin} ({amount.citation})"
    for rate in mileage(config):
        usual = rate_on(rate.since)
        shipped = f"shipped {usual.said} cents" if usual else _YOURS
        said = f"from {rate.since} {rate.said} cents a mile, {shipped}"
        yield "mileage", bool(usual), f"{said}: {rate.origin} ({rate.source})"


_YOURS = "yours alone"

# Clocks


def _clocks(own: OwnLaw) -> Iterator[Deadline]:
    for clock in own.clocks:
        yield from _of_clock(clock)


def _of_clock(clock: OwnClock) -> Iterator[Deadline]:
    """The deadlines that an entry makes: of a shipped one in several periods one each, unless it says its own days."""
    shipped = SHIPPED.rows(clock.key)
    if not shipped:
        yield _new(clock)
        return
    if "programme" in clock.given:
        raise _fault(clock, "programme", f"{clock.key} has its programme", "leave it out")
    if clock.since or clock.until:
        day = clock.since or clock.until or date.max
        shipped = (tuple(row for row in shipped if row.since is None or row.since <= day) or shipped[:1])[-1:]
    for row in shipped:
        yield _changed(clock, row)


def _changed(clock: OwnClock, row: Deadline) -> Deadline:
    """A shipped deadline with what the entry says."""
    said = clock.given
    changes = {name: said[name] for name in ("anchor", "mail_days", "roll", "label") if name in said}
    if "count" in said:
        count, unit = said["count"]
        if (count < 0) is not (row.count < 0):
            raise _fault(clock, "count", f"{clock.key} counts {'back' if row.count < 0 else 'on'} from its day",
                         f'a count such as "{row.term}"')  # fmt: skip
        if row.unit == "first-of-month":
            if unit != "months":
                raise _fault(clock, "count", f"{clock.key} counts months", f'a count such as "{row.term}"')
            unit = row.unit
        changes |= {"count": count, "unit": unit, "note": "", "at_most": False}
    if clock.says_a_figure:
        changes |= {"citation": said["source"], "mark": "yours"}
    elif "source" in said:
        changes["note"] = "; ".join(filter(None, (row.note, said["source"])))
    changes |= {"since": clock.since or row.since, "until": clock.until or row.until, "origin": clock.place("")}
    return _sound(clock, replace(row, **changes, default=_default(clock), unconfirmed=0))


def _default(clock: OwnClock) -> Literal["on", "off"]:
    return "on" if clock.given.get("on", True) else "off"


def _new(clock: OwnClock) -> Deadline:
    """A deadline of the user's own, which nothing shipped has."""
    said = clock.given
    if "label" not in said:
        # Only a mistake pays for the import.
        from difflib import get_close_matches

        close = get_close_matches(clock.key, SHIPPED.keys, n=1)
        like = f"Did you mean {close[0]!r}? " if close else ""
        own = f"{like}{_OF_YOUR_OWN}; caseload help clocks lists those there are"
        raise _fault(clock, "", f"{clock.key!r} is no deadline of the table", own)
    for name in ("count", "anchor"):
        if name not in said:
            raise _fault(
                clock, "", f"{name!r} is missing", "one of your own has a label, a count, an anchor and a source"
            )
    count, unit = said["count"]
    return _sound(clock, Deadline(
        clock.key, said["label"], said.get("programme", clock.key.partition("-")[0]), said["anchor"], count, unit,
        said["source"], "yours", mail_days=said.get("mail_days", 0), roll=said.get("roll", Roll.NONE),
        default=_default(clock), since=clock.since, until=clock.until, origin=clock.place(""),
    ))  # fmt: skip


_OF_YOUR_OWN = "one of your own has a label, a count, an anchor and a source"


def _sound(clock: OwnClock, row: Deadline) -> Deadline:
    """The deadline, if what it counts makes sense."""
    if row.anchor not in ANCHORS:
        raise _fault(
            clock, "anchor", f"{row.anchor!r} is no field that a deadline counts from", f"one of {', '.join(ANCHORS)}"
        )
    for name, is_said in (("roll", row.roll is not Roll.NONE), ("mail_days", bool(row.mail_days))):
        if row.count < 0 and is_said:
            raise _fault(clock, name, f"{clock.key} counts back from its day, without {name!r}", "leave it out")
    return row


def _fault(clock: OwnClock, name: str, what: str, accepted: str) -> Invalid:
    return Invalid(f"{clock.place(name if name in clock.given else '')}: {what}", accepted)


def _told(row: Deadline, clock: OwnClock) -> str:
    """What an entry has otherwise, in one line: medicaid-hearing is 60d, shipped 90d: rules.toml, line 3 (OAR ...)."""
    rows = SHIPPED.rows(row.key)
    shipped = next((one for one in rows if one.since == row.since), rows[-1] if rows else None)
    days = "".join(f" {word} {day}" for word, day in (("from", clock.since), ("until", clock.until)) if day)
    if shipped is None:
        is_what = f"{row.term} from {row.anchor}{days}, {_YOURS}"
    else:
        pairs = [(new, old) for new, old in zip(_figures(row), _figures(shipped), strict=True) if new != old]
        new, old = ", ".join(one for one, _ in pairs), ", ".join(one for _, one in pairs)
        is_what = f"{new}{days}, shipped {old}" if pairs else f"as shipped{days}"
    source = f" ({clock.given['source']})" if "source" in clock.given else ""
    unread = "; nothing counts by it yet" if row.key in UNREAD else ""
    return f"{row.key} is {is_what}: {row.origin}{source}{unread}"


def _figures(row: Deadline) -> tuple[str, ...]:
    """What may be otherwise: the count, the days of mail, the anchor, how it rolls, whether it counts."""
    return row.term, f"{row.mail_days}d mail", f"from {row.anchor}", f"roll {row.roll}", row.default


# Figures


def _guidelines(own: OwnLaw) -> Iterator[Guideline]:
    for one in own.guidelines:
        yield Guideline(
            one.year, one.area, one.first_cents, one.additional_cents, one.source, one.effective, mark="yours",
            origin=one.origin,
        )  # fmt: skip


def _amounts(own: OwnLaw) -> Iterator[Controversy]:
    known = dict.fromkeys(one.key for one in AT_STAKE)
    for one in own.amounts:
        if one.key not in known:
            raise Invalid(f"{one.origin}: {one.key!r} has no amount at stake", f"one of {', '.join(known)}")
        yield Controversy(one.key, one.year, one.dollars, one.source, "yours", one.origin)


def _pair(first_cents: int, additional_cents: int) -> str:
    first, additional = (f"${cents / 100:,.2f}".removesuffix(".00") for cents in (first_cents, additional_cents))
    return f"{first} + {additional} a person"
