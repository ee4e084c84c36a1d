"""Why something is due, or is not: the rule, its anchor, the arithmetic, its source, where it was configured."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from caseload.config import Config
from caseload.output.column import Column
from caseload.output.page import Facts, Page, Section
from caseload.records.client import Client
from caseload.records.of.base import Record
from caseload.records.of.clock import Reckoned, Still, Terms
from caseload.records.waiver import Waiver
from caseload.reports.checklists import origin
from caseload.reports.due import Item, Standing
from caseload.reports.reckoning import Reckoning
from caseload.reports.rule import Rule
from caseload.reports.rules import rules_of
from caseload.store.core import Store
from caseload.when.dates import Span, say_distance, say_late, say_when


class Explanation(NamedTuple):
    """What one rule says of one record at one moment, and what led to it."""

    reckoning: Reckoning
    configured: str
    waiver: Waiver | None
    item: Item | None
    """As today and overdue have it; None where the rule does not count."""
    template: str = ""
    """From which template and step the record is, if from one."""

    @property
    def rule(self) -> Rule:
        """The rule."""
        return self.reckoning.rule

    @property
    def record(self) -> Record:
        """The record."""
        return self.reckoning.record

    @property
    def client(self) -> Client | None:
        """Whom it is for."""
        return self.reckoning.client

    @property
    def terms(self) -> Terms:
        """What the rule counts with."""
        return self.reckoning.terms

    @property
    def when(self) -> Reckoned | Still:
        """When it falls due, or why the rule does not count."""
        return self.reckoning.when

    @property
    def hidden_reason(self) -> str | None:
        """Why it was put out of sight; of a guarded record nothing that was typed."""
        return None if self.waiver is None or self.reckoning.is_guarded else self.waiver.reason

    @property
    def arithmetic(self) -> str:
        """2026-10-10 + 1m = 2026-11-10, late after 2026-11-10 + 5d = 2026-11-15."""
        if not isinstance(self.when, Reckoned):
            return ""
        when, late_after = self.when, self.when.grace_ends(self.terms)
        span = when.every
        counted = when.rolled_from or when.due
        said = f"{when.anchored} + {span} = {counted}" if counted != when.anchored else f"{counted}"
        said = when.worked or said
        if when.rolled_from:
            said += f", no workday, so {when.due}"
        said = when.arithmetic or said
        if when.ends != when.due:
            said += f", over {when.ends}"
        grace = f"{when.ends.day} + {self.terms.grace} = " if self.terms.grace.count else ""
        return f"{said}, late after {grace}{late_after}"

    @property
    def source(self) -> str:
        """Who says so: the law or the notice, where the rule is settled by one; else the rule's own source."""
        return (self.when.law if isinstance(self.when, Reckoned) else "") or self.rule.source

    @property
    def every(self) -> Span | None:
        """The interval that was counted, or would be."""
        return self.when.every if isinstance(self.when, Reckoned) else self.terms.every

    @property
    def reason(self) -> str:
        """Why it is due, or why the rule does not count."""
        return self.item.reason if self.item else self.when.reason


def explain(store: Store, record: Record, now: datetime, rules: Sequence[Rule], config: Config) -> list[Explanation]:
    """What every rule about records of that kind says of one, those that do not count included.

    Of a client also what else is due for that client.
    """
    standing = Standing(store, now, rules)
    items = standing.due(client_id=record.id, snoozed=True) if isinstance(record, Client) else []
    found = [standing.reckoning(rule, record) for rule in rules_of(type(record), rules)]
    found += [item.reckoning for item in items if item.record != record]
    return [_explained(standing, reckoning, config) for reckoning in found]


def explain_items(
    store: Store, items: Iterable[Item], now: datetime, rules: Sequence[Rule], config: Config
) -> list[Explanation]:
    """The explanation of each item, in their order."""
    standing = Standing(store, now, rules)
    return [_explained(standing, item.reckoning, config) for item in items]


def _explained(standing: Standing, reckoning: Reckoning, config: Config) -> Explanation:
    rule, record = reckoning.rule, reckoning.record
    configured = _configured(rule, reckoning.terms, reckoning.when, config)
    if record.voided_at:
        reckoning = reckoning._replace(when=Still(f"{record.ref} was voided"))
    if rule.setting.off:
        configured = config.place(f"rules.{rule.name}.off")
        if rule.unset and rule.setting.every is None:
            configured = f"no interval: rules.{rule.name}.every in config.toml gives one"
        reckoning = reckoning._replace(when=Still(f"the rule is off: {configured}"))
    found = standing.waiver(rule, record), standing.item(reckoning)
    return Explanation(reckoning, configured, *found, origin(standing.store, record, rule.workdays))


