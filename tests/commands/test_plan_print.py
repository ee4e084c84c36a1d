"""caseload plan print: a plan for the client to keep, in the client's language; to others only through the gate."""

import builtins
import json
from pathlib import Path
from shlex import split

import pytest

from commands.conftest import Quick, once
from commands.papers import fill, with_sender

HER_OWN = ("--recipient", "client", "--purpose", "copy", "--no-consent", "--basis", "to-individual", "--reason", "copy")
TO_THE_CLINIC = ("--recipient", "pr1", "--purpose", "referral")


@once
def planned(empty: Quick) -> None:
    """Ana and her plan; see commands.papers."""
    fill(empty)


def disclosed(program: Quick) -> list[dict[str, object]]:
    """What the log of disclosures has."""
    found: list[dict[str, object]] = json.loads(program("disclosure", "export", "--json"))
    return found


def test_a_plan_says_whose_goals_who_does_what_by_when_which_help_and_who_signs(planned: Quick) -> None:
    said = with_sender(planned)("plan", "print", "p1", "--language", "en")
    for part in (
        "Plan of care for Ana Ruiz", "Born: April 2, 1961", "1. Stay in own apartment",
        "In my own words: “I want to keep my own door.”", "By February 28, 2027",
        "Now: 5 blocks · Goal: 12 blocks", "Kim Park: Call the landlord about the stairs (December 4, 2026)",
        "Ana Ruiz: Bring the lease (December 2, 2026)",
        "Hot meals · Elm Street Kitchen · Monday, Wednesday, Friday", "I said no to: Bath aide",
        "Call Rosa first. Then the on-call line, 217-555-0100.", "We look at it again by: March 1, 2027",
        "Rosa Ruiz (guardian)", "Kim Park (case manager)", "Elm Street Kitchen (provider)",
        "Printed: November 25, 2026 · p1, version 1",
    ):  # fmt: skip
        assert part in said
    for left_out in ("My own list", "Home Help (", "sober"):
        assert left_out not in said


def test_without_a_recipient_it_is_the_clients_and_that_is_said_and_nothing_is_written(planned: Quick) -> None:
    before = planned.fingerprint
    ran = planned.run("plan", "print", "p1")
    assert "for ana-ruiz: no consent is needed; for anyone else: --recipient" in ran.err
    assert "1 withheld" in ran.err
    assert "under [sender] in config.toml" in ran.err
    assert "once the client has it: caseload plan edit p1 --copy-given-on today" in ran.err
    assert planned.fingerprint == before


def test_it_speaks_the_clients_language_and_the_dates_of_it(planned: Quick) -> None:
    said = planned("plan", "print", "p1")
    for part in ("Plan de cuidado de Ana Ruiz", "Fecha de nacimiento: 2 de abril de 1961",
                 "Para el 28 de febrero de 2027",
                 "Rosa Ruiz (tutor o tutora)", "todavía no ha comenzado"):  # fmt: skip
        assert part in said
    assert '<html lang="es" dir="ltr">' in planned("plan", "print", "p1", "--format", "html")
    assert "Plan of care for Ana Ruiz" in planned("plan", "print", "p1", "--language", "English", "--format", "html")
    assert "Plan de cuidado" in planned("plan", "print", "p1", *HER_OWN)
    assert "Plan of care for" in planned("plan", "print", "p1", *TO_THE_CLINIC)


def test_a_language_without_labels_is_told_and_english_is_taken_and_one_that_is_typed_is_refused(
    planned: Quick,
) -> None:
    planned("client", "edit", "ana", "--language", "Somali")
    ran = planned.run("plan", "print", "p1")
    assert "Plan of care for" in ran.out
    assert "there are no labels for Somali, so it is in English; one of en, es; caseload form copy en.toml" in ran.err
    ran = planned.run("plan", "print", "p1", "--language", "so")
    assert (ran.code, ran.out) == (3, "")


def test_a_language_of_ones_own_is_a_file_and_what_it_lacks_is_said_in_english_and_told(planned: Quick) -> None:
    folder = planned.home / "config" / "caseload" / "forms"
    folder.mkdir(parents=True)
    (folder / "so.toml").write_text('[labels]\ngoals = "Yoolalkayga"\n')
    ran = planned.run("plan", "print", "p1", "--language", "somali")
    assert "YOOLALKAYGA" in ran.out
    assert "Signature ____" in ran.out
    assert "so lacks direction, name, date" in ran.err
    assert "more of caseload form show en.toml: said in English" in ran.err
    planned("form", "copy", "es.toml")
    theirs = (folder / "es.toml").read_text().replace("Mis metas", "Lo que quiero")
    (folder / "es.toml").write_text(theirs)
    ran = planned.run("plan", "print", "p1")
    assert "LO QUE QUIERO" in ran.out
    assert "lacks" not in ran.err
    for wrong, line in (
        ("[labels]\ngoals = 1\n", 2),
        ('[dates]\nday = "{day}"\nmonths = ["x"]\n', 3),
        ("[labels\n", 1),
    ):
        (folder / "es.toml").write_text(wrong)
        ran = planned.run("plan", "print", "p1")
        assert (ran.code, ran.out) == (2, "")
        assert f"es.toml, line {line}" in ran.err


