"""Programmes from outside: enrolled and waiting, the roll of a group, what is left, completion, and what goes out."""

import json
import re
from collections.abc import Mapping

import pytest

from commands.conftest import Quick, once

NAMES = ("Ana Ruiz", "Bo Li", "Cy Young", "Max Lee", "Joe Lee")

CONSENT = (
    "--data-class general --discloser me --description all --purpose court --expires-on 2027-05-31 "
    "--statement revocation --statement conditioning --statement redisclosure --signed-by client --signed-on 2026-10-01"
)


@once
def youth(empty: Quick) -> None:
    """Youth path, pg1: of 4 places, Tuesdays since 6 October, me1 to me17; Joe (en5) waits."""
    for name in NAMES:
        empty("client", "add", *name.split(), "--opened-on", "2026-03-02")
    empty(
        "program", "add", "Youth path", "--requires", "12 sessions; course Parenting: 4 sessions; phases Start > End",
        "--capacity", "4", "--hours", "1.5", "--absences", "3", "--until", "2027-01-31",
    )  # fmt: skip
    empty("meeting", "add", "pg1", "--at", "2026-10-06 16:00", "--every", "tue", "--topic", "Parenting")
    for number in range(1, 6):
        empty("enrollment", "add", f"c{number}", "pg1", "--from", "2026-10-01")


def roll(program: Quick, meeting: str) -> dict[str, str]:
    """What the roll of a meeting says, by the handle of the client."""
    rows = json.loads(program("attendance", "list", "--meeting", meeting, "--json"))
    return {row["client_handle"]: row["attended"] + ("" if not row["excused"] else " excused") for row in rows}


def test_who_comes_when_it_is_full_waits_and_a_place_that_falls_free_says_who_is_next(youth: Quick) -> None:
    assert (
        json.loads(youth("enrollment", "list", "--client", "joe", "--json"))[0]["status"] == "not-enrolled-on-waitlist"
    )
    assert youth("program", "waitlist", "youth", "--ids") == "en5\n"
    ran = youth.run("enrollment", "enroll", "en5")
    assert (ran.code, "pg1 Youth path is full: 4 of 4 places" in ran.err) == (1, True)
    said = youth.run("enrollment", "withdraw", "en1", "--reason", "moved").err
    assert (
        "a place in pg1 is free, next is en5 joe-lee, waiting since 2026-11-25: caseload enrollment enroll en5" in said
    )
    youth("enrollment", "enroll", "en5")
    assert youth("program", "list", "--fields", "enrolled,capacity,next", "--tsv") == "4\t4\t\n"
    assert youth("program", "waitlist", "pg1", "--ids") == ""
    youth("undo")
    youth("undo")
    assert youth("program", "waitlist", "pg1", "--ids") == "en5\n"


def test_nothing_is_credited_yet_of_the_hours_that_a_programme_asks_for(youth: Quick) -> None:
    """Two measures: one whose count is a whole number, one whose hours are none."""
    youth("program", "add", "Work", "--requires", "24 hours; course Job: 6 hours", "--until", "2026-12-31")
    youth("enrollment", "add", "ana", "pg2")
    for line in (("show", "en6"), ("board", "program", "pg2"), ("enrollment", "list"), ("enrollment", "report", "en6")):
        assert "Work" in youth(*line)
    assert "course Job: 0 of 6 hours" in youth("show", "en6")
    assert "Work" in youth("show", "ana")


def test_who_came_when_the_meeting_was_over_is_told(youth: Quick) -> None:
    said = youth.run("roll", "pg1", "--on", "2026-11-24", "--late", "c1=90,c2=89").err
    assert "later than the meeting is long, 90 min: en1 ana-ruiz 90 min" in said
    assert "89" not in said


def test_a_place_that_is_free_is_for_whoever_waits_and_nobody_comes_in_ahead_unsaid(youth: Quick) -> None:
    youth("enrollment", "withdraw", "en1", "--reason", "moved")
    youth("client", "add", "Di", "Fox")
    said = youth.run("enrollment", "add", "di", "pg1").err
    assert "en5 waits for the place that is free in pg1: on the waitlist" in said
    assert "before en5, who was next" in youth.run("enrollment", "enroll", "en6").err
    youth("undo")
    youth("undo")
    assert "enrolled" in youth.run("enrollment", "add", "di", "pg1", "--force").err
    youth("undo")
    youth("program", "edit", "pg1", "--waitlist", "acuity")
    youth("client", "edit", "di", "--acuity", "4")
    said = youth.run("enrollment", "add", "di", "pg1").err
    assert "next for the place that is free in pg1: caseload enrollment enroll en8" in said


