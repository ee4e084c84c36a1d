"""caseload report outcomes: what came of the work in a period, each figure worked out by hand beside the caseload."""

import csv
import io
import json
import re
import shlex
from pathlib import Path

import pytest
from conftest import Ran

from caseload.paths import config_path
from commands.conftest import Quick, once

PERIOD = "2026-07-01..2026-09-30"


def at(program: Quick, day: str, line: str) -> Ran:
    """A command that is run on a day."""
    ran = program.run(*shlex.split(line), env={"CASELOAD_NOW": f"{day}T09:00"})
    assert ran.code == 0, (line, ran.err)
    return ran


CLIENTS = """
2025-01-01 client add Di Fox --setting shelter --acuity 4
2025-06-01 client add Eve Lee --setting home
2026-01-10 client add Ana Ruiz --setting home --acuity 2
2026-03-01 client add Hal Kim --setting hospital
2026-06-30 client close eve --reason moved --drop-open
2026-07-01 client add Bo Ng --setting home --acuity 3
2026-07-01 client add Flo Day --status waitlist
2026-07-15 client add Gus Void
2026-07-16 client void gus --reason twice --yes
2026-07-20 client close ana --reason moved --destination Reno --drop-open
2026-08-05 client reopen ana
2026-08-31 client close hal --reason deceased --drop-open
2026-09-30 client add Cy May
2026-10-01 client add Ivy Sun
2026-10-02 client edit cy --status onhold
2026-11-02 client close di --reason goals-met --on 2026-09-30 --destination reno --drop-open
"""
"""Served in the period, from its first day to its last: Ana (twice), Di, Hal, Bo, Cy: 5. Not: Eve, who was closed
on the day before; Flo, who waits; Gus, who is voided; Ivy, who came on the day after.

Openings 3: Bo on the first day, Ana again on 08-05, Cy on the last day (on hold since, which is served). Closings
3: Ana 07-20 (e1), Hal 08-31, Di on the last day. Length of stay: Hal 03-01..08-31 183 days, Ana 01-10..07-20 191,
Di 2025-01-01..2026-09-30 365 + 272 = 637: median 191. Departures 2, for Hal died; readmissions 1: Ana, 16 days on.
"""

CONTACTS = """
2026-07-01 log di Seen -k visit
2026-07-02 note void n1 --reason "wrong client" --yes
2026-07-02 log bo Nobody -k call --no-answer
2026-07-03 log bo His mother -k call --collateral
2026-07-11 log bo Spoke -k call
2026-08-06 log ana Wrote -k text
2026-08-12 log ana Visit -k visit
2026-09-30 log di Last visit -k visit
2026-10-02 log cy Hello -k call
2026-06-20 appointment add ana Clinic --at 2026-07-01T10:00
2026-06-20 appointment add di Court --at 2026-09-30T10:00
2026-06-20 appointment add di Bank --at 2026-08-01T10:00
2026-08-06 appointment add ana Dentist --at 2026-10-01T10:00
2026-07-01 appointment kept a1
2026-07-30 appointment cancel a3 --reason pat
2026-09-30 appointment noshow a2
2026-10-01 appointment kept a4
"""
"""Contacts 3: Bo 07-11, Ana 08-12, Di 09-30. Not: n1 is voided, 07-02 an attempt, 07-03 with his mother, 08-06 sent
only, 10-02 after the period. Of the 5 served Cy and Hal had none: 3 / 5 = 0.6 each.

First contact: Bo 07-01..07-11 10 days, Ana 08-05..08-12 7, Cy 09-30..10-02 2, though that is after the period:
median 7. Appointments 2: kept on the first day, missed on the last; a3 was cancelled, a4 is of the day after. Kept
1 of 2.
"""

