"""caseload document: needed, asked for, got, about to expire."""

import json

import pytest

from commands.conftest import Quick


def document(program: Quick, ref: str, *keys: str) -> list[object]:
    """Those fields of one document."""
    record = json.loads(program("document", "show", ref, "--json"))[0]
    return [record[key] for key in keys]


@pytest.fixture
def papers(served: Quick) -> Quick:
    """Ana needs a birth certificate (d1) and has a lease (d2)."""
    served("document", "add", "ana", "Birth", "certificate", "--needed-by", "+3w", "--responsible", "me")
    served("document", "add", "ana", "Lease", "--status", "received", "--expires-on", "2026-12-15")
    return served


def test_every_field_goes_in_by_its_option_and_comes_out_again(served: Quick) -> None:
    line = "Award letter --kind income --status received --location drawer --issued-on 2026-11-01 --cost 2.5 --fund aid"
    more = "--requested-on 2026-10-01 --received-on 2026-11-20 --expires-on 2027-11-01 --needed-by 2026-12-01"
    served("document", "add", "ana", *line.split(), *more.split(), "--responsible", "me", "--external-id", "7")
    shown = json.loads(served("document", "show", "d1", "--json"))[0]
    kept = {key: value for key, value in shown.items() if value is not None}
    assert kept | {"created_at": "", "updated_at": "", "database": ""} == {
        "id": "d1", "client": "c1", "client_handle": "ana-ruiz", "title": "Award letter", "kind": "income",
        "status": "received", "location": "drawer", "issued_on": "2026-11-01", "requested_on": "2026-10-01",
        "received_on": "2026-11-20", "expires_on": "2027-11-01", "needed_by": "2026-12-01", "responsible": "me",
        "cost": 2.5, "fund": "aid", "external_id": "7", "sensitivity": "normal", "part2": "unknown", "created_at": "",
        "updated_at": "", "database": "",
    }  # fmt: skip


def test_a_paper_is_asked_for_and_got_and_each_step_says_its_day_and_is_undone_whole(papers: Quick) -> None:
    ran = papers.run("document", "request", "d1", "--on", "yesterday")
    assert ran.err == (
        "d1 Birth certificate · ana-ruiz · status needed -> requested · requested Tue 2026-11-24 (yesterday) · "
        "needed by Wed 2026-12-16 (in 21 days) · undo: caseload undo\n"
    )
    ran = papers.run("document", "got", "d1", "--expires-on", "+4y", "--location", "her file")
    assert ran.err == (
        "d1 Birth certificate · ana-ruiz · status requested -> received · location her file · "
        "received Wed 2026-11-25 (today) · expires Mon 2030-11-25 (in 4 years) · undo: caseload undo\n"
    )
    assert document(papers, "d1", "requested_on", "received_on") == ["2026-11-24", "2026-11-25"]
    papers("undo")
    assert document(papers, "d1", "status", "received_on", "expires_on") == ["requested", None, None]


def test_a_paper_that_is_here_is_asked_for_anew_and_keeps_its_expiry_until_the_new_one_is_here(papers: Quick) -> None:
    papers("document", "request", "d2")
    assert document(papers, "d2", "status", "received_on", "expires_on") == ["requested", None, "2026-12-15"]
    assert "d2" in papers("today", "--ids").split()
    later = {"CASELOAD_NOW": "2026-12-20T09:00"}
    assert "late" in papers("document", "list", "--table", env=later)
    papers("document", "got", "d2", env=later)
    assert document(papers, "d2", "status", "received_on", "expires_on") == ["received", "2026-12-20", None]
    assert {"d1", "d2"} & set(papers("today", "--ids", env=later).split()) == {"d1"}


def test_papers_that_come_together_are_got_in_one_step_all_or_none(papers: Quick) -> None:
    papers("document", "add", "ana", "Card")
    papers("document", "request", "d1", "d3")
    ran = papers.run("document", "got", "d1", "-", "--on", "yesterday", stdin="d3\nd1\n")
    assert ran.err.splitlines()[0].startswith("2 in one step · status received")
    assert document(papers, "d3", "status", "received_on") == ["received", "2026-11-24"]
    papers("undo")
    ran = papers.run("document", "got", "d1", "d2")
    assert (ran.code, "d2 was received already" in ran.err) == (1, True)
    assert document(papers, "d1", "status") == ["requested"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("request d1", 1, "d1 was requested on 2026-11-25 already; caseload document got d1, once here"),
        ("got d2", 1, "d2 was received already; caseload document request d2 for a new one, or document edit d2"),
        ("got d9", 3, "there is no document d9; see caseload document list"),
        ("request d1 --on +1d", 2, '"+1d" is still to come'),
        ("add ana Card --cost 2.345", 2, "cost: is finer than a cent; such as 12.5"),
        ("add ana Card --cost -1", 2, "Invalid value for '--cost'"),
        ("add ana Card --issued-on 2026-11-20 --expires-on 2026-11-19", 2, "--expires-on: is before --issued-on"),
        ("add ana Card --status lost", 2, '--status: "lost" is not accepted; one of needed, requested, received'),
    ],
)
def test_what_cannot_be_is_refused_in_one_line_and_nothing_is_written(
    papers: Quick, words: str, code: int, said: str
) -> None:
    papers("document", "request", "d1")
    before = papers.fingerprint
    ran = papers.run("document", *words.split())
    assert (ran.code, ran.out, ran.err.count("\n")) == (code, "", 1)
    assert said in ran.err
    assert papers.fingerprint == before


def test_the_clients_page_shows_what_is_to_be_got_and_what_expires_soon_and_counts_the_rest(papers: Quick) -> None:
    papers("document", "add", "ana", "Passport", "--status", "received", "--expires-on", "2030-01-01")
    page = papers("show", "ana")
    assert page.partition("\nDocuments\n")[2].partition("\n\n")[0].splitlines() == [
        "  1 at hand: caseload document list --client c1",
        "  d1  Birth certificate  needed    needed 2026-12-16 (in 21 days)   me",
        "  d2  Lease              received  expires 2026-12-15 (in 20 days)",
    ]


def test_no_title_of_a_paper_goes_out_by_mail(papers: Quick) -> None:
    papers("document", "edit", "d2", "--expires-on", "tomorrow")
    papers("document", "edit", "d1", "--needed-by", "yesterday")
    sent = papers("digest")
    assert "document expires" in sent
    assert not {"Lease", "Birth"} & set(sent.split())


def test_a_list_of_papers_is_imported_by_a_guessed_map(served: Quick) -> None:
    (served.home / "papers.csv").write_text(
        "Client name,Document name,Status,Expiration date,Where\nAna Ruiz,State ID,received,2027-05-01,her purse\n"
    )
    guessed = served("import", "document", str(served.home / "papers.csv"), "--guess")
    (served.home / "map.toml").write_text(guessed)
    served("import", "document", str(served.home / "papers.csv"), "--map-file", str(served.home / "map.toml"))
    assert document(served, "d1", "client", "title", "status", "expires_on", "location") == [
        "c1", "State ID", "received", "2027-05-01", "her purse",
    ]  # fmt: skip
    assert "State ID" in served("find", "state", "id")
