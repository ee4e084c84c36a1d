"""What a clock is: at which records it looks, from what it counts, by which terms, and why it stops for a client."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta, tzinfo
from functools import cached_property
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar

from caseload.config import RuleSetting
from caseload.records.client import Client, clocks_stopped, contacts_stopped, is_open
from caseload.records.kinds import kind_of
from caseload.records.of.base import Record
from caseload.records.of.clock import Declared, Reckoned, Still, Terms
from caseload.records.of.declared import DECLARED
from caseload.store.core import Store
from caseload.store.reads.sought import Asked, Sought, read, seeking_of
from caseload.value import Value
from caseload.when.dates import Span, parse_lead
from caseload.when.workdays import FEDERAL, WEEKDAYS_ALONE, Roll, Workdays

if TYPE_CHECKING:
    from caseload.records.of.deadline import Deadlines
    from caseload.reports.roundings import Payers


class Rule(Value):
    """When a kind of record falls due. `find` over-fetches by a plain comparison; `reckon` decides."""

    APART: ClassVar[tuple[str, ...]] = ("law",)
    name: str
    table: str
    """That of the kind whose typed id its items have."""
    looks_at: str
    counts_from: str
    find: Callable[[Store, Asked], Iterable[Any]]
    reckon: Callable[[Any, Terms, date], Reckoned | Still]
    source: str
    words: str
    """What an item is called by the rule alone: where the record is the client, or its name stays at home."""
    many: str = ""
    """What several are called, which a page may put into one line; nothing where each stands alone."""
    does: str = ""
    """The command that does what it asks for of many at once, where one does."""
    sought: Sought | None = None
    """What has to be there for it to find any; nothing where it is always asked."""
    every: str = ""
    lead: str = "0d"
    grace: str = "0d"
    margin: str = "0d"
    """How much earlier it shows where the date itself may move."""
    roll: Roll = Roll.NONE
    """On which days a date that it counts does not fall."""
    attempts: int = 0
    collateral: bool = False
    """Whether a setting of that name means something to it."""
    own: str = ""
    """The field of the record that holds an interval of its own."""
    unset: bool = False
    """Whether it is off until config.toml gives the interval, since no source has one."""
    of_contacts: bool = False
    """Whether it is asked about a client's contacts, not about the record alone."""
    look: Callable[[Store, Record, date], Any] | None = None
    """What it is asked about a record, where that is more than the record."""
    stopped: Callable[[Client], str] = clocks_stopped
    """Why it does not count for a client."""
    is_on_time_line: bool = False
    """Whether what is to come is shown though the rule is off, hidden or stopped: an appointment is a fact."""
    zone: tzinfo | None = None
    workdays: Workdays = WEEKDAYS_ALONE
    """The days among which it counts business days."""
    payers: "Payers" = MappingProxyType({})
    """How each payer rounds minutes, by its name folded."""
    leads: Mapping[str, tuple[Span, str]] = MappingProxyType({})
    """How long ahead each transport provider is asked, and who says so."""
    setting: RuleSetting = RuleSetting()
    """What the user's config.toml says of it."""
    law: "Callable[[], Deadlines] | None" = None
    """What reads the deadlines that laws set, with the user's rules.toml; None for those that are shipped."""

    @property
    def kind(self) -> type[Record]:
        """Whose typed id its items have."""
        return kind_of(self.table)

    def terms(self, record: Record, served: Client | None) -> Terms:
        """What it counts with: the record's own interval, else that of the client's acuity, else the setting's."""
        own = getattr(record, self.own, None) if self.own else None
        acuity = self.setting.acuity.get(served.acuity or 0) if served else None
        every: Span | None
        if own:
            every, origin = parse_lead(own), f"{record.ref} {self.own}"
        elif acuity and served:
            every, origin = acuity, f"rules.{self.name}.acuity.{served.acuity}"
        elif self.setting.every:
            every, origin = self.setting.every, f"rules.{self.name}.every"
        else:
            return self._by_default
        return self._settled._replace(every=every.among(self.workdays), origin=origin)

    def shows_until(self, today: date) -> date:
        """The latest due date that may show by it today."""
        terms = self._settled
        # A month before the 31st may be the 28th, of which a month later is the 28th.
        return terms.margin.after(terms.lead.after(today)) + timedelta(days=3)

    @property
    def least_days(self) -> int:
        """The fewest days from what it counts from until it is due, for a record without an interval of its own."""
        said = [self.setting.every or (parse_lead(self.every) if self.every else None), *self.setting.acuity.values()]
        return min((one.least_days for one in said if one), default=0)

    @cached_property
    def _by_default(self) -> Terms:
        return self._settled._replace(every=self._counting(self.every)) if self.every else self._settled

    @cached_property
    def _settled(self) -> Terms:
        said = self.setting
        return Terms(
            lead=self._counting(said.lead or self.lead),
            grace=self._counting(said.grace or self.grace),
            margin=self._counting(self.margin),
            roll={Roll.WORKDAY: self.workdays, Roll.FEDERAL: FEDERAL}.get(said.roll or self.roll),
            attempts=said.attempts or self.attempts,
            collateral=bool(said.collateral),
            meetings=bool(said.meetings),
            zone=self.zone,
            law=self.law,
            payers=self.payers,
            leads=self.leads,
        )

    def _counting(self, span: Span | str) -> Span:
        return (parse_lead(span) if isinstance(span, str) else span).among(self.workdays)


