"""caseload client: who is added, found, changed, closed and reopened."""

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import new_store

from caseload.actions.closing import close, left_open
from caseload.errors import Invalid, Refused
from caseload.records.appointment import Appointment, AppointmentStatus
from caseload.records.client import Client, ClientStatus, CloseReason
from caseload.records.kinds import KINDS
from caseload.records.of.base import Record
from caseload.records.task import Task, TaskStatus
from caseload.store import changes
from caseload.store.core import Store
from caseload.store.reads.listed import exported
from caseload.when.dates import When
from commands.conftest import Quick


def fields(program: Quick, ref: str, *keys: str) -> list[object]:
    """Those fields of one record."""
    noun = {"c": "client", "t": "task", "a": "appointment"}[ref[0]]
    record = json.loads(program(noun, "show", ref, "--json"))[0]
    return [record[key] for key in keys]


# Adding


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Ana María Ruiz", ["Ana María", "Ruiz", "ana-maria-ruiz"]),
        ("van der Berg, Jan", ["Jan", "van der Berg", "jan-van-der-berg"]),
        ("Jan van der Berg --family|van der Berg", ["Jan", "van der Berg", "jan-van-der-berg"]),
        ("Jan --family|van der Berg", ["Jan", "van der Berg", "jan-van-der-berg"]),
        ("Ana María Ruiz Peña --given|Ana María", ["Ana María", "Ruiz Peña", "ana-maria-ruiz-pena"]),
        ("Johanson --family|son", ["Johanson", "son", "johanson-son"]),
        (" --given|Ana --family|Ruiz", ["Ana", "Ruiz", "ana-ruiz"]),
        ("Ana Ruiz --given|Ana --family|Ruiz", ["Ana", "Ruiz", "ana-ruiz"]),
        ("Ana Ruiz --handle|ar", ["Ana", "Ruiz", "ar"]),
        ("Prince", ["Prince", None, "prince"]),
    ],
)
def test_the_name_is_understood_as_people_write_it(empty: Quick, line: str, name: list[str | None]) -> None:
    empty("client", "add", *words_of(line))
    assert fields(empty, "c1", "given_name", "family_name", "handle") == name


def words_of(line: str) -> Iterator[str]:
    """The words of a line in which `--family|van der Berg` is one option and its value."""
    name, *options = line.split(" --")
    yield from name.split()
    for option in options:
        flag, _, value = option.partition("|")
        yield from (f"--{flag}", value)


def test_care_begins_today_for_who_is_active_and_not_for_who_waits(empty: Quick) -> None:
    empty("client", "add", "Ana", "Ruiz")
    empty("client", "add", "Bo", "Ng", "--status", "waitlist")
    assert fields(empty, "c1", "status", "opened_on") == ["active", "2026-11-25"]
    assert fields(empty, "c2", "status", "opened_on") == ["waitlist", None]
    empty("client", "edit", "bo", "--status", "active")
    assert fields(empty, "c2", "status", "opened_on") == ["active", "2026-11-25"]


def test_a_change_of_who_is_active_does_not_invent_a_day_of_opening(served: Quick) -> None:
    served("client", "edit", "ana", "--clear", "opened_on")
    served("client", "edit", "ana", "--status", "onhold")
    assert fields(served, "c1", "status", "opened_on") == ["onhold", None]


def test_an_addition_says_what_it_understood_and_gives_a_pipe_the_id(empty: Quick) -> None:
    ran = empty.run("client", "add", "Ana", "Ruiz", "--born-on", "2008-02-29", "--acuity", "3", "--tag", "court")
    assert ran.out == "c1\n"
    assert ran.err == (
        "c1 Ana Ruiz · ana-ruiz · active · acuity 3 · born 2008-02-29, 18 years old · opened Wed 2026-11-25 (today)"
        " · court · undo: caseload undo\n"
    )


@pytest.mark.parametrize("line", ["Ana Ruiz", "RUÍZ, ana", "Ruiz Ana", "Ana Ruiz --born-on|1990-01-01"])
def test_who_seems_to_be_here_already_is_refused_by_name_unless_forced(served: Quick, line: str) -> None:
    before = served.fingerprint
    ran = served.run("client", "add", *words_of(line))
    assert (ran.code, ran.out, served.fingerprint) == (1, "", before)
    assert "is here already: c1 (birthday unknown, active); if it is someone else, --force" in ran.err
    assert served("client", "add", *words_of(line), "--force") == "c3\n"


