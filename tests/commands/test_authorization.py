"""caseload authorization: asked, approved, denied, renewed; what is used and left, and when it runs out."""

import json
from pathlib import Path

import pytest

from caseload.paths import config_path
from commands.conftest import Quick

FIRST = "2026-09-01"


@pytest.fixture
def therapy(nobody: Quick) -> Quick:
    """Ana, 24 visits from September to February, of which 12 were used, one a week."""
    for line in (
        "init", "client add Ana --opened-on 2026-03-02",
        "coverage add ana Medicaid --from 2026-01-01",
        f"authorization add ana Counseling --number A-100 --units 24 --from {FIRST} --until 2027-02-28 --coverage cv1",
        f"service add ana Counseling --provided-by clinic --frequency weekly --started-on {FIRST} --authorization au1",
    ):  # fmt: skip
        nobody(*line.split())
    for day in ("09-08", "09-15", "09-22", "09-29", "10-06", "10-13", "10-20", "10-27", "11-03", "11-10", "11-17"):
        nobody("log", "ana", "Session", "-k", "visit", "-m", "50", "--at", f"2026-{day}", "--service", "sv1", "--sign")
    nobody("log", "ana", "Message", "-k", "call", "--no-answer", "--at", "2026-11-20", "--service", "sv1", "--sign")
    nobody("log", "ana", "Session", "-k", "visit", "-m", "50", "--at", "2026-11-24", "--service", "sv1", "--sign")
    return nobody


def row(program: Quick, *words: str) -> dict[str, object]:
    """The board's row of au1, or of another."""
    rows = json.loads(program("board", "authorization", "--json"))
    found: dict[str, object] = next(one for one in rows if one["id"] == (words or ("au1",))[0])
    return found


def test_contacts_that_reached_the_client_are_used_and_a_voicemail_is_not(therapy: Quick) -> None:
    found = row(therapy)
    assert (found["used"], found["left"], found["rate_per_week"]) == (12, 12, 1)
    assert (found["runs_out_on"], found["ends_on"]) == ("2027-02-17", "2027-02-28")


def test_the_page_of_a_client_has_the_end_of_an_authorization_renewed_or_not(therapy: Quick) -> None:
    therapy("authorization", "edit", "au1", "--units", "40")
    assert "ends 2027-02-28 (in 95 days)" in " ".join(therapy("show", "ana").split())
    therapy("authorization", "renew", "au1", "--until", "2027-08-31", "--number", "A-101")
    assert "ends 2027-02-28, then au2 from 2027-03-01" in " ".join(therapy("show", "ana").split())


LEFT = [
    ("24", "", "au1: 11 of 24 visits left, runs out 2027-02-01 before its end 2027-02-28"),
    ("40", "", "au1: 27 of 40 visits left, ends 2027-02-28"),
    ("13", "", "au1: used up: 13 of 13 visits; next: caseload authorization renew au1"),
    ("24", "--at 2026-08-31", "au1 is from 2026-09-01 to 2027-02-28, so n14 does not count"),
    ("24", "--no-answer", None),
]  # fmt: skip


@pytest.mark.parametrize(("units", "flags", "said"), LEFT)
def test_a_contact_of_a_service_says_what_is_left_of_what_it_draws_on(
    therapy: Quick, units: str, flags: str, said: str | None
) -> None:
    therapy("authorization", "edit", "au1", "--units", units)
    ran = therapy.run("log", "ana", "Session", "-k", "visit", "-m", "50", "--service", "sv1", *flags.split())
    assert (ran.code, ran.out) == (0, "n14\n"), ran.err
    assert [line for line in ran.err.splitlines() if line.startswith("au1")] == ([said] if said else [])


def test_a_contact_before_a_renewal_begins_counts_for_the_one_before(therapy: Quick) -> None:
    therapy("authorization", "renew", "au1", "--from", "2026-12-15", "--until", "2027-08-31", "--number", "A-101")
    words = ("log", "ana", "Session", "-k", "visit", "-m", "50", "--service", "sv1")
    assert "au1: 11 of 24 visits left, ends 2026-12-14\n" in therapy.run(*words).err


