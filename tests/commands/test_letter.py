"""caseload letter and client file: letters name no programme, files for others go through the gate."""

import json

import pytest

from commands.conftest import Quick, once
from commands.papers import fill, with_sender

TO_THE_CLINIC = ("--recipient", "pr1", "--purpose", "referral")
HER_OWN = ("--recipient", "client", "--purpose", "copy", "--no-consent", "--basis", "to-individual", "--reason", "copy")


@once
def planned(empty: Quick) -> None:
    """Ana, with a clinic to go to, a guarded group before it, two calls that nobody took, and words in remarks."""
    fill(empty)
    for words in (
        ("appointment", "add", "ana", "Methadone clinic", "--at", "2026-12-04T10:00", "--place", "200 Oak St",
         "--bring", "photo id", "--prepare", "eat something"),
        ("appointment", "add", "ana", "Recovery group", "--at", "2026-12-01T10:00", "--sensitivity", "SUD"),
        ("note", "add", "ana", "Talked", "--at", "2026-11-02", "-k", "call"),
        ("note", "add", "ana", "No answer", "--at", "2026-11-16", "-k", "call", "--reached", "no"),
        ("note", "add", "ana", "No answer", "--at", "2026-11-20", "-k", "call", "--reached", "no"),
        ("client", "edit", "ana", "--remarks", "Her brother owes money", "--tag", "court", "--referred-by", "Detox"),
    ):  # fmt: skip
        empty(*words)


def test_an_appointment_letter_says_when_and_where_and_never_what_for(planned: Quick) -> None:
    ran = with_sender(planned).run("letter", "ana", "appointment", "--language", "en")
    for part in ("Dear Ana,", "Friday, December 4, 2026, 10:00 AM", "200 Oak St", "Please bring: photo id",
                 "Before you come: eat something", "217-555-0142", "534 Elm St\nSpringfield", "Kim Park"):  # fmt: skip
        assert part in ran.out
    assert "ethadone" not in ran.out
    assert "no consent is needed" in ran.err
    spanish = planned("letter", "ana", "appointment")
    assert "viernes, 4 de diciembre de 2026, 10:00 a. m." in spanish
    assert "ethadone" not in spanish


def test_what_it_is_for_is_said_where_the_gate_lets_it_and_that_is_logged(planned: Quick) -> None:
    said = planned("letter", "ana", "appointment", "--recipient", "pr1", "--purpose", "referral")
    assert "Methadone clinic" in said
    assert "Harbor Clinic" in said.replace("Doctor, ", "")
    (log,) = json.loads(planned("disclosure", "export", "--json"))
    assert log["records"] == ["a1", "c1"]


def test_a_guarded_appointment_makes_no_letter_unless_it_is_asked_for(planned: Quick) -> None:
    ran = planned.run("letter", "ana", "appointment", "--appointment", "a2")
    assert (ran.code, ran.out) == (1, "")
    assert "has no appointment ahead that may be named" in ran.err
    said = planned("letter", "ana", "appointment", "--appointment", "a2", "--sensitive", "--language", "en")
    assert "Tuesday, December 1, 2026" in said
    assert "Recovery" not in said


def test_a_letter_to_who_was_not_reached_has_the_days_since_the_last_contact(planned: Quick) -> None:
    said = planned("letter", "ana", "missed", "--language", "en")
    assert "(November 16, 2026; November 20, 2026)" in said
    assert "November 2," not in said


def test_where_nobody_is_to_find_someone_the_address_stays_out_of_a_letter(planned: Quick) -> None:
    planned("client", "edit", "ana", "--address-confidential", "--do-not-contact")
    ran = planned.run("letter", "ana", "closing")
    assert "534 Elm" not in ran.out
    assert "--reveal prints it" in ran.err
    assert "nobody is to get in touch with ana-ruiz" in ran.err
    assert "534 Elm" in planned("letter", "ana", "closing", "--reveal")


