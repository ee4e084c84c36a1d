"""With --names a list holds nothing that tells who somebody is: for a supervisor, a funder."""

import re
from datetime import date
from pathlib import Path

import pytest
from conftest import program_in
from invented import EXAMPLES

from caseload.records.kinds import KINDS
from caseload.records.of.base import Record, Vocabulary
from caseload.records.of.fields import fields_of, public_fields
from caseload.records.of.nature import Coded, Interval, Listed, Rule, Stamp
from caseload.records.of.values import Own

from .conftest import Quick, holding
from .test_travels import SECRET, tell, writing

PAGE = Path(__file__).parents[2] / "docs" / "formats.md"
DAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Quick:
    """The invented records, the secret in every field of the first of each kind that holds words."""
    program = program_in(holding(tmp_path_factory.mktemp("secret"), EXAMPLES))
    twofold = Quick(program.home, program.environ)
    with writing(twofold, DAY) as store:
        for kind in KINDS:
            # What was said of a signed note, is asked by a used instrument or was applied stays as it is.
            if kind.TABLE not in ("field", "addendum", "instrument", "template"):
                tell(store, store.get(kind, 1), listed=False)
    twofold("client", "edit", "c1", "--born-on", "1987-06-05", "--tag", SECRET, "--pronouns", SECRET)
    twofold("client", "edit", "c1", "--given", "Qarlotta", "--family", "Zwick", "--preferred-name", "Lottaq")
    twofold("referral", "edit", "r1", "--next-due", "2026-11-01", "--next-action", SECRET)
    return twofold


LISTS = (
    *(f"{kind.TABLE} {verb}" for kind in KINDS for verb in ("list", "export")),
    *(f"export {kind.TABLE}" for kind in KINDS),
    "overdue", "gaps", "overdue --by client", "overdue --why", "today", "agenda --due 2026-11-01..", "agenda --heat",
    f"find {SECRET}", "find Qarlotta", "provider find elm", "report caseload", "report capacity", "report duplicates",
    "report retention", "report purged", "report served ..2026-11-25", "report contacts",
    "report outcomes ..2026-11-25",
    "report outcomes ..2026-11-25 --rows closings", "report outcomes ..2026-11-25 --by setting", "doctor",
    "assessment compare as1 as2", "referral chase", "form list", "drafts",
    "program waitlist pg1", "board program pg1",
    "board authorization", "board benefit", "board release",
    "report miles ..2026-12-31", "report miles ..2026-12-31 --by client",
    "report time ..2026-12-31", "visits 2026-11-25", "remind 2026-11-25",
    "client disclosures c1", "consent check cs1", "income household c1", "show c1", "show t1",
    "benefit screen c1 --household 2 --income 100 --per month",
    "show n1", "show c1 --why", "history", "history c1", "history t1",
    "template diff",
)  # fmt: skip


@pytest.mark.parametrize("names", ["initials", "none"])
@pytest.mark.parametrize("line", LISTS)
def test_no_list_and_no_export_holds_what_tells_who_somebody_is(secret: Quick, line: str, names: str) -> None:
    words = line.split()
    # None goes the way of initials, and has a column less.
    for form in ("--csv", "--table", "") if names == "initials" else ("--csv",):
        ran = secret.run(*words, "--names", names, "--sensitive", *([form] if form else []))
        # A consent that lacks something is told by the exit code.
        assert ran.code == (1 if line.startswith("consent check") else 0), (ran.err, form)
        said = re.sub(r"\\|\s", "", ran.out + ran.err).lower()
        assert not re.search(f"{SECRET}|qarlotta|zwick|lottaq|ana-ruiz|rosa|anna|1987-06-05", said), (form, ran.out)
    # How many clients were served is told beside the rows.
    assert re.fullmatch(
        r"(\d+ clients · .*\n|cs1 is not signed\n|No decision: .*\n|Nobody drove\.\n|\d+ (trip|contact)s? · .*\n)?",
        ran.err,
    )


def test_every_command_that_takes_names_is_looked_at() -> None:
    """docs/commands.md has every command; `show`, of a noun too, is one, and `agenda` makes a calendar beside.

    The certificate of `client purge` has no name whatever is typed: commands/test_purge.py.
    """
    pages = re.split(r"^## caseload ?", (PAGE.parent / "commands.md").read_text(), flags=re.MULTILINE)[1:]
    taking = {page.partition("\n")[0] for page in pages if "--names initials|none" in page}
    looked_at = {command for command in taking if any(f"{line} ".startswith(f"{command} ") for line in LISTS)}
    assert len(taking) > 50
    assert {command for command in taking - looked_at if not command.endswith(" show")} == {"client purge"}


@pytest.mark.parametrize("line", LISTS)
def test_no_list_passes_over_the_columns_that_are_asked_for(secret: Quick, line: str) -> None:
    ran = secret.run(*line.split(), "--sensitive", "--fields", "nosuch")
    assert (ran.code, ran.out, "is not a column here" in ran.err) == (2, "", True), ran