def test_a_statement_wins_up_to_its_day(therapy: Quick) -> None:
    said = therapy.run("authorization", "used", "au1", "15", "--on", "2026-11-10").err
    assert "used reported 15 · counted up to Tue 2026-11-10 (15 days ago) · 7 of 24 visits left" in said
    assert row(therapy)["used"] == 17
    therapy("undo")
    assert row(therapy)["used"] == 12


def test_a_renewal_takes_the_service_along_and_what_was_used_stays_where_it_was(therapy: Quick) -> None:
    before = row(therapy)["used"]
    said = therapy.run("authorization", "renew", "au1", "--until", "2027-08-31", "--number", "A-101").err
    assert "after au1 · number A-101 · 24 visits · from Mon 2027-03-01" in said
    assert "drawn on by sv1" in said
    assert json.loads(therapy("service", "show", "sv1", "--json"))[0]["authorization"] == "au2"
    assert (row(therapy)["used"], row(therapy, "au2")["used"]) == (before, 0)
    assert "authorization-end" not in therapy("overdue", "--json")
    again = therapy.run("authorization", "renew", "au1")
    assert (again.code, "au2 comes after au1 already" in again.err) == (1, True)
    therapy("undo")
    assert json.loads(therapy("service", "show", "sv1", "--json"))[0]["authorization"] == "au1"


def test_a_renewal_that_was_denied_may_be_asked_for_again(therapy: Quick) -> None:
    therapy("authorization", "renew", "au1", "--until", "2027-08-31")
    assert (
        "not known: the day of the notice" in therapy.run("authorization", "deny", "au2", "--reason", "no progress").err
    )
    assert "au2 denied" in str(row(therapy)["next"])
    therapy("authorization", "renew", "au1", "--until", "2027-08-31")
    assert json.loads(therapy("service", "show", "sv1", "--json"))[0]["authorization"] == "au3"
    assert row(therapy)["used"] == 12


def test_fewer_units_than_were_asked_for_are_a_part(nobody: Quick) -> None:
    nobody("init")
    nobody("client", "add", "Ana")
    nobody("authorization", "add", "ana", "Rides", "--units", "20")
    said = nobody.run(
        "authorization", "approve", "au1", "--units", "12", "--number", "B-7", "--until", "2027-05-31"
    ).err
    assert "status requested -> partial" in said
    assert "asked units 20" in said
    again = nobody.run("authorization", "approve", "au1")
    assert (again.code, "au1 is partial already" in again.err) == (1, True)


def test_an_approval_in_part_opens_its_appeal_as_a_denial_does_and_one_undo_takes_both(nobody: Quick) -> None:
    nobody("init")
    nobody("client", "add", "Ana")
    nobody("authorization", "add", "ana", "Rides", "--units", "20")
    before = nobody("export", "all")
    said = nobody.run("authorization", "approve", "au1", "--units", "12", "--number", "B-7", "--notice-on", "today").err
    assert "caseload appeal file ap1" in said
    assert nobody("appeal", "list").split("\t")[2:5] == ["au1", "cut", "plan-internal"]
    nobody("undo")
    assert nobody("export", "all") == before


def test_what_was_used_beyond_its_units_is_told_as_over_and_no_days_are_below_none(therapy: Quick) -> None:
    said = therapy.run("authorization", "used", "au1", "50", "--on", "2026-08-01").err
    assert "all 24 visits used, 38 visits over" in said
    assert "left" not in said
    therapy("authorization", "add", "ana", "Rides", "--units", "9", "--number", "B-7", "--from", "2026-09-01")
    said = therapy.run("authorization", "used", "au2", "5", "--on", "2026-08-01").err
    assert "no rate: counted up to 2026-08-01, before its first day 2026-09-01" in said


