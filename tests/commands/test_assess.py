"""caseload assess, assessment and instrument: asked, counted, interrupted, amended, acted on, compared."""

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from terminal import on_terminal

from commands.conftest import Quick

CALM = "".join(f"{item}=0\n" for item in range(1, 10))
GLUM = "".join(f"{item}={'1' if item == 9 else '0'}\n" for item in range(1, 10))


def kept(program: Quick, ref: str, *keys: str) -> list[Any]:
    """Those fields of one assessment."""
    record = json.loads(program("assessment", "show", ref, "--json", "--sensitive"))[0]
    return [record[key] for key in keys]


def refused(program: Quick, *words: str, stdin: str | None = None) -> str:
    """What is said of a line that is refused, in one line and with nothing written."""
    before = program.fingerprint
    ran = program.run(*words, stdin=stdin)
    assert (ran.code in (1, 2, 3), ran.out, ran.err.count("\n"), program.fingerprint) == (True, "", 1, before), ran
    return ran.err


# Answers from a file


@pytest.mark.parametrize(
    "written",
    ["1=2\n2=1\n", "# by phone\n44250-9 = more than half the days\n\nfeeling down=several days\n",
     "item,answer\n1,2\n2,1\n", "Item;Answer\r\n1;2.0\r\n2;1\r\n", "item\tanswer\n1\t2\n2\t1\n", "1: 2\n2: 1\n",
     '{"1": 2.0, "2": 1}', "Answer,Item\r\n2,1\r\n1,2\r\n", '{"1": 2, "2": "LA6569-3"}',
     '[{"item": "1", "answer": "2"}, {"item": 2, "answer": 1}]', "\ufeff1=2\n2=1"],
)  # fmt: skip
def test_answers_are_lines_csv_or_json(served: Quick, written: str, tmp_path: Path) -> None:
    file = tmp_path / "answers"
    file.write_text(written, "utf-8")
    said = served.run(
        "assess", "ana", "phq-2", "--answers", str(file), "--date", "mon", "--stage", "entry", "--by", "Jo"
    )
    if "Answer,Item" in written:
        assert kept(served, "as1", "score") == [3]
        return
    assert said.out == "as1\n"
    assert kept(served, "as1", "screen", "score", "positive", "status", "assessed_on", "stage", "asked_by") == [
        "phq-2", 3, True, "completed", "2026-11-23", "entry", "Jo",
    ]  # fmt: skip
    assert "go on with caseload assess ana-ruiz phq-9" in said.err
    assert "a screen, not a diagnosis" in said.err


TAKES = (
    "0 not at all, 1 several days, 2 more than half the days, 3 nearly every day; or unknown, declined, not-collected"
)

BAD = [
    ("1=4\n", f'44250-9 (little interest): "4" is no answer; {TAKES}'),
    ("3=1\n", "3: is none of its items; one of 44250-9, 44255-8, or its number on the form"),
    ("1=1\n44250-9=2\n", "44250-9: is answered twice; one answer an item"),
    ("1=1\n1=2\n", "1: is answered twice; one answer an item"),
    ("1\n", "--answers: line 1 is no answer; CSV with the headings item,answer, a JSON object, or lines such as 1=2"),
    ("", "--answers: holds no answers; CSV with the headings item,answer, a JSON object, or lines such as 1=2"),
    ('{"1": ', "--answers: is no JSON; CSV with the headings item,answer, a JSON object, or lines such as 1=2"),
    ('{"1": true}', "1: has an answer that is no text and no number; such as 2, or several days"),
    ("[1]", '--answers: has an answer without an item; {"item": "1", "answer": "2"}'),
]  # fmt: skip


@pytest.mark.parametrize(("written", "said"), BAD, ids=[said[:40] for _, said in BAD])
def test_an_answer_that_is_none_is_refused_in_one_line_and_nothing_is_stored(
    served: Quick, written: str, said: str
) -> None:
    assert refused(served, "assess", "ana", "phq-2", "--answers", "-", stdin=written) == f"caseload: {said}\n"
    assert served("instrument", "list", "--json") == "[]\n"


