"""caseload gaps: what records lack, and that the command beside each gap mends it."""

import json
import shlex
from pathlib import Path

import pytest

from caseload.records.kinds import KINDS
from caseload.reports.gaps import GAPS
from commands.conftest import Quick, copied, made

LINES = (
    "client add Ana Ruiz --opened-on 2026-03-02 --tag north",
    "plan add ana Care --started-on 2026-11-20",
    "goal add ana Walk --plan p1",
    "need add ana --domain food Nothing left",
    "need add ana --domain housing Couch",
    "goal add ana Rent --need nd2 --unit months --target 12",
    "goal met g2",
    "need add ana --type strength Her sister looks in",
    "need add ana --domain money --support declined",
    "provider add Elm Street Kitchen --service Meals",
    "service add ana Meals --goal g1",
    "appointment add ana Visit --at 2026-11-20@14:00",
    "appointment kept a1",
    "incident add ana Fell --at 2026-11-24 --reported-to APS",
    "note add ana Called --at 2026-11-24",
    "referral add ana Food box --provider pr1",
    "person add ana Rosa",
    "disclosure add ana --to pe1 --what lease",
    "coverage add ana Medicaid",
    "authorization add ana Counseling --number A-1 --units 3 --from 2026-10-01 --until 2027-03-31",
    "authorization used au1 2 --on 2026-11-20",
    "benefit add ana Medicaid --status approved --until 2027-02-28",
    "benefit apply ana SSI",
    "benefit add ana Medicare --status approved --effective 2026-01-01",
    "benefit add ana TANF --status approved",
    "benefit add ana Housing",
    "benefit ask b1 Pay stubs",
    "appeal add b4 --notice-on 2026-11-20",
    "appointment add ana Clinic --at 2026-12-03@9:00 --ride",
    "appointment add ana Eye --at 2026-11-26@9:00",
    "ride add a3",
    "appointment move a3 --to 2026-11-24@9:00",
    "appointment add ana Dentist --at 2026-12-04@9:00",
    "ride add a4 --status confirmed",
    "appointment cancel a4 --reason prov",
    "expense add ana 5 Copies",
    "program add Youth path",
    "enrollment add ana pg1 --from 2026-10-01",
    "meeting add pg1 --at 2026-11-20@16:00",
    "benefit edit b5 --status denied --notice-on 2026-11-20",
    "appeal void ap2 --reason slip",
    "authorization add ana Rides --status denied --notice-on 2026-11-20",
    "appeal void ap3 --reason slip",
    "client add Bo Ng --opened-on 2026-03-02",
    "stay add ana shelter",
    "stay add bo jail --from 2026-08-03 --expected 2026-12-15",
    "stay add bo hospital --from 2026-11-10 --left-on 2026-11-19",
)
"""Everything that can be lacking is; Bo (c2) has no plan, nothing insures him, and he is in jail."""

SAID = """
plan-unsigned p1 caseload plan sign p1 --on DAY
plan-copy p1 caseload plan edit p1 --copy-given-on DAY
need-without-goal nd1 caseload goal add c1 TITLE --need nd1
decline-without-reason nd4 caseload need edit nd4 --reason TEXT
need-goals-met nd2 caseload need met nd2
goal-without-measure g1 caseload goal edit g1 --measure TEXT
goal-without-target g1 caseload goal edit g1 --target N
service-without-provider sv1 caseload service edit sv1 --provider PROVIDER
service-without-frequency sv1 caseload service edit sv1 --frequency TEXT
authorization-runout au1 caseload authorization renew au1 --from DAY --until DAY
kept-unwritten a1 caseload log c1 TEXT --at 2026-11-20T14:00
referral-without-next r1 caseload referral edit r1 --next-action TEXT --next-due DAY
verification vf1 caseload benefit got vf1 --sent
benefit-without-end b4 caseload benefit edit b4 --until DAY
benefit-medicaid-number b1 caseload identifier add c1 medicaid NUMBER
benefit-ssn b2 caseload identifier add c1 ssn NUMBER
benefit-medicare-number b3 caseload identifier add c1 medicare NUMBER
benefit-not-contested b5 caseload appeal add b5 --notice-on DAY
authorization-not-contested au2 caseload appeal add au2 --notice-on DAY
appeal-without-day ap1 caseload appeal edit ap1 --deadline DAY
appointment-without-ride a2 caseload ride add a2 --driver TEXT
ride-called-off rd2 caseload ride cancel rd2
ride-without-outcome rd1 caseload ride done rd1
expense-without-receipt x1 caseload expense edit x1 --receipt TEXT
stay-without-day st1 caseload stay move st1 DAY
enrollment-without-attendance en1 caseload attendance add en1 MEETING
incident ic1 caseload incident report ic1 --on DAY
note-unsigned n1 caseload note sign n1
person-without-consent pe1 caseload consent add c1 --recipient pe1
client-without-plan c2 caseload plan add c2 TITLE
client-without-coverage c2 caseload coverage add c2 PAYER
release-unmet st2 caseload stay edit st2 --met-by NAME
release-nowhere st2 caseload stay edit st2 --to SETTING
release-without-benefit st2 caseload benefit apply c2 NAME
stay-left-nowhere st3 caseload stay edit st3 --to SETTING
stay-unheard st3 caseload stay follow st3 --on DAY
program-without-requirements pg1 caseload program edit pg1 --requires REQUIREMENTS
meeting-without-roll me1 caseload roll pg1 --meeting me1 --all WORD
"""