BAD = [
    ("add ana Rides --units 0", 2, "units: is not above 0; a number of units such as 12"),
    ("add ana Rides --units -3", 2, "units: is not above 0; a number of units such as 12"),
    ("add ana Rides --number A-100 --from 2027-02-28", 1, "au1 has the same number from 2026-09-01 to 2027-02-28"),
    ("add ana Rides --number a-100", 1, "which overlaps; another number, other days"),
    ("add ana Rides --rounding full", 2, "rounding: full makes no visit; --unit hour or 15min beside it"),
    ("add ana Rides --from 2026-12-01 --until 2026-11-01", 2, "--until: is before --from"),
    ("renew au1 --number A-100 --from 2027-02-01", 1, "which overlaps"),
    ("used au1 5 --on 2026-12-24", 2, "is still to come"),
]


@pytest.mark.parametrize(("line", "code", "said"), BAD)
def test_what_cannot_be_is_told_in_one_line_and_nothing_is_written(
    therapy: Quick, line: str, code: int, said: str
) -> None:
    before = therapy("export", "all")
    ran = therapy.run("authorization", *line.split())
    assert (ran.code, said in ran.err, ran.err.count("\n")) == (code, True, 1), ran.err
    assert therapy("export", "all") == before


def test_one_number_may_come_again_after_its_end_or_where_it_was_denied(therapy: Quick) -> None:
    therapy("authorization", "add", "ana", "Rides", "--number", "A-100", "--from", "2027-03-01")
    therapy("authorization", "edit", "au2", "--status", "denied")
    therapy("authorization", "edit", "au2", "--from", "2026-10-01")
    assert therapy.run("authorization", "edit", "au2", "--status", "approved").code == 1


def test_minutes_become_units_as_the_payer_has_it_in_the_configuration(therapy: Quick) -> None:
    therapy("authorization", "edit", "au1", "--unit", "15min", "--units", "96")
    page = therapy("show", "au1")
    assert "600" in page
    assert 'authorization edit au1 --rounding WORD, or [payers."Medicaid"] rounding in config.toml' in page
    settings = Path(config_path(therapy.environ))
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text('[payers."medicaid"]\nrounding = "eight-minute"\n')
    # 50 minutes are 3 units, 12 times.
    assert (row(therapy)["used"], row(therapy)["left"]) == (36, 60)
    assert "eight-minute (Medicare timed codes, CMS Pub 100-04 ch. 5 s.20.2; verified)" in therapy("show", "au1")
    settings.write_text('[payers."Acme"]\nrounding = "nearest"\n')
    ran = therapy.run("today")
    assert (ran.code, "line 2: 'nearest' is no rule of rounding; one of eight-minute, " in ran.err) == (2, True), (
        ran.err
    )


def test_what_runs_short_is_on_the_days_pages_with_its_arithmetic(therapy: Quick) -> None:
    therapy("authorization", "edit", "au1", "--units", "14")
    (item,) = [
        one for one in json.loads(therapy("agenda", "--due", "..+30d", "--json")) if one["kind"] == "authorization"
    ]
    assert (item["rule"], item["due"]) == ("authorization-runout", "2026-12-09")
    why = therapy("show", "au1", "--why")
    assert "2 left / 1 a week (8 in 8 weeks) from 2026-11-25 = 2026-12-09" in why
    assert "runs out 2026-12-09: 2 of 14 visits left, 1 a week (8 in 8 weeks)" in therapy("show", "ana", "--why")


def test_the_digest_names_neither_payer_nor_service(therapy: Quick) -> None:
    therapy("authorization", "edit", "au1", "--units", "12", "--until", "2026-12-10")
    therapy("coverage", "edit", "cv1", "--until", "2026-11-24")
    said = therapy("digest")
    assert "authorization" in said
    assert "coverage ends" in said
    for word in ("Counseling", "Medicaid", "A-100"):
        assert word not in said


