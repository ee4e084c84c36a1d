"""Dates that cannot be right beside others: told when they are typed or imported, refused where nothing else can be."""

from shlex import split

import pytest

from commands.conftest import Quick, once


@once
def lives(served: Quick) -> Quick:
    """Ana (born 1950) and Bo were opened on 2026-03-02; Bo died on 2026-06-01; t1 and a1 are Ana's."""
    for line in (
        "client edit ana --born-on 1950-01-01",
        "task add ana Call",
        "appointment add ana Visit --at today@8:00",
        "provider add Kitchen",
        "referral add ana Meals --provider pr1",
        "consent add ana --to 'Legal Aid' --signed-on 2026-05-01 --signed-by client",
    ):
        served(*split(line))
    rows = "id,given_name,family_name,died_on\nc2,Bo,Ng,2026-06-01\n"
    served("import", "client", "-", "--on-dup", "update", stdin=rows)
    return served


ODD = (
    ("plan sign p1 --on 2026-03-01",
     "p1 agreed on Sun 2026-03-01 is before started on, Mon 2026-03-02"),
    ("plan sign p1 --copy-given 2026-03-01",
     "p1 copy given on Sun 2026-03-01 is before started on, Mon 2026-03-02"),
    ("plan review p1 --on 2026-02-01",
     "p1 reviewed on Sun 2026-02-01 is before started on, Mon 2026-03-02"),
    ("plan add ana Early --started-on 2026-01-05",
     "p3 started on Mon 2026-01-05 is before the client's opening, Mon 2026-03-02"),
    ("plan sign p2 --on 2026-06-02",
     "p2 agreed on Tue 2026-06-02 is after the client's death, Mon 2026-06-01"),
    ("log ana Hello --at 2026-03-01@9:00",
     "n1 occurred Sun 2026-03-01 is before the client's opening, Mon 2026-03-02"),
    ("note add ana Hello --at 1949-12-31",
     "n1 occurred Sat 1949-12-31 is before the client's birthday, Sun 1950-01-01"),
    ("note add bo Hello --at 2026-06-02 --closed",
     "n1 occurred Tue 2026-06-02 is after the client's death, Mon 2026-06-01"),
    ("goal edit g1 --target-on 2026-03-01",
     "g1 target on Sun 2026-03-01 is before the start of its plan, Mon 2026-03-02"),
    ("goal add ana New --target-on 2026-03-01",
     "g4 target on Sun 2026-03-01 is before the client's opening, Mon 2026-03-02"),
    ("goal observe g1 10 --on 2026-03-01",
     "go1 observed on Sun 2026-03-01 is before the client's opening, Mon 2026-03-02"),
    ("goal observe g3 10 --on 2026-06-02",
     "go1 observed on Tue 2026-06-02 is after the client's death, Mon 2026-06-01"),
    ("goal met g1 --on 2026-03-01",
     "go1 observed on Sun 2026-03-01 is before the client's opening, Mon 2026-03-02"),
    ("done t1 --on 2026-03-01",
     "t1 completed on Sun 2026-03-01 is before the client's opening, Mon 2026-03-02"),
    ("appointment move a1 --to 2026-03-01@9:00",
     "a1 starts Sun 2026-03-01 is before the client's opening, Mon 2026-03-02"),
    ("client edit ana --born-on 2026-04-01",
     "c1 opened on Mon 2026-03-02 is before born on, Wed 2026-04-01"),
    ("client edit bo --opened-on 2026-07-01",
     "c2 died on Mon 2026-06-01 is before opened on, Wed 2026-07-01"),
    ("client edit ana --release-on 1949-01-01",
     "c1 release on Sat 1949-01-01 is before born on, Sun 1950-01-01"),
    ("identifier add ana ssn 123456789 --from 1949-01-01",
     "i1 from on Sat 1949-01-01 is before the client's birthday, Sun 1950-01-01"),
    ("income add bo Pension --amount 10 --per month --from 2026-06-02 --closed",
     "inc1 from on Tue 2026-06-02 is after the client's death, Mon 2026-06-01"),
    ("condition add ana Asthma --onset-on 1949-01-01",
     "dx1 onset on Sat 1949-01-01 is before the client's birthday, Sun 1950-01-01"),
    ("condition add bo Asthma --onset-on 2026-06-02 --closed",
     "dx1 onset on Tue 2026-06-02 is after the client's death, Mon 2026-06-01"),
    ("condition add ana Asthma --onset-on 2026-05-01 --said-on 2026-04-01",
     "dx1 said on Wed 2026-04-01 is before onset on, Fri 2026-05-01"),
    ("incident add ana Fell --at 1949-01-01",
     "ic1 happened Sat 1949-01-01 is before the client's birthday, Sun 1950-01-01"),
    ("incident add ana Fell --at 2026-05-01 --report-due 2026-04-01",
     "ic1 report due Wed 2026-04-01 is before happened, Fri 2026-05-01"),
    ("safety add ana --warning-signs x --reviewed-on 2026-01-01",
     "sp1 reviewed on Thu 2026-01-01 is before the client's opening, Mon 2026-03-02"),
    ("safety add bo --warning-signs x --closed",
     "sp1 reviewed on Wed 2026-11-25 is after the client's death, Mon 2026-06-01"),
    ("need add ana --domain food --identified-on 2026-01-01",
     "nd1 identified on Thu 2026-01-01 is before the client's opening, Mon 2026-03-02"),
    ("service add ana Meals --started-on 1949-01-01",
     "sv1 started on Sat 1949-01-01 is before the client's birthday, Sun 1950-01-01"),
    ("service add bo Meals --started-on 2026-06-02 --closed",
     "sv1 started on Tue 2026-06-02 is after the client's death, Mon 2026-06-01"),
    ("service add ana Meals --ended-on 1949-01-01 --status stopped",
     "sv1 ended on Sat 1949-01-01 is before the client's birthday, Sun 1950-01-01"),
    ("medication add ana Aspirin --started-on 1949-01-01",
     "m1 started on Sat 1949-01-01 is before the client's birthday, Sun 1950-01-01"),
    ("medication add bo Aspirin --started-on 2026-06-02 --closed",
     "m1 started on Tue 2026-06-02 is after the client's death, Mon 2026-06-01"),
    ("medication add ana Aspirin --started-on 2026-05-01 --refill-due 2026-04-01",
     "m1 refill due Wed 2026-04-01 is before started on, Fri 2026-05-01"),
    ("medication add bo Aspirin --reconciled-on 2026-06-02 --closed",
     "m1 reconciled on Tue 2026-06-02 is after the client's death, Mon 2026-06-01"),
    ("document add ana Lease --issued-on 1949-01-01",
     "d1 issued on Sat 1949-01-01 is before the client's birthday, Sun 1950-01-01"),
    ("document add ana Lease --status received --issued-on 2026-05-01 --received-on 2026-04-01",
     "d1 received on Wed 2026-04-01 is before issued on, Fri 2026-05-01"),
    ("consent edit cs1 --signed-on 1949-01-01",
     "cs1 signed on Sat 1949-01-01 is before the client's birthday, Sun 1950-01-01"),
    ("disclosure add ana --to 'Legal Aid' --what x --at 1949-01-01",
     "ds1 at Sat 1949-01-01 is before the client's birthday, Sun 1950-01-01"),
    ("disclosure add ana --to 'Legal Aid' --what x --consent cs1 --at 2026-04-01",
     "ds1 at Wed 2026-04-01 is before the signature of its consent, Fri 2026-05-01"),
    ("assess ana --outside C-SSRS --date 2026-01-01 --result low",
     "as1 assessed on Thu 2026-01-01 is before the client's opening, Mon 2026-03-02"),
    ("referral handover r1 --on 2026-01-01",
     "r1 handed over on Thu 2026-01-01 is before the client's opening, Mon 2026-03-02"),
    ("referral edit r1 --status requested --sent-on 2026-05-01 --answered-on 2026-04-01",
     "r1 answered on Wed 2026-04-01 is before sent on, Fri 2026-05-01"),
    ("person add ana Rosa --from 1949-01-01",
     "pe1 from on Sat 1949-01-01 is before the client's birthday, Sun 1950-01-01"),
    ("episode add ana --opened-on 1949-01-01 --closed-on 1950-02-01",
     "e1 opened on Sat 1949-01-01 is before the client's birthday, Sun 1950-01-01"),
)  # fmt: skip