BOS = [line for line in SAID.split("\n") if line and line.split()[1] in ("c2", "st2", "st3")]
"""What Bo lacks."""

TYPED = {
    "DAY": "yesterday",
    "PAYER": "Medicaid",
    "TITLE": "Eat",
    "TEXT": "steps",
    "N": "12",
    "NAME": "WIC",
    "SETTING": "home",
    "PROVIDER": "pr1",
    "NUMBER": "004172289",
    "REQUIREMENTS": "12 sessions",
    "MEETING": "me1",
    "WORD": "yes",
}
"""What is typed for a word in capitals."""


@pytest.fixture(scope="module")
def lacking_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("lacking"), *LINES)


@pytest.fixture
def lacking(nobody: Quick, lacking_home: Path) -> Quick:
    return copied(nobody, lacking_home)


def told(program: Quick, *words: str) -> list[str]:
    """The gaps: name, id and command of each."""
    rows = json.loads(program("gaps", *words, "--json"))
    return [f"{row['gap']} {row['id']} {row['command']}" for row in rows]


def test_every_gap_is_told_with_its_command_client_by_client(lacking: Quick) -> None:
    assert told(lacking) == SAID.split("\n")[1:-1]
    assert {line.split()[0] for line in told(lacking)} == {gap.name for gap in GAPS}


@pytest.mark.parametrize("line", SAID.split("\n")[1:-1])
def test_the_command_runs_as_it_is_printed_and_the_gap_is_gone(lacking: Quick, line: str) -> None:
    words = shlex.split(line)[3:]
    assert told(lacking).count(line) == 1
    ran = lacking.run(*(TYPED.get(word, word) for word in words))
    assert ran.code == 0, ran.err
    name, ref, *_ = line.split()
    assert not [one for one in told(lacking) if one.startswith(f"{name} {ref} ")]


