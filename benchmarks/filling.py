"""The same invented work at every size: what is late, what is near and who is served stay, only the past grows."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

LATE = 30
NEAR = 20
LATER = 60
FIRST_LATER = LATE + NEAR + 1
"""The number of the first task that is open and on no page of the day."""
SMALLEST = LATE + NEAR + LATER
"""The fewest tasks that hold all that is open."""
CLIENTS = 60
"""How many are open; beside them one closed client for every 50 tasks."""

LATE_TITLE = "Renew the housing voucher"
NEAR_TITLE = "Bring the benefits letter"
LATER_TITLE = "Look into day programs"
DONE_TITLE = "Call the landlord about the repair"

Made = dict[str, Any]


def client_name(number: int) -> str:
    """A client's family name; of one word that begins no other's, so that it finds the client too."""
    return f"Ruiz{number:06}"


def write_caseload(
    path: Path, empty: Mapping[str, Any], tasks: int, today: date, *, all_open: bool, more: Mapping[str, str]
) -> None:
    """Write what `import all` takes: so many tasks with clients, plans, goals, appointments and notes in proportion.

    `empty` is what `export all` says of a new database: it knows the schema's number and every table. With `all_open`
    no task is completed, and there is nothing else but a note a client: what another task list is compared with. Each
    table of `more`, made-up kinds with the prefix of their ids, holds a record a client, due later on.
    """
    filled: dict[str, Iterable[Made]] = {
        "client": _clients(tasks, today),
        "task": (_task(one, today) for one in tasks_of(tasks, today, all_open=all_open)),
    }
    if all_open:
        filled |= {"note": _notes(CLIENTS, tasks, today, served=False)}
    else:
        filled |= {
            "plan": _plans(today),
            "goal": _goals(today),
            "appointment": _appointments(tasks, today),
            "ride": _rides(tasks),
            "note": _notes(tasks, tasks, today),
            **_of_other_kinds(today),
        }
    filled |= {table: _made_up(prefix, today) for table, prefix in more.items()}
    # Record by record: this process must stay smaller than those whose memory it measures.
    with path.open("w", encoding="utf-8") as file:
        file.write(f'{{"schema": {json.dumps(empty["schema"])}')
        for table in empty:
            if isinstance(empty[table], list):
                file.write(f', "{table}": ')
                _write_array(file.write, filled.get(table, ()))
        file.write("}")


def write_taskwarrior(path: Path, tasks: int, today: date, *, all_open: bool) -> None:
    """Write the same tasks as what `task import` takes."""
    with path.open("w", encoding="utf-8") as file:
        _write_array(file.write, (_taskwarrior(one, today) for one in tasks_of(tasks, today, all_open=all_open)))


def tasks_of(tasks: int, today: date, *, all_open: bool) -> Iterator[Made]:
    """The tasks: number, client's number, title, due day and the day it was completed, None while it is open."""
    for number in range(1, tasks + 1):
        client = _client_of(number, tasks)
        if number <= LATE:
            title, due = LATE_TITLE, today - timedelta(days=number)
        elif number <= LATE + NEAR:
            title, due = NEAR_TITLE, today + timedelta(days=(number - LATE) % 7)
        elif number <= SMALLEST:
            title, due = LATER_TITLE, today + timedelta(days=30 + number)
        elif all_open:
            title, due = LATER_TITLE, today + timedelta(days=30 + number % 300)
        else:
            title, due = DONE_TITLE, _past(number, today)
        done = due if due < today and number > LATE else None
        yield {"number": number, "client": client, "title": f"{title} {number}", "due": due, "done": done}


def _task(one: Made, today: date) -> Made:
    made = {"id": f"t{one['number']}", "client": f"c{one['client']}", "title": one["title"], "due": one["due"]}
    done = {"status": "completed", "completed_on": one["done"]} if one["done"] else {"status": "ready"}
    return made | done | {"created_at": f"{min(one['due'], today) - timedelta(days=14)}T15:00:00Z"}


