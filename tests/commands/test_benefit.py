"""caseload benefit, verification and appeal: each verb, what it says comes next, what it refuses, one undo for all."""

import json
from typing import Any

import pytest

from commands.conftest import Quick, once


@once
def lapsing(served: Quick) -> None:
    """As `served`: Ana's Medicaid (b1) is certified to the end of November."""
    words = "Medicaid --category magi --status approved --effective 2025-12-01 --until 2026-11-30"
    served("benefit", "add", "ana", *words.split())


@once
def closed(lapsing: Quick) -> None:
    """As `lapsing`: it is closed from 1 December on, by a notice of 20 November (ap1)."""
    notice = "--notice-on 2026-11-20 --effective 2026-12-01"
    lapsing("benefit", "close", "b1", "--reason", "form not back", *notice.split())


def one(program: Quick, ref: str) -> dict[str, Any]:
    """A record as it is kept."""
    found: dict[str, Any] = json.loads(program("show", ref, "--json", "--sensitive"))[0]
    return found


def listed(program: Quick, ref: str, *names: str) -> list[Any]:
    found = one(program, ref)
    return [found[name] for name in names]


def test_a_closing_with_its_notice_opens_the_days_to_appeal_and_to_ask_that_it_goes_on(lapsing: Quick) -> None:
    before = lapsing("export", "all")
    words = ("--reason", "form not back", "--notice-on", "2026-11-20", "--effective", "2026-12-01")
    said = lapsing.run("benefit", "close", "b1", *words).err
    assert "file by Thu 2027-02-18" in said
    assert "ask that it goes on by Mon 2026-11-30" in said
    assert "42 CFR 431.221(d), verified" in said
    assert "caseload appeal file ap1 --aid asked" in said
    assert listed(lapsing, "b1", "status", "closed_on") == ["closed", "2026-12-01"]
    assert listed(lapsing, "ap1", "status", "action", "level", "effective_on") == [
        "to-file", "closing", "fair-hearing", "2026-12-01",
    ]  # fmt: skip
    lapsing("undo")
    assert lapsing("export", "all") == before


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        (("benefit close b1 --reason x --effective 2026-12-01",),
         "appeal edit ap1 --notice-on DAY: the day of the notice"),
        (("benefit apply ana SSI --on 2026-06-01", "benefit deny b2 --reason x --on 2026-11-20"),
         "appeal edit ap1 --notice-on DAY: the day of the notice; SSI, reconsideration, denial of b2"),
        (("benefit apply ana TANF --on 2026-06-01", "benefit deny b2 --reason x --notice-on 2026-11-20"),
         "appeal edit ap1 --deadline DAY: the last day to file, as the notice has it; TANF"),
        (("benefit appeal b1 --action cut --notice-on 2026-11-20",),
         "appeal edit ap1 --effective DAY: the day on which it takes effect; Medicaid"),
    ],
)  # fmt: skip
def test_an_appeal_that_lacks_a_day_is_on_todays_page_at_once_with_the_command(
    lapsing: Quick, steps: tuple[str, ...], said: str
) -> None:
    told = [lapsing.run(*step.split()).err for step in steps][-1]
    assert said in lapsing("today")
    option = said.split(" DAY", maxsplit=1)[0]
    assert f"caseload {option} DAY" in told
    lapsing(*option.split(), "2026-11-24")
    assert "appeal without a day" not in lapsing("today")


def test_a_closing_without_its_notice_opens_the_day_to_ask_that_it_goes_on(lapsing: Quick) -> None:
    said = lapsing.run("benefit", "close", "b1", "--reason", "x", "--effective", "2026-12-01").err
    assert "ap1: ask that it goes on by Mon 2026-11-30" in said
    assert "it ends 2026-12-01, fair-hearing" in lapsing("today")


def test_a_denial_without_its_notice_is_counted_from_the_decision_and_says_so(served: Quick) -> None:
    served("benefit", "apply", "ana", "SNAP", "--on", "2026-10-01")
    said = served.run("benefit", "deny", "b1", "--reason", "x", "--on", "2026-11-20").err
    assert "file by Thu 2027-02-18 (in 85 days): no day of the notice is known: counted from the decision" in said
    assert "b1 decided_on" in served("show", "ap1", "--why")


