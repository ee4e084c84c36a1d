"""Of which appointments an outcome is said, and the words that were typed behind them.

Ids come first, then words; or one word names the client, and today's only appointment is meant.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import Annotated, NamedTuple, NoReturn

import typer

from caseload.actions.capture import capture
from caseload.commands.kit.changing import named
from caseload.commands.kit.fields import made
from caseload.commands.kit.options import text
from caseload.errors import Ambiguous, CaseloadError, Invalid, NotFound, Refused, aside
from caseload.intake.draft import draft
from caseload.intake.piped import STDIN
from caseload.records.appointment import Appointment, is_on, is_open, last_day
from caseload.records.client import Client
from caseload.records.kinds import parse_ref, with_article
from caseload.records.note import Note, Reached, reached_unsaid, signed
from caseload.records.of.base import Record
from caseload.records.of.visit import as_contact, is_to_be_written
from caseload.session import Filters, Session
from caseload.store import lookup
from caseload.store.reads import calendar
from caseload.store.reads.visits import note_of_day
from caseload.store.reads.work import appointments_of_client

Meant = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[REF...|-|CLIENT] [TEXT...]",
        help="Ids, with - those on stdin, and words behind them; or a client, for today's only one; or a filter.",
    ),
]
ByText = Annotated[str | None, text("--text", "The words, where no id stands before them; - reads stdin.")]

VERBS = {"kept": "mark as kept", "noshow": "mark as missed", "cancel": "cancel"}
"""What each verb does to several, as it is asked."""


class Attended(NamedTuple):
    """The appointments that are meant, each once, and the words of the outcome; nothing where there are none."""

    found: Sequence[Appointment]
    words: Sequence[str] | None


def attended_to(session: Session, typed: Sequence[str] | None, by_text: str | None, verb: str) -> Attended:
    """The appointments meant and the words said of them; raises Refused or Invalid naming the command that does it."""
    refs, words = _parted(typed or ())
    filtered = session.asked.filters != Filters()
    if words and filtered:
        raise Invalid("stand beside a filter", "ids or a filter; words by --text", field="words")
    if refs and words and parse_ref(words[0]):
        raise Invalid("is no appointment's id", "words that begin like an id come by --text", typed=words[0])
    if words and not refs:
        found, words = [_todays(session, words, verb)], []
    else:
        found = [_appointment(session, ref, verb) for ref in named(session, Appointment, refs, VERBS[verb])]
    if words and by_text is not None:
        raise Invalid("stands beside words", "one of the two", field="--text")
    if by_text is not None:
        if by_text == STDIN and STDIN in refs:
            raise Invalid("stdin holds the ids", "the words, or the ids typed", field="--text")
        words = [by_text]
    return Attended(list({one.id: one for one in found}.values()), words or None)


def _parted(typed: Sequence[str]) -> tuple[list[str], list[str]]:
    """The ids that come first, and the rest; a client's id is a word for the client."""
    count = 0
    for word in typed:
        ref = parse_ref(word)
        if word != STDIN and (ref is None or ref[0] is Client):
            break
        count += 1
    return list(typed[:count]), list(typed[count:])


def _appointment(session: Session, ref: str, verb: str) -> Appointment:
    found = parse_ref(ref)
    if found is not None and found[0] is not Appointment:
        raise Refused(f"{ref} is {with_article(found[0])}", _instead(found[0], ref, verb))
    return lookup.of_kind(session.store, Appointment, ref)


def _instead(kind: type[Record], ref: str, verb: str) -> str:
    """The command that says of a record of another kind what was meant here, else that shows it."""
    done = {"task": "done {}", "goal": "goal met {}"}
    dropped = {"task": "task drop {}", "goal": "goal drop {}"}
    fitting = {"kept": done, "cancel": dropped}.get(verb, {})
    return f"caseload {fitting.get(kind.TABLE, 'show {}').format(ref)}"