def _taskwarrior(one: Made, today: date) -> Made:
    made = {
        "uuid": f"00000000-0000-4000-8000-{one['number']:012d}",
        "description": one["title"],
        "project": f"ruiz{one['client']}",
        "due": _compact(one["due"]),
        "entry": _compact(min(one["due"], today) - timedelta(days=14)),
        "status": "completed" if one["done"] else "pending",
    }
    return made | ({"end": _compact(one["done"])} if one["done"] else {})


def _clients(tasks: int, today: date) -> Iterator[Made]:
    for number in range(1, CLIENTS + tasks // 50 + 1):
        name = {"given_name": "Ana", "family_name": client_name(number), "handle": f"ana-ruiz{number}"}
        opened = {"opened_on": today - timedelta(days=2000), "phone": f"555-{number:04d}", "city": "Springfield"}
        closed = {"status": "finished", "closed_on": today - timedelta(days=1), "close_reason": "goals-met"}
        stays = {"setting": "shelter", "release_on": today + timedelta(days=200), "release_certainty": "firm"}
        yield {"id": f"c{number}"} | name | opened | ({"status": "active"} | stays if number <= CLIENTS else closed)


def _plans(today: date) -> Iterator[Made]:
    for number in range(1, CLIENTS + 1):
        started, reviewed = today - timedelta(days=300), today - timedelta(days=30)
        days = {"started_on": started, "agreed_on": started, "copy_given_on": started, "reviewed_on": reviewed}
        what = {"title": "Plan of care", "status": "active", "version": 1, "review_every": "6m"}
        yield {"id": f"p{number}", "client": f"c{number}"} | what | days


def _goals(today: date) -> Iterator[Made]:
    for number in range(1, CLIENTS + 1):
        what = {"title": "A home of one's own", "lifecycle": "active", "target_on": today + timedelta(days=200)}
        yield {"id": f"g{number}", "client": f"c{number}", "plan": f"p{number}"} | what


def _appointments(tasks: int, today: date) -> Iterator[Made]:
    for number in range(1, tasks // 4 + 1):
        near = number <= NEAR
        day = today + timedelta(days=1 + number % 6) if near else _past(number, today)
        what = {"title": "Home visit", "status": "booked" if near else "fulfilled", "minutes": 45}
        yield {"id": f"a{number}", "client": f"c{_client_of(number, tasks)}", "starts": f"{day}T10:00"} | what
    for number in range(1, CLIENTS + 1):
        what = {"title": "Eye clinic", "starts": f"{today + timedelta(days=200)}T10:00", "ride": True}
        yield {"id": f"a{tasks // 4 + number}", "client": f"c{number}", "status": "booked"} | what


def _rides(tasks: int) -> Iterator[Made]:
    for number in range(1, CLIENTS + 1):
        yield {"id": f"rd{number}", "appointment": f"a{tasks // 4 + number}", "driver": "MTM"}


def _notes(notes: int, tasks: int, today: date, *, served: bool = True) -> Iterator[Made]:
    body = (
        "Went through the lease and the letter from the benefits office together. She is sleeping better, worries "
        "about the deposit, and asks for someone to come along to the bank. Next: papers for the voucher."
    )
    how = {"minutes": 45, "mode": "in-person", "reached": "yes", "format": "free", "sensitivity": "normal"}
    for number in range(1, notes + 1):
        # Everyone who is served was seen last week, so that no clock but the tasks' is late.
        client, day = (
            (number, _past(0, today)) if number <= CLIENTS else (_client_of(number, tasks), _past(number, today))
        )
        who = {"id": f"n{number}", "client": f"c{client}", "status": "signed"}
        # Some are of a service that draws on an authorization, a weekly one at the largest size.
        of = {"service": f"sv{client}"} if served and number % _OF_A_SERVICE == 1 and client <= CLIENTS else {}
        yield who | how | of | {"occurred": f"{day}T10:00", "body": f"{body} ({number})"}


_OF_A_SERVICE = 128
"""One note of so many is of a service; they are those of every fourth client, whose services draw on something."""


def _of_other_kinds(today: date) -> dict[str, list[Made]]:
    """By table a record of each other kind with a clock, and what it hangs from, for every open client; due later."""
    ahead, past = today + timedelta(days=200), today - timedelta(days=30)
    signed = {"kind": "hipaa", "recipient": "Legal Aid", "purpose": "housing", "data_classes": ["general"],
              "signed_by": "client", "signed_on": past, "status": "active"}  # fmt: skip
    each: dict[str, tuple[str, Made]] = {
        "condition": ("dx", {"title": "Asthma"}),
        "incident": ("ic", {"what": "Fell on the stairs", "happened": f"{past}T10:00", "reported_on": past}),
        "consent": ("cs", {**signed, "expires_on": ahead}),
        "need": ("nd", {"domain": "food-insecurity", "description": "Nothing left at the end of the month"}),
        "coverage": ("cv", {"payer": "Medicaid", "started_on": past, "ended_on": ahead}),
        "authorization": ("au", {"service_type": "Counseling", "units": 2400, "starts_on": past,
                                 "ends_on": ahead, "status": "approved", "used_reported": 2, "used_reported_on": past}),
        "service": ("sv", {"what": "Help with bathing", "status": "in-progress", "started_on": past}),
        "medication": ("m", {"name": "Metformin 500 mg", "refill_due": ahead}),
        "document": ("d", {"title": "Birth certificate", "needed_by": ahead}),
        "referral": ("r", {"provider": "pr1", "service_type": "Food box", "status": "in-progress", "sent_on": past,
                           "next_action": "ask whether they deliver", "next_due": ahead}),
        "benefit": ("b", {"name": "Medicaid", "status": "approved", "effective_on": past, "certified_to": ahead}),
        "appeal": ("ap", {"level": "fair-hearing", "action": "cut", "notice_on": past, "deadline": ahead,
                          "aid_continuing": "no"}),
        "assessment": ("as", {"outside": "C-SSRS", "assessed_on": past, "result": "done at the clinic"}),
        "stay": ("st", {"setting": "shelter", "place": "Elm House", "from_on": past, "expected_on": ahead,
                        "certainty": "firm"}),
        "enrollment": ("en", {"program": "pg1", "started_on": past}),
        "expense": ("x", {"spent_on": past, "amount": 32.5, "what": "Bus pass"}),
    }  # fmt: skip
    found = {
        table: [{"id": f"{prefix}{number}", "client": f"c{number}"} | what for number in range(1, CLIENTS + 1)]
        for table, (prefix, what) in each.items()
    }
    for number, appeal in enumerate(found["appeal"], 1):
        appeal["benefit"] = f"b{number}"
    papers: list[Made] = [
        {"id": f"vf{number}", "benefit": f"b{number}", "what": "Pay stubs", "needed_by": ahead}
        for number in range(1, CLIENTS + 1)
    ]
    found["verification"] = papers
    for number, service in enumerate(found["service"], 1):
        if number % 4 == 1:
            service["authorization"] = f"au{number}"
    course = {"id": "pg1", "name": "Youth path", "requirements": "12 sessions", "ends_on": ahead}
    weekly = ({"id": f"me{week}", "program": "pg1", "held": f"{today + timedelta(weeks=week)}T17:00"}
              for week in range(1, 25))  # fmt: skip
    return {
        "provider": [{"id": "pr1", "name": "Elm Street Kitchen", "assured_on": past}],
        "program": [course],
        "meeting": list(weekly),
        **found,
    }


def _made_up(prefix: str, today: date) -> Iterator[Made]:
    for number in range(1, CLIENTS + 1):
        what = {"title": "Something to measure", "status": "active", "due_on": today + timedelta(days=200)}
        yield {"id": f"{prefix}{number}", "client": f"c{number}"} | what


def _client_of(number: int, tasks: int) -> int:
    """Whose it is: half of everything belongs to those who are served now, what is open to them alone."""
    closed = tasks // 50
    if number <= SMALLEST or number % 2 or not closed:
        return (number // 2) % CLIENTS + 1
    return CLIENTS + 1 + (number // 2) % closed


def _past(number: int, today: date) -> date:
    return today - timedelta(days=8 + number % 1500)


def _compact(day: date) -> str:
    return f"{day:%Y%m%d}T000000Z"


def _write_array(write: Any, records: Iterable[Made]) -> None:
    write("[")
    for place, record in enumerate(records):
        write((",\n" if place else "\n") + json.dumps(record, default=str))
    write("]\n")