def ordinary(name: str, stopped: Callable[[Client], str] = clocks_stopped) -> Rule:
    """The rule of an ordinary clock, as its kind declares it; KeyError before tests/clock_table.py has been run."""
    return rule_of(DECLARED[name], stopped)


def rule_of(declared: Declared, stopped: Callable[[Client], str] = clocks_stopped) -> Rule:
    """The rule of what a kind declares."""
    clock, sought = declared.clock, seeking_of(declared)
    return Rule(
        name=clock.name, table=declared.table, looks_at=clock.looks_at, counts_from=clock.field, words=clock.words,
        many=clock.many, does=clock.does, sought=sought, find=seeking(sought), reckon=clock.reckon,
        every=clock.every, lead=clock.lead, grace=clock.grace, roll=clock.roll, own=clock.own, stopped=stopped,
        source=clock.source, unset=clock.unset, setting=RuleSetting(off=clock.unset),
    )  # fmt: skip


def seeking(sought: Sought) -> Callable[[Store, Asked], Iterable[Any]]:
    """What finds the records that are sought."""
    return lambda store, asked: read(store, sought, asked)


def no_clock_but_tasks(_client: Client) -> str:
    """Nothing stops it."""
    return ""


def appointment_clock(served: Client) -> str:
    """Why an appointment does not count, or nothing: one with a client not yet served is how serving begins."""
    return "" if is_open(served) and served.died_on is None else clocks_stopped(served)


def safety_clock(served: Client) -> str:
    """Why nobody need act on an answer, or nothing: a client on the waitlist is screened before serving begins."""
    return "" if is_open(served) and served.died_on is None else clocks_stopped(served)


def benefit_clock(served: Client) -> str:
    """Why a benefit is not worked on, or nothing: applying for one is often how serving begins."""
    return safety_clock(served)


def aid_clock(served: Client) -> str:
    """Why nothing goes on, or nothing: nobody is paid after a death; a case that is closed here is not closed there."""
    return clocks_stopped(served) if served.died_on is not None else ""


def contact_clocks(served: Client) -> str:
    """Why no contact is asked for, or nothing."""
    return clocks_stopped(served) or contacts_stopped(served)


def its_own(table: str, name: str) -> Callable[[Any, Terms, date], Reckoned | Still]:
    """A function of a kind's own module, which is imported when a record of it is reckoned."""

    def reckon(subject: Any, terms: Terms, today: date) -> Reckoned | Still:
        found: Reckoned | Still = getattr(import_module(f"caseload.records.{table}"), name)(subject, terms, today)
        return found

    return reckon


def read_by(module: str, name: str) -> Callable[..., Any]:
    """A read of a module of the store's, which is imported when something is sought by it."""

    def find(*asked: Any) -> Any:
        return getattr(import_module(f"caseload.store.reads.{module}"), name)(*asked)

    return find