GOALS = """
2026-06-01 goal add ana Walk
2026-06-01 goal add ana Read
2026-06-01 goal add di Home
2026-06-01 goal add di Work
2026-06-01 goal add di Rest
2026-06-01 goal add eve Swim
2026-07-02 goal add bo Save
2026-07-02 goal add bo Cook
2026-07-02 goal add bo Wrong
2026-07-02 goal add bo Learn
2026-07-02 goal add bo Sing
2026-07-02 goal add bo Plan
2026-07-02 goal add bo Rent
2026-07-01 goal met g1
2026-10-03 goal met g2 --on 2026-09-30
2026-08-15 goal drop g3
2026-10-01 goal met g4
2026-06-20 goal observe g5 --achievement achieved
2026-08-20 goal observe g5 --achievement sustaining
2026-08-01 goal observe g7 --achievement improving
2026-10-05 goal observe g7 --achievement worsening
2026-07-05 goal observe g8 --achievement improving
2026-09-01 goal observe g8 --achievement worsening
2026-09-02 goal observe g8 --comment tired
2026-08-01 goal met g9
2026-08-02 goal void g9 --reason twice --yes
2026-10-06 goal add bo Later
"""
"""Goals 10: g1 and g2 met on the first and on the last day; g3 dropped; g4 met the day after, so open in the period;
g7 improving in the period, whatever came then; g8 worsening last; g10, g11, g12, g13 of Bo, of which nobody said
anything. Not: g5, achieved before it; g6 of Eve, who was not served; g9, voided; g14, entered after it.

Of 10: met 2, improving 1, worsening 1, dropped 1.
"""

HELP = """
2025-02-01 need add di Debt --domain money
2026-03-02 need add hal Ride --domain transportation
2026-05-01 need add ana Food --domain food
2026-06-01 provider add Elm Kitchen
2026-06-20 referral add ana Food box --provider pr1
2026-06-20 referral edit r1 --status requested --sent-on 2026-06-20
2026-06-30 need resolve nd2
2026-07-01 need resolve nd3
2026-07-01 referral close r1 --outcome got-help
2026-07-02 need add bo Sister --type strength
2026-07-05 referral add bo Rent aid --provider pr1
2026-07-05 referral edit r2 --status requested --sent-on 2026-07-05
2026-07-05 referral add bo Never --provider pr1
2026-07-06 referral cancel r3 --reason "not asked"
2026-07-07 referral add bo Class --provider pr1
2026-07-07 referral edit r4 --status requested --sent-on 2026-07-07
2026-08-01 need add bo Rent --domain housing
2026-08-20 need met nd5
2026-09-30 referral reject r2 --reason full
2026-10-01 referral close r4 --outcome got-help
2026-10-05 need resolve nd1
"""
"""Needs 3: nd1 gone after the period, nd3 gone on its first day, nd5 helped and still there; nd2 went the day
before, nd4 is a strength. Resolved 1 of 3. Referrals ended 2: r1 and r2; r3 was never sent, r4 ended the day after.
Helped 1 of 2.
"""

BENEFITS = """
2026-01-15 benefit apply di Medicaid
2026-02-01 benefit approve b1 --until 2026-08-31
2026-05-01 benefit apply di "State aid"
2026-06-10 benefit deny b2 --reason papers --notice-on 2026-06-10
2026-06-11 benefit appeal b2
2026-06-15 benefit apply ana SNAP
2026-07-01 benefit approve b3 --amount 200 --until 2027-06-30
2026-07-10 benefit apply bo SSI
2026-07-12 benefit apply bo TANF
2026-07-13 benefit apply ana Voucher
2026-07-14 benefit apply bo Phone
2026-07-20 benefit renew b1
2026-08-01 benefit approve b1 --until 2027-08-31
2026-08-06 benefit approve b6
2026-08-20 benefit deny b5 --reason income
2026-08-25 benefit edit b6 --decided-on 2026-08-03
2026-09-01 benefit close b3 --reason moved --effective 2026-08-31
2026-09-01 benefit decide b2 reversed
2026-09-30 benefit approve b4 --amount 943.50
2026-10-01 benefit edit b2 --amount 100
"""
"""Decided 5: b3, b4 (on the last day) and b6 granted, b5 denied, b2 given on appeal on 09-01, though it was denied
before the period. Not: b1, which was renewed, and b7, which is not decided. Won 4 of 5.

Dollars a year: b4 943.50 x 12 = 11322, b2 100 x 12 = 1200: 12522. b3 ended on 08-31; b6 has no amount.
"""