def test_nobody_was_at_a_meeting_that_is_still_to_come_and_an_excuse_leaves_it_planned(youth: Quick) -> None:
    for words in ((), ("--attended", "no"), ("--attended", "late", "--minutes-late", "5")):
        ran = youth.run("attendance", "add", "en1", "me9", *words)
        assert (ran.code, "me9 is still to come, Tue 2026-12-01 16:00; --excused" in ran.err) == (1, True), ran.err
    youth("attendance", "add", "en1", "me9", "--excused", "--reason", "surgery")
    assert json.loads(youth("meeting", "show", "me9", "--json"))[0]["status"] == "planned"
    youth("roll", "pg1", "--on", "2026-12-01", "--present", "bo", env={"CASELOAD_NOW": "2026-12-01T18:00"})
    assert roll(youth, "me9") == {"ana-ruiz": "no excused", "bo-li": "yes"}


def test_a_client_is_enrolled_once_unless_forced_and_takes_over_the_law_of_the_programme(youth: Quick) -> None:
    ran = youth.run("enrollment", "add", "ana", "pg1")
    assert (ran.code, "c1 is in pg1 already: en1 is enrolled" in ran.err) == (1, True)
    youth("program", "add", "Relapse group", "--sensitivity", "SUD")
    youth("enrollment", "add", "ana", "pg2")
    assert json.loads(youth("enrollment", "show", "en6", "--json", "--sensitive"))[0]["sensitivity"] == "SUD"
    assert "Relapse" not in youth("today") + youth("show", "ana")


def test_what_was_done_in_a_guarded_programme_goes_into_a_pipe_without_its_words(youth: Quick) -> None:
    youth("program", "add", "Relapse group", "--sensitivity", "SUD")
    youth("enrollment", "add", "ana", "pg2")
    youth("roll", "pg2", "--on", "2026-11-25", "--all", "yes")
    assert "\tmeeting; attendance\t" in youth("history", "--limit", "1")
    assert "roll me18 meeting, at1 attendance (ana-ruiz)" in youth.run("undo", "-n").err


def test_a_file_enrolls_as_add_does_in_the_first_phase_and_under_the_law_of_the_programme(youth: Quick) -> None:
    youth("program", "add", "Relapse group", "--sensitivity", "SUD", "--requires", "phases A > B")
    rows = "client,started_on,phase,sensitivity\nAna Ruiz,2026-11-02,,\nBo Li,2026-11-09,B,normal\n"
    youth("import", "enrollment", "-", "--set", "program=pg2", stdin=rows)
    found = json.loads(youth("enrollment", "list", "--program", "pg2", "--json", "--sensitive"))
    assert [[one[key] for key in ("client", "phase", "phase_on", "sensitivity")] for one in found] == [
        ["c1", "A", "2026-11-02", "SUD"], ["c2", "B", None, "normal"],
    ]  # fmt: skip
    assert ",c1," not in youth("enrollment", "list", "--program", "pg2", "--csv")


def test_everyone_but_those_named_and_the_same_day_again_corrects(youth: Quick) -> None:
    ran = youth.run("roll", "pg1", "--on", "2026-10-06", "--all", "yes", "--except", "ana,bo", "--late", "max-lee=10")
    assert "me1 Parenting · Youth path · on Tue 2026-10-06 16:00" in ran.err
    assert "1 present, 1 late, 2 absent" in ran.err
    assert roll(youth, "me1") == {"ana-ruiz": "no", "bo-li": "no", "cy-young": "yes", "max-lee": "late"}
    youth("roll", "youth", "--on", "2026-10-06", "--present", "bo", "--excused", "ana=at the doctor's")
    assert roll(youth, "me1") == {"ana-ruiz": "no excused", "bo-li": "yes", "cy-young": "yes", "max-lee": "late"}
    assert len(json.loads(youth("attendance", "export", "--json"))) == 4
    youth("undo")
    assert roll(youth, "me1")["bo-li"] == "no"


def test_a_pipe_of_rows_is_a_roll(youth: Quick) -> None:
    rows = "name;attended;minutes late;reason\nRuiz, Ana;absent;;ill\nbo li;Present;;\nen3;L;15;\n"
    assert youth.run("roll", "pg1", "--on", "2026-10-06", stdin=rows).out == "me1\n"
    assert roll(youth, "me1") == {"ana-ruiz": "no", "bo-li": "yes", "cy-young": "late"}
    youth.run("roll", "pg1", "-", "--on", "2026-10-13", stdin="c1,yes\nc2,no\nc3,\n")
    assert roll(youth, "me2") == {"ana-ruiz": "yes", "bo-li": "no"}