MENDED = [
    ("need decline nd1 --reason no", "need-without-goal"),
    ("need edit nd1 --type strength", "need-without-goal"),
    ("need resolve nd1", "need-without-goal"),
    ("goal edit g1 --need nd1", "need-without-goal"),
    ("goal edit g1 --unit steps", "goal-without-measure"),
    ("goal drop g1", "goal-without-measure"),
    ("goal edit g1 --lifecycle proposed", "goal-without-target"),
    ("plan edit p1 --status draft --clear started_on", "plan-unsigned"),
    ("plan close p1", "plan-copy"),
    ("service edit sv1 --provided-by sister", "service-without-provider"),
    ("service decline sv1 --reason no", "service-without-provider"),
    ("service stop sv1 --reason moved", "service-without-frequency"),
    ("note void n1 --reason twice", "note-unsigned"),
    ("consent add ana --to pe1 --signed-on 2026-11-20 --expires-on 2026-11-25", "person-without-consent"),
    ("disclosure void ds1 --reason twice", "person-without-consent"),
    ("person edit pe1 --status inactive", "person-without-consent"),
    ("log ana Seen --at 2026-11-20", "kept-unwritten"),
    ("appointment edit a1 --theirs", "kept-unwritten"),
    ("stay leave st1 --on yesterday", "stay-without-day"),
    ("stay move st2 2027-03-01", "release-unmet"),
    ("stay move st2 2027-03-01", "release-without-benefit"),
    ("stay leave st2 --to home", "release-nowhere"),
    ("stay edit st3 --destination 12-Elm-St", "stay-left-nowhere"),
    ("log bo Seen --at 2026-11-20", "stay-unheard"),
    ("stay add bo psychiatric --from 2026-11-20", "stay-unheard"),
    ("plan add bo Care --status draft", "client-without-plan"),
    ("client edit bo --status waitlist", "client-without-plan"),
    ("coverage add bo Medicaid --from 2026-11-25", "client-without-coverage"),
    ("coverage add bo Medicaid --until 2026-11-25", "client-without-coverage"),
    ("authorization edit au1 --units 30", "authorization-runout"),
    ("authorization edit au1 --status cancelled", "authorization-runout"),
    ("authorization renew au1 --number A-2 --from 2026-12-01 --until 2027-03-31", "authorization-runout"),
    ("waive au1 --rule authorization-runout --until +1m --reason asked", "authorization-runout"),
    ("waive p1 --rule plan-unsigned --until +1m --reason abroad", "plan-unsigned"),
]


@pytest.mark.parametrize(("line", "name"), MENDED)
def test_what_else_takes_a_gap_away(lacking: Quick, line: str, name: str) -> None:
    lacking(*line.split())
    assert name not in [one.split()[0] for one in told(lacking)]


OPENED = [
    ("goal drop g2", "need-without-goal nd2"),
    ("goal edit g2 --achievement not-achieved", "need-without-goal nd2"),
    ("plan close p1", "client-without-plan c1"),
    ("consent add ana --to pe1 --signed-on 2026-11-20 --expires-on 2026-11-24", "person-without-consent pe1"),
    ("coverage add bo Medicaid --from 2026-11-26", "client-without-coverage c2"),
    ("coverage add bo Medicaid --until 2026-11-24", "client-without-coverage c2"),
    ("coverage add bo Medicaid --status draft", "client-without-coverage c2"),
    ("coverage end cv1 --on 2026-11-20", "client-without-coverage c1"),
    ("authorization used au1 3 --on 2026-11-24", "authorization-runout au1"),
    ("service add ana Rides --frequency weekly", "service-without-provider sv2"),
    ("service add ana Rides --provider pr1", "service-without-frequency sv2"),
]


@pytest.mark.parametrize(("line", "gap"), OPENED)
def test_what_opens_a_gap(lacking: Quick, line: str, gap: str) -> None:
    if line.startswith("goal drop"):
        lacking("undo")
        lacking("goal", "edit", "g2", "--lifecycle", "active", "--clear", "achievement")
    lacking(*line.split())
    assert gap in [" ".join(one.split()[:2]) for one in told(lacking)]


@pytest.mark.parametrize(
    "line", ["client close ana --reason moved --drop-open", "client edit ana --status waitlist",
             "client void ana --reason twice --yes"],
)  # fmt: skip
def test_only_clients_who_are_served_lack_anything(lacking: Quick, line: str) -> None:
    lacking(*line.split())
    assert told(lacking) == BOS
    if "void" not in line:
        assert told(lacking, "ana") == []


def test_a_visit_is_asked_about_for_a_year(lacking: Quick) -> None:
    for number, (day, asked) in enumerate((("2025-11-25", True), ("2025-11-24", False)), 5):
        lacking("appointment", "add", "ana", "Visit", "--at", f"{day}@14:00")
        lacking("appointment", "edit", f"a{number}", "--status", "fulfilled")
        assert (f"a{number}" in lacking("gaps", "--ids").split()) is asked


