"""Every page for paper, by one table: the gate, the notice of 42 CFR 2.32, the log, what is masked, PDF, languages."""

import json
import tomllib
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from conftest import Program, program_in
from invented import EXAMPLES, another, example

from caseload.output.languages import Language
from caseload.records.client import Answer, Client
from caseload.records.enrollment import Enrollment, EnrollmentStatus
from caseload.records.kinds import KINDS
from caseload.records.of.guarded import Guarded, Sensitivity
from caseload.records.referral import Outcome
from caseload.value import replace

from .conftest import Quick, copied, holding
from .papers import CONSENT, PAGES, SAID, with_sender
from .test_travels import SECRET, tell, writing

NOTICE = "unless authorized by the consent"
"""Of the notice of 42 CFR 2.32."""

ADDRESS, NUMBERS = "9 Hidden Lane", ("004-17-2289", "AB1234567")

LARGE = [name for name in PAGES if name.endswith("large")]
"""For a page that has type, which text has not."""

OF_ONE = [name for name, words in PAGES.items() if "ana" in words or words[1] in ("print", "report", "letter")]
OF_ONE = [name for name in OF_ONE if name not in ("referral", "plan, with the notice", *LARGE)
          and not name.startswith(("outcomes", "rows"))]  # fmt: skip
"""The pages of one client, which --recipient lets go to somebody."""

WITH_GUARDED = [name for name in OF_ONE if name not in ("letter", "attendance", "completion")]
"""Those on which records of their own law may stand."""


@pytest.fixture(scope="session")
def marked_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented records, and of each kind that may leave one more which Part 2 protects, with the secret in it.

    Nobody is to find Ana. The court has a consent for what no law of its own guards, the clinic for the rest, too.
    """
    program = program_in(holding(tmp_path_factory.mktemp("marked"), EXAMPLES))
    told = Quick(program.home, program.environ)
    with writing(told, date(2026, 11, 20)) as store:
        for number, kind in enumerate(KINDS):
            if issubclass(kind, Guarded):
                twin: Any = replace(another(example(kind), 70 + number), sensitivity=Sensitivity.SUD)
                tell(store, store.add(twin))
        store.save(replace(store.get(Client, 1), address=ADDRESS, city="Dayton", address_confidential=True))
        done = replace(store.get(Enrollment, 1), status=EnrollmentStatus.COMPLETED, ended_on=date(2026, 11, 24))
        store.save(done)
    told("appointment", "add", "c1", "Check-in", "--at", "2026-11-26T10:00")
    for to, more in (("court", ""), ("clinic", "--data-class SUD --kind specific"), ("pr1", "")):
        told("consent", "add", "c1", "--recipient", to, *CONSENT.split(), *more.split())
    return program.home


@pytest.fixture
def marked(nobody: Program, marked_home: Path) -> Quick:
    return with_sender(copied(nobody, marked_home))


def logged(program: Quick) -> list[dict[str, Any]]:
    """The disclosures that were logged here."""
    found: list[dict[str, Any]] = json.loads(program("disclosure", "export", "--json", "--sensitive"))
    return [one for one in found if SECRET not in str(one) and one["what"] != "her lease"]


@pytest.mark.parametrize("name", [name for name in PAGES if name not in (*LARGE, "plan, with the notice")])
def test_into_a_file_goes_nothing_that_a_law_guards_no_hidden_address_and_no_whole_number(
    marked: Quick, name: str
) -> None:
    before = marked.fingerprint
    ran = marked.run(*PAGES[name])
    assert (ran.code, bool(ran.out)) == (0, True), ran.err
    for hidden in (SECRET, ADDRESS, *NUMBERS):
        assert hidden not in ran.out
    if name in (*WITH_GUARDED, "handover"):
        assert "withheld (SUD, MH, HIV, SDV or PSYTHPN); --sensitive lets them out" in ran.err
        assert SECRET in marked(*PAGES[name], "--sensitive")
    assert (marked.fingerprint == before) is (name != "referral")
    shown = marked(*PAGES[name], "--reveal") if name not in ("referral", "outcomes", "outcomes, parted") else ""
    assert (ADDRESS in shown) is (name in ("client file", "letter", "handover", "visits"))
    assert all(one in shown for one in NUMBERS) is (name in ("client file", "packet"))


@pytest.mark.parametrize("name", OF_ONE)
def test_to_anyone_it_goes_by_a_consent_is_logged_and_has_the_notice_where_part_2_protects_it(
    marked: Quick, name: str
) -> None:
    before = marked.fingerprint
    ran = marked.run(*PAGES[name], "--recipient", "press", "--purpose", "referral")
    assert (ran.code, ran.out, marked.fingerprint) == (1, "", before)
    ran = marked.run(*PAGES[name], "--recipient", "court", "--purpose", "referral")
    assert (ran.code, SECRET in ran.out, ADDRESS in ran.out, NOTICE in ran.out) == (0, False, False, False), ran.err
    assert ("cs2 does not cover SUD" in ran.err) is (name in (*WITH_GUARDED, "letter"))
    ran = marked.run(*PAGES[name], "--recipient", "clinic", "--purpose", "referral")
    assert (SECRET in ran.out) is (name in WITH_GUARDED)
    court, clinic = logged(marked)
    noticed = "full" if NOTICE in ran.out else "none"
    # A letter names no appointment; that there is one of them goes by the law all the same.
    assert noticed == ("full" if name in (*WITH_GUARDED, "letter") else "none")
    assert [one["notice"] for one in (court, clinic)] == ["none", noticed]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_goes_into_a_pdf(marked: Quick, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What makes it is looked at with the pages as printed; here, that each command hands it its whole HTML."""
    made: list[tuple[str, str]] = []

    def kept(page: str, size: str) -> bytes:
        made.append((page, size))
        return b"%PDF-made"

    monkeypatch.setattr("caseload.output.pdf.pdf", kept)
    marked(*PAGES[name], "--pdf", "--a4", "-o", str(marked.home / "page.out"))
    ((page, size),) = made
    assert (page.startswith("<!DOCTYPE html>"), page.endswith("</html>\n"), size) == (True, True, "a4")
    assert (marked.home / "page.out").read_bytes() == b"%PDF-made"
    assert (marked.home / "page.out").stat().st_mode & 0o777 == 0o600


ENGLISH, SPANISH = (
    tomllib.loads((files("caseload") / "forms" / f"{code}.toml").read_text("utf-8")) for code in ("en", "es")
)


@pytest.mark.parametrize("name", OF_ONE)
def test_in_spanish_no_page_says_a_word_of_its_own_in_english(
    marked: Quick, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = set[tuple[type, str]]()
    say = Language.word

    def word(language: Language, one: object, of: str = "") -> str:
        asked.add((type(one), of))
        return say(language, one, of)

    monkeypatch.setattr(Language, "word", word)
    ran = marked.run(*PAGES[name], "--language", "es", "--sensitive")
    assert "in English" not in ran.err
    for table in ("labels", "words"):
        for key, english in ENGLISH[table].items():
            if len(english) > 12 and english != SPANISH[table].get(key):
                assert english not in ran.out, key
    assert {one for one in asked if one[0] not in (type(None), Answer, Outcome)} <= set(SAID)