def test_the_most_that_a_law_may_give_is_said_to_be_that_wherever_no_printed_day_stands(lapsing: Quick) -> None:
    lapsing("benefit", "close", "b1", "--reason", "x", "--notice-on", "2026-09-10", "--effective", "2026-10-01")
    lapsing("appeal", "edit", "ap1", "--aid", "no")
    most = "at most: the notice may give less"
    pages = (("today",), ("board", "benefit"), ("show", "ana"), ("show", "ap1", "--why"))
    assert [page for page in pages if most not in lapsing(*page)] == []
    lapsing("appeal", "edit", "ap1", "--deadline", "2026-12-01")
    assert [page for page in pages if most in lapsing(*page)] == []


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        (("appeal file ap1 --on 2026-11-24 --aid asked",),
         "asked after 2026-11-22, the last day to ask that it goes on"),
        (("appeal edit ap1 --deadline 2026-11-21", "appeal file ap1"), "filed after 2026-11-21, the last day to file"),
        (("benefit appeal b1 --deadline 2026-11-21",), "filed after 2026-11-21, the last day to file"),
        (("appeal file ap1", "appeal hearing ap1 2026-12-01T09:00", "appeal hearing ap1 --held"),
         "held before its time, 2026-12-01T09:00"),
    ],
)  # fmt: skip
def test_what_came_too_late_or_too_soon_is_kept_and_told(lapsing: Quick, steps: tuple[str, ...], said: str) -> None:
    lapsing("benefit", "close", "b1", "--reason", "x", "--notice-on", "2026-11-20", "--effective", "2026-11-23")
    *before, last = steps
    for step in before:
        assert "late" not in lapsing.run(*step.split()).err.replace("days late", "")
    ran = lapsing.run(*last.split())
    assert (ran.code, said in ran.err) == (0, True), ran.err


def test_nothing_is_held_twice(closed: Quick) -> None:
    closed("benefit", "apply", "ana", "SNAP")
    for line in ("benefit interview b2 --held", "appeal file ap1", "appeal hearing ap1 --held"):
        closed(*line.split())
    for line in ("benefit interview b2 --held", "appeal hearing ap1 --held"):
        ran = closed.run(*line.split())
        assert (ran.code, "held on 2026-11-25" in ran.err or "heard on 2026-11-25" in ran.err) == (1, True), ran.err


def test_an_appeal_that_is_won_gives_the_benefit_back_in_the_same_step(closed: Quick) -> None:
    closed("benefit", "appeal", "b1", "--aid", "asked")
    assert listed(closed, "b1", "status") == ["appealing"]
    assert listed(closed, "ap1", "status", "filed_on", "aid_continuing") == ["filed", "2026-11-25", "asked"]
    before = closed("export", "all")
    closed("benefit", "decide", "b1", "won")
    assert listed(closed, "b1", "status", "closed_on", "reason") == ["approved", None, None]
    assert listed(closed, "ap1", "status", "decision") == ["decided", "reversed"]
    closed("undo")
    assert closed("export", "all") == before


def test_an_appeal_that_is_lost_opens_the_next_level_where_there_is_one(served: Quick) -> None:
    served("benefit", "apply", "bo", "SSI", "--on", "2026-06-01")
    served("benefit", "deny", "b1", "--reason", "light work", "--notice-on", "2026-10-01")
    served("benefit", "appeal", "b1")
    said = served.run("appeal", "decide", "ap1", "upheld", "--notice-on", "2026-11-20").err
    # 60 days and 5 of mail end on Sunday, 24 January 2027.
    assert "ap2 alj: file by Mon 2027-01-25" in said
    assert listed(served, "b1", "status") == ["denied"]
    assert listed(served, "ap2", "level", "status", "benefit") == ["alj", "to-file", "b1"]
    served("appeal", "file", "ap2")
    served("appeal", "decide", "ap2", "partly")
    assert listed(served, "b1", "status") == ["approved"]
    assert listed(served, "ap3", "level") == ["appeals-council"]


