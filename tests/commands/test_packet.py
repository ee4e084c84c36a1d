"""caseload packet, client summary and handover: what each reader needs, what is missing first, through the gate."""

import json

import pytest

from commands.conftest import Quick, once
from commands.papers import fill, with_sender

TO_THE_CLINIC = ("--recipient", "pr1", "--purpose", "referral")
PERIOD = "2026-11-01..2026-11-25"


@once
def recorded(empty: Quick) -> None:
    """Ana in November: contacts n1 to n4, the last guarded; a visit kept and one missed; b1, r1, nd1."""
    fill(empty)
    for words in (
        ("note", "add", "ana", "Went through the lease", "--at", "2026-11-02", "-k", "visit", "-m", "45",
         "--activity", "care-planning", "--goal", "g1", "--sign"),
        ("note", "add", "ana", "Spoke with the plan's case manager", "--at", "2026-11-10", "-k", "call", "-m", "10",
         "--activity", "care-coordination", "--with", "Lee of the plan", "--reached", "collateral"),
        ("note", "add", "ana", "Called", "--at", "2026-11-12", "-k", "call", "--sign"),
        ("note", "add", "ana", "Relapse", "--at", "2026-11-13", "-k", "call", "-m", "5", "--sensitivity", "SUD"),
        ("note", "add", "ana", "Before it", "--at", "2026-10-02", "-m", "5"),
        ("appointment", "add", "ana", "Home visit", "--at", "2026-11-02T10:00"), ("appointment", "kept", "a1"),
        ("appointment", "add", "ana", "Eye clinic", "--at", "2026-11-04T10:00"), ("appointment", "noshow", "a2"),
        ("appointment", "add", "ana", "Court", "--at", "2026-12-04T10:00"),
        ("referral", "add", "ana", "Ramp", "--provider", "pr1"),
        ("need", "add", "ana", "No ride to the clinic"),
        ("goal", "edit", "g2", "--achievement", "achieved"),
    ):  # fmt: skip
        empty(*words)


def test_a_packet_for_a_payer_has_the_eight_elements_and_what_is_missing_first(recorded: Quick) -> None:
    said = recorded("packet", "ana", PERIOD)
    assert said.index("Missing before") < said.index("(i) Name")
    missing = [line.split()[0] for line in said[: said.index("(i) Name")].splitlines() if line.startswith("  (")]
    assert list(dict.fromkeys(missing)) == ["(ii)", "(iii)", "(iv)", "(vii)"]
    for number in ("(i) Name", "(iii) Agency", "(ii), (iv) Dates", "(iv) Goals", "(v) Services declined",
                   "(vi) Coordination", "(vii) Timeline", "(viii) Timeline"):  # fmt: skip
        assert number in said
    for part in ("Period: November 1, 2026 to November 25, 2026", "Contacts: 3. Minutes: 55.", "Went through the lease",
                 "Lee of the plan", "Bath aide", "prefers her sister", "Ramp",
                 "Staying at home  not signed"):  # fmt: skip
        assert part in said
    assert "Relapse" not in said
    assert "Before it" not in said


@pytest.mark.parametrize(
    ("element", "command"),
    [
        ("(ii)", "caseload note sign n2"), ("(iii)", 'agency = "..." under [sender]'),
        ("(iv)", "caseload note addendum n3 no minutes kept"), ("(iv)", "caseload plan sign p1 --on DAY"),
        ("(iv)", "caseload goal edit g1 --achievement WORD"), ("(vii)", "caseload service edit sv1 --started-on DAY"),
        ("(vii)", "caseload referral edit r1 --next-action TEXT --next-due DAY"),
    ],
)  # fmt: skip
def test_each_thing_that_is_missing_is_told_with_the_command_that_mends_it(
    recorded: Quick, element: str, command: str
) -> None:
    lines = recorded("packet", "ana", PERIOD).splitlines()
    assert any(line.strip().startswith(element) and command in line for line in lines)


def test_what_was_mended_is_missing_no_more(recorded: Quick) -> None:
    with_sender(recorded)
    for words in (("note", "sign", "n2"), ("plan", "sign", "p1"), ("goal", "edit", "g1", "--achievement", "improving"),
                  ("service", "edit", "sv1", "--started-on", "2026-12-01"), ("goal", "drop", "g3"),
                  ("referral", "edit", "r1", "--next-action", "send it", "--next-due", "2026-12-01"),
                  ("note", "addendum", "n3", "Ten minutes about the stairs")):  # fmt: skip
        recorded(*words)
    after = recorded("packet", "ana", PERIOD)
    # Of n3, which is signed, the addition says what it lacks.
    assert "Missing before" not in after, after


def test_a_court_reads_what_was_kept_and_missed_and_nothing_that_was_said(recorded: Quick) -> None:
    ran = recorded.run("packet", "ana", PERIOD, "--for", "court")
    for part in (
        "Period: November 1, 2026",
        "Kept: 1. Missed: 1.",
        "Eye clinic",
        "Contacts: 3. Minutes: 55. With the client: 2.",
        "Stay in own apartment",
        "As of November 25, 2026",
        "I made this page from the records that I keep",
        "(case manager)",
    ):
        assert part in ran.out
    for part in ("lease", "Lee of", "Missing before", "caseload "):
        assert part not in ran.out
    assert "missing of 42 CFR 441.18(a)(7), the first: n2: not signed; caseload note sign n2" in ran.err