def test_without_a_terminal_the_answers_are_asked_for_by_name(served: Quick) -> None:
    assert refused(served, "assess", "ana", "phq-9") == (
        "caseload: answers: are missing, and there is no terminal to ask them at; --answers FILE, or - for stdin\n"
    )
    unknown = refused(served, "assess", "ana", "phq-8")
    assert "one of ahc-hrsn, ahc-hrsn-supplemental, audit-c" in unknown
    assert "another comes in with caseload instrument import FILE, or is kept in words with assess --outside" in unknown
    assert "answers: are missing" in refused(served, "assess", "ana", "PHQ9")
    assert "INSTRUMENT: is missing" in refused(served, "assess", "ana")
    assert "cannot be read" in refused(served, "assess", "ana", "phq-9", "--answers", "none.txt")


def test_an_instrument_is_stored_in_the_step_that_first_uses_it_and_undone_with_it(served: Quick) -> None:
    assert served("instrument", "list", "--json") == "[]\n"
    assert served("instrument", "list", "--table").count("not yet used") == 11
    served.run("assess", "ana", "phq-2", "--answers", "-", "-n", stdin="1=0\n2=0\n")
    assert served("instrument", "list", "--json") == "[]\n"
    served("assess", "ana", "phq-2", "--answers", "-", stdin="1=0\n2=0\n")
    served("assess", "bo", "phq-2", "--answers", "-", stdin="1=0\n2=1\n")
    assert [one["name"] for one in json.loads(served("instrument", "list", "--json"))] == ["phq-2"]
    served("undo")
    served("undo")
    assert served("instrument", "list", "--json") == "[]\n"


def test_a_missing_answer_leaves_the_screen_incomplete_and_says_which(served: Quick) -> None:
    ran = served.run("assess", "ana", "phq-9", "--answers", "-", stdin=CALM.replace("3=0", "3=declined"))
    assert "not answered: sleep" in ran.err
    assert kept(served, "as1", "score", "band", "positive", "status") == [None, None, None, "completed"]
    assert "incomplete" in served("assessment", "list", "--sensitive")


def test_both_cut_offs_of_the_audit_c_are_printed(served: Quick) -> None:
    ran = served.run("assess", "ana", "audit-c", "--answers", "-", stdin="1=2\n2=1\n3=0\n")
    assert "3 of 0 to 12: cut-off 4 for men: no, 3 for women: yes" in ran.err
    assert kept(served, "as1", "score", "positive") == [3, None]


@pytest.mark.parametrize(("name", "answers", "said"), [
    ("ahc-hrsn", "1=1 2=8 3=3 4=3 5=no 6=no 7=1 8=1 9=1 10=1",
     ["as1 [SDV] ahc-hrsn, safety 4, no need found", "safety, 4 of 4 to 20: below the cut-off of 11"]),
    ("ahc-hrsn", "1=1 2=8 3=3 4=3 5=no 6=no 7=3 8=3 9=3 10=2",
     ["as1 [SDV] ahc-hrsn, safety 11, safety", "safety, 11 of 4 to 20: at or above the cut-off of 11"]),
    ("katz-6", "1=1 2=1 3=0 4=1 5=0 6=1", ["as1 katz-6, 4", "\n4 of 0 to 6\n"]),
])  # fmt: skip
def test_a_total_says_of_what_it_is_and_that_nothing_was_found(
    served: Quick, name: str, answers: str, said: list[str]
) -> None:
    told = served.run("assess", "ana", name, "--answers", "-", stdin=answers.replace(" ", "\n")).err
    assert [one for one in said if one not in told] == []


def test_a_file_of_answers_that_is_no_text_is_called_by_its_option(served: Quick, tmp_path: Path) -> None:
    (tmp_path / "answers").write_bytes(b"1=2\n2=\xff\n")
    said = refused(served, "assess", "ana", "phq-2", "--answers", str(tmp_path / "answers"))
    assert said == "caseload: --answers: is not UTF-8 in line 2; text in UTF-8\n"