ELSEWHERE = """
2026-06-26 stay add di hospital --from 2026-06-25
2026-07-01 stay leave st1 --to shelter
2026-07-30 stay add di hospital --from 2026-07-30
2026-08-05 stay leave st2 --to shelter
2026-09-05 stay add di hospital --from 2026-09-05
2026-09-30 stay leave st3 --to shelter
2026-10-05 stay add di treatment --from 2026-10-05
2026-10-10 stay leave st4 --to shelter
2026-06-01 program add Parenting
2026-07-01 enrollment add bo pg1
2026-07-01 meeting add pg1 --at "2026-07-01 8:00"
2026-07-01 attendance add en1 me1
2026-07-02 attendance add en1 me1 --attended late --minutes-late 10
2026-08-06 enrollment add ana pg1
2026-08-12 meeting add pg1 --at "2026-08-12 8:00"
2026-08-12 attendance add en1 me2 --excused --reason ill
2026-08-12 attendance add en2 me2
2026-09-15 enrollment complete en1
2026-09-30 enrollment add cy pg1
2026-09-30 meeting add pg1 --at "2026-09-30 8:00"
2026-09-30 attendance add en2 me3 --attended no
2026-09-30 attendance add en3 me3
2026-09-30 enrollment withdraw en2 --reason moved
2026-10-01 meeting add pg1 --at "2026-10-01 8:00"
2026-10-01 attendance add en3 me4
"""
"""Stays ended 3, the first on the first day, the last on the last: 6 days (06-25..07-01), 6 and 25: median 6. Again
1: 29 days after st1 came st2; st3 came 31 days after st2, and st4 is of another sort, and left after the period.

Attendances 4: Bo late on the first day, Ana there on 08-12, Ana absent and Cy there on the last day; Bo was excused
once, and 10-01 is the day after. Attended 3 of 4. Enrollments ended 2: en1 completed, en2 not.
"""


@once
def quarter(empty: Quick) -> Quick:
    """The caseload whose figures are worked out above, as it came about, day by day."""
    lines = [
        line for part in (CLIENTS, CONTACTS, GOALS, HELP, BENEFITS, ELSEWHERE) for line in part.strip().splitlines()
    ]
    for line in sorted(lines, key=lambda one: one[:10]):
        day, _, words = line.partition(" ")
        at(empty, day, words)
    return empty


FIGURES = [
    ("clients-served", 5, None, "c1 c3 c4 c5 c8"),
    ("openings", 3, None, "c3 c5 c8"),
    ("first-contact", 7, 3, "c3 c5 c8"),
    ("contacts", 3, None, "n4 n6 n7"),
    ("contacts-each", 0.6, 5, "n4 n6 n7"),
    ("appointments", 2, None, "a1 a2"),
    ("appointments-kept", 1, 2, "a1"),
    ("goals", 10, None, "g1 g2 g3 g4 g7 g8 g10 g11 g12 g13"),
    ("goals-met", 2, 10, "g1 g2"),
    ("goals-improving", 1, 10, "g7"),
    ("goals-worsening", 1, 10, "g8"),
    ("goals-dropped", 1, 10, "g3"),
    ("needs", 3, None, "nd1 nd3 nd5"),
    ("needs-resolved", 1, 3, "nd3"),
    ("referrals-ended", 2, None, "r1 r2"),
    ("referrals-helped", 1, 2, "r1"),
    ("benefits-decided", 5, None, "b2 b3 b4 b5 b6"),
    ("benefits-won", 4, 5, "b2 b3 b4 b6"),
    ("dollars-a-year", 12522, 4, "b2 b4"),
    ("attendances", 4, None, "at1 at3 at4 at5"),
    ("attended", 3, 4, "at1 at3 at5"),
    ("enrollments-ended", 2, None, "en1 en2"),
    ("completed", 1, 2, "en1"),
    ("stays-ended", 3, None, "st1 st2 st3"),
    ("days-of-a-stay", 6, 3, "st1 st2 st3"),
    ("stays-again", 1, 3, "st1"),
    ("closings", 3, None, "c1 c4 e1"),
    ("length-of-stay", 191, 3, "c1 c4 e1"),
    ("departures", 2, None, "c1 e1"),
    ("readmissions", 1, 2, "e1"),
]