REFUSED: Mapping[str, tuple[str, int, str]] = {
    "who is not enrolled": ("--all yes --except joe", 1, "c5 is not enrolled in pg1 on 2026-10-06; caseload"),
    "nobody's name": ("--all yes --except zoe", 3, 'there is no client "zoe"'),
    "named twice": ("--all yes --except ana --late ana=5", 2, "en1 is named twice"),
    "no minutes": ("--late ana=soon", 2, '"soon" is no number of minutes'),
    "an exception to nothing": ("--except ana", 2, "is an exception to nothing"),
    "a word that says nothing": ("--all maybe", 2, '"maybe" says not whether somebody came'),
    "a day to come": ("--all yes --on 2026-12-01", 2, "2026-12-01"),
    "nothing at all": ("", 2, "holds no rows"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_meant_is_refused_in_one_line_and_nothing_is_written(youth: Quick, case: str) -> None:
    words, code, said = REFUSED[case]
    before = youth.fingerprint
    day = () if "--on" in words else ("--on", "2026-10-06")
    ran = youth.run("roll", "pg1", *day, *words.split())
    assert (ran.code, said in ran.err, ran.err.count("\n")) == (code, True, 1), ran.err
    assert youth.fingerprint == before


def test_a_name_that_fits_two_of_the_group_is_refused_and_one_of_another_group_is_not_in_the_way(youth: Quick) -> None:
    youth("client", "add", "Cy", "Ruiz")
    assert youth.run("roll", "pg1", "--on", "2026-10-06", "--all", "yes", "--except", "cy").code == 0
    youth("enrollment", "add", "c6", "pg1", "--from", "2026-10-01", "--force")
    ran = youth.run("roll", "pg1", "--on", "2026-10-06", "--all", "yes", "--except", "cy")
    assert (ran.code, '"cy" could be 2 of pg1: en6, en3' in ran.err) == (4, True), ran.err


def test_bad_rows_of_a_pipe_are_told_together_and_nothing_is_written(youth: Quick) -> None:
    before = youth.fingerprint
    rows = "Client Name,Present?\nana,yes\nzoe,yes\nbo,perhaps\n"
    ran = youth.run("roll", "pg1", "--on", "2026-10-06", "-", stdin=rows)
    assert (ran.code, youth.fingerprint) == (1, before)
    assert "nothing was written, line 3: " in ran.err
    assert "line 4: " in ran.err


def test_a_day_without_a_meeting_makes_one_and_a_day_with_two_asks_which(youth: Quick) -> None:
    assert "no meeting was planned: me18 is new" in youth.run("roll", "pg1", "--all", "yes", "--topic", "Money").err
    youth("meeting", "add", "pg1", "--at", "2026-11-25 18:00")
    ran = youth.run("roll", "pg1", "--all", "yes")
    assert (ran.code, "pg1 has 2 meetings on 2026-11-25: me18, me19 18:00" in ran.err) == (1, True), ran.err
    youth("roll", "pg1", "--meeting", "me19", "--all", "no")
    assert set(roll(youth, "me19").values()) == {"no"}


def test_at_a_terminal_it_is_a_key_a_person_by_family_name_with_a_way_back(youth: Quick) -> None:
    # A line for each key, where what stands in for the terminal has no keys.
    ran = youth.answered("p\nl\n10\nb\na\n\ne", "roll", "pg1", "--on", "2026-10-06")
    assert "1/4 Max Lee" in ran.err
    assert ran.code == 0, ran.err
    assert roll(youth, "me1") == {"max-lee": "yes", "bo-li": "no", "cy-young": "no excused"}
    youth.answered("q", "roll", "pg1", "--on", "2026-10-13")
    assert roll(youth, "me2") == {}


def twelve(program: Quick) -> None:
    """The rolls of the first eight meetings: Ana missed three of them, Bo all but one."""
    for day in ("10-06", "10-13", "10-20", "10-27", "11-03", "11-10", "11-17", "11-24"):
        but = {"10-06": "bo", "10-13": "ana,bo", "10-20": "ana,bo", "11-24": "ana,bo"}.get(day, "bo")
        but = "cy" if day == "11-03" else but
        program("roll", "pg1", "--on", f"2026-{day}", "--all", "yes", "--except", but)


def test_the_board_has_who_is_at_risk_first_and_why_and_what_may_be_missed(youth: Quick) -> None:
    twelve(youth)
    rows = json.loads(youth("board", "program", "pg1", "--json"))
    assert [row["client_handle"] for row in rows] == ["bo-li", "ana-ruiz", "cy-young", "max-lee", "joe-lee"]
    bo, ana, cy, *_ = rows
    assert bo["at_risk"] == "yes"
    assert "missed 7, 3 allowed" in bo["next"]
    assert (ana["may_miss"], cy["may_miss"]) == (0, 2)
    assert ana["done"] == "5 of 12 sessions, course Parenting: 4 of 4 sessions, phase 1 of 2, Start"
    assert bo["courses_open"] == "Parenting"
    page = youth("board", "program", "pg1")
    assert "4 of 4 enrolled" in page
    assert "Waiting, the next first" in page
    assert "may miss       none" in youth("show", "en1")
    assert "Youth path" in youth("show", "ana")


def test_it_is_complete_when_every_requirement_is_met_or_waived_with_a_reason(youth: Quick) -> None:
    twelve(youth)
    ran = youth.run("enrollment", "complete", "en4")
    assert (ran.code, "en4 is not complete: 8 of 12 sessions, phase 1 of 2, Start" in ran.err) == (1, True), ran.err
    assert "--waive 'sessions' --waive 'phases' --reason TEXT" in ran.err
    assert youth.run("enrollment", "complete", "en4", "--waive", "sessions").code == 2
    ran = youth.run("enrollment", "phase", "en4", "Start")
    assert (ran.code, "is in phase Start already" in ran.err) == (1, True)
    youth("enrollment", "phase", "en4")
    assert youth.run("enrollment", "phase", "en4").code == 1
    said = youth.run("enrollment", "complete", "en4", "--waive", "sess", "--reason", "the judge, 20 November").err
    assert "status enrolled -> completed" in said
    assert "next is en5 joe-lee" in said
    assert "waived" in youth("history", "en4")
    youth("undo")
    assert json.loads(youth("enrollment", "show", "en4", "--json"))[0]["waived"] is None


def test_everyone_who_has_met_every_requirement_is_completed_in_one_step_by_their_number(youth: Quick) -> None:
    nobody = youth.run("enrollment", "complete", "--program", "pg1")
    assert (nobody.code, "nobody in pg1 Youth path has met every requirement" in nobody.err) == (0, True)
    youth("program", "edit", "pg1", "--requires", "2 sessions")
    youth("roll", "pg1", "--on", "2026-10-06", "--all", "yes")
    said = youth.run("roll", "pg1", "--on", "2026-10-13", "--all", "yes", "--except", "ana").err
    assert "3 have met every requirement: caseload enrollment complete --program pg1" in said
    ran = youth.run("enrollment", "complete", "--program", "pg1")
    assert (ran.code, "add --confirm 3" in ran.err) == (2, True), ran.err
    assert youth.run("enrollment", "complete", "en2", "--program", "pg1").code == 2
    said = youth.run("enrollment", "complete", "--program", "pg1", "--confirm", "3").err
    assert "3 in one step · status completed · ended on Wed 2026-11-25 (today)" in said
    assert "next is en5 joe-lee" in said
    assert youth("enrollment", "list", "--ids") == "en1\nen5\n"
    youth("undo")
    ran = youth.run("enrollment", "complete", "en1", "en2")
    assert (ran.code, "en1 is not complete: 1 of 2 sessions" in ran.err) == (1, True), ran.err
    assert youth("enrollment", "list", "--status", "completed", "--ids") == ""


def test_no_phase_is_left_out_and_one_goes_back(youth: Quick) -> None:
    youth("program", "edit", "pg1", "--requires", "phases A > B > C", "--capacity", "9")
    youth("enrollment", "add", "joe", "pg1", "--force")
    ran = youth.run("enrollment", "phase", "en6", "C")
    assert (ran.code, "B comes before C" in ran.err) == (1, True)
    for name, phase in (("B", "B"), ("C", "C"), ("a", "A")):
        youth("enrollment", "phase", "en6", name)
        assert json.loads(youth("enrollment", "show", "en6", "--json"))[0]["phase"] == phase


def test_the_report_and_the_letter_go_out_by_a_consent_alone_and_are_logged(youth: Quick) -> None:
    twelve(youth)
    report = youth("enrollment", "report", "en1")
    for part in ("Attendance report", "Ana Ruiz", "Sessions              5 of 12", "Meetings attended  5",
                 "Absences           3", "November 24, 2026  Parenting  absent",
                 "I made this page from the records that I keep"):  # fmt: skip
        assert part in report
    court = youth("packet", "ana", "2026-11-01..2026-11-25", "--for", "court")
    assert re.search(r"Youth path +October 1, 2026 +enrolled +3 +1\n", court), court
    ran = youth.run("enrollment", "letter", "en1")
    assert (ran.code, "en1 is enrolled; caseload enrollment complete en1, or" in ran.err) == (1, True)
    words = ("--recipient", "County Court", "--purpose", "court")
    ran = youth.run("enrollment", "report", "en1", *words)
    assert (ran.code, ran.out, "c1, en1 may not go there, and nothing was written" in ran.err) == (1, "", True)
    youth("consent", "add", "ana", "--recipient", "County Court", *CONSENT.split())
    youth("enrollment", "complete", "en1", "--waive", "sessions", "--waive", "phases", "--reason", "moved to the coast")
    assert "Meetings attended  5" in youth("enrollment", "report", "en1", *words)
    letter = youth("enrollment", "letter", "en1", *words)
    assert "County Court" in letter
    assert "Ana Ruiz completed Youth path on November 25, 2026, having begun on October 1, 2026." in letter
    assert "- Parenting (sessions): 4 of 4" in letter
    done, _, waived = letter.partition("Waived, and not done:")
    assert ("- Sessions" in done, "- Sessions\n- Phases" in waived) == (False, True)
    assert "coast" not in letter
    log = json.loads(youth("disclosure", "export", "--json"))
    assert [one["recipient"] for one in log] == ["County Court", "County Court"]
    assert "8 attendances" in log[0]["what"]


def test_a_kept_meeting_is_a_contact_where_the_config_says_so(youth: Quick) -> None:
    twelve(youth)
    assert "contact" in youth("overdue", "max", "--csv")
    folder = youth.home / "config" / "caseload"
    folder.mkdir(parents=True, exist_ok=True)
    rules = "".join(f"[rules.{name}]\nmeetings = true\n" for name in ("contact", "face-to-face", "silent"))
    (folder / "config.toml").write_text(rules)
    assert [line for line in youth("overdue", "max", "--ids").split() if line.startswith("c")] == []
    assert "me8 held" in youth("show", "c4", "--why")
    youth("digest", env={"CASELOAD_NOW": "2026-12-30T07:00"})
    youth("roll", "pg1", "--on", "2026-12-29", "--all", "yes", env={"CASELOAD_NOW": "2026-12-30T09:00"})
    assert "contact made on 2026-12-29, next " in youth("digest", env={"CASELOAD_NOW": "2026-12-31T07:00"})
    (folder / "config.toml").write_text("[rules.attempts]\nmeetings = true\n")
    assert "the rule attempts has no 'meetings'" in youth.run("today").err


def test_a_series_goes_to_the_end_of_the_programme_and_is_called_off_from_one_on(youth: Quick) -> None:
    found = json.loads(youth("meeting", "list", "--json"))
    assert (len(found), found[-1]["held"]) == (17, "2027-01-26T16:00")
    youth("meeting", "cancel", "me9", "--reason", "no room", "--following")
    assert len(json.loads(youth("meeting", "list", "--json"))) == 8
    youth("undo")
    ran = youth.run("meeting", "add", "pg1", "--at", "2026-12-02", "--every", "tue")
    assert (ran.code, "is no day of the rule" in ran.err) == (2, True)
    said = youth.run("meeting", "add", "pg1", "--at", "2026-12-02", "--topic", "Money").err
    assert "Money counts towards no course of pg1: Parenting" in said


def test_a_makeup_takes_the_absence_away_and_counts_once(youth: Quick) -> None:
    twelve(youth)
    at = next(row["id"] for row in json.loads(youth("attendance", "list", "--enrollment", "en1", "--json"))
              if row["attended"] == "no")  # fmt: skip
    youth("meeting", "add", "pg1", "--at", "2026-11-20 10:00", "--topic", "Money")
    youth("attendance", "add", "en1", "me18", "--makeup-of", at)
    rows = {row["id"]: row for row in json.loads(youth("board", "program", "pg1", "--json"))}
    assert rows["en1"]["done"].startswith("6 of 12 sessions")
    assert rows["en1"]["may_miss"] == 1
    ran = youth.run("attendance", "add", "en2", "me18", "--makeup-of", at)
    assert ran.code == 1


def test_a_closing_names_the_programme_that_goes_on_and_the_board_says_so_of_who_is_closed(youth: Quick) -> None:
    said = youth.run("client", "close", "ana", "--reason", "moved", "--drop-open").err
    assert "en1" in said
    assert "enrollment withdraw" in said
    rows = json.loads(youth("board", "program", "pg1", "--json"))
    (ana,) = [row for row in rows if row["client_handle"] == "ana-ruiz"]
    assert ana["at_risk"] == "no"
    assert "caseload enrollment withdraw en1 --reason TEXT" in ana["next"]