# Needs


def test_needs_are_made_of_what_was_found_once(served: Quick) -> None:
    served("need", "add", "ana", "--domain", "food-insecurity", "Nothing left")
    answers = "1=3\n2=1\n3=often\n4=never\n5=no\n6=no\n7=3\n8=3\n9=3\n10=2\n"
    ran = served.run("assess", "ana", "ahc-hrsn", "--answers", "-", "--needs", stdin=answers)
    assert kept(served, "as1", "domains", "needs", "score") == [
        ["homelessness", "inadequate-housing", "food-insecurity", "safety"], ["nd2", "nd3", "nd1", "nd4"], 11,
    ]  # fmt: skip
    assert "nd4 [SDV] safety" in ran.err
    served("undo")
    assert served("need", "list", "--ids") == "nd1\n"
    served("assess", "ana", "hunger-vital-sign", "--answers", "-", stdin="1=often\n2=never\n")
    assert "food-insecurity" in served("show", "ana")
    served("assessment", "take-up", "as2")
    assert kept(served, "as2", "needs") == [["nd1"]]
    served("assess", "ana", "hunger-vital-sign", "--answers", "-", stdin="1=never\n2=never\n")
    assert refused(served, "assessment", "take-up", "as3") == (
        "caseload: as3 has found no need; caseload need add writes one\n"
    )


# An answer to act on


def test_item_9_is_said_at_once_and_stands_on_the_day_until_it_is_answered(served: Quick) -> None:
    ran = served.run("assess", "ana", "phq-9", "--answers", "-", "-q", stdin=GLUM)
    assert ran.err.startswith("! item 9, thoughts of self-harm, is above 0: follow up on safety today")
    assert kept(served, "as1", "score", "flags", "answered_on") == [1, ["self-harm"], None]
    stands = "urgent: assessment (a screen to answer: caseload assessment answer as1 says what was done)"
    assert stands in " ".join(served("today").split())
    digest = served("digest")
    assert "as1  urgent: a screen to answer\n" in digest
    assert "self-harm" not in digest
    assert "phq" not in digest
    assert "to answer: self-harm" in served("show", "ana", "--sensitive")
    served("log", "ana", "Went through a safety plan", "-k", "call")
    said = served.run("assessment", "answer", "as1", "--note", "n1").err
    assert "answered by n1 Wed 2026-11-25 (today)" in said
    assert kept(served, "as1", "answered_on", "note", "task") == ["2026-11-25", "n1", None]
    assert "as1" not in served("today") + served("digest")
    served("undo")
    assert "as1" in served("today")


def test_what_was_done_is_a_task_or_a_note_of_the_same_client(served: Quick) -> None:
    served("assess", "ana", "phq-9", "--answers", "-", stdin=GLUM)
    served("assess", "ana", "phq-2", "--answers", "-", stdin="1=0\n2=0\n")
    served("task", "add", "bo", "Swim")
    assert "another client's task" in refused(served, "assessment", "answer", "as1", "--task", "t1")
    assert "--task t9 or --note n12" in refused(served, "assessment", "answer", "as1")
    assert "as2 has no answer to act on" in refused(served, "assessment", "answer", "as2", "--task", "t1")


# Elsewhere


def test_a_screen_done_elsewhere_is_kept_in_words_and_never_falls_due(served: Quick) -> None:
    words = ("assess", "ana", "--outside", "C-SSRS", "--result", "low risk", "--by", "Dr. Lee", "--date", "2025-01-02")
    served(*words)
    assert kept(served, "as1", "outside", "result", "asked_by", "instrument", "score") == [
        "C-SSRS", "low risk", "Dr. Lee", None, None,
    ]  # fmt: skip
    assert "as1" not in served("overdue")
    assert "it was done elsewhere" in served("show", "as1", "--why")
    assert "--result" in refused(served, "assess", "ana", "--outside", "C-SSRS")
    assert "--result TEXT alone" in refused(served, "assess", "ana", "phq-9", *words[2:])
    assert "low risk" in served("find", "risk") + served("show", "as1")