def test_nobody_contests_a_decision_only_with_a_reason(closed: Quick) -> None:
    assert closed.run("appeal", "drop", "ap1").code == 2
    closed("appeal", "drop", "ap1", "--reason", "found work with insurance")
    assert closed("overdue", "--rule", "appeal", env={"CASELOAD_NOW": "2027-06-01T09:00"}) == ""
    assert listed(closed, "ap1", "status", "reason") == ["not-filed", "found work with insurance"]
    # Minds change.
    closed("appeal", "file", "ap1")
    assert listed(closed, "ap1", "status", "reason") == ["filed", None]


def test_a_cut_is_contested_and_the_benefit_goes_on(lapsing: Quick) -> None:
    ran = lapsing.run("benefit", "appeal", "b1")
    assert (ran.code, "nothing was denied, cut or closed" in ran.err) == (1, True)
    lapsing("benefit", "appeal", "b1", "--notice-on", "2026-11-20", "--effective", "2026-12-01", "--aid", "asked")
    assert listed(lapsing, "b1", "status") == ["approved"]
    assert listed(lapsing, "ap1", "action", "status") == ["cut", "filed"]


def test_what_is_applied_for_goes_from_papers_by_an_interview_to_a_decision(served: Quick) -> None:
    assert served("benefit", "add", "ana", "SNAP") == "b1\n"
    ran = served.run("benefit", "apply", "ana", "snap", "--household", "3")
    assert (ran.code, ran.out) == (0, "")
    assert listed(served, "b1", "status", "applied_on", "household") == ["applied", "2026-11-25", 3]
    assert served.run("benefit", "apply", "ana", "SNAP").code == 1
    assert "needed by Sat 2026-12-05 (in 10 days): 7 CFR 273.2(f)(5)" in served.run("benefit", "ask", "b1", "Lease").err
    served("benefit", "ask", "b1", "Pay stubs", "--needed-by", "2026-12-01")
    assert listed(served, "b1", "status") == ["pending"]
    served("benefit", "got", "vf1")
    assert listed(served, "vf1", "received_on", "sent_on") == ["2026-11-25", None]
    assert served.run("benefit", "got", "vf1").code == 1
    served("benefit", "got", "b1", "--sent")
    assert [listed(served, ref, "sent_on") for ref in ("vf1", "vf2")] == [["2026-11-25"], ["2026-11-25"]]
    assert served.run("benefit", "got", "b1", "--sent").code == 1
    served("benefit", "interview", "b1", "fri 10:30")
    assert "b1 " in served("today", env={"CASELOAD_NOW": "2026-11-27T09:00"})
    served("benefit", "interview", "b1", "--held", env={"CASELOAD_NOW": "2026-11-27T12:00"})
    assert listed(served, "b1", "status", "interviewed_on") == ["pending", "2026-11-27"]
    said = served.run("benefit", "approve", "b1", "--amount", "291", "--on", "today").err
    assert "no end is known: caseload benefit edit b1 --until DAY" in said


def test_an_end_that_nobody_said_is_counted_and_said_and_never_stored(served: Quick) -> None:
    served("benefit", "apply", "ana", "Medicaid", "--on", "2026-11-02")
    said = served.run("benefit", "approve", "b1").err
    assert "renewal counted for Thu 2027-11-25" in said
    assert "42 CFR 435.916, verified" in said
    assert "check the notice" in said
    assert listed(served, "b1", "certified_to", "decided_on") == [None, "2026-11-25"]


def test_a_renewal_is_handed_in_and_then_decided(lapsing: Quick) -> None:
    ran = lapsing.run("benefit", "approve", "b1")
    assert (ran.code, "--until DAY, to which it is renewed" in ran.err) == (1, True)
    lapsing("benefit", "renew", "b1")
    said = lapsing("today")
    assert "renewal handed in 2026-11-25, not decided" in said
    lapsing("benefit", "approve", "b1", "--until", "2027-11-30")
    assert listed(lapsing, "b1", "certified_to", "renewal_sent_on") == ["2027-11-30", None]
    assert "b1" not in lapsing("today")