@pytest.mark.parametrize(
    ("kind", "rows", "said"),
    [
        (
            "disclosure", "client,at,what,recipient,counts\nc1,2026-11-20,letter,Clinic,Ana Ruiz\n",
            "counts: is no count of records",
        ),
        (
            "disclosure", "client,at,what,recipient,counts\nc1,2026-11-20,letter,Clinic,3 ruiz\n",
            "counts: is no count of records",
        ),
        ("waiver", "item,rule,until,reason\nc1,ruiz,2026-12-20,x\n", "rule: is not a rule; one of task, "),
        (
            "assessment", "client,instrument,assessed_on,score,domains\nc1,in1,2026-11-20,5,ruiz\n",
            "domains: is not what the instrument has; none",
        ),
        (
            "assessment", "client,instrument,assessed_on,score,flags\nc1,in1,2026-11-20,5,ruiz\n",
            "flags: is not what the instrument has; some of self-harm",
        ),
        ("assessment", "client,outside,assessed_on,flags\nc1,x,2026-11-20,ruiz\n", "flags: is not what the instrument"),
        ("consent", "client,recipient,statements\nc1,Clinic,ruiz\n", "statements: is not accepted"),
    ],
)  # fmt: skip
def test_no_file_brings_a_name_into_a_field_that_a_list_without_names_shows(
    served: Quick, kind: str, rows: str, said: str
) -> None:
    served("assessment", "add", "ana", "phq-9", "--score", "5")
    before = served.fingerprint
    ran = served.run("import", kind, "-", stdin=rows)
    assert (ran.code, said in ran.err, served.fingerprint) == (1, True, before), ran.err


def test_what_is_chased_has_a_row_and_columns_without_names(secret: Quick) -> None:
    words = ("referral", "chase", "--csv", "--names")
    assert secret(*words, "none").splitlines()[0] == "owner,id,provider_name,status,due,days_late,days,attempts"
    assert secret(*words, "initials").splitlines()[0].startswith("owner,id,initials,provider_name")
    assert secret("referral", "chase", "--fields", "id,due") == "r1\t2026-11-01\n"
    assert secret.run(*words, "none", "--fields", "service_type").code == 2


@pytest.mark.parametrize("names", ["initials", "none"])
def test_initials_stand_in_the_place_of_the_name_and_none_has_none(served: Quick, names: str) -> None:
    served("task", "add", "ana", "Call Ana", "--due", "2026-11-20")
    with_initials = names == "initials"
    assert (
        served("task", "list", "--csv", "--names", names)
        .splitlines()[0]
        .startswith("id,client,initials,due," if with_initials else "id,client,due,")
    )
    row = served("overdue", "--csv", "--names", names, "--kind", "task").splitlines()
    assert row[0] == f"id,kind,rule,client,{'initials,' * with_initials}due,grace_ends,days_late,priority"
    assert row[1].startswith(f"t1,task,task,c1,{'AR,' * with_initials}2026-11-20")
    assert (
        served("client", "list", "--csv", "--names", names)
        .splitlines()[1]
        .startswith("c2,BN,active" if with_initials else "c2,no,active")
        or served("client", "list", "--json", "--names", names).count('"initials"') == 2 * with_initials
    )
    assert served("find", "Call", "--names", names) == (
        "t1\tAR\ttask\t2026-11-20\n" if with_initials else "t1\ttask\t2026-11-20\n"
    )


def test_a_column_that_is_left_out_is_refused_by_fields(served: Quick) -> None:
    for words in (
        ("task", "list", "--fields", "id,title"), ("export", "client", "--fields", "born_on"),
        ("overdue", "--fields", "client_handle"), ("find", "x", "--fields", "excerpt"),
        ("report", "caseload", "--fields", "handle"), ("show", "c1", "--fields", "phone"),
    ):  # fmt: skip
        ran = served.run(*words, "--names", "none")
        assert (ran.code, ran.out) == (2, ""), words
        assert "is not a column here" in ran.err


def test_what_brings_everything_back_takes_no_names_and_neither_does_sql(served: Quick) -> None:
    assert served.run("export", "all", "--names", "none").code == 2
    assert served.run("sql", "select 1", "--names", "none").code == 2
    for words in (("task", "list", "--names", "full"), ("today", "--names", "handle"), ("overdue", "--names", "x")):
        ran = served.run(*words)
        assert (ran.code, ran.out) == (2, "")
        assert "initials, none" in ran.err
    assert served.run("agenda", "--names", "full").code == 2
    assert served.run("agenda", "--ics", "--names", "none").code == 2


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.TABLE)
def test_a_field_of_text_is_left_out_unless_the_program_or_a_directory_writes_it(
    kind: type[Record],
) -> None:
    for field in fields_of(kind):
        if field.type is str:
            assert field.tells is not any(map(field.is_a, (Coded, Stamp, Interval, Listed, Rule))), field.name
        elif field.type is not Own:
            assert issubclass(field.type, Vocabulary) or field.type.__name__ in ("int", "float", "bool", "date", "When")
            assert field.tells is (field.name in ("born_on", "died_on")), field.name


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.TABLE)
def test_the_page_lists_what_is_left(kind: type[Record]) -> None:
    kept = [field.key for field in public_fields(kind) if not field.tells]
    section = PAGE.read_text().partition("## Without names")[2]
    assert f"\n| {kind.TABLE} | {', '.join(kept)} |\n" in section


def test_of_the_users_own_fields_those_of_words_and_of_yes_or_no_stay(filled: Quick) -> None:
    heading = filled("export", "client", "--csv", "--names", "none").splitlines()[0]
    assert heading.endswith(",updated_at,voided_at,veteran,cohort,barriers")


def test_an_export_of_all_clients_keeps_what_is_counted(served: Quick) -> None:
    rows = served("export", "client", "--csv", "--names", "initials").splitlines()
    assert rows[0].startswith("id,initials,address_confidential,interpreter,status,acuity")
    assert rows[1].startswith("c1,AR,no,,active")