def _todays(session: Session, words: Sequence[str], verb: str) -> Appointment:
    """Today's only appointment of the client of one word."""
    if len(words) > 1:
        _refuse_words(session, words, verb)
    return _only_today(session, _client(session, words[0]), verb)


def _only_today(session: Session, client: Client, verb: str) -> Appointment:
    """Today's only appointment of a client; raises Ambiguous with their ids for several, NotFound for none."""
    today = _of_today(session, client, verb) or _over_today(session, client)
    if len(today) > 1:
        said = [f"{one.ref} {one.starts}" for one in today]
        raise Ambiguous(f"{client.ref}{aside(client.handle)} has {len(today)} appointments today", said)
    if not today:
        raise NotFound(f"{client.ref}{aside(client.handle)} has no appointment today", _nearest(session, client, verb))
    return today[0]


def _of_today(session: Session, client: Client, verb: str) -> list[Appointment]:
    """What begins today or ends; of a stay that goes on an outcome may be said by its id."""
    held = appointments_of_client(session.store, client.id)
    today = [one for one in held if session.today in (one.starts.day, last_day(one))]
    if verb == "kept":
        today = [one for one in today if last_day(one) == session.today] or today
    # What is the client's own needs no outcome.
    return today if verb == "cancel" else [one for one in today if not one.theirs] or today


def _over_today(session: Session, client: Client) -> list[Appointment]:
    """What is over already today: to be refused with the command that says something else of it."""
    found = calendar.appointments(session.store, session.today, session.today, client.id)
    return [one for one in found if not is_open(one) and is_on(one, session.today)][-1:]


def _nearest(session: Session, client: Client, verb: str) -> str:
    """The command for the latest before today that waits, else the list."""
    waits = [one for one in appointments_of_client(session.store, client.id) if one.starts.day < session.today]
    if verb == "kept":
        waits = [one for one in waits if last_day(one) < session.today]
    if waits:
        return f"of {waits[-1].starts.day}: {_command(verb, waits[-1].ref)}"
    return f"see caseload appointment list --client {client.ref}"


def _client(session: Session, word: str) -> Client:
    try:
        return lookup.client(session.store, word)
    except NotFound:
        what = f'"{word}" is neither an appointment\'s id nor a client'
        raise NotFound(what, "ids such as a1 first, then words; see caseload appointment list") from None


def _refuse_words(session: Session, words: Sequence[str], verb: str) -> NoReturn:
    """Say how several words without an id are typed: behind an id, or which ids of several clients are meant."""
    first = _client(session, words[0])
    if whole := _known(session, " ".join(words)):
        raise Invalid("is a name in several words", _command(verb, whole.ref), field="CLIENT")
    clients = [one for word in words if (one := _known(session, word))]
    if len(clients) == len(words):
        ids = " ".join(_only_id(session, one, verb) for one in clients)
        said = ", ".join(f"{one.ref}{aside(one.handle)}" for one in clients)
        raise Invalid(f"names {len(clients)}: {said}", f"ids: {_command(verb, ids)}", field="CLIENT")
    ref = _only_today(session, first, verb).ref
    raise Invalid("words come behind an id, not behind a client", f"{_command(verb, ref)} TEXT")


def _command(verb: str, refs: str) -> str:
    """The command that says it of those ids."""
    return f"caseload appointment {verb} {refs}" + (" --reason WORD" if verb == "cancel" else "")


def _known(session: Session, word: str) -> Client | None:
    try:
        return lookup.client(session.store, word)
    except CaseloadError:
        return None


def _only_id(session: Session, client: Client, verb: str) -> str:
    """The id of the client's only open one of today, else what stands for an id."""
    found = _of_today(session, client, verb)
    return found[0].ref if len(found) == 1 else "ID"


_FLAGS = {"mode": "--mode", "miles": "--miles", "goal_ids": "--goal"}


