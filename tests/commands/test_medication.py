"""caseload medication: taken, refilled, compared, stopped."""

import json

import pytest

from commands.conftest import Quick
from commands.test_why import settle


def medication(program: Quick, ref: str, *keys: str) -> list[object]:
    """Those fields of one medication."""
    record = json.loads(program("medication", "show", ref, "--json"))[0]
    return [record[key] for key in keys]


@pytest.fixture
def taken(served: Quick) -> Quick:
    """Ana takes metformin (m1) and insulin (m2), and is to take a third (m3); Bo takes aspirin (m4)."""
    for line in ("ana Metformin --dose 500mg --schedule daily --prescriber Lee --refill-due +3d",
                 "ana Insulin --managed-by sister", "ana Folate --status intended", "bo Aspirin"):  # fmt: skip
        served("medication", "add", *line.split())
    return served


def test_every_field_goes_in_by_its_option_and_comes_out_again(served: Quick) -> None:
    line = (
        "Metformin --dose 500mg --schedule daily --prescriber Lee --managed-by self --refill-due +3d --status on-hold"
    )
    more = "--started-on 2026-01-05 --reconciled-on 2026-11-01 --reason diabetes --external-id 7"
    served("medication", "add", "ana", *line.split(), *more.split())
    shown = json.loads(served("medication", "show", "m1", "--json"))[0]
    kept = {key: value for key, value in shown.items() if value is not None}
    assert kept | {"created_at": "", "updated_at": "", "database": ""} == {
        "id": "m1", "client": "c1", "client_handle": "ana-ruiz", "name": "Metformin", "dose": "500mg",
        "schedule": "daily", "prescriber": "Lee", "managed_by": "self", "refill_due": "2026-11-28",
        "started_on": "2026-01-05", "reconciled_on": "2026-11-01", "status": "on-hold", "reason": "diabetes",
        "external_id": "7", "sensitivity": "normal", "part2": "unknown", "created_at": "",
        "updated_at": "", "database": "",
    }  # fmt: skip


def test_a_refill_moves_to_the_next_day_that_is_said_and_else_is_due_no_more(taken: Quick) -> None:
    assert "m1" in taken("today", "--ids").split()
    ran = taken.run("medication", "refill", "m1", "--next", "+30d")
    assert ran.err == (
        "m1 Metformin · ana-ruiz · refilled · next refill Fri 2026-12-25 (in 30 days) · undo: caseload undo\n"
    )
    assert "m1" not in taken("today", "--ids").split()
    assert "no next refill is known; --next DAY keeps one" in taken.run("medication", "refill", "m1").err
    assert medication(taken, "m1", "refill_due") == [None]


def test_what_was_stopped_keeps_its_day_and_reason_and_leaves_the_list(taken: Quick) -> None:
    taken("medication", "stop", "m1", "--reason", "rash", "--on", "yesterday")
    assert medication(taken, "m1", "status", "ended_on", "reason", "refill_due") == [
        "stopped", "2026-11-24", "rash", None,
    ]  # fmt: skip
    assert taken("medication", "list", "--client", "ana", "--fields", "name") == "Folate\nInsulin\n"
    taken("medication", "edit", "m1", "--status", "active")
    assert medication(taken, "m1", "status", "ended_on") == ["active", None]


def test_all_that_a_client_takes_is_reconciled_in_one_step_and_nothing_else(taken: Quick) -> None:
    taken("medication", "reconcile", "ana", "--on", "yesterday")
    assert [medication(taken, f"m{one}", "reconciled_on") for one in (1, 2, 3, 4)] == [
        ["2026-11-24"], ["2026-11-24"], [None], [None],
    ]  # fmt: skip
    taken("undo")
    assert medication(taken, "m1", "reconciled_on") == [None]