REFUSED = [
    ("benefit deny b1 --reason x", 1, "caseload benefit close b1"),
    ("benefit close b2 --reason x", 1, "b2 is considering"),
    ("benefit approve b2", 1, "b2 was not applied for; caseload benefit apply b2"),
    ("benefit deny b2 --reason x", 1, "b2 was not applied for"),
    ("benefit decide b1 upheld", 1, "no appeal of b1 waits for a decision"),
    ("benefit interview b2 tomorrow", 1, "b2 was not applied for"),
    ("benefit interview b2", 2, "a time, or --held"),
    ("benefit edit b1 --applied-on 2026-11-02 --decided-on 2026-11-01", 2, "--decided-on: is before --applied-on"),
    ("benefit edit b1 --until 2025-01-01", 2, "--until: is before --effective"),
    ("benefit edit b1 --amount -1", 2, "--amount"),
    ("appeal add b1 --level alj", 2, "is no level of medicaid; fair-hearing"),
    ("appeal edit ap1 --level reconsideration", 2, "is no level of medicaid; fair-hearing"),
    ("benefit appeal b1 --action cut --notice-on today --level council", 2, "is no level of medicaid"),
    ("appeal add b1 --notice-on 2026-11-20", 1, "ap1 is the fair-hearing about the cut of b1 already, to-file"),
    ("appeal add b1", 1, "caseload appeal edit ap1 changes it"),
    ("benefit apply b1", 1, "caseload benefit apply c1 Medicaid is a new application"),
    ("benefit apply nobody", 2, "is no id"),
    ("appeal add t1", 2, "is neither a benefit nor an authorization"),
    ("appeal decide ap1 upheld", 1, "ap1 was not filed"),
    ("appeal decide ap1 maybe", 2, "one of upheld"),
    ("appeal hearing ap1 tomorrow", 1, "ap1 was not filed; caseload appeal file ap1"),
    ("appeal file ap1 --on 2026-11-01", 2, "--on: is before --notice-on"),
    ("appeal edit ap1 --hearing-on tomorrow", 2, "is of an appeal that is to-file"),
    ("appeal edit ap1 --deadline 2026-11-01", 2, "deadline: is before --notice-on"),
    ("verification add b9 Lease", 3, "b9"),
    ("benefit got t1", 2, "is neither a verification nor a benefit"),
]


@pytest.mark.parametrize(("line", "code", "said"), REFUSED, ids=[line for line, _, _ in REFUSED])
def test_what_cannot_be_is_refused_in_one_line_and_nothing_is_written(
    lapsing: Quick, line: str, code: int, said: str
) -> None:
    lapsing("benefit", "add", "ana", "TANF")
    lapsing("appeal", "add", "b1", "--notice-on", "2026-11-20")
    lapsing("task", "add", "ana", "Call")
    before = lapsing("export", "all")
    ran = lapsing.run(*line.split())
    assert (ran.code, said in ran.err) == (code, True), ran.err
    assert len(ran.err.splitlines()) == 1
    assert lapsing("export", "all") == before


def test_a_hearing_is_not_before_the_filing(closed: Quick) -> None:
    closed("appeal", "file", "ap1", "--on", "2026-11-24")
    ran = closed.run("appeal", "edit", "ap1", "--hearing-on", "2026-11-23@9:00")
    assert (ran.code, "is before it was filed, 2026-11-24" in ran.err) == (2, True)


def test_voiding_a_benefit_takes_its_papers_and_appeals_along_and_undo_brings_all_back(closed: Quick) -> None:
    closed("verification", "add", "b1", "Lease")
    before = closed("export", "all")
    ran = closed.run("benefit", "void", "b1", "--reason", "entered twice", "--yes")
    assert "1 verification, 1 appeal" in ran.err
    assert closed("appeal", "list", "--status", "all") == ""
    assert closed("board", "benefit", "--ids") == ""
    closed("undo")
    assert closed("export", "all") == before


def test_what_a_benefit_is_called_stays_at_home(closed: Quick) -> None:
    closed("verification", "add", "b1", "Lease of the flat", "--needed-by", "2026-11-27")
    assert "Medicaid" in closed("today")
    said = closed("digest", "--always")
    assert "ask that a benefit goes on" in said
    assert not [word for word in ("Medicaid", "Lease", "form not back", "fair-hearing") if word in said]


