"""A consent from its writing to its revocation, and what goes out under it: nothing that it does not cover."""

import csv
import io
import json
import sqlite3
from pathlib import Path
from unittest.mock import patch

import pytest

from caseload import placing
from caseload.commands.kit import outgoing

from .conftest import Quick, copied, made

WHOLE = (
    "consent", "add", "ana", "--purpose", "housing", "--discloser", "me", "--description", "what was talked about",
    "--statement", "revocation", "--statement", "conditioning", "--statement", "redisclosure", "--signed-by", "client",
    "--signed-on", "2026-11-01", "--expires-on", "2026-12-31",
)  # fmt: skip
FORMS = ("--csv", "--tsv", "--json", "--jsonl", "--markdown", "--plain", "--table", "--ids", "")
GUARDS = ("normal", "SUD", "MH", "HIV", "SDV", "PSYTHPN")
KINDS = ("person", "episode", "need", "plan", "goal", "observation", "task", "appointment", "note", "addendum",
         "service", "medication", "document", "referral")  # fmt: skip
TO = ("--recipient", "pe1", "--purpose", "housing")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ana with a record of each kind that may leave and each law; cs1 covers what is general and of MH, to pe1."""
    program = Quick((place := made(tmp_path_factory.mktemp("consent"))), copied_environ(place))
    program("client", "add", "Ana", "Ruiz", "--opened-on", "2026-03-02")
    program("client", "add", "Bo", "Ng", "--opened-on", "2026-03-02")
    program("person", "add", "ana", "Dr.", "Lee")
    program("provider", "add", "Pantry")
    program(*WHOLE, "--recipient", "pe1", "--data-class", "general", "--data-class", "MH")
    for number, guard in enumerate(GUARDS, 1):
        word, law = f"secret{guard}", ("--sensitivity", guard)
        program("person", "add", "ana", word, *law)
        program("episode", "add", "ana", "--closed-on", f"2025-01-0{number}", "--destination", word, *law)
        program("need", "add", "ana", word, *law)
        program("plan", "add", "ana", word, *law)
        program("goal", "add", "ana", word, *law)
        program("goal", "observe", f"g{number}", "--comment", word)
        program("task", "add", "ana", word, *law)
        program("appointment", "add", "ana", word, "--at", f"2026-12-0{number}@10:00", *law)
        program("note", "add", "ana", word, "--at", "2026-11-20", "--sign", *law)
        program("note", "addendum", f"n{number}", word)
        for kind in ("service", "medication", "document"):
            program(kind, "add", "ana", word, *law)
        program("referral", "add", "ana", word, "--provider", "pr1", *law)
    program("note", "add", "ana", "secretP2", "--at", "2026-11-20", "--part2", "yes")
    program("note", "add", "bo", "secretBo", "--at", "2026-11-20")
    return place


def copied_environ(home: Path) -> dict[str, str]:
    from conftest import program_in

    return program_in(home).environ


@pytest.fixture
def ana(nobody: Quick, home: Path) -> Quick:
    return copied(nobody, home)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_uncovered_ever_leaves_in_any_format(ana: Quick, tmp_path: Path, kind: str) -> None:
    for form in FORMS:
        ran = ana.run("export", kind, *TO, *filter(None, [form]))
        assert ran.code == 0, ran.err
        found = {guard for guard in (*GUARDS, "P2", "Bo") if f"secret{guard}" in ran.out}
        assert found == (set() if form == "--ids" else {"normal", "MH"}), form
    for name in ("out.csv", "out.json", "out.md", "out.txt"):
        ana("export", kind, *TO, "-o", str(tmp_path / name))
        found = {guard for guard in (*GUARDS, "P2", "Bo") if f"secret{guard}" in (tmp_path / name).read_text()}
        assert found == {"normal", "MH"}, name


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("ref", "goes"), [("n1", True), ("n3", True), ("n2", False), ("n4", False), ("n7", False),
                                           ("ad1", True), ("ad2", False), ("t2", False), ("w1", None)])  # fmt: skip
def test_one_record_goes_or_stays_whole(ana: Quick, ref: str, goes: bool | None, form: str) -> None:
    if ref == "w1":
        ana("snooze", "t1", "--to", "+3d", "--reason", "secretnormal")
    ran = ana.run("show", ref, *TO, *filter(None, [form]))
    assert ran.code == (0 if goes else 1), ran.err
    assert bool(ran.out) is bool(goes)
    assert len(logged(ana)) == bool(goes)


def logged(program: Quick) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(program("disclosure", "list", "--json"))
    return found


def test_what_is_withheld_is_counted_and_named_by_kind_and_the_rest_is_logged_as_one_step(ana: Quick) -> None:
    ran = ana.run("export", "note", *TO, "--via", "fax", "--csv")
    assert "4 notes withheld: cs1 does not cover" not in ran.err
    assert "2 notes withheld: cs1 does not cover SUD\n" in ran.err
    assert "1 note withheld: cs1 does not cover HIV\n" in ran.err
    assert "1 note withheld: no consent names pe1\n" in ran.err, "of Bo, who has none"
    (one,) = logged(ana)
    given = {"consent": "cs1", "client": "c1", "person": "pe1", "counts": "2 notes", "purpose": "housing",
             "basis": "consent", "via": "fax", "notice": "none"}  # fmt: skip
    assert given.items() <= one.items()
    ana("undo")
    assert logged(ana) == []


@pytest.mark.parametrize(
    "words",
    [
        ("--recipient", "Legal Aid", "--purpose", "housing"), ("--recipient", "pe1", "--purpose", "gossip"),
        ("--recipient", "pe2", "--purpose", "housing"),
    ],
)  # fmt: skip
def test_where_nothing_may_go_nothing_is_written(ana: Quick, tmp_path: Path, words: tuple[str, ...]) -> None:
    before = ana.fingerprint
    ran = ana.run("export", "task", *words, "-o", str(tmp_path / "out.csv"))
    assert ran.code == 1
    assert "and nothing was written" in ran.err
    assert (ana.fingerprint, list(tmp_path.glob("out*"))) == (before, [])


@pytest.mark.parametrize(
    ("day", "code"),
    [("2026-10-31T09:00", 1), ("2026-11-01T09:00", 0), ("2026-12-31T09:00", 0), ("2027-01-01T09:00", 1)],
)
def test_it_counts_on_the_days_from_its_signature_to_its_last(ana: Quick, day: str, code: int) -> None:
    assert ana.run("export", "task", *TO, env={"CASELOAD_NOW": day}).code == code


def test_from_the_day_of_its_revocation_nothing_goes_and_who_had_something_is_told(ana: Quick) -> None:
    ana("export", "task", *TO)
    ana("disclosure", "add", "ana", "--to", "pe1", "--what", "her address", "--via", "phone", "--consent", "cs1")
    ran = ana.run("consent", "revoke", "cs1", "--how", "in writing")
    assert "to be told: pe1 Dr. Lee, 2 disclosures, the last 2026-11-25\n" in ran.err
    assert ana.run("export", "task", *TO).code == 1
    assert len(logged(ana)) == 2
    assert "was revoked" in ana.run("consent", "revoke", "cs1").err


def test_a_dry_run_says_it_and_writes_nothing(ana: Quick, tmp_path: Path) -> None:
    before = ana.fingerprint
    ran = ana.run("export", "task", *TO, "-n", "-o", str(tmp_path / "out.csv"))
    assert (ran.code, ran.out) == (0, "")
    assert "dry run, nothing is written: 2 tasks to pe1 Dr. Lee" in ran.err
    assert (ana.fingerprint, list(tmp_path.glob("out*"))) == (before, [])


def test_a_file_that_does_not_come_to_its_place_leaves_no_log_and_a_log_no_missing_file(
    ana: Quick, tmp_path: Path
) -> None:
    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with patch.object(placing, "put", fails):
        ran = ana.run("export", "task", *TO, "-o", str(tmp_path / "out.csv"))
    assert ran.code != 0
    assert ran.err.splitlines()[-2] == "nothing went out: what was logged of it is taken back"
    assert (logged(ana), list(tmp_path.glob("out*"))) == ([], [])
    (tmp_path / "out.csv").write_text("mine")
    assert ana.run("export", "task", *TO, "-o", str(tmp_path / "out.csv")).code == 1
    assert (logged(ana), (tmp_path / "out.csv").read_text()) == ([], "mine")


def test_a_log_that_cannot_be_taken_back_either_is_said_to_be_stored(ana: Quick, tmp_path: Path) -> None:
    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    full = sqlite3.OperationalError("database or disk is full")
    with patch.object(placing, "put", fails), patch.object(outgoing, "undo", side_effect=full):
        ran = ana.run("export", "task", *TO, "-o", str(tmp_path / "out.csv"))
    assert (ran.code, len(logged(ana))) == (74, 1)
    last = ran.err.splitlines()[-1]
    assert (last.startswith("caseload: stored as operation "), ": export ds1, but cannot write " in last) == (
        True,
        True,
    )


def test_what_part_2_protects_goes_by_its_own_consent_with_the_notice_and_the_scope(ana: Quick, tmp_path: Path) -> None:
    ana(*WHOLE, "--recipient", "pe1", "--kind", "specific", "--data-class", "SUD", "--data-class", "general")
    ran = ana.run("export", "note", *TO, "--csv")
    assert (ran.code, ran.out, logged(ana)) == (2, "", [])
    assert "FILE.notice.txt" in ran.err
    file = tmp_path / "out.csv"
    ana("export", "note", *TO, "-o", str(file))
    rows = [one["body"] for one in csv.DictReader(io.StringIO(file.read_text()))]
    assert rows == ["secretnormal", "secretSUD", "secretMH", "secretP2"]
    said = (tmp_path / "out.csv.notice.txt").read_text()
    assert said.startswith("This record which has been disclosed to you is protected by Federal")
    assert "Scope of the consent (specific), signed 2026-11-01 by client: me may disclose to pe1 Dr. Lee" in said
    assert [(one["consent"], one["counts"], one["notice"]) for one in logged(ana)] == [
        ("cs2", "2 notes", "full"), ("cs1", "2 notes", "none"),
    ]  # fmt: skip
    page = ana("show", "n2", *TO, "--notice", "short")
    assert "42 CFR part 2 prohibits unauthorized use or disclosure of these records." in page
    assert "Scope of the consent" in page
    page = ana("show", "n2", *TO, "--notice", "short", "--markdown")
    assert "of these records.\n\nScope of the consent" in page, "a paragraph each"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--basis", "emergency", "--reason", "overdose"), 0, ""),
        (("--basis", "tpo", "--reason", "care"), 1, "42 CFR Part 2 knows no tpo without a consent"),
        (("--basis", "emergency"), 2, "--no-consent"), (("--reason", "x"), 2, "--no-consent"), ((), 2, "--no-consent"),
        (("--basis", "consent", "--reason", "x"), 2, "--no-consent"), (("--basis", "whim"), 2, "medical-emergency"),
    ],
)  # fmt: skip
def test_without_a_consent_only_by_an_exception_that_the_law_names(
    ana: Quick, words: tuple[str, ...], code: int, said: str
) -> None:
    ran = ana.run("show", "n2", "--recipient", "ER", "--purpose", "treatment", "--no-consent", *words)
    assert (ran.code, said in ran.err) == (code, True), ran.err
    assert [(one["basis"], one["consent"], one["reason"]) for one in logged(ana)] == (
        [("medical-emergency", None, "overdose")] if code == 0 else []
    )
    if code == 0:
        assert ana.run("show", "n6", "--recipient", "ER", "--purpose", "t", "--no-consent", *words).code == 1, "PSYTHPN"


@pytest.mark.parametrize(
    "line",
    ["consent add ana --purpose housing", "export task --purpose x", "export task --recipient pe1", "export task -n",
     "export all --recipient pe1 --purpose x", "export task --recipient t1 --purpose x",
     "show t1 --recipient pe1 --purpose housing --notice none", "export task --recipient pe1 --purpose x --basis tpo",
     "consent add ana --to x --data-class secret", "client disclosures ana --hipaa --part2",
     "disclosure add ana --to x --what y --basis emergency"],
)  # fmt: skip
def test_bad_input_gets_a_line_and_nothing_is_written(ana: Quick, line: str) -> None:
    before = ana.fingerprint
    ran = ana.run(*line.split())
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ana.fingerprint == before


def test_check_names_each_element_with_the_edit_that_adds_it_and_the_edits_do(ana: Quick) -> None:
    ana("consent", "add", "ana", "--to", "Legal Aid")
    for _ in range(20):
        rows = list(csv.DictReader(io.StringIO(ana.run("consent", "check", "cs2", "--csv").out)))
        if not rows:
            break
        typed = {"TEXT": "words", "DAY": "2026-11-20" if "signed" in rows[0]["edit"] else "2027-11-20"}
        ana(*(typed.get(word, word) for word in rows[0]["edit"].split()[1:]))
    assert ana.run("consent", "check", "cs2").err == "cs2 is draft; caseload consent sign cs2\n"
    ana("consent", "edit", "cs2", "--status", "active")
    ran = ana.run("consent", "check", "cs2")
    assert (ran.code, ran.err) == (0, "cs2 has all that a hipaa consent needs\n")


def test_check_shows_each_edit_whole_where_there_is_no_room_for_it(ana: Quick) -> None:
    ana("consent", "add", "ana", "--to", "Legal Aid", "--signed-by", "client", "--signed-on", "2026-11-20")
    ran = ana.run("consent", "check", "cs2", "--table", env={"COLUMNS": "60"})
    assert "\n    caseload consent edit cs2 --data-class general\n" in ran.out
    assert ran.err == "cs2 lacks 8 elements\n"


def test_an_event_that_ends_a_consent_is_kept_and_asked_about_as_config_says(ana: Quick) -> None:
    ana("consent", "edit", "cs1", "--expires-event", "she moves", "--clear", "expires_on")
    ana("consent", "event", "cs1", "--not-yet")
    config = Path(ana.environ["XDG_CONFIG_HOME"]) / "caseload"
    late = {"CASELOAD_NOW": "2026-12-26T09:00"}
    assert "cs1" not in ana.run("overdue", env=late).out
    config.mkdir(parents=True, exist_ok=True)
    (config / "config.toml").write_text('[rules.consent-event]\nevery = "1m"\n')
    assert "last asked on 2026-11-25 whether its event has happened" in ana.run("overdue", env=late).out
    ana("consent", "event", "cs1", "--on", "yesterday")
    assert ana.run("export", "task", *TO).code == 1


def test_an_accounting_by_client(ana: Quick) -> None:
    ana("disclosure", "add", "ana", "--to", "Police", "--what", "name", "--basis", "law", "--at", "2020-11-25@10:00")
    ana("disclosure", "add", "ana", "--to", "Police", "--what", "name", "--basis", "law", "--at", "2020-11-24@10:00")
    ana("disclosure", "add", "ana", "--to", "pe1", "--what", "lease", "--at", "2023-11-25@10:00")

    def ids(*words: str) -> list[str]:
        return ana("client", "disclosures", "ana", *words, "--ids").split()

    assert (ids(), ids("--hipaa"), ids("--part2")) == (["ds3", "ds1", "ds2"], ["ds1"], ["ds3"])


def test_a_signature_that_an_edit_brought_keeps_its_day_and_who_signed(
    served: Quick,
) -> None:
    whole = "--discloser me --description all --purpose housing --data-class general --expires-on 2027-05-31"
    stated = "--statement revocation --statement conditioning --statement redisclosure"
    served("consent", "add", "ana", "--recipient", "Legal Aid", *whole.split(), *stated.split())
    served("consent", "edit", "cs1", "--signed-on", "2026-11-20", "--signed-by", "Rosa Ruiz", "--authority", "guardian")
    ran = served.run("consent", "check", "cs1")
    assert (ran.code, ran.out, ran.err) == (1, "", "cs1 is draft; caseload consent sign cs1\n")
    served("consent", "sign", "cs1")
    signed = json.loads(served("consent", "show", "cs1", "--json"))[0]
    assert (signed["signed_on"], signed["signed_by"], signed["status"]) == ("2026-11-20", "Rosa Ruiz", "active")


@pytest.mark.parametrize("line", ["export plan --json", "export plan", "show p1 --csv", "show p1"])
def test_what_a_plan_has_frozen_of_its_goals_goes_to_nobody(ana: Quick, line: str) -> None:
    ana("goal", "add", "ana", "Leave the methadone group", "--plan", "p1", "--sensitivity", "SUD")
    ana("plan", "revise", "p1", "--reason", "a year is over")
    assert "methadone" in ana("plan", "export", "--json", "--sensitive")
    ran = ana.run(*line.split(), *TO)
    assert (ran.code, "methadone" in ran.out, "secretnormal" in ran.out) == (0, False, True), ran.err


def test_to_the_individual_is_to_the_client_or_a_guardian(ana: Quick) -> None:
    given = ("--purpose", "asked for it", "--no-consent", "--basis", "to-individual", "--reason", "asked for it")
    for to, code in (("pe1", 2), ("pr1", 2), ("Dr. Lee", 1), ("Bo Ng", 1), ("ana ruiz", 0), ("client", 0)):
        ran = ana.run("show", "n1", "--recipient", to, *given)
        assert (ran.code, bool(ran.out)) == (code, code == 0), (to, ran.err)
    ana("person", "edit", "pe1", "--guardian")
    ana("show", "n1", "--recipient", "pe1", *given)
    assert [one["basis"] for one in logged(ana)] == ["to-individual"] * 3


def test_a_limited_data_set_has_no_names(ana: Quick) -> None:
    given = ("export", "task", "--recipient", "University", "--purpose", "study", "--no-consent",
             "--basis", "limited-data-set", "--reason", "agreement of May")  # fmt: skip
    ran = ana.run(*given, "--csv")
    assert (ran.code, ran.out, "--names none" in ran.err) == (2, "", True)
    ran = ana.run(*given, "--csv", "--names", "none")
    assert (ran.code, "secretnormal" in ran.out, "t1," in ran.out) == (0, False, True)


def test_why_something_is_due_is_for_nobody_else(ana: Quick) -> None:
    before = ana.fingerprint
    for ref in ("ana", "t1"):
        ran = ana.run("show", ref, "--why", *TO)
        assert (ran.code, ran.out, ana.fingerprint) == (2, "", before)


def test_where_there_is_nothing_to_send_no_consent_is_blamed(ana: Quick) -> None:
    ran = ana.run("export", "incident", *TO)
    assert (ran.code, "no such record is there" in ran.err, "consent" in ran.err) == (1, True, False)


@pytest.mark.parametrize("line", ["show ana", "show ana --json", "export client --csv"])
def test_of_a_client_remarks_tags_and_own_fields_go_only_where_they_are_named(ana: Quick, line: str) -> None:
    ana("field", "add", "client", "status_2")
    ana("client", "edit", "ana", "--remarks", "secretA", "--tag", "secretb", "--referred-by", "secretC",
        "--destination", "secretD", "--set", "status_2=secretE")  # fmt: skip
    ran = ana.run(*line.split(), *TO)
    assert (ran.code, "Ruiz" in ran.out, "secret" in ran.out) == (0, True, False)
    assert "left out, for no consent names them: destination, referred_by, tags, remarks, status_2" in ran.err
    assert ana("show", "ana", *TO, "--fields", "id,status_2") == "c1\tsecretE\n"


def test_what_was_disclosed_by_hand_under_no_consent_that_held_is_kept_and_told(ana: Quick) -> None:
    ana(*WHOLE, "--recipient", "Legal Aid", "--data-class", "general")
    add = ("disclosure", "add", "ana", "--what", "that she moved", "--to")
    for words, odd in (
        (("pe1", "--at", "2026-11-02"), ""), (("legal aid", "--at", "2026-11-02"), ""),
        (("pr1",), "is by consent, and none that held that day names pr1"),
        (("pe1", "--at", "2026-10-30"), "none that held that day names pe1"),
        (("pr1", "--consent", "cs1"), "went to pr1, and cs1 names pe1"), (("pe1", "--consent", "cs1"), ""),
        (("pr1", "--basis", "tpo"), ""),
    ):  # fmt: skip
        told = ana.run(*add, *words).err
        assert ((" is by " in told or " went to " in told) == bool(odd), odd in told) == (True, True), told
    assert len(logged(ana)) == 7
    ana("consent", "revoke", "cs1", "--on", "2026-11-20")
    assert "is by cs1, which was revoked on 2026-11-20" in ana.run(*add, "pe1", "--consent", "cs1").err


def test_a_word_that_is_none_is_named(ana: Quick) -> None:
    assert '"secret" is not accepted' in ana.run("consent", "edit", "cs1", "--data-class", "secret").err
    assert '"oath" is not accepted' in ana.run("consent", "edit", "cs1", "--statement", "oath").err


def test_the_edit_for_notes_of_counseling_names_them_alone(ana: Quick) -> None:
    ref = ana("consent", "add", "ana", "--to", "pe1", "--kind", "counseling-notes", "--purpose", "housing").strip()
    edits = [one["edit"] for one in json.loads(ana.run("consent", "check", ref, "--json").out)]
    assert [one for one in edits if "--data-class" in one] == [f"caseload consent edit {ref} --data-class PSYTHPN"]


def test_an_accounting_for_the_client_names_the_recipient_and_the_address_that_is_known(ana: Quick) -> None:
    ana("provider", "edit", "pr1", "--address", "1 Elm St", "--city", "Chicago", "--zip", "60601")
    for to in ("pr1", "pe1", "The Police"):
        ana("disclosure", "add", "ana", "--to", to, "--what", "name", "--basis", "law", "--reason", "order")
    found = list(csv.DictReader(io.StringIO(ana("client", "disclosures", "ana", "--hipaa", "--csv"))))
    assert [(one["recipient_name"], one["recipient_address"]) for one in found] == [
        ("The Police", ""), ("Dr. Lee", ""), ("Pantry", "1 Elm St, Chicago 60601"),
    ]  # fmt: skip
    for names in ("none", "initials"):
        assert "Lee" not in ana("client", "disclosures", "ana", "--csv", "--names", names)


def test_a_recipient_in_words_that_are_a_name_in_the_directory_or_around_the_client_is_told(ana: Quick) -> None:
    add = ("consent", "add", "ana", "--purpose", "housing", "--to")
    said = ana.run(*add, "  PANTRY ").err
    assert "pr1 is called that, and not covered; caseload consent edit cs2 --recipient pr1" in said
    assert "pe1 is called that" in ana.run(*add, "dr. lee", "-n").err
    for words in ("Pantries", "pr1"):
        assert "is called that" not in ana.run(*add, words).err
    ana("provider", "void", "pr1", "--reason", "gone", "--yes")
    assert "is called that" not in ana.run(*add, "Pantry").err
