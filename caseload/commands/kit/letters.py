"""Letters to a provider: made from a form, let out by the gate, logged with the step that they belong to."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import typer
from typer.core import TyperCommand

from caseload.commands.kit.fields import takes
from caseload.commands.kit.options import into_file
from caseload.commands.kit.outgoing import clears, grounds, take_back
from caseload.commands.kit.printing import Printing, options, printing, put
from caseload.daily.outgoing import asked_for, goes_along, log
from caseload.errors import Refused
from caseload.paths import forms_dir
from caseload.records.client import Client
from caseload.records.need import Need
from caseload.records.of.base import Record
from caseload.records.of.gate import Ask
from caseload.records.of.via import Via
from caseload.records.referral import Referral
from caseload.reports.consented import Cleared, cleared
from caseload.reports.letters import referral_words
from caseload.session import STDOUT, Session
from caseload.when.dates import When

PURPOSE = "referral"
"""For what a referral's letter goes out, unless another purpose is said."""

_SPOKEN = (Via.PHONE, Via.IN_PERSON)
"""What is said needs no letter."""


def sends(*names: str) -> type[TyperCommand]:
    """The class of a command that sends a referral's letter: with some fields of it, the ground, and -o."""

    class Sends(takes(Referral, *names)):  # type: ignore[misc]
        """As a command that writes; a disclosure whose letter did not come to its place is taken back."""

        def __init__(self, *args: Any, **attributes: Any) -> None:
            super().__init__(*args, **attributes)
            self.params += [*grounds(), *options(), *into_file()]

        def invoke(self, ctx: Any) -> Any:
            """Run it."""
            try:
                return super().invoke(ctx)
            except typer.Exit:
                raise
            except Exception:
                take_back(ctx.obj)
                raise

    return Sends


def send(session: Session, referral: Referral, change: Callable[[Referral], Referral], on: date) -> Referral:
    """The referral changed and its letter out, in one step with the disclosure of that day.

    The consents count that held on the day; a letter that is made later goes by those of today, too. Raises Refused
    where none covers client and referral; a need that none covers stays out of the letter.
    """
    how, typed = printing(session), session.asked.typed
    typed |= {"to": f"pr{referral.provider_id}", "purpose": typed.get("purpose") or PURPOSE}
    ask = asked_for(session)
    assert ask is not None  # noqa: S101 - to whom was said just now
    ask = ask._replace(day=on)
    at = When.at(session.now) if on == session.today else When(on)
    spoken = typed.get("via") in _SPOKEN and session.asked.output is None
    found = _cleared(session, referral, ask, () if spoken else (session.today,))
    letter = goes_along(session, found) + "\n" if spoken else _letter(session, referral, found, how, on)
    with session.step() as store:
        after = store.save(change(referral))
        logged = [log(store, part, ask, at, typed) for part in found.parts]
    if letter.strip() and not (session.dry_run and session.asked.output not in STDOUT):
        put(session, letter)
    session.tell(
        f"{'; '.join(one.counts or '' for one in logged)} disclosed, logged as {', '.join(one.ref for one in logged)}"
    )
    return after


def _cleared(session: Session, referral: Referral, ask: Ask, also: Sequence[date]) -> Cleared:
    """What may go to the provider on that day and `also` on others, by the least that one of them has; the rest told.

    Raises Refused where client or referral may not.
    """
    records = _told_of(session, referral)
    each = [cleared(session.store, records, ask._replace(day=day)) for day in dict.fromkeys((ask.day, *also))]
    found = min(each, key=lambda one: len(one.refs))
    for line in found.told():
        session.tell(line)
    if not {referral.ref, f"c{referral.client_id}"} <= found.refs:
        raise Refused(
            f"{referral.ref} goes out only by a consent that covers it, and nothing was written",
            clears(found.withheld, referral.client_id, ask),
        )
    return found


def _told_of(session: Session, referral: Referral) -> list[Record]:
    store = session.store
    need = [store.get(Need, referral.need_id)] if referral.need_id else []
    return [store.get(Client, referral.client_id), referral, *need]


def _letter(session: Session, referral: Referral, found: Cleared, how: Printing, on: date) -> str | bytes:
    from caseload.output.forms import rendered

    shown = referral.need_id is not None and f"nd{referral.need_id}" in found.refs
    words = referral_words(
        session.store, referral, session.config.sender, on, with_need=shown,
        notice=goes_along(session, found),
    )  # fmt: skip
    return how.made(rendered(f"referral.{how.paper.form}", words, forms_dir(session.environ)))