def test_filters_formats_and_the_exit_code(lacking: Quick) -> None:
    assert told(lacking, "bo") == told(lacking, "--client", "c2") == BOS
    assert told(lacking, "--kind", "clients") == BOS[:2]
    assert told(lacking, "--kind", "plan", "--limit", "1") == told(lacking, "--gap", "plan-unsigned")
    assert len(told(lacking, "--tag", "north")) == len(told(lacking)) - len(BOS) - 2
    assert (
        " ".join(lacking("gaps", "--ids").split())
        == "p1 nd1 nd4 nd2 g1 sv1 au1 a1 r1 vf1 b4 b1 b2 b3 b5 au2 ap1 a2 rd2 rd1 x1 st1 en1 ic1 n1 pe1 "
        "c2 st2 st3 pg1 me1"
    )
    assert lacking("gaps", "--csv").splitlines()[0] == "id,kind,gap,client,client_handle,title,lacks,command"
    assert lacking("gaps", "bo", "--gap", "client-without-plan") == (
        "c2\tclient\tclient-without-plan\tc2\tbo-ng\tclient\tno plan of care\tcaseload plan add c2 TITLE\n"
    )
    assert lacking.run("gaps", "--exit-code").code == 1
    lacking("plan", "add", "bo", "Care", "--status", "draft")
    lacking("coverage", "add", "bo", "Medicaid")
    lacking("stay", "void", "st2", "st3", "--reason", "twice", "--yes", "--confirm", "2")
    ran = lacking.run("gaps", "bo", "--exit-code", "--table")
    assert (ran.code, ran.out, ran.err) == (0, "", "nothing is lacking\n")
    assert lacking("gaps", "me", "--ids") == "pg1\nme1\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--kind", "link"), '--kind: "link" is a kind of which nothing is asked here; one of client, plan, need,'),
        (("--gap", "nothing"), '--gap: "nothing" is not a gap; one of client-without-plan, '),
        (("ana", "--client", "bo"), "--client: names a client, and a client is named already"),
    ],
)
def test_what_is_asked_of_nothing_is_refused(lacking: Quick, words: tuple[str, ...], said: str) -> None:
    ran = lacking.run("gaps", *words)
    assert (ran.code, said in ran.err) == (2, True), ran.err


@pytest.mark.parametrize("names", ["initials", "none"])
def test_without_names_nothing_that_was_typed_is_told(lacking: Quick, names: str) -> None:
    told_so = lacking("gaps", "--csv", "--names", names)
    for word in ("Ana", "Ruiz", "ruiz", "Nothing", "Couch", "Walk", "Called"):
        assert word not in told_so
    assert ("AR" in told_so) is (names == "initials")


def test_a_note_is_told_by_its_mode_and_day(lacking: Quick) -> None:
    lacking("note", "edit", "n1", "--sensitivity", "SUD")
    assert "n1\tnote\tnote-unsigned\tc1\tana-ruiz\tother note of 2026-11-24\tnot signed" in lacking("gaps")


def test_each_gap_is_read_once_however_many_records_there_are(lacking: Quick, monkeypatch: pytest.MonkeyPatch) -> None:
    from caseload.store.core import Store

    def asked() -> int:
        count = 0
        select = Store.select

        def counted(*args: object, **named: object) -> object:
            nonlocal count
            count += 1
            return select(*args, **named)  # type: ignore[arg-type]

        with monkeypatch.context() as patched:
            patched.setattr(Store, "select", counted)
            lacking("gaps", "--csv")
        return count

    few = asked()
    for name in ("Cy", "Di", "Ed"):
        lacking("client", "add", name, "Ng", "--force")
        lacking("need", "add", name, "--domain", "food")
        lacking("goal", "add", name, "Walk")
    assert asked() == few


def test_a_gap_is_of_a_kind_and_is_called_as_no_other() -> None:
    assert len({gap.name for gap in GAPS}) == len(GAPS)
    assert {gap.kind for gap in GAPS} <= set(KINDS)


def test_the_page_lists_every_gap_with_its_command() -> None:
    page = (Path(__file__).parents[2] / "docs" / "clocks.md").read_text("utf-8").partition("## What a record lacks")[2]
    rows = [
        [cell.strip(" `") for cell in line.strip("|").split("|")] for line in page.splitlines() if line[:3] == "| `"
    ]
    said = {"client": "c1", "program_id": 1, "starts": "2026-11-20T14:00"}
    assert rows == [
        [gap.name, gap.kind.TABLE, gap.words, "caseload " + gap.mends.format(ref=f"{gap.kind.PREFIX}1", **said)]
        for gap in GAPS
    ]