def test_a_namesake_with_another_birthday_is_someone_else_with_a_number_in_the_handle(empty: Quick) -> None:
    for year in (1990, 1991, 1992):
        empty("client", "add", "Ana", "Ruiz", "--born-on", f"{year}-02-28")
    assert empty("client", "list", "--fields", "handle").split() == ["ana-ruiz", "ana-ruiz-2", "ana-ruiz-3"]


def test_who_was_closed_is_still_found_to_be_here_and_who_was_voided_is_not(served: Quick) -> None:
    served("client", "close", "ana", "--reason", "moved")
    assert "is here already: c1 (birthday unknown, finished); " in served.run("client", "add", "Ana", "Ruiz").err
    served("client", "void", "ana", "--reason", "entered twice", "--yes")
    served("client", "add", "Ana", "Ruiz")
    assert fields(served, "c3", "handle") == ["ana-ruiz-2"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "NAME: is missing"),
        (["--phone", "5"], "NAME: is missing"),
        (["Xi", "--given", "Bo", "--family", "Ng"], "NAME: stands beside --given and --family"),
        (["Bo", "--acuity", "5"], "acuity: is not an acuity"),
        (["Bo", "--setting", "boat"], "one of home, assisted-living"),
        (["Bo", "--born-on", "tomorrow"], "is still to come"),
        (["Bo", "--born-on", "2026-02-29"], "is not a day of the calendar"),
        (["Bo", "--tag", "high risk"], "--tag: is not a tag"),
        (["Bo", "--handle", "t2"], "handle: has the shape of an id"),
        (["Bo", "--contact-every", "often"], '"often" is not a span'),
        (["Bo", "--contact-every", "mon,thu"], 'try 3d, 2w, 1m, 1y, weekly or "every 2 weeks"'),
        (["Bo", "--zip", "(confidential)"], "zip: is only the mask of it"),
    ],
)
def test_what_cannot_be_a_client_is_a_usage_error_and_nothing_is_written(
    empty: Quick, words: list[str], says: str
) -> None:
    before = empty.fingerprint
    ran = empty.run("client", "add", *words)
    assert (ran.code, ran.out, empty.fingerprint) == (2, "", before)
    assert says in ran.err
    assert ran.err.count("\n") == 1


def test_a_dry_run_says_what_it_would_do_and_writes_nothing(empty: Quick) -> None:
    before = empty.fingerprint
    ran = empty.run("client", "add", "Ana", "Ruiz", "-n")
    assert (ran.code, ran.out, empty.fingerprint) == (0, "", before)
    assert ran.err.startswith("dry run, nothing is written: c1 Ana Ruiz · ana-ruiz · active")


# Changing

TYPED = {
    "given": "Anna", "family": "Peña", "preferred-name": "Annie", "pronouns": "she/her", "born-on": "1990-02-28",
    "died-on": "2026-11-24", "phone": "00502", "phone-other": "00503", "email": "ana@example.org",
    "address": "1 Elm St", "city": "Austin", "state": "TX", "zip": "00501", "language": "Spanish",
    "interpreter": "yes", "handle": "annie",
    "status": "finished", "acuity": "4", "setting": "shelter", "opened-on": "2026-03-03", "closed-on": "2026-11-25",
    "close-reason": "other", "destination": "Reno", "contact-every": "2w", "face-to-face-every": "3m",
    "voicemail-ok": "declined", "text-ok": "no", "best-time": "mornings", "release-on": "2027-01-31",
    "release-certainty": "firm", "remarks": "dog in yard", "external-id": "00101",
}  # fmt: skip
SWITCHES = ("address-confidential", "do-not-contact", "legal-hold")


@pytest.mark.parametrize("verb", [["add"], ["edit", "bo"]])
def test_every_field_goes_in_by_its_option_and_comes_out_again(served: Quick, verb: list[str]) -> None:
    served("client", "close", "bo", "--reason", "moved")
    options = [word for flag, value in TYPED.items() for word in (f"--{flag}", value)]
    served("client", *verb, *options, *(f"--{flag}" for flag in SWITCHES), "--tag", "court")
    kept = json.loads(served("client", "show", "annie", "--json", "--reveal"))[0]
    names = {"given": "given_name", "family": "family_name"}
    typed: dict[str, object] = {names.get(flag, flag.replace("-", "_")): value for flag, value in TYPED.items()}
    typed |= {flag.replace("-", "_"): True for flag in SWITCHES} | {"acuity": 4, "tags": ["court"]}
    assert {key: kept[key] for key in typed} == typed
    assert kept.pop("database")
    assert {key for key in kept if key not in typed and kept[key] is not None} == {"id", "created_at", "updated_at"}