def rows_of(text: str) -> list[dict[str, str]]:
    """The rows of a CSV."""
    return list(csv.DictReader(io.StringIO(text)))


def test_each_figure_is_what_is_worked_out_by_hand_and_opens_into_its_rows(quarter: Quick) -> None:
    found = [one for one in json.loads(quarter("report", "outcomes", PERIOD, "--json")) if one["by"] is None]
    assert [(one["figure"], one["value"], one["base"]) for one in found] == [one[:3] for one in FIGURES]
    for figure, _, _, ids in FIGURES:
        listed = quarter("report", "outcomes", PERIOD, "--rows", figure, "--ids").split()
        assert sorted(listed, key=lambda ref: (ref[0], int(re.sub("[a-z]", "", ref)))) == ids.split(), figure


def test_what_is_left_out_of_a_figure_is_said_beside_it(quarter: Quick) -> None:
    told = {one["figure"]: one["counts"] for one in json.loads(quarter("report", "outcomes", PERIOD, "--json"))}
    assert told["contacts-each"] == "Contacts, divided by clients served. 2 of them had none."
    assert told["dollars-a-year"].endswith(" 1 without an amount. 1 had ended by then.")
    # Of Di, Ana and Hal only Ana came back, and it is long ago; the day after, Di may still come.
    assert told["readmissions"] == "Clients opened again within 30 days of closing, of the departures."
    later = at(quarter, "2026-10-01", f"report outcomes {PERIOD} --json").out
    said = {one["figure"]: one["counts"] for one in json.loads(later)}["readmissions"]
    assert said.endswith(" 1 closed less than 30 days ago may still come back.")
    sooner = json.loads(quarter("report", "outcomes", PERIOD, "--within", "15", "--json"))
    assert [one["value"] for one in sooner if one["figure"] == "readmissions"] == [0]


def test_a_meeting_that_was_kept_is_a_contact_where_the_clocks_have_it_so(quarter: Quick) -> None:
    """Bo was at one on the first day, Ana on 08-12, Cy on the day of her opening: contacts 6, and only Hal had none."""
    place = Path(config_path(quarter.environ))
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("[rules.contact]\nmeetings = true\n", "utf-8")
    told = {one["figure"]: one for one in json.loads(quarter("report", "outcomes", PERIOD, "--json"))}
    assert [told[name]["value"] for name in ("contacts", "contacts-each", "first-contact")] == [6, 1.2, 0]
    assert told["contacts-each"]["counts"].endswith(" 1 of them had none.")
    rows = [
        (one["id"], one["title"])
        for one in rows_of(quarter("report", "outcomes", PERIOD, "--rows", "contacts", "--csv"))
    ]
    assert rows == [("at1", "meeting"), ("n4", "phone-call"), ("at3", "meeting"), ("n6", "in-person"),
                    ("at5", "meeting"), ("n7", "in-person")]  # fmt: skip
    at(quarter, "2026-11-24", 'meeting add pg1 --at "2026-11-24 8:00"')
    at(quarter, "2026-11-24", "attendance add en3 me5")
    board = {one["id"]: one for one in json.loads(quarter("report", "caseload", "--json"))}["c8"]
    assert (board["last_contact"], board["last_face_to_face"]) == ("2026-11-24", None)
    quarter("enrollment", "edit", "en3", "--sensitivity", "SUD")
    assert "at5" not in quarter("report", "outcomes", PERIOD, "--rows", "contacts", "--csv")


def test_the_rows_of_a_figure_stand_by_parts_and_none_tells_who_is_in_a_guarded_programme(quarter: Quick) -> None:
    """Bo (en1), Ana (en2) and Cy (en3) are in pg1; of the attendances those of pg1 stand there alone."""

    def rows(figure: str, by: str) -> list[tuple[str, str]]:
        found = rows_of(quarter("report", "outcomes", PERIOD, "--rows", figure, "--by", by, "--csv"))
        return [(one["group"], one["id"]) for one in found]

    pg1, none = "pg1 Parenting", "no program"
    assert rows("attended", "program") == [(pg1, "at1"), (pg1, "at3"), (pg1, "at5")]
    assert rows("contacts", "program") == [(pg1, "n4"), (pg1, "n6"), (none, "n7")]
    assert rows("closings", "setting") == [("home", "e1"), ("hospital", "c4"), ("shelter", "c1")]
    assert "\nshelter\n  c1 " in quarter("report", "outcomes", PERIOD, "--rows", "closings", "--by", "setting")
    quarter("enrollment", "edit", "en1", "--sensitivity", "SUD")
    ran = quarter.run("report", "outcomes", PERIOD, "--rows", "contacts", "--by", "program", "--csv")
    assert ("n4" in ran.out, "1 withheld (SUD" in ran.err) == (False, True)
    assert "n4" in quarter("report", "outcomes", PERIOD, "--rows", "contacts", "--csv")