def _configured(rule: Rule, terms: Terms, when: Reckoned | Still, config: Config) -> str:
    """Where the interval comes from, and whatever else of the rule is the user's own."""
    keys = [
        key
        for key in ("lead", "grace", "roll", "attempts", "collateral", "meetings")
        if getattr(rule.setting, key) is not None
    ]
    places = [f"{config.place(key)} ({key})" for key in (f"rules.{rule.name}.{key}" for key in keys)]
    if isinstance(when, Reckoned) and when.every is None and terms.every:
        # A day that was typed counts as it stands.
        return ", ".join(places) or "the default"
    if isinstance(when, Reckoned) and when.every != terms.every:
        # The first visit has an interval of its own, unless the other is shorter.
        places.insert(0, f"the default for the first, {when.every}")
    elif terms.origin.startswith("rules."):
        places.insert(0, f"{config.place(terms.origin)} ({terms.origin})")
    elif terms.origin:
        places.insert(0, terms.origin)
    return ", ".join(places) or "the default"


COLUMNS: tuple[Column[Explanation], ...] = (
    Column("id", lambda one: one.record.ref),
    Column("kind", lambda one: one.record.TABLE),
    Column("rule", lambda one: one.rule.name),
    Column("client", lambda one: one.client and one.client.ref),
    Column("client_handle", lambda one: one.client and one.client.handle),
    Column("title", lambda one: one.reckoning.title(), text=True),
    Column("due", lambda one: one.item and one.item.due),
    Column("grace_ends", lambda one: one.item and one.item.grace_ends),
    Column("days_late", lambda one: one.item and one.item.days_late, right=True),
    Column("priority", lambda one: one.item and one.item.priority),
    Column("reason", lambda one: one.reason, text=True),
    Column("anchor", lambda one: one.when.anchor if isinstance(one.when, Reckoned) else None),
    Column("anchored", lambda one: one.when.anchored if isinstance(one.when, Reckoned) else None),
    Column("every", lambda one: one.every and str(one.every)),
    Column("opens", lambda one: one.item and one.item.opens),
    Column("arithmetic", lambda one: one.arithmetic or None),
    Column("source", lambda one: one.source, text=True),
    Column("configured", lambda one: one.configured),
    Column("hidden_until", lambda one: one.waiver and one.waiver.until),
    Column("hidden_reason", lambda one: one.hidden_reason, text=True),
    Column("template", lambda one: one.template or None),
)
"""The columns of items, then what explains each."""


def page(title: str, found: Sequence[Explanation], now: datetime, *, named: bool) -> Page:
    """The explanations as a page, a section each, under the handle of the client where `named`."""
    sections = tuple(Section(_heading(one, named=named), Facts(tuple(_facts(one, now)))) for one in found)
    nothing = "" if found else "No rule looks at this."
    return Page(title, nothing, sections)


def _heading(one: Explanation, *, named: bool) -> str:
    whose = one.client.handle if named and one.client else ""
    title = "" if isinstance(one.record, Client) else one.reckoning.title()
    return " · ".join(filter(None, (one.record.ref, whose, title, one.rule.name)))


def _facts(one: Explanation, now: datetime) -> Iterator[tuple[str, object]]:
    yield "stands", _stands(one, now)
    if isinstance(one.when, Reckoned) and one.item:
        yield "because", one.item.reason
        yield "counts from", f"{one.when.anchor} {one.when.anchored}"
        yield "arithmetic", one.arithmetic
        yield "shows from", f"{say_when(one.item.opens)}, {_lead(one.terms, one.when)}"
    if one.waiver:
        because = f": {one.hidden_reason}" if one.hidden_reason else ""
        yield "hidden", f"until {say_when(one.waiver.until)} by {one.waiver.ref}{because}"
    if one.template:
        yield "template", one.template
    yield "rule", f"{one.rule.looks_at}; from {one.rule.counts_from}"
    yield "source", one.source
    yield "set by", one.configured


def _lead(terms: Terms, when: Reckoned) -> str:
    if when.margin.count:
        return f"{terms.lead} before, and {when.margin} more because the date may move"
    return f"{terms.lead} before" if terms.lead.count else "at once"


def _stands(one: Explanation, now: datetime) -> str:
    item = one.item
    if item is None:
        return f"does not count: {one.when.reason}" if isinstance(one.when, Still) else ""
    if one.reckoning.rests and item.due.is_past(now):
        return f"on its day, {say_distance(item.due.day, now.date())}; never late: {one.reckoning.rests}"
    if item.late:
        return say_late(item.grace_ends, now)
    distance = say_distance(item.due.day, now.date())
    if item.due.is_past(now):
        return f"due {distance}, not late until {item.grace_ends}"
    return f"due {distance}" if item.opens <= now.date() else f"not yet: due {distance}"