@pytest.mark.parametrize(("line", "said"), ODD)
def test_a_date_that_cannot_be_right_beside_another_is_told_and_stored(lives: Quick, line: str, said: str) -> None:
    before = lives.fingerprint
    assert f"odd: {said}\n" in lives.run(*split(line), "-n").err
    ran = lives.run(*split(line))
    assert (ran.code, ran.err.count("odd: ")) == (0, 1), ran.err
    assert f"odd: {said}\n" in ran.err
    assert lives.fingerprint != before


@pytest.mark.parametrize(
    "line",
    [
        "plan sign p1 --on 2026-03-02 --copy-given 2026-03-02",
        "log ana Hello --at 2026-03-02@0:01",
        "log bo With the daughter --collateral --at 2026-06-05@9:00 --closed",
        "task edit t1 --due 2026-01-01",
        "note add bo Hello --at 2026-06-01@9:00 --closed",
        "person add ana Rosa --from 1950-01-01",
        "goal edit g2 --target-on 2026-03-02",
        "task add bo 'Return the key' --due fri",
        "condition add ana Asthma --onset-on 1950-01-01",
        "medication add ana Aspirin --started-on 2020-01-01 --reconciled-on 2026-03-02",
        "service add ana Meals --started-on 2020-01-01",
        "service add bo Meals --ended-on 2026-06-02 --status stopped --closed",
        "document add bo 'Death certificate' --status received --issued-on 2026-06-10 --closed",
        "document add ana Card --issued-on 1950-01-01 --expires-on 2030-01-01",
        "disclosure add ana --to 'Legal Aid' --what x --consent cs1 --at 2026-05-01",
        "disclosure add bo --to 'Legal Aid' --what x --at today --basis court-order --reason y",
        "episode add ana --opened-on 1990-01-01 --closed-on 1991-02-01",
    ],
)
def test_a_date_that_can_be_right_is_not_told(lives: Quick, line: str) -> None:
    ran = lives.run(*split(line))
    assert (ran.code, "odd" in ran.err) == (0, False), ran.err