# By hand, edited, amended


def test_a_score_that_the_answers_contradict_is_refused_typed_or_from_a_file(served: Quick, tmp_path: Path) -> None:
    served("assess", "ana", "phq-9", "--answers", "-", stdin=CALM.replace("1=0", "1=3"))
    said = "score: is not what the answers come to; 3, or none"
    assert refused(served, "assessment", "edit", "as1", "--score", "5") == f"caseload: {said}\n"
    file = tmp_path / "old.csv"
    answers = json.dumps({str(item): "0" for item in range(1, 10)}).replace('"', '""')
    file.write_text(f'client,instrument,assessed_on,answers,score\nana-ruiz,in1,2026-10-01,"{answers}",5\n', "utf-8")
    ran = served.run("import", "assessment", str(file))
    assert (ran.code, "line 2, score: is not what the answers come to; 0, or none" in ran.err) == (1, True), ran.err
    file.write_text(
        file.read_text("utf-8").replace(",5\n", ",0\n").replace('9"": ""0', '9"": ""2').replace(",0\n", ",2\n")
    )
    served("import", "assessment", str(file))
    assert kept(served, "as2", "score", "flags", "band", "screen") == [2, ["self-harm"], "minimal or none", "phq-9"]


def test_a_total_alone_is_kept_within_its_span(served: Quick) -> None:
    served("assessment", "add", "ana", "phq-9", "--score", "15")
    assert kept(served, "as1", "score", "band", "positive", "answers") == [15, "moderately severe", True, None]
    for score in ("28", "-1"):
        assert "is no score of this instrument; 0 to 27" in refused(
            served, "assessment", "add", "ana", "phq-9", "--score", score
        )
    served("assessment", "edit", "as1", "--score", "9")
    assert kept(served, "as1", "score", "band", "positive") == [9, "mild", False]


def test_a_screen_told_in_words_alone_is_not_called_incomplete(served: Quick) -> None:
    said = served.run("assessment", "add", "ana", "hunger-vital-sign", "--result", "at risk, says the clinic").err
    assert "as1 hunger-vital-sign, told in words" in said


def test_amending_counts_anew_and_says_so(served: Quick) -> None:
    served("assess", "ana", "phq-9", "--answers", "-", stdin=CALM)
    said = served.run("assessment", "amend", "as1", "1=3", "feeling down=2").err
    assert "score 0 -> 5" in said
    assert kept(served, "as1", "score", "band", "status") == [5, "mild", "amended"]
    served("assessment", "amend", "as1", "3=unknown")
    assert kept(served, "as1", "score", "band") == [None, None]
    assert "is no answer" in refused(served, "assessment", "amend", "as1", "3=9")
    assert "is no ITEM=ANSWER" in refused(served, "assessment", "amend", "as1", "3")


def test_an_answer_to_act_on_that_is_amended_upwards_is_to_be_answered_anew(served: Quick) -> None:
    served("assess", "ana", "phq-9", "--answers", "-", stdin=CALM.replace("9=0", "9=1"))
    served("task", "add", "ana", "Safety plan")
    served("assessment", "answer", "as1", "--task", "t1")
    assert "item 9" not in served.run("assessment", "amend", "as1", "1=1").err
    assert kept(served, "as1", "answered_on", "task") == ["2026-11-25", "t1"]
    ran = served.run("assessment", "amend", "as1", "9=2")
    assert "! item 9, thoughts of self-harm, is above 0" in ran.err
    assert kept(served, "as1", "answered_on", "task") == [None, None]
    assert "assessment answer as1" in served("today")
    served("undo")
    served("assessment", "amend", "as1", "9=0")
    assert "! item 9" in served.run("assessment", "amend", "as1", "9=1").err