def test_to_anyone_else_it_goes_by_a_consent_is_one_step_and_in_the_log(planned: Quick) -> None:
    before = planned.fingerprint
    ran = planned.run("plan", "print", "p1", *TO_THE_CLINIC, "-n")
    assert (ran.code, ran.out, planned.fingerprint) == (0, "", before)
    ran = planned.run("plan", "print", "p1", *TO_THE_CLINIC)
    assert "Stay in own apartment" in ran.out
    assert "sober" not in ran.out
    assert "1 goal withheld: cs1 does not cover SUD" in ran.err
    (log,) = disclosed(planned)
    assert (log["provider"], log["consent"], log["records"]) == (
        "pr1",
        "cs1",
        ["c1", "g1", "g2", "p1", "pe1", "sv1", "sv2", "t1", "t2"],
    )
    planned("undo")
    assert disclosed(planned) == []


def test_without_a_consent_it_stays_and_the_refusal_names_the_one_to_make(planned: Quick) -> None:
    before = planned.fingerprint
    ran = planned.run("plan", "print", "p1", "--recipient", "Judge Ng", "--purpose", "hearing")
    assert (ran.code, ran.out, planned.fingerprint) == (1, "", before)
    said, _, command = ran.err.strip().rpartition("; ")
    assert said.endswith("c1, p1 may not go there, and nothing was written")
    assert split(command) == ["caseload", "consent", "add", "c1", "--recipient", "Judge Ng", "--purpose", "hearing"]


def test_what_part_2_protects_goes_to_the_client_with_its_notice_and_a_form_without_it_makes_nothing(
    planned: Quick,
) -> None:
    ran = planned.run("plan", "print", "p1", *HER_OWN, "--format", "html")
    assert "Six months sober" in ran.out
    assert "42 CFR part 2" in ran.out
    folder = planned.home / "config" / "caseload" / "forms"
    folder.mkdir(parents=True)
    (folder / "plan.html").write_text("<p>{{ client.name }}</p>")
    before = planned.fingerprint
    ran = planned.run("plan", "print", "p1", *HER_OWN, "--format", "html")
    assert (ran.code, ran.out, planned.fingerprint) == (2, "", before)
    assert "leaves out the notice" in ran.err


def test_a_page_whose_file_has_no_place_is_not_logged(planned: Quick, tmp_path: Path) -> None:
    (tmp_path / "plan.html").write_text("mine")
    ran = planned.run("plan", "print", "p1", *TO_THE_CLINIC, "-o", str(tmp_path / "plan.html"))
    assert ran.code == 1
    assert disclosed(planned) == []
    planned("plan", "print", "p1", *TO_THE_CLINIC, "-o", str(tmp_path / "other.md"))
    assert len(disclosed(planned)) == 1
    assert (tmp_path / "other.md").stat().st_mode & 0o777 == 0o600


def test_a_hostile_title_stays_text_in_every_form(planned: Quick) -> None:
    planned("goal", "add", "ana", "--plan", "p1", "--", "<script>alert(1)</script> {{ 7*7 }} [x](http://e) \x1b[31m")
    html = planned("plan", "print", "p1", "--format", "html")
    assert "<script>" not in html
    assert "{{ 7*7 }}" in html
    for form in ("text", "markdown", "html"):
        assert "\x1b" not in planned("plan", "print", "p1", "--format", form)
    assert "[x](http" not in planned("plan", "print", "p1", "--format", "markdown")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--large",), "is for what has type"), (("--format", "word"), "one of text, markdown, html, pdf"),
        (("-o", "plan.docx"), "does not say how the page is written"), (("--pdf",), "-o FILE.pdf"),
        (("--pdf", "--format", "text"), "cannot stand beside"), (("--a4",), "is for PDF"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_a_line(planned: Quick, words: tuple[str, ...], said: str) -> None:
    ran = planned.run("plan", "print", "p1", *words)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_a_version_that_was_superseded_names_the_one_that_holds(planned: Quick) -> None:
    planned("plan", "revise", "p1", "--reason", "moved")
    assert "p1 was superseded by p2" in planned.run("plan", "print", "p1").err


def test_without_the_extra_pdf_is_refused_by_its_name_and_nothing_is_logged(
    planned: Quick, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *rest: object) -> object:
        if name == "weasyprint":
            raise ImportError(name)
        return real(name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    ran = planned.run("plan", "print", "p1", *TO_THE_CLINIC, "-o", str(tmp_path / "plan.pdf"))
    assert (ran.code, (tmp_path / "plan.pdf").exists(), disclosed(planned)) == (1, False, [])
    assert "pip install 'caseload-cli[pdf]'; or -o FILE.html" in ran.err