def test_a_guarded_benefit_guards_its_papers_and_appeals(served: Quick) -> None:
    served("benefit", "add", "ana", "HIV drug plan", "--status", "approved", "--sensitivity", "HIV")
    served("verification", "add", "b1", "Viral load", "--needed-by", "2026-11-27")
    served("benefit", "close", "b1", "--reason", "moved", "--notice-on", "2026-11-20", "--deadline", "2026-12-10")
    assert listed(served, "ap1", "sensitivity") == ["HIV"]
    said = served("today")
    assert "Viral" not in said
    assert "HIV drug" not in said
    assert "ap1" in said


def test_an_approval_names_what_the_agency_still_waits_for(served: Quick) -> None:
    served("benefit", "apply", "ana", "SNAP", "--expedited")
    served("benefit", "ask", "b1", "Pay stubs")
    served("benefit", "ask", "b1", "Lease")
    served("benefit", "got", "vf2", "--sent")
    said = served.run("benefit", "approve", "b1", "--until", "2027-05-31").err
    assert "still asked for: vf1; caseload benefit got vf1 --sent" in said
    served("benefit", "got", "vf1", "--sent")
    assert "still asked for" not in served.run("benefit", "renew", "b1", "--until", "2027-11-30").err


def test_a_renewal_that_was_handed_in_waits_for_the_decision_on_the_board(served: Quick) -> None:
    served("benefit", "add", "ana", "SNAP", "--status", "approved", "--until", "2026-12-20")
    assert "caseload benefit renew b1" in served("board", "benefit")
    served("benefit", "renew", "b1")
    board = served("board", "benefit")
    assert ("benefit approve b1 --until DAY" in board, "renew b1" in board) == (True, False)


def test_nothing_is_appealed_that_nobody_decided(served: Quick) -> None:
    served("benefit", "apply", "ana", "Medicaid")
    for verb in (("appeal", "add"), ("benefit", "appeal")):
        ran = served.run(*verb, "b1", "--notice-on", "yesterday")
        assert (ran.code, "b1 is applied: nothing was denied, cut or closed" in ran.err) == (1, True)
    served("authorization", "add", "ana", "Counseling", "--status", "requested")
    ran = served.run("appeal", "add", "au1", "--notice-on", "yesterday")
    assert (ran.code, "authorization deny au1 comes first" in ran.err) == (1, True)
    assert served("appeal", "list", "--status", "all") == ""
    served("appeal", "add", "b1", "--notice-on", "yesterday", "--action", "denial")


def test_an_appeal_of_what_a_payer_denied_is_of_its_programme_and_approves_it_when_won(served: Quick) -> None:
    served("coverage", "add", "ana", "Medicaid managed care")
    served("authorization", "add", "ana", "Counseling", "--coverage", "cv1", "--units", "20")
    said = served.run("authorization", "deny", "au1", "--reason", "not needed", "--notice-on", "2026-11-20").err
    assert "ap1 plan-internal: file by Tue 2027-01-19" in said
    assert "au1" in served("board", "benefit", "--csv")
    served("appeal", "file", "ap1")
    served("appeal", "decide", "ap1", "reversed")
    assert listed(served, "au1", "status") == ["approved"]


def test_the_board_has_every_benefit_by_the_day_that_comes_first(closed: Quick) -> None:
    closed("benefit", "apply", "bo", "SNAP", "--on", "2026-10-10")
    closed("benefit", "add", "bo", "Housing voucher", "--status", "approved")
    rows = [line.split(",") for line in closed("board", "benefit", "--csv").splitlines()[1:]]
    assert [(row[0], row[5], row[6]) for row in rows] == [
        ("b2", "2026-11-09", "benefit-decision"), ("b1", "2026-11-30", "aid-continuing"), ("b3", "", ""),
    ]  # fmt: skip
    assert closed("board", "benefit", "--client", "bo", "--ids").split() == ["b2", "b3"]
    for width in ("50", "80", "120"):
        said = closed("board", "benefit", "--table", env={"COLUMNS": width})
        assert all(len(line) <= int(width) for line in said.splitlines())
        assert all(word in said for word in ("b1", "b2", "b3", "2026-11-30", "2026-11-09"))