def test_reconciliation_is_asked_for_where_config_has_an_interval(taken: Quick) -> None:
    taken("medication", "reconcile", "ana", "--on", "2026-10-20")
    assert "reconciliation" not in taken("overdue", "--fields", "id,rule")
    settle(taken, '[rules.reconciliation]\nevery = "30d"\n')
    assert taken("overdue", "--rule", "reconciliation", "--fields", "id,due") == "m1\t2026-11-19\nm2\t2026-11-19\n"
    taken("medication", "reconcile", "ana")
    assert taken("overdue", "--rule", "reconciliation", "--ids") == ""


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("refill m1", 1, "m1 is stopped already; caseload medication edit m1 --status active takes it up again"),
        ("stop m1 --reason x", 1, "m1 is stopped already"),
        ("stop m2", 2, "Missing option '--reason'"),
        ("reconcile bo", 1, "c2 bo-ng has no active medication; caseload medication add c2 NAME"),
        ("refill m2 --next someday", 2, '"someday" is not a date'),
        ("edit m2 --started-on 2026-11-20 --ended-on 2026-11-19", 2, "--ended-on: is before --started-on"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line_and_nothing_is_written(
    taken: Quick, words: str, code: int, said: str
) -> None:
    taken("medication", "stop", "m1", "--reason", "rash")
    taken("medication", "void", "m4", "--reason", "not hers")
    before = taken.fingerprint
    ran = taken.run("medication", *words.split())
    assert (ran.code, ran.out, ran.err.count("\n")) == (code, "", 1)
    assert said in ran.err
    assert taken.fingerprint == before


def test_the_list_for_a_visit_goes_on_paper(taken: Quick) -> None:
    paper = taken.home / "ana.md"
    fields = "name,dose,schedule,prescriber,managed_by"
    taken("medication", "list", "--client", "ana", "--fields", fields, "--markdown", "-o", str(paper))
    assert paper.read_text().splitlines() == [
        "| name | dose | schedule | prescriber | managed_by |",
        "| --- | --- | --- | --- | --- |",
        "| Folate |  |  |  |  |",
        "| Insulin |  |  |  | sister |",
        "| Metformin | 500mg | daily | Lee |  |",
    ]


def test_the_clients_page_shows_what_is_taken_and_when_it_is_refilled(taken: Quick) -> None:
    taken("medication", "stop", "m2", "--reason", "rash")
    assert taken("show", "ana").partition("\nMedications\n")[2].partition("\n\n")[0].splitlines() == [
        "  m3  Folate                   intended",
        "  m1  Metformin, 500mg, daily            refill 2026-11-28 (in 3 days)",
    ]


def test_the_name_of_a_medication_never_goes_out_by_mail(taken: Quick) -> None:
    late = {"CASELOAD_NOW": "2026-12-01T09:00"}
    sent = taken("digest", env=late)
    assert "refill" in sent
    assert "Metformin" not in sent


def test_a_guarded_medication_is_marked_for_people_and_stays_out_of_a_pipe(taken: Quick) -> None:
    taken("medication", "edit", "m1", "--sensitivity", "HIV")
    ran = taken.run("show", "ana")
    assert "Metformin" not in ran.out
    assert "withheld" in ran.err
    assert "[HIV] Metformin" in taken("show", "ana", "--sensitive")


def test_a_list_of_medications_is_imported_by_a_guessed_map(served: Quick) -> None:
    (served.home / "meds.csv").write_text(
        "Client name,Drug name,Dosage,Sig,Prescribed by,Next refill\n"
        "Ana Ruiz,Lisinopril,10 mg,daily,Dr. Lee,2026-12-01\n"
    )
    guessed = served("import", "medication", str(served.home / "meds.csv"), "--guess")
    (served.home / "map.toml").write_text(guessed)
    served("import", "medication", str(served.home / "meds.csv"), "--map-file", str(served.home / "map.toml"))
    assert medication(served, "m1", "client", "name", "dose", "schedule", "prescriber", "refill_due") == [
        "c1", "Lisinopril", "10 mg", "daily", "Dr. Lee", "2026-12-01",
    ]  # fmt: skip