def test_a_change_touches_what_was_named_and_nothing_else(served: Quick) -> None:
    before = json.loads(served("client", "export", "--json"))[0]
    served("client", "edit", "ana", "--setting", "shelter", "--do-not-contact", "--clear", "phone", "--best-time", "am")
    after = json.loads(served("client", "export", "--json"))[0]
    assert {key: after[key] for key in before if before[key] != after[key]} == {
        "phone": None, "setting": "shelter", "do_not_contact": True, "best_time": "am",
    }  # fmt: skip
    served("client", "edit", "ana", "--no-do-not-contact")
    assert fields(served, "c1", "do_not_contact") == [False]


def test_tags_are_put_on_and_taken_off_one_by_one_and_filter_the_list(served: Quick) -> None:
    served("client", "edit", "ana", "--tag", "court", "--tag", "stairs", "--tag", "court")
    served("client", "edit", "bo", "--tag", "court")
    served("client", "edit", "bo", "--untag", "court", "--tag", "ramp")
    assert fields(served, "c1", "tags") + fields(served, "c2", "tags") == [["court", "stairs"], ["ramp"]]
    assert served("client", "list", "--tag", "court", "--tag", "stairs", "--ids") == "c1\n"
    assert served.run("client", "edit", "bo", "--untag", "court").code == 2
    served("client", "edit", "ana", "--clear", "tags")
    assert fields(served, "c1", "tags") == [[]]


@pytest.mark.parametrize("line", ["", "--clear handle --handle x", "--clear created_at", "--clear given_name"])
def test_a_change_that_says_nothing_or_leaves_nobody_is_refused(empty: Quick, line: str) -> None:
    empty("client", "add", "Prince")
    assert empty.run("client", "edit", "c1", *line.split()).code == 2
    assert fields(empty, "c1", "given_name", "handle") == ["Prince", "prince"]


def test_a_voided_client_is_not_changed(empty: Quick) -> None:
    empty("client", "add", "Ana")
    empty("client", "void", "ana", "--reason", "entered twice")
    ran = empty.run("client", "edit", "c1", "--phone", "5")
    assert ran.code == 3
    assert "c1 was voided" in ran.err


@pytest.mark.parametrize(
    ("new", "code"),
    [("bo-ng", 1), ("gone", 1), ("t42", 2), ("me", 2), ("Ana", 2), ("a b", 2), ("ana-r", 0)],
)
def test_a_handle_is_changed_unless_it_is_taken_or_is_none(served: Quick, new: str, code: int) -> None:
    served("client", "add", "Gone")
    served("client", "void", "gone", "--reason", "test")
    assert served.run("client", "handle", "ana", new).code == code
    assert fields(served, "c1", "handle") == [new if code == 0 else "ana-ruiz"]


# Listing


def test_clients_are_listed_by_family_name_whatever_its_case_and_accents(empty: Quick) -> None:
    for line in ("Bo Zimmer", "Zoe Álvarez", "Ana --family|de Souza", "Cher", "Al Álvarez"):
        empty("client", "add", *words_of(line))
    assert empty("client", "list", "--fields", "name") == "Al Álvarez\nZoe Álvarez\nCher\nAna de Souza\nBo Zimmer\n"
    assert empty("client", "list", "--sort", "-id", "--limit", "2", "--ids") == "c5\nc4\n"


def test_a_list_holds_who_is_open_and_all_who_are_asked_for(empty: Quick) -> None:
    for status in ClientStatus:
        empty("client", "add", "X", status, "--status", status)
    listed = [empty("client", "list", *line.split(), "--fields", "status") for line in ("", "--status all")]
    assert sorted(listed[0].split()) == ["active", "onhold", "planned", "waitlist"]
    assert sorted(listed[1].split()) == sorted(ClientStatus)
    assert empty("client", "list", "--status", "onhold,closed", "--ids").split() == ["c5", "c4"]
    assert len(empty("client", "export", "--ids").split()) == len(ClientStatus)


@pytest.mark.parametrize("line", ["show ana --json", "list --csv", "list --fields city,zip,address", "export --jsonl"])
def test_a_confidential_address_is_shown_only_with_reveal(served: Quick, line: str) -> None:
    where = {"--address": "1 Elm St", "--city": "Austin", "--zip": "99001"}
    served("client", "edit", "ana", "--address-confidential", *(word for pair in where.items() for word in pair))
    hidden, shown = served("client", *line.split()), served("client", *line.split(), "--reveal")
    assert not any(secret in hidden for secret in where.values())
    assert hidden.count("(confidential)") == 3
    assert all(secret in shown for secret in where.values())
    served("client", "edit", "ana", "--no-address-confidential")
    assert all(secret in served("client", *line.split()) for secret in where.values())