def test_a_closing_of_the_client_names_the_benefits_it_does_not_end_and_appeals_go_on(closed: Quick) -> None:
    closed("benefit", "add", "ana", "SNAP", "--status", "approved", "--until", "2027-02-28")
    said = closed.run("client", "close", "ana", "--reason", "moved", "--drop-open").err
    assert "b2; caseload benefit close REF --reason TEXT" in said
    assert "ap1" in closed("overdue", "--rule", "appeal", "--ids", env={"CASELOAD_NOW": "2027-03-01T09:00"})


def test_a_file_of_benefits_is_known_by_its_headings(served: Quick, tmp_path: Any) -> None:
    file = tmp_path / "benefits.csv"
    file.write_text("Client,Program,Status,Application Date,Recert Date,Monthly Benefit\n"
                    "Ana Ruiz,SNAP,active,2026-01-05,2027-01-31,291\n", "utf-8")  # fmt: skip
    file.with_suffix(".toml").write_text(served("import", "benefit", str(file), "--guess"), "utf-8")
    served("import", "benefit", str(file), "--map-file", str(file.with_suffix(".toml")))
    assert listed(served, "b1", "name", "status", "applied_on", "certified_to", "amount") == [
        "SNAP", "approved", "2026-01-05", "2027-01-31", 291,
    ]  # fmt: skip


def test_a_renewal_has_an_interview_too_which_its_decision_ends(lapsing: Quick) -> None:
    lapsing("benefit", "interview", "b1", "2026-11-27@10:00")
    assert listed(lapsing, "b1", "status", "interview") == ["approved", "2026-11-27T10:00"]
    later = {"CASELOAD_NOW": "2026-11-27T11:00"}
    assert "b1" in lapsing("overdue", "--rule", "interview", "--ids", env=later)
    lapsing("benefit", "renew", "b1", "--until", "2027-11-30", env=later)
    assert listed(lapsing, "b1", "interview") == [None]
    assert lapsing("overdue", "--rule", "interview", "--ids", env=later) == ""


def test_each_day_of_an_appeal_stands_alone_and_says_what_it_asks_for_first(served: Quick) -> None:
    for number in range(1, 8):
        served("benefit", "add", "ana", f"Medicaid {number}", "--status", "approved")
        notice = f"--notice-on 2026-11-20 --effective 2026-12-0{number} --deadline 2026-12-1{number}"
        served("benefit", "close", f"b{number}", "--reason", "form", *notice.split())
    said = served("today")
    for number in range(1, 8):
        assert f"ask that a benefit goes on (Medicaid {number}: it ends 2026-12-0{number}" in said
    assert "7 " not in "".join(line for line in said.splitlines() if "aid-continuing" in line)


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        (("benefit renew b1", "benefit approve b1 --until 2026-10-31"), "b1 is certified to 2026-10-31, which is over"),
        (("benefit renew b1 --until 2026-10-31",), "b1 is certified to 2026-10-31, which is over"),
        (("benefit add ana SNAP --status approved --until 2026-10-31",), "b2 is certified to 2026-10-31"),
        (("benefit close b1 --reason x --effective 2026-08-01", "benefit renew b1"),
         "handed in after 2026-10-30, the last day on which it counts (42 CFR 435.916(a)(3)(iii)"),
        (("benefit edit b1 --category non-magi", "benefit close b1 --reason x --effective 2026-11-01",
          "benefit renew b1"), "handed in after the closing, 2026-11-01: ask whether it counts"),
        (("benefit apply ana SNAP", "benefit interview b2 2026-12-01T09:00", "benefit interview b2 --held"),
         "held before its time, 2026-12-01T09:00: caseload benefit interview b2 WHEN"),
    ],
)  # fmt: skip
def test_a_benefit_renewed_or_approved_too_late_is_kept_and_told(
    lapsing: Quick, steps: tuple[str, ...], said: str
) -> None:
    ran = [lapsing.run(*step.split()) for step in steps]
    assert [one.code for one in ran] == [0] * len(steps)
    assert said in ran[-1].err


def test_a_renewal_in_time_says_nothing_of_lateness(lapsing: Quick) -> None:
    lapsing("benefit", "close", "b1", "--reason", "x", "--effective", "2026-11-01")
    assert "handed in" not in lapsing.run("benefit", "renew", "b1").err