def test_two_screens_are_compared_item_by_item(served: Quick) -> None:
    served("assess", "ana", "phq-2", "--answers", "-", "--date", "2026-10-01", stdin="1=2\n2=1\n")
    served("assess", "ana", "phq-2", "--answers", "-", stdin="1=0\n2=declined\n")
    served("assess", "bo", "phq-2", "--answers", "-", stdin="1=0\n2=0\n")
    assert json.loads(served("assessment", "compare", "as1", "as2", "--json", "--sensitive")) == [
        {"item": "44250-9", "label": "little interest", "first": "more than half the days", "second": "not at all",
         "change": -2},
        {"item": "44255-8", "label": "feeling down", "first": "several days", "second": "declined", "change": None},
        {"item": "", "label": "total", "first": "3", "second": "incomplete", "change": None},
    ]  # fmt: skip
    assert "not of one client and one instrument" in refused(served, "assessment", "compare", "as1", "as3")
    # People know an item by its label; on a narrow screen, too, it stands first.
    heading, _, first = served("assessment", "compare", "as1", "as2", "--table", "--sensitive").splitlines()[:3]
    assert (heading.split()[0], first.startswith("little interest  more than half")) == ("What", True)


def test_screens_without_a_total_are_compared_by_what_they_came_to(served: Quick) -> None:
    for answers in ("1=often\n2=never\n", "1=never\n2=never\n"):
        served("assess", "ana", "hunger-vital-sign", "--answers", "-", stdin=answers)
    last = json.loads(served("assessment", "compare", "as1", "as2", "--json"))[-1]
    assert [last[key] for key in ("label", "first", "second")] == ["came to", "at risk, food-insecurity", "no risk"]


def test_the_course_of_a_score_stands_in_the_list_and_on_the_page(served: Quick) -> None:
    for day, score in (("2026-06-01", "20"), ("2026-08-01", "12"), ("2026-10-01", "4")):
        served("assessment", "add", "ana", "phq-9", "--score", score, "--date", day)
    rows = [row.split("\t") for row in served("assessment", "list", "--client", "ana", "--sensitive").splitlines()]
    assert [(row[0], row[4], row[5]) for row in rows] == [("as1", "20", ""), ("as2", "12", "█▁"), ("as3", "4", "█▅▁")]
    shown = served("assessment", "list", "--table", "--sensitive", env={"COLUMNS": "80"})
    assert "completed" not in shown
    served("assessment", "edit", "as3", "--status", "entered-in-error")
    assert "entered-in-error" in served("assessment", "list", "--status", "all", "--table", "--sensitive")
    served("undo")
    (line,) = [line for line in served("show", "ana", "--sensitive").splitlines() if "phq-9" in line and "as3" in line]
    assert "█▅▁" in line


# Instruments


def test_an_instrument_goes_out_as_toml_and_comes_back_the_same(served: Quick, tmp_path: Path) -> None:
    for name in ("ahc-hrsn", "phq-9", "audit-c", "hunger-vital-sign"):
        file = tmp_path / f"{name}.toml"
        served("instrument", "export", name, "-o", str(file))
        served("instrument", "import", name)
        assert "nothing changed" in served.run("instrument", "import", str(file)).err
        assert served("instrument", "export", name) == file.read_text("utf-8")


def test_an_instrument_that_is_used_is_only_followed_by_a_new_version(served: Quick) -> None:
    served("assess", "ana", "phq-2", "--answers", "-", stdin="1=1\n2=1\n")
    text = served("instrument", "export", "phq-2")
    changed = text.replace("at_least = 3", "at_least = 2")
    assert refused(served, "instrument", "import", "-", stdin=changed) == (
        "caseload: in1 has 1 assessment, and stays as it was asked; give the file a version of its own, such as "
        'version = "2"\n'
    )
    for words in (("edit", "in1", "--title", "Mood"), ("void", "in1", "--reason", "wrong", "--yes")):
        assert "in1 has 1 assessment, and stays as it was asked" in refused(served, "instrument", *words)
    served("instrument", "import", "-", stdin=changed.replace('version = "1"', 'version = "2"'))
    served("assess", "bo", "phq-2", "--answers", "-", stdin="1=1\n2=1\n")
    assert kept(served, "as1", "instrument", "positive") == ["in1", False]
    assert kept(served, "as2", "instrument", "positive") == ["in2", True]
    assert "phq-2 version 2" in served("instrument", "show", "phq-2")