def test_a_client_reads_what_was_done_in_the_clients_language_without_what_is_missing(recorded: Quick) -> None:
    said = recorded("packet", "ana", PERIOD, "--for", "client", "--language", "en")
    for part in (
        "When we talked",
        "Went through the lease",
        "I want to keep my own door.",
        "March 1, 2027",
        "Please tell me",
    ):
        assert part in said
    assert "Missing before" not in said
    said = recorded("packet", "ana", PERIOD, "--for", "client")
    for part in ("Lo que hicimos juntos: Ana Ruiz", "1 de noviembre de 2026 al 25 de noviembre", "Cuándo hablamos",
                 "llamada", "se logró", "1 de marzo de 2027"):  # fmt: skip
        assert part in said
    assert "Case management record" in recorded("packet", "ana", PERIOD)


def test_a_packet_for_someone_goes_through_the_gate_and_tells_what_is_missing_aside(recorded: Quick) -> None:
    ran = recorded.run("packet", "ana", PERIOD, *TO_THE_CLINIC)
    assert "Missing before" not in ran.out
    assert "missing of 42 CFR" in ran.err
    assert "1 note, 1 goal withheld: cs1 does not cover SUD" in ran.err.replace("1 goal, 1 note", "1 note, 1 goal")
    (log,) = json.loads(recorded("disclosure", "export", "--json"))
    assert "n1..n3" in log["records"]
    before = recorded.fingerprint
    assert recorded.run("packet", "ana", PERIOD, "--recipient", "the court", "--purpose", "hearing").code == 1
    assert recorded.fingerprint == before


def test_of_a_client_with_nothing_in_the_record_every_element_says_so(empty: Quick) -> None:
    empty("client", "add", "سلمى", "الحسن")
    said = empty("packet", "c1")
    for part in ("No contact in this period.", "No goal is in the record.", "None was declined.",
                 "No plan of care is in the record.", "caseload plan add c1 TITLE"):  # fmt: skip
        assert part in said
    assert "What  Why" not in said
    for words in (("client", "summary", "c1"), ("client", "file", "c1"), ("handover",), ("letter", "c1", "closing")):
        assert "سلمى" in empty(*words)


def test_a_period_and_a_reader_that_are_none_are_refused(recorded: Quick) -> None:
    for words in (("packet", "ana", "+3d"), ("packet", "ana", PERIOD, "--for", "press"), ("packet", "ana", "none")):
        ran = recorded.run(*words)
        assert (ran.code, ran.out) == (2, "")


def test_a_closing_summary_tells_what_was_reached_what_stays_open_and_who_goes_on(recorded: Quick) -> None:
    said = recorded("client", "summary", "ana", "--language", "en")
    parts = [
        said.index(part)
        for part in ("Time of care\n", "Worked on\n", "\nReached\n", "Stays open\n", "Who goes on helping\n")
    ]
    assert parts == sorted(parts)
    worked, reached, opened, goes = (said[one:other] for one, other in zip(parts[1:], [*parts[2:], None], strict=True))
    assert "No ride to the clinic" in worked
    assert "Walk to the market" in reached
    for part in ("I want to keep my own door.", "Ramp", "Call the landlord", "Court"):
        assert part in opened
        assert part not in reached
    assert "Walk to the market" not in opened
    assert "Elm Street Kitchen" in goes
    assert "Rosa Ruiz" in goes
    assert "sober" not in said
    recorded("client", "close", "ana", "--reason", "goals-met", "--drop-open")
    said = recorded("client", "summary", "ana")
    assert "Terminó el           25 de noviembre de 2026" in said
    assert "metas cumplidas" in said


def test_a_handover_has_what_is_due_and_how_to_reach_everyone_safely(recorded: Quick) -> None:
    for words in (
        ("client", "edit", "ana", "--voicemail-ok", "no", "--best-time", "mornings", "--preferred-name", "Anita",
         "--safety", "dog, ring first", "--text-ok", "yes"),
        ("client", "add", "Bo", "Ng", "--do-not-contact", "--phone", "00502"),
        ("client", "add", "Cy", "Ito", "--address", "9 Oak St", "--address-confidential", "--phone", "00503"),
        ("stay", "add", "cy", "hospital", "--place", "Mercy Hospital", "--from", "2026-11-20"),
        ("safety", "add", "ana", "--warning-signs", "does not answer", "--people", "Rosa 217-555-0101"),
        ("task", "add", "ana", "Late one", "--due", "2026-11-20"),
        ("task", "add", "ana", "After it", "--due", "2026-12-20"),
        ("task", "add", "me", "My own errand", "--due", "2026-11-27"),
        ("program", "add", "Youth path"), ("meeting", "add", "pg1", "--at", "2026-12-01T16:00", "--topic", "Parenting"),
    ):  # fmt: skip
        recorded(*words)
    ran = recorded.run("handover", "--until", "2026-12-05")
    lines = {line.split()[0]: line for line in ran.out.splitlines() if line.strip()}
    for part in ("Late now", "Late one", "Call the landlord", "Court", "Parenting", "does not answer",
                 "Call Rosa first. Then the on-call line", "Stay in own apartment", "Hot meals, Monday"):  # fmt: skip
        assert part in ran.out
    reached = next(line for line in ran.out.splitlines() if "Anita" in line)
    for part in ("dog, ring first; no voicemail", "217-555-0177; text ok; mornings; Spanish",
                 "Rosa Ruiz sister, guardian 217-555-0101", "534 Elm St"):  # fmt: skip
        assert part in reached
    assert "do not contact" in lines["Bo"]
    assert "hospital, Mercy Hospital" in lines["Cy"]
    for part in ("After it", "Relapse", "My own errand", "00502", "9 Oak St"):
        assert part not in ran.out
    assert "it names clients, for who serves them in your stead" in ran.err
    recorded("stay", "leave", "st1", "--to", "home")
    assert "(confidential)" in recorded("handover")
    assert "9 Oak St" in recorded("handover", "--reveal")
    assert recorded.run("handover", "--until", "2026-11-20").code == 2
    assert "--language: is for pages of one client" in recorded.run("handover", "--language", "es").err