def test_what_is_odd_is_told_once_and_not_at_every_later_edit(lives: Quick) -> None:
    assert "odd: " in lives.run("plan", "sign", "p1", "--on", "2026-03-01").err
    assert "odd: " not in lives.run("plan", "edit", "p1", "--review-every", "3m").err
    assert "odd: " in lives.run("plan", "sign", "p1", "--on", "2026-02-28").err


def test_a_safety_plan_older_than_the_one_that_it_supersedes_is_told(lives: Quick) -> None:
    lives("safety", "add", "ana", "--warning-signs", "x")
    ran = lives.run("safety", "add", "ana", "--warning-signs", "y", "--reviewed-on", "2026-11-01")
    assert "odd: sp2 reviewed on Sun 2026-11-01 is before that of the one before it, Wed 2026-11-25\n" in ran.err


def test_a_consent_that_a_day_ends_is_active_no_more_and_one_never_signed_is_ended_by_none(lives: Quick) -> None:
    ran = lives.run("consent", "edit", "cs1", "--revoked-on", "2026-06-01")
    assert "revoked on Mon 2026-06-01 (177 days ago) · status active -> inactive · " in ran.err
    lives("consent", "add", "ana", "--to", "Legal Aid", "--expires-event", "case closed")
    for option in ("--revoked-on", "--event-on"):
        ran = lives.run("consent", "edit", "cs2", option, "2026-06-01")
        assert (ran.code, "is set on a consent that was never signed" in ran.err) == (2, True), ran
        lives("consent", "edit", "cs2", option, "2026-06-01", "--signed-on", "2026-05-01")
        lives("undo")