def test_a_clients_page_shows_a_confidential_address_only_with_reveal(served: Quick) -> None:
    served("client", "edit", "ana", "--address", "1 Elm St", "--address-confidential")
    assert "Elm" not in served("client", "show", "ana")
    assert "Elm" in served("client", "show", "ana", "--reveal")


# Closing


def test_closing_without_anything_open_asks_nothing(served: Quick) -> None:
    ran = served.run("client", "close", "ana", "--reason", "goals-met", "--destination", "sister in Austin")
    assert (ran.code, ran.out) == (0, "")
    assert "closed, goals-met · on Wed 2026-11-25 (today)" in ran.err
    assert fields(served, "c1", "status", "closed_on", "close_reason", "destination") == [
        "finished", "2026-11-25", "goals-met", "sister in Austin",
    ]  # fmt: skip


def test_closing_needs_a_yes_for_what_is_open_and_cancels_it_in_the_same_step(served: Quick) -> None:
    served("task", "add", "ana", "Weekly", "call", "--due", "fri", "--every", "1w")
    served("appointment", "add", "ana", "Visit", "--at", "2026-11-30T10:00")
    before = served.fingerprint
    refused = served.run("client", "close", "ana", "--reason", "moved")
    assert (refused.code, served.fingerprint) == (2, before)
    assert re.search(r"t1, due Fri 2026-11-27 .*, a1, on Mon 2026-11-30 10:00", refused.err)
    assert "add --drop-open" in refused.err
    assert "cancelled t1, a1" in served.run("client", "close", "ana", "--reason", "moved", "--drop-open").err
    assert served("task", "list", "--status", "all", "--fields", "id,status") == "t1\tcancelled\n"
    assert fields(served, "a1", "status", "cancel_reason") == ["cancelled", "pat-mv"]
    served("undo")
    assert fields(served, "c1", "status", "closed_on") == ["active", None]
    assert fields(served, "t1", "status") + fields(served, "a1", "status") == ["ready", "booked"]


def test_what_closing_does_not_end_is_told_with_the_commands_that_end_it(served: Quick) -> None:
    served("provider", "add", "Hall")
    served("service", "add", "ana", "Bathing")
    served("referral", "add", "ana", "Hot meals", "--provider", "pr1")
    served("note", "add", "ana", "Called her", "--mode", "call")
    told = served.run("client", "close", "ana", "--reason", "moved", "--drop-open").err.splitlines()[1:]
    ends = "caseload referral cancel REF --reason TEXT, or close REF --outcome WORD"
    assert told == [
        "not signed, and no list asks for it now: caseload note sign n1",
        "not ended, and no list asks for it now: sv1; caseload service stop REF --reason TEXT",
        f"not ended, and no list asks for it now: r1; {ends}",
    ]
    served("note", "sign", "n1")
    served("service", "stop", "sv1", "--reason", "moved")
    served("referral", "cancel", "r1", "--reason", "moved")


@pytest.mark.parametrize(("answer", "code", "status"), [("y", 0, "finished"), ("n", 1, "active"), ("", 1, "active")])
def test_at_a_terminal_what_is_open_is_listed_and_a_yes_closes(
    served: Quick, answer: str, code: int, status: str
) -> None:
    served("task", "add", "ana", "Call")
    ran = served.answered(answer, "client", "close", "ana", "--reason", "declined")
    assert ran.code == code
    assert ran.err.startswith("c1 Ana Ruiz still has\nt1 Call;\ncancel them and close? [y/N]\n")
    assert fields(served, "c1", "status") == [status]


def test_what_cannot_be_closed_is_refused_before_anything_is_asked(served: Quick) -> None:
    served("task", "add", "ana", "Call")
    ran = served.answered("y", "client", "close", "ana", "--reason", "moved", "--on", "2026-03-01")
    assert (ran.code, ran.err) == (2, "caseload: --on: is before --opened-on; a day on or after --opened-on\n")
    assert fields(served, "t1", "status") == ["ready"]