def test_the_board_says_how_long_what_was_asked_for_waits(served: Quick) -> None:
    served("benefit", "apply", "ana", "SSI", "--on", "2026-06-01")
    served("benefit", "apply", "bo", "SSDI", "--on", "2026-06-01")
    served("benefit", "deny", "b2", "--reason", "x", "--notice-on", "2026-10-01")
    served("benefit", "appeal", "b2", "--on", "2026-11-05")
    board = served("board", "benefit")
    assert "applied 177 days ago" in board
    assert "ap1 filed 20 days ago" in board


ENTERED = [
    ("benefit add ana SSI --status denied --decided-on 2026-11-10 --notice-on 2026-11-10", "denial", "reconsideration"),
    (
        "benefit add ana Medicaid --status closed --notice-on 2026-11-10 --closed-on 2026-12-01",
        "closing",
        "fair-hearing",
    ),
    ("benefit edit b1 --status closed --closed-on 2026-12-01 --notice-on 2026-11-20", "closing", "fair-hearing"),
    ("benefit edit b1 --status denied", "denial", "fair-hearing"),
    ("authorization add ana Rides --status denied --notice-on 2026-11-20", "denial", "plan-internal"),
]


@pytest.mark.parametrize(("line", "action", "level"), ENTERED)
def test_what_is_entered_as_decided_against_opens_its_appeal_as_by_its_verb(
    lapsing: Quick, line: str, action: str, level: str
) -> None:
    before = lapsing("export", "all")
    assert "caseload appeal drop ap1 --reason TEXT" in lapsing.run(*line.split()).err
    assert listed(lapsing, "ap1", "status", "action", "level") == ["to-file", action, level]
    lapsing("undo")
    assert lapsing("export", "all") == before


def test_what_is_entered_of_long_ago_or_stood_so_before_opens_none(closed: Quick) -> None:
    closed("benefit", "add", "ana", "SSI", "--status", "denied", "--decided-on", "2024-11-10")
    closed("appeal", "void", "ap1", "--reason", "not ours")
    closed("benefit", "edit", "b1", "--reason", "form came back late")
    assert closed("appeal", "list", "--status", "all") == ""


def test_a_file_with_what_was_decided_against_says_that_no_appeal_of_it_is_here(served: Quick) -> None:
    rows = "client,name,status,decided_on\nc1,SNAP,denied,2026-11-10\nc1,TANF,denied,2022-01-01\n"
    said = served.run("import", "benefit", "-", stdin=rows).err
    assert "decided against the client, with no appeal here (caseload appeal add REF" in said
    assert "1 row, line 2" in said


def test_what_came_as_decided_against_stands_on_the_page_until_it_is_contested_or_waived(served: Quick) -> None:
    """With the last day to file where the notice is known; else on the day of entry, and for a year after it."""
    rows = (
        "client,name,status,decided_on,notice_on,closed_on\nc1,Medicaid,denied,,2026-09-01,\nc1,SNAP,closed,,,2026-10-31\n"
        "c1,TANF,denied,2022-01-01,,\nc1,SSI,denied,2026-07-01,,\nc1,Medicaid,approved,2026-11-01,,\n"
    )
    served.run("import", "benefit", "-", stdin=rows)

    def told() -> list[tuple[str, str, str]]:
        return [
            (row["id"], row["due"], row["reason"].split(";")[0]) for row in json.loads(served("today", "--json"))
            if row["rule"] == "benefit-not-contested"
        ]  # fmt: skip

    medicaid = ("b1", "2026-11-30", "denied, no appeal: appeal add b1")
    snap = ("b2", "2026-11-25", "closed, no appeal: appeal add b2 --notice-on DAY, as the notice has it")
    assert told() == [snap, medicaid]
    served("appeal", "add", "b1")
    served("waive", "b2", "--rule", "benefit-not-contested", "--until", "+1y", "--reason", "she has moved")
    assert told() == []


def test_nothing_is_contested_that_was_not_denied_cut_or_closed(served: Quick) -> None:
    served("benefit", "add", "ana", "SNAP", "--status", "active")
    ran = served.run("appeal", "add", "b1")
    assert (ran.code, "b1 is approved: nothing of it was denied, cut or closed" in ran.err) == (1, True), ran
    assert served("appeal", "add", "b1", "--action", "cut") == "ap1\n"