def test_an_instrument_that_is_not_used_may_be_edited_and_replaced(served: Quick) -> None:
    served("instrument", "import", "cage")
    served("instrument", "edit", "in1", "--title", "Four questions")
    text = served("instrument", "export", "cage")
    assert 'title = "Four questions"' in text
    served("instrument", "import", "-", stdin=text.replace("at_least = 2", "at_least = 1"))
    assert "at_least = 1" in served("instrument", "export", "cage")
    assert len(json.loads(served("instrument", "list", "--json"))) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [("name = ", "is no TOML"), ('name = "a"\ntitle = "A"\nversion = "1"\n', "has no items"), ("", "name: is missing"),
     ('name = "a"\ntitle = "A"\nversion = 1\n', "version: is no text")],
)  # fmt: skip
def test_a_file_that_is_no_instrument_is_refused(served: Quick, text: str, said: str) -> None:
    assert said in refused(served, "instrument", "import", "-", stdin=text)


def test_everything_goes_out_and_comes_back(served: Quick, tmp_path: Path) -> None:
    served("assess", "ana", "phq-9", "--answers", "-", stdin=GLUM)
    served("export", "all", "-o", str(tmp_path / "all.json"))
    other = {"CASELOAD_DB": str(tmp_path / "other.db")}
    served("init", env=other)
    served("import", "all", str(tmp_path / "all.json"), env=other)
    assert served("assessment", "show", "as1", "--json", env=other) == served("assessment", "show", "as1", "--json")
    assert served.run("doctor", env=other).code == 0


def test_a_guessed_file_of_old_screens_comes_in(served: Quick, tmp_path: Path) -> None:
    served("instrument", "import", "gad-7")
    file = tmp_path / "old.csv"
    file.write_text(
        "Client Name,Instrument,Screening Date,Total Score,Interviewer\nBo Ng,in1,2026-10-01,11,Jo\n", "utf-8"
    )
    guessed = tmp_path / "old.toml"
    guessed.write_text(served("import", "assessment", str(file), "--guess"), "utf-8")
    served("import", "assessment", str(file), "--map-file", str(guessed))
    assert kept(served, "as1", "client", "score", "band", "positive", "asked_by") == ["c2", 11, "moderate", True, "Jo"]


def test_an_old_screen_in_a_file_is_known_by_the_name_of_its_tool(served: Quick, tmp_path: Path) -> None:
    file, first_map = tmp_path / "old.csv", tmp_path / "old.toml"
    file.write_text(
        "Client Name,Tool,Screening Date,Total\nBo Ng,PHQ-9,2026-10-01,11\nBo Ng,C-SSRS,2026-10-02,\n", "utf-8"
    )
    first_map.write_text(served("import", "assessment", str(file), "--guess"), "utf-8")
    words = ("import", "assessment", str(file), "--map-file", str(first_map))
    said = served.run(*words).err
    assert (
        "line 3, Tool: is no instrument stored here; an id such as in1, an external_id, or a name of caseload " in said
    )
    assert "line 2" not in said
    assert served("instrument", "list", "--ids") == ""
    file.write_text(file.read_text("utf-8").replace("Bo Ng,C-SSRS,2026-10-02,\n", "Bo Ng,phq9,2026-10-02,3\n"), "utf-8")
    served(*words, "--dry-run")
    assert served("instrument", "list", "--ids") == ""
    # As assess does: one that comes with the program is stored in the step that first uses it, and goes with it.
    served(*words)
    assert served("instrument", "list", "--ids") == "in1\n"
    assert kept(served, "as1", "client", "screen", "score", "band") == ["c2", "phq-9", 11, "moderate"]
    assert kept(served, "as2", "instrument", "score") == ["in1", 3]
    assert "0 added, 2 skipped" in served.run(*words).err.replace("assessments ", "")
    served("undo")
    assert (served("instrument", "list", "--ids"), served("assessment", "list", "--ids")) == ("", "")
    served("redo")
    assert served("instrument", "list", "--ids") == "in1\n"