def refuse_note(session: Session, meant: Attended, typed: Sequence[str], *, collateral: bool, sign: bool) -> None:
    """Refuse what belongs to a note without words to write, and words that would be written for several visits."""
    flags = [_FLAGS[name] for name in typed] + ["--collateral"] * collateral + ["--sign"] * sign
    ref = meant.found[0].ref if meant.found else f"{Appointment.PREFIX}1"
    if meant.words is None and flags:
        raise Invalid(
            "belongs to a note, and there are no words", f"caseload appointment kept {ref} TEXT", field=flags[0]
        )
    if meant.words is None:
        return
    if len(meant.found) != 1:
        step = _notes_of(meant.found, session.now)
        raise Refused(f"a note is of one visit, and {len(meant.found)} are meant", step)
    if meant.found[0].client_id is None:
        raise Refused(f"{ref} has no client whose note it would be", f"caseload appointment kept {ref} --outcome TEXT")


def _notes_of(visits: Sequence[Appointment], now: datetime) -> str:
    """How several visits are written up: what several clients came to on one day in one step, else each by itself."""
    clients = [f"c{one.client_id}" for one in visits if one.client_id is not None]
    if not clients:
        return f"caseload appointment kept {' '.join(one.ref for one in visits)} --outcome TEXT"
    if len(set(clients)) == len(visits) and len({one.starts.day for one in visits}) == 1:
        ids = " ".join(one.ref for one in visits)
        # Not before the hour of any of them: what was before it is no note of it.
        at = as_contact(max(visits, key=lambda one: one.starts.starts()), now)["occurred"]
        others = "".join(f" --also {one}" for one in clients[1:])
        return f"caseload appointment kept {ids}, and a note: caseload log {clients[0]} TEXT --at {at}{others}"
    each = [f"caseload appointment kept {one.ref}{' TEXT' if one.client_id else ''}" for one in visits]
    return ", ".join(each[:_FEW]) + (f" and {len(each) - _FEW} more so" if len(each) > _FEW else "")


_FEW = 5


def worded(session: Session, meant: Attended) -> AbstractContextManager[str]:
    """The words as one text, those on stdin for `-`; none where there are no words."""
    return draft(session, meant.words) if meant.words else nullcontext("")


def worded_outcome(session: Session, meant: Attended) -> AbstractContextManager[str | None]:
    """The outcome: by its option, or the words; raises Invalid for both."""
    typed = session.asked.typed.get("outcome")
    if typed is not None and meant.words:
        raise Invalid("stands beside words", "one of the two", field="--outcome")
    return draft(session, meant.words) if meant.words else nullcontext(typed)


def unwritten_told(session: Session, visits: Sequence[Appointment]) -> None:
    """Say of which kept appointments no contact is recorded, and how it is."""
    bare = [one for one in visits if is_to_be_written(one) and not note_of_day(session.store, one)]
    if len(bare) == 1:
        taken = as_contact(bare[0], session.now)
        took = session.asked.typed.get("minutes") or taken["minutes"]
        minutes = f" -m {took}" if took else ""
        typed = f"caseload log c{bare[0].client_id} -k {taken['mode']} --at {taken['occurred']}{minutes} TEXT"
        session.tell(f"no contact is recorded; {typed}")
    elif bare:
        refs = ", ".join(one.ref for one in bare[:_FEW]) + (", ..." if len(bare) > _FEW else "")
        session.tell(f"no contact is recorded for {len(bare)} of them ({refs}); caseload log CLIENT --at DAY TEXT")


def written_up(session: Session, visit: Appointment, body: str, *, collateral: bool, sign: bool) -> Note:
    """The note of a visit, stored: what was typed, and of the appointment what was not."""
    taken = {name: value for name, value in as_contact(visit, session.now).items() if name not in session.asked.typed}
    reached = Reached.COLLATERAL if collateral else reached_unsaid(session.asked.typed.get("mode"), None)
    note = made(session, Note, visit.client_id, **taken, body=body, reached=reached)
    note = signed(note, session.stamp) if sign or session.config.sign_on_save else note
    return capture(session.store, note, (), None).note