def test_a_file_of_another_program_comes_in_by_its_headings(nobody: Quick) -> None:
    nobody("init")
    nobody("client", "add", "Ana", "Ruiz")
    file = nobody.home / "auths.csv"
    file.write_text(
        "Client Name,Service,Auth Number,Unit Type,Units,Start Date,End Date,Units Used\n"
        "Ana Ruiz,Counseling,A-100,visit,24,2026-09-01,2027-02-28,10\n"
    )
    file.with_suffix(".toml").write_text(nobody("import", "authorization", str(file), "--guess"))
    ran = nobody.run("import", "authorization", str(file), "--map-file", str(file.with_suffix(".toml")))
    assert ran.code == 0, ran.err
    (found,) = json.loads(nobody("authorization", "list", "--json"))
    assert [found[key] for key in ("number", "unit", "units", "used_reported", "status")] == [
        "A-100", "visit", 24, 10, "approved",
    ]  # fmt: skip


HEADINGS = "client,service_type,number,units,starts_on,ends_on,external_id\n"

OVERLAPPING = [
    ("ana,Rides,a-100,8,2027-02-28,2027-03-31,x", "line 2, number: au1 has the same number from 2026-09-01"),
    ("ana,Rides,A-7,8,2027-01-01,2027-03-31,x\nana,Meals,A-7,8,2027-03-31,,y", "line 3, number: line 2 has the same"),
    ("ana,Rides,A-7,8,2027-03-01,,x\nbo,Meals,A-7,8,2027-01-01,2027-04-01,y", "line 2 of c1 has the same number from"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "said"), OVERLAPPING)
def test_a_row_with_a_number_that_another_has_on_its_days_is_a_bad_row(therapy: Quick, rows: str, said: str) -> None:
    therapy("client", "add", "Bo", "--opened-on", "2026-03-02")
    before, file = therapy("export", "all"), therapy.home / "auths.csv"
    file.write_text(HEADINGS + rows + "\n")
    ran = therapy.run("import", "authorization", str(file))
    assert (ran.code, said in ran.err) == (1, True), ran.err
    assert "which overlaps; another number, other days, or" in ran.err
    assert therapy("export", "all") == before


def test_rows_that_come_again_are_held_against_the_others_and_never_against_themselves(therapy: Quick) -> None:
    file = therapy.home / "auths.csv"
    first, second = "ana,Rides,A-7,8,2027-01-01,2027-03-31,x\n", "ana,Rides,A-7,8,2027-04-01,2027-06-30,y\n"

    def brought(*rows: str) -> tuple[int, str]:
        file.write_text(HEADINGS + "".join(rows))
        ran = therapy.run("import", "authorization", str(file), "--on-dup", "update")
        return ran.code, ran.err

    assert brought(first, second)[0] == 0
    assert brought(first, second)[0] == 0
    later = first.replace("2027-03-31", "2027-04-01")
    code, said = brought(later, second)
    assert (code, "line 2, number: au3 has the same number from 2027-04-01 to 2027-06-30" in said) == (1, True), said
    # Days that are given up first are free.
    assert brought(second.replace("2027-04-01", "2027-05-01"), later)[0] == 0


def test_one_number_is_one_number_with_blanks_hyphens_and_capitals_or_without(therapy: Quick) -> None:
    words = ["Counseling", "--from", "2028-01-01", "--until", "2028-02-01", "--number"]
    therapy("authorization", "add", "ana", *words, "Z 9-b")
    for number in ("Z9b", "z9-B", "Z 9 B"):
        ran = therapy.run("authorization", "add", "ana", *words, number)
        assert (ran.code, "has the same number" in ran.err) == (1, True), number


def test_a_restore_that_holds_one_number_twice_on_a_day_is_whole_and_tells_it(therapy: Quick, tmp_path: Path) -> None:
    days = ("--from", "2026-09-01", "--until", "2026-12-31", "--number", "B-7")
    therapy("authorization", "add", "ana", "Counseling", *days)
    place = tmp_path / "all.json"
    place.write_text(therapy("export", "all").replace('"B-7"', '"a 100"'), encoding="utf-8")
    other = ("--db", str(tmp_path / "other.db"))
    therapy(*other, "init")
    ran = therapy.run(*other, "import", "all", str(place))
    assert (ran.code, "au2 has the number of au1 on the same days: caseload authorization edit" in ran.err) == (0, True)
    assert len(json.loads(therapy(*other, "authorization", "list", "--json"))) == 2