# At a terminal


def test_a_screen_is_asked_item_by_item_with_back_and_a_wrong_answer_told(served: Quick) -> None:
    typed = [
        ("1/2 ", "?\n"), ("there is", "7\n"), ("1/2 ", "2\n"), ("2/2 ", "back\n"), ("Enter keeps", "\n"),
        ("2/2 ", "several\n"),
    ]  # fmt: skip
    seen = on_terminal(served, "assess", "ana", "phq-2", keys=typed)
    assert seen.code == 0, seen.plain
    assert "Over the last 2 weeks" in seen.plain
    assert "Little interest or pleasure in doing things" in seen.plain
    told = " ".join(seen.plain.split())
    assert '"7" is no answer; a number or a word of these, or to skip it unknown, declined, not-collected' in told
    assert "44250-9" not in seen.plain
    assert told.count("stop keeps what there is") == 2
    assert "Enter keeps: more than half the days" in seen.plain
    assert kept(served, "as1", "score", "status") == [3, "completed"]


def test_item_9_is_said_as_soon_as_it_is_answered(served: Quick) -> None:
    typed = [(f"{item}/9 ", "0\n") for item in range(1, 9)] + [("9/9 ", "1\n")]
    seen = on_terminal(served, "assess", "ana", "phq-9", keys=typed)
    assert "! item 9, thoughts of self-harm, is above 0" in seen.plain.partition("as1 phq-9")[0]


@pytest.mark.parametrize("stop", ["\x03", "\x04", "stop\n"])
def test_an_interrupted_screen_is_kept_and_resumed(served: Quick, stop: str) -> None:
    seen = on_terminal(served, "assess", "ana", "phq-9", keys=[("1/9 ", "2\n"), ("2/9 ", "declined\n"), ("3/9 ", stop)])
    assert seen.code == 0, seen.plain
    assert "go on: caseload assess ana-ruiz phq-9 --resume" in seen.plain
    assert kept(served, "as1", "status", "score") == ["in-progress", None]
    assert "as1 was begun and not finished; --resume" in refused(served, "assess", "ana", "phq-9", "--answers", "-")
    rest = [(f"{item}/9 ", "0\n") for item in range(3, 10)]
    seen = on_terminal(served, "assess", "ana", "phq-9", "--resume", keys=rest)
    assert (seen.code, "1/9" in seen.plain) == (0, False), seen.plain
    assert kept(served, "as1", "status", "score") == ["completed", None]
    assert "no phq-9 was begun" in refused(served, "assess", "ana", "phq-9", "--resume", "--answers", "-")


def test_a_screen_is_resumed_from_a_file_and_nothing_is_kept_of_none(served: Quick) -> None:
    seen = on_terminal(served, "assess", "ana", "phq-2", keys=[("1/2 ", "stop\n")])
    assert (seen.code, "nothing is kept" in seen.plain) == (1, True), seen.plain
    on_terminal(served, "assess", "ana", "phq-2", keys=[("1/2 ", "2\n"), ("2/2 ", "\x03")])
    served("assess", "ana", "phq-2", "--resume", "--answers", "-", stdin="2=1\n")
    assert kept(served, "as1", "status", "score") == ["completed", 3]