def test_of_very_many_odd_dates_the_first_few_are_told_and_the_rest_counted(lives: Quick) -> None:
    for number in range(8):
        lives("task", "add", "ana", f"No {number}")
    told = lives.run("done", "--client", "ana", "--confirm", "9", "--on", "2026-03-01").err.splitlines()
    assert sum(line.startswith("odd: ") for line in told) == 5
    assert told[-1] == "and 4 more dates that are odd so"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("client edit ana --died-on 1949-12-31", "--died-on: is before --born-on"),
        ("client close ana --reason moved --on 2026-03-01", "--on: is before --opened-on"),
        ("plan close p1 --on 2026-03-01", "--on: is before --started-on"),
        ("plan edit p1 --ended-on 2026-03-01", "--ended-on: is before --started-on"),
        ("condition add ana x --onset-on 2026-05-01 --abated-on 2026-04-01 --status resolved", "is before --onset"),
        (
            "need add ana x --identified-on 2026-05-01 --resolved-on 2026-04-01 --status resolved",
            "is before --identified-on",
        ),
        ("service add ana x --started-on 2026-05-01 --ended-on 2026-04-01 --status stopped", "is before --started-on"),
        (
            "medication add ana x --started-on 2026-05-01 --ended-on 2026-04-01 --status stopped",
            "is before --started-on",
        ),
        ("document add ana x --issued-on 2026-05-01 --expires-on 2026-04-01", "is before --issued-on"),
        ("consent edit cs1 --expires-on 2026-04-01", "--expires-on: is before --signed-on"),
        ("consent revoke cs1 --on 2026-04-01", "--on: is before --signed-on"),
        ("person add ana Rosa --from 2026-05-01 --until 2026-04-01", "--until: is before --from"),
    ],
)
def test_a_date_that_is_impossible_beside_another_is_refused(lives: Quick, line: str, said: str) -> None:
    before = lives.fingerprint
    ran = lives.run(*split(line))
    assert (ran.code, said in ran.err, lives.fingerprint) == (2, True, before), ran.err


@pytest.mark.parametrize(
    ("kind", "rows", "said"),
    [
        ("note", "client,occurred,body\nana-ruiz,2026-03-01,One\nana-ruiz,2026-02-01,Two\nana-ruiz,2026-03-05,Three\n",
         "kept although occurred is before the client's opening: 2 rows, lines 2, 3"),
        ("note", "client,occurred,body\nbo-ng,2026-05-01,One\nbo-ng,2026-06-02,Two\n",
         "kept although occurred is after the client's death: 1 row, line 3"),
        ("note", "client,occurred,body\nana-ruiz,1949-12-31,One\n",
         "kept although occurred is before the client's birthday: 1 row, line 2"),
        ("plan", "client,title,started_on,agreed_on\nana-ruiz,Care,2026-05-01,2026-04-01\n",
         "kept although agreed_on is before started on: 1 row, line 2"),
        ("medication", "client,name,started_on\nana-ruiz,Aspirin,2026-01-01\nana-ruiz,Iron,1949-01-01\n",
         "kept although started_on is before the client's birthday: 1 row, line 3"),
        ("document", "client,title,status,issued_on,received_on\nana-ruiz,Card,received,2026-05-01,2026-04-01\n",
         "kept although received_on is before issued on: 1 row, line 2"),
        ("task", "client,title,status,completed_on\nana-ruiz,Call,completed,2026-01-01\n",
         "kept although completed_on is before the client's opening: 1 row, line 2"),
    ],
)  # fmt: skip
def test_an_import_counts_them_and_tells_no_line_each(lives: Quick, kind: str, rows: str, said: str) -> None:
    ran = lives.run("import", kind, "-", stdin=rows)
    assert (ran.code, ran.err.splitlines()[0]) == (0, said)
    assert "odd: " not in ran.err


@pytest.mark.parametrize(
    "line",
    [
        "log ana Call -m {}",
        "log ana Call -m {} --also bo --split each",
        "note add ana Call -m {}",
        "note edit n1 -m {}",
    ],
)
def test_a_contact_of_more_than_a_day_is_told_as_odd_and_kept(served: Quick, line: str) -> None:
    served("log", "ana", "Before")
    assert "odd: " not in served.run(*line.format(1440).split()).err
    ran = served.run(*line.format(100000).split())
    assert (ran.code, "100000 min is more than a day: 69.4 days\n" in ran.err) == (0, True), ran.err
    assert "odd: " not in served.run("note", "edit", "n1", "--place", "Home").err