def test_a_percentage_is_of_ten_at_least_and_of_none_there_is_no_figure(quarter: Quick, empty: Quick) -> None:
    told = quarter("report", "outcomes", PERIOD)
    assert re.search(r"^  Goals met +2  of 10  20%  ██░+$", told, re.MULTILINE)
    assert re.search(r"^  Needs resolved +1  of 3 +few$", told, re.MULTILINE)
    assert told.startswith("Outcomes 2026-07-01 to 2026-09-30\n5 clients served, of the records as they stand\n")
    # Before anybody was there.
    told = quarter("report", "outcomes", "2020-01-01..2020-12-31")
    assert "nobody served" in told
    assert "Nothing to count\n  Clients served, Openings, First contact," in told
    # Di was opened, and nothing else is known of that month.
    told = quarter("report", "outcomes", "2025-01-01..2025-01-31")
    assert re.search(r"^  Openings +1$", told, re.MULTILINE)
    assert re.search(r"^  Appointments kept +-  of none$", told, re.MULTILINE)
    assert "%" not in told
    for one in json.loads(quarter("report", "outcomes", "2020-01-01..2020-12-31", "--json")):
        assert (one["value"], one["percent"]) == (None if one["base"] == 0 or one["unit"] == "dollars" else 0, None)
    assert quarter("report", "outcomes", "2020-01-01..2020-12-31", "--by", "setting").count("Nothing to count") == 1


def test_closings_are_told_by_reason_and_by_where_to_whatever_the_capitals(quarter: Quick) -> None:
    found = rows_of(quarter("report", "outcomes", PERIOD, "--csv"))
    assert [(one["by"], one["group"], one["value"], one["base"]) for one in found if one["by"]] == [
        ("close_reason", "deceased", "1", "3"),
        ("close_reason", "goals-met", "1", "3"),
        ("close_reason", "moved", "1", "3"),
        ("destination", "reno", "2", "3"),
        ("destination", "not kept", "1", "3"),
    ]
    assert {one["by"] for one in rows_of(quarter("report", "outcomes", PERIOD, "--csv", "--names", "none"))} == {
        "", "close_reason",
    }  # fmt: skip


def test_figures_are_told_by_a_field_of_the_client_in_the_order_of_its_words(quarter: Quick) -> None:
    def served_by(field: str) -> list[tuple[str, str]]:
        found = rows_of(quarter("report", "outcomes", PERIOD, "--by", field, "--csv"))
        return [
            (one["group"], one["value"]) for one in found if one["figure"] == "clients-served" and one["value"] != "0"
        ]

    assert served_by("setting") == [("home", "2"), ("hospital", "1"), ("shelter", "1"), ("not set", "1")]
    assert served_by("acuity") == [("4", "1"), ("3", "1"), ("2", "1"), ("not set", "2")]
    quarter("field", "add", "client", "team", "--type", "words", "--words", "west,east")
    quarter("client", "edit", "ana", "--set", "team=east west")
    quarter("client", "edit", "bo", "--set", "team=east")
    assert served_by("team") == [("west", "1"), ("east", "2"), ("not set", "3")]
    assert served_by("program") == [("pg1 Parenting", "3"), ("no program", "2")]
    told = quarter("report", "outcomes", PERIOD, "--by", "setting")
    assert re.search(r"^Clients served\n.*\n  home +2 +█{12}\n  hospital +1 +█{6}░{6}$", told, re.MULTILINE)
    assert "Nothing to count" not in told


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("--by colour", '--by: "colour" is nothing to group by; one of'),
        ("--by name", "nothing to group by"),
        ("--rows goal-met", '--rows: "goal-met" is no figure; one of clients-served,'),
        ("-o x.html --csv", "--csv: is for rows, and html is a page"),
        ("--pdf", "a PDF is no text"),
        ("none", "is no period"),
        ("--within 0", "--within"),
        ("--ids", "--ids prints the column id"),
    ],
)
def test_what_cannot_be_told_is_one_line_with_what_may_be(quarter: Quick, words: str, says: str) -> None:
    ran = quarter.run("report", "outcomes", *words.split())
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert says in ran.err