def test_a_client_closed_as_deceased_has_died_that_day_and_is_not_reopened(served: Quick) -> None:
    served("client", "close", "ana", "--reason", "deceased", "--on", "yesterday")
    assert fields(served, "c1", "died_on", "closed_on") == ["2026-11-24", "2026-11-24"]
    assert served.run("client", "reopen", "ana").code == 1
    served("client", "edit", "ana", "--clear", "died_on")
    served("client", "reopen", "ana")
    assert fields(served, "c1", "status", "opened_on", "closed_on", "close_reason") == [
        "active", "2026-11-25", None, None,
    ]  # fmt: skip
    assert served.run("client", "reopen", "ana").code == 1


def test_a_client_is_closed_for_a_reason_that_is_a_word_of_the_field(served: Quick) -> None:
    assert "--reason" in served.run("client", "close", "ana").err
    ran = served.run("client", "close", "ana", "--reason", "tired")
    assert ran.code == 2
    assert "goals-met, moved, declined, lost-contact, ineligible, transferred, deceased, other" in ran.err


DAYS = st.integers(-400, 400).map(lambda days: date(2026, 3, 2) + timedelta(days=days))
TASKS = st.builds(
    Task,
    client_id=st.just(1),
    title=st.just("Call"),
    due=DAYS.map(When),
    status=st.sampled_from(TaskStatus),
    every=st.sampled_from([None, "1w", "1m"]),
)
APPOINTMENTS = st.builds(
    Appointment,
    client_id=st.just(1),
    title=st.just("Visit"),
    starts=DAYS.map(When),
    status=st.sampled_from(AppointmentStatus),
)


@settings(max_examples=25, deadline=None)
@given(
    status=st.sampled_from(ClientStatus),
    kept=st.lists(TASKS | APPOINTMENTS, max_size=5),
    on=DAYS,
    reason=st.sampled_from(CloseReason),
)
def test_whatever_is_closed_and_undone_is_as_it_was(
    status: ClientStatus, kept: list[Task | Appointment], on: date, reason: CloseReason
) -> None:
    store = new_store(filled=False)
    with store.step("set up"):
        ana = store.add(Client(given_name="Ana", handle="ana", status=status, opened_on=date(2026, 3, 2)))
        for one in kept:
            store.add(one)
    before = everything(store)
    try:
        with store.step("client close") as closing:
            close(store, ana, on, reason)
    except (Refused, Invalid):
        assert status not in Client.OPEN or on < date(2026, 3, 2)
    else:
        assert left_open(store, ana) == []
        with store.step("undo"):
            changes.undo(store, closing)
    assert everything(store) == before
    store.close()


def everything(store: Store) -> list[Record]:
    """All that is kept, the voided too."""
    return [record for kind in KINDS for record in exported(store, kind, voided=True)]


def test_moving_a_release_says_what_that_brings(served: Quick) -> None:
    """A date that moves forward is how a release is missed."""
    served(
        "client", "edit", "ana", "--setting", "jail-prison", "--release-on", "2027-06-01", "--release-certainty", "firm"
    )
    soon = served.run("client", "edit", "ana", "--release-on", "2026-12-01")
    assert soon.err.splitlines()[1:] == ["now coming up: c1 release · due Tue 2026-12-01 (in 6 days)"]
    late = served.run("client", "edit", "ana", "--release-on", "2026-10-01")
    assert late.err.splitlines()[1:] == ["now late: c1 release · due Thu 2026-10-01 (55 days ago)"]
    assert len(served.run("client", "edit", "ana", "--release-on", "2027-06-01").err.splitlines()) == 1


def test_a_shorter_interval_says_what_it_makes_late(served: Quick) -> None:
    served("note", "add", "bo", "Talked", "--at", "2026-11-10", "-k", "call", "--sign")
    ran = served.run("client", "edit", "bo", "--contact-every", "1w")
    assert ran.err.splitlines()[1:] == ["now late: c2 contact · due Tue 2026-11-17 (8 days ago)"]


@pytest.mark.parametrize("text", ["-", "", " ", "--", "'", "."])
def test_a_mark_alone_means_nobody(served: Quick, text: str) -> None:
    ran = served.run("task", "list", "--client", text)
    assert (ran.code, ran.err) == (3, f'caseload: there is no client "{text}"; see caseload client list --status all\n')


def test_blanks_at_the_ends_of_a_name_are_not_kept(empty: Quick) -> None:
    empty("client", "add", "--given", "Jane ", "--family", " Roe", "--preferred-name", " J ")
    empty("client", "add", "Ann", "Li")
    empty("client", "edit", "c2", "--given", " Jane", "--family", "Roe ")
    found = json.loads(empty("client", "list", "--json"))
    assert [(one["given_name"], one["family_name"]) for one in found] == [("Jane", "Roe")] * 2
    assert {one["preferred_name"] for one in found} == {"J", None}