@pytest.mark.parametrize("how", [signal.SIGHUP, signal.SIGTERM, signal.SIGKILL])
def test_a_closed_window_or_a_kill_keeps_the_screen(served: Quick, how: signal.Signals) -> None:
    """Between two answers, as a closed terminal, a shutdown or a flat battery comes."""
    before = served("export", "all")
    code = "import sys; from caseload.app import main; sys.argv[0] = 'caseload'; main()"
    master, slave = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-c", code, "assess", "ana", "phq-2"],
        env=served.environ,
        stdin=slave,
        stdout=slave,
        stderr=slave,
    )
    try:
        seen = b""
        while b"1/2 " not in seen:
            seen += os.read(master, 4096)
        os.write(master, b"3\n")
        while b"2/2 " not in seen:
            seen += os.read(master, 4096)
        child.send_signal(how)
        assert child.wait(20) == (-how if how is signal.SIGKILL else 0)
    finally:
        child.kill()
        child.wait()
        os.close(slave)
        os.close(master)
    assert kept(served, "as1", "status", "score") == ["in-progress", None]
    assert json.loads(*kept(served, "as1", "answers"))["44250-9"]["points"] == 3
    served("undo")
    assert served("export", "all") == before
    served("redo")
    seen_again = on_terminal(served, "assess", "ana", "phq-2", "--resume", keys=[("2/2 ", "2\n")])
    assert seen_again.code == 0, seen_again.plain
    assert kept(served, "as1", "status", "score") == ["completed", 5]


def test_a_screen_asked_item_by_item_is_one_step_and_a_dry_run_of_it_none(served: Quick) -> None:
    before = served("export", "all")
    typed = [("1/2 ", "3\n"), ("2/2 ", "back\n"), ("1/2 ", "2\n"), ("2/2 ", "1\n")]
    dry = on_terminal(served, "assess", "ana", "phq-2", "-n", keys=typed)
    assert (dry.code, served("export", "all")) == (0, before)
    seen = on_terminal(served, "assess", "ana", "phq-2", "--date", "2026-01-02", keys=typed)
    assert ("is before the client's opening" in " ".join(seen.plain.split()), seen.code) == (True, 0)
    after = served("export", "all")
    assert kept(served, "as1", "status", "score") == ["completed", 3]
    served("undo")
    assert served("export", "all") == before
    served("redo")
    assert served("export", "all") == after


def test_a_screen_that_was_only_begun_is_asked_by_resume(served: Quick) -> None:
    served("assessment", "add", "ana", "phq-2", "--stage", "entry", "--date", "mon")
    assert kept(served, "as1", "status") == ["in-progress"]
    served("assess", "ana", "phq-2", "--resume", "--answers", "-", stdin="1=2\n2=1\n")
    assert kept(served, "as1", "status", "score", "stage", "assessed_on") == ["completed", 3, "entry", "2026-11-23"]
    served("assessment", "edit", "as1", "--status", "stopped")
    assert kept(served, "as1", "status", "score", "positive") == ["stopped", None, None]


def test_a_total_of_one_domain_is_never_a_bare_number(served: Quick) -> None:
    whole = "1=1\n2=8\n3=often\n4=never\n5=no\n6=no\n7={0}\n8={0}\n9={0}\n10={0}\n"
    for number in ("2", "3"):
        served("assess", "ana", "ahc-hrsn", "--answers", "-", stdin=whole.format(number))
    served("assessment", "add", "ana", "phq-9", "--score", "12")
    table = served("assessment", "list", "--table", "--sensitive", env={"COLUMNS": "120"})
    assert ("safety 8" in table, "safety 12" in table) == (True, True)
    assert "ahc-hrsn, safety 12, food-insecurity, safety" in served("show", "as2", "--sensitive")
    assert "safety 12" in served("show", "ana", "--sensitive")
    assert "total of safety\t8\t12\t4" in served("assessment", "compare", "as1", "as2", "--sensitive")
    assert kept(served, "as2", "score", "score_of") == [12, "safety"]
    assert kept(served, "as3", "score", "score_of") == [12, None]
    served("assessment", "amend", "as2", "7=declined")
    assert kept(served, "as2", "score", "score_of") == [None, None]