def test_a_count_has_what_a_law_guards_and_a_row_has_it_not(quarter: Quick, tmp_path: Path) -> None:
    quarter("goal", "edit", "g1", "--sensitivity", "SUD")
    quarter("episode", "edit", "e1", "--sensitivity", "SUD", "--destination", "Detox")
    for form in ("", "--csv", "--json", "--table"):
        ran = quarter.run("report", "outcomes", PERIOD, "--rows", "goals-met", *form.split())
        assert ("Walk" in ran.out, "Read" in ran.out) == (False, True)
        assert ran.err == "1 withheld (SUD, MH, HIV, SDV or PSYTHPN); --sensitive lets them out\n"
        whole = quarter("report", "outcomes", PERIOD, *form.split())
        assert "Detox" not in whole
        assert "guarded by law" in whole
    assert re.search("Goals met +2  of 10", quarter("report", "outcomes", PERIOD))
    shown = quarter("report", "outcomes", PERIOD, "--rows", "goals-met", "--sensitive")
    assert "[SUD] Walk" in shown
    assert "[SUD] Detox" in quarter("report", "outcomes", PERIOD, "--sensitive")
    quarter("report", "outcomes", PERIOD, "--rows", "closings", "-o", str(tmp_path / "rows.html"))
    assert "Detox" not in (tmp_path / "rows.html").read_text()


def test_a_document_draws_the_bars_and_says_what_each_figure_counts(quarter: Quick, tmp_path: Path) -> None:
    quarter("report", "outcomes", PERIOD, "-o", str(tmp_path / "quarter.html"))
    said = (tmp_path / "quarter.html").read_text()
    assert "Goals met<br><small>Goals seen achieved on a day of the period, of all goals.</small>" in said
    assert '<rect class="part" width="20" height="10"/></svg>' in said
    assert "█" not in said
    assert not re.search(r"https?://|<script|src=", said)


def test_every_row_fits_a_narrow_terminal(quarter: Quick) -> None:
    ran = quarter.run("report", "outcomes", PERIOD, "--table", env={"COLUMNS": "50"})
    assert max(map(len, ran.out.splitlines())) <= 50
    assert re.search(r"^  Goals met +2  of 10  20%  █░+$", ran.out, re.MULTILINE)


def test_what_nobody_dated_is_counted_nowhere_and_told(quarter: Quick) -> None:
    """A file from elsewhere says that a goal is met, and not when."""
    quarter.run("import", "goal", "-", stdin="client,title,lifecycle,achievement\nbo-ng,Old,completed,achieved\n")
    told = {one["figure"]: one for one in json.loads(quarter("report", "outcomes", PERIOD, "--json"))}["goals-met"]
    assert (told["value"], told["base"]) == (2, 10)
    assert told["counts"].endswith(" 1 more met, on no known day.")


def test_a_grant_that_was_undone_and_given_anew_counts_on_the_later_day(quarter: Quick) -> None:
    at(quarter, "2026-10-02", "benefit approve b7 --on 2026-09-29")
    assert "b7" in quarter("report", "outcomes", PERIOD, "--rows", "benefits-won", "--ids")
    at(quarter, "2026-10-02", "undo")
    at(quarter, "2026-10-02", "benefit approve b7 --on 2026-10-01")
    assert "b7" not in quarter("report", "outcomes", PERIOD, "--rows", "benefits-won", "--ids")
    # The day itself is put right.
    at(quarter, "2026-10-03", "benefit edit b7 --decided-on 2026-09-30")
    assert "b7" in quarter("report", "outcomes", PERIOD, "--rows", "benefits-won", "--ids")