def test_a_letter_of_ones_own_is_a_text_file_and_another_language_of_it_a_second(planned: Quick) -> None:
    folder = planned.home / "config" / "caseload" / "forms"
    folder.mkdir(parents=True)
    (folder / "rent.txt").write_text("Dear {{ client.called }},\n\nthe rent is due.\n")
    ran = planned.run("letter", "ana", "rent", "--format", "html")
    assert "<p>the rent is due.</p>" in ran.out
    assert "the letter has no es: its words are those of rent.txt" in ran.err
    (folder / "rent.es.txt").write_text("Estimada {{ client.called }}:\n\nLa renta vence.\n")
    ran = planned.run("letter", "ana", "rent")
    assert "La renta vence." in ran.out
    assert "rent.es.txt" in planned("form", "list")
    ran = planned.run("letter", "ana", "rant")
    assert (ran.code, ran.out) == (3, "")
    assert "one of appointment, closing, completion, missed, rent" in ran.err
    (folder / "rent.txt").write_text("{{ client.diagnosis }}")
    ran = planned.run("letter", "ana", "rent", "--language", "en")
    assert (ran.code, ran.out) == (2, "")
    assert "rent.txt" in ran.err


@pytest.mark.parametrize("name", ["plan", "page", "letter", "referral"])
def test_a_form_of_a_page_is_no_letter(planned: Quick, name: str) -> None:
    assert planned.run("letter", "ana", name).code == 3


def test_a_clients_file_is_what_the_client_may_read_in_the_clients_language(planned: Quick) -> None:
    for words in (("condition", "add", "ana", "Penicillin", "--type", "allergy"),
                  ("condition", "add", "ana", "Falls", "--type", "risk"),
                  ("medication", "add", "ana", "Metformin", "--dose", "500 mg", "--schedule", "at noon"),
                  ("client", "edit", "ana", "--safety", "her brother shouts")):  # fmt: skip
        planned(*words)
    said = planned("client", "file", "ana")
    for part in ("Expediente de Ana Ruiz", "2 de abril de 1961", "Staying at home", "I want to keep my own door.",
                 "Penicillin", "Metformin", "500 mg", "Methadone clinic", "Rosa Ruiz", "217-555-0101"):  # fmt: skip
        assert part in said
    for part in ("brother", "Detox", "Recovery group", "t3", "acuity", "caseload ", "Falls", "2026-"):
        assert part not in said
    assert "<h2>Goals</h2>" in planned("client", "file", "ana", "--language", "en", "--format", "html")


def test_a_doctor_reads_allergies_before_all_else_of_health_and_that_none_is_known(planned: Quick) -> None:
    said = planned("client", "file", "ana", *TO_THE_CLINIC)
    for part in ("No allergy is written down here.", "No medicine is written down here.", "217-555-0177",
                 "What is not written here may still be so."):  # fmt: skip
        assert part in said
    planned("condition", "add", "ana", "Asthma", "--code", "J45.909", "--said-by", "Dr. Ito")
    planned("condition", "add", "ana", "Penicillin", "--type", "allergy")
    said = planned("client", "file", "ana", *TO_THE_CLINIC)
    assert said.index("How to reach") < said.index("Penicillin") < said.index("J45.909") < said.index("Goals")


def test_a_client_file_for_someone_else_has_nothing_of_your_own_and_logs_what_it_shows(planned: Quick) -> None:
    before = planned.fingerprint
    assert planned.run("client", "file", "ana", "--recipient", "the court", "--purpose", "hearing").code == 1
    assert planned.fingerprint == before
    planned("client", "edit", "ana", "--setting", "treatment")
    said = planned("client", "file", "ana", *TO_THE_CLINIC)
    for part in ("brother", "Detox", "court", "sober", "Recovery", "cs1", "treatment"):
        assert part not in said
    for part in ("Ana Ruiz", "Staying at home", "Stay in own apartment", "Methadone clinic"):
        assert part in said
    (log,) = json.loads(planned("disclosure", "export", "--json"))
    shown = {ref for ref in log["records"] if ref[0] in "tan"}
    assert shown == {"a1", "n1"}
