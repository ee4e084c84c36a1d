"""Lists as agencies, plans and spreadsheets have them come in by the map that --guess makes of them, unedited."""

import json
from pathlib import Path

import pytest

from commands.conftest import Quick, once


@once
def listed(empty: Quick) -> Quick:
    """Three clients, one of them known by a number of Medicaid's, her mother, and what two of them have."""
    for line in (
        "client add Ana Ruiz --born-on 1990-02-11 --external-id 00101",
        "client add Luis Ortega --external-id 00102",
        "client add Rosa D'Angelo --external-id 00103",
        "person add ana-ruiz Rosa Ruiz --relationship mother --in-household",
        "identifier add ana-ruiz medicaid 004172289",
        "benefit apply luis Medicaid --on 2026-05-01",
        "benefit deny b1 --on 2026-06-08 --notice-on 2026-06-10 --reason income",
        "benefit apply rosa-dangelo Food Stamps --on 2026-10-01",
        "authorization add ana-ruiz Counseling --number A-77 --from 2026-01-01 --until 2026-12-31",
    ):
        empty(*line.split())
    return empty


LISTS = {
    "income": (
        (
            'Client,Source,Amount,Frequency,Start,End\n"Ruiz, Ana",Bakery,"$1,234.50",bi-weekly,3/15/2026,\n'
            "Rosa D'Angelo,Child support,50,every week,6/15/2026,12/31/2026\n"
        ),
        [
            {"client": "c1", "what": "Bakery", "amount": "1234.5", "per": "two-weeks", "from_on": "2026-03-15"},
            {
                "client": "c3",
                "what": "Child support",
                "amount": "50",
                "per": "week",
                "from_on": "2026-06-15",
                "until_on": "2026-12-31",
            },
        ],
    ),
    "income of a household": (
        (
            "PersonalID,Household member,Income Type,Monthly Gross Income,Date started\n"
            "00101,Self,Earned,412.50,2026-03-02\n00101,Ruiz Rosa,SSI,967,\n00101,Mother,Pension,70,\n"
        ),
        [
            {"client": "c1", "what": "Earned", "amount": "412.5", "per": "month"},
            {"client": "c1", "person": "pe1", "what": "SSI"},
            {"person": "pe1", "what": "Pension"},
        ],
    ),
    "benefit": (
        (
            "Case Number,Last Name,First Name,DOB,Program Type,Case Status,Application Date,Cert End,"
            "Monthly Allotment\n"
            '9001,Ruiz,Ana,02/11/1990,SNAP,Open,03/15/2026,02/28/2027,"$1,102"\n'
            "9002,Ortega,Luis,,TANF,Ineligible,05/01/2026,,\n"
        ),
        [
            {
                "client": "c1",
                "name": "SNAP",
                "status": "approved",
                "external_id": "9001",
                "certified_to": "2027-02-28",
                "amount": "1102",
            },
            {"client": "c2", "name": "TANF", "status": "denied", "external_id": "9002", "applied_on": "2026-05-01"},
        ],
    ),
    "appeal": (
        (
            "Program,Client,Appeal type,Adverse action,Notice date,Date filed,Hearing date,Aid paid pending,Outcome\n"
            'Medicaid,"Ortega, Luis",State Fair Hearing,Denial,06/10/2026,06/20/2026,7/3/2026 9:30 AM,Yes,Overturned\n'
        ),
        [
            {
                "client": "c2",
                "benefit": "b1",
                "level": "fair-hearing",
                "status": "decided",
                "filed_on": "2026-06-20",
                "aid_continuing": "yes",
                "decision": "reversed",
                "hearing_on": "2026-07-03T09:30",
            }
        ],
    ),
    "appeal of what names its client": (
        "benefit_id,level,date_filed\nb1,alj,2026-06-20\n",
        [{"client": "c2", "benefit": "b1", "status": "filed"}],
    ),
    "appeal of a plan's number": (
        "Prior Auth #,Type,Notice Date\na-77,plan appeal,2026-06-10\n",
        [{"client": "c1", "authorization": "au1", "level": "plan-internal"}],
    ),
    "verification": (
        (
            "Client,Benefit,Verification needed,Date requested,Due date,Received,Submitted\n"
            '"D\'Angelo, Rosa",SNAP,Pay stubs,10/05/2026,10/15/2026,10/12/2026,10/13/2026\n'
        ),
        [
            {
                "benefit": "b2",
                "what": "Pay stubs",
                "asked_on": "2026-10-05",
                "received_on": "2026-10-12",
                "sent_on": "2026-10-13",
            }
        ],
    ),
    "coverage": (
        (
            "Recipient ID,Member Name,Payer Name,Plan,Eligibility Start,Eligibility End,Eligibility Status\n"
            '004172289,"RUIZ, ANA",Medicaid,Sunrise,01/15/2026,12/31/9999,Eligible\n'
            "9,Luis Ortega,Medicare,,01/01/2024,06/30/2026,Termed\n"
        ),
        [
            {
                "client": "c1",
                "payer": "Medicaid",
                "plan_name": "Sunrise",
                "started_on": "2026-01-15",
                "ended_on": "None",
                "status": "active",
            },
            {"client": "c2", "payer": "Medicare", "ended_on": "2026-06-30", "status": "cancelled"},
        ],
    ),
    "authorization": (
        (
            "Auth #,Medicaid ID,Recipient Name,Procedure Description,Authorized Units,Unit of Measure,Begin Date,"
            "End Date,Auth Status,Units Used\n"
            'P-1,004172289,"RUIZ,ANA",Nursing,"1,200",15 minutes,09/15/2026,02/28/2027,Active,"1,004"\n'
        ),
        [
            {
                "client": "c1",
                "number": "P-1",
                "service_type": "Nursing",
                "units": "1200",
                "unit": "15min",
                "status": "approved",
                "used_reported": "1004",
            }
        ],
    ),
    "identifier": (
        (
            "Client ID,ID Type,ID Number,Issuing agency,Issue date,Expiration date\n"
            "00102,Medical Record Number,M-1234567,Cook County,01/15/2026,\n"
        ),
        [{"client": "c2", "system": "mrn", "agency": "Cook County", "from_on": "2026-01-15"}],
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_comes_in_by_its_guessed_map(name: str, listed: Quick, tmp_path: Path) -> None:
    text, meant = LISTS[name]
    kind = name.partition(" ")[0]
    file, map_ = tmp_path / "list.csv", tmp_path / "map.toml"
    file.write_text(text)
    map_.write_text(listed("import", kind, str(file), "--guess"))
    ran = listed.run("import", kind, str(file), "--map-file", str(map_))
    assert ran.code == 0, map_.read_text() + ran.err
    everyone = ("--status", "all") if kind in ("benefit", "appeal", "coverage", "authorization") else ()
    rows = json.loads(listed(kind, "list", *everyone, "--where", "source = list", "--sort", "id", "--json"))
    assert [{key: str(row[key]) for key in said} for row, said in zip(rows, meant, strict=True)] == meant


@pytest.mark.parametrize(
    ("kind", "text", "line"),
    [
        ("verification", "client,benefit,what\nluis-ortega,SSI,Lease\n",
         ("line 2, benefit: is no benefit of c2 here; the typed id or the name of one that is stored (b1); else add it "
         "first")),
        ("verification", "benefit,what\nMedicaid,Lease\n",
         ("line 2, benefit: is no benefit stored here, and by name it is found among those of a client; an id such as "
         "b1, or a column client")),
        ("appeal", "client,level\nana-ruiz,alj\n",
         "line 2, benefit: is missing; a benefit or an authorization, the one that was decided on"),
    ],
)  # fmt: skip
def test_a_name_that_nothing_of_the_client_has_is_refused_with_what_there_is(
    listed: Quick, kind: str, text: str, line: str
) -> None:
    ran = listed.run("import", kind, "-", stdin=text)
    assert (ran.code, ran.err.splitlines()[0]) == (1, line)


def test_two_benefits_of_one_name_are_told_apart_by_what_is_done_with_them(listed: Quick) -> None:
    listed("benefit", "apply", "luis", "Medicaid", "--on", "2026-09-01")
    listed("import", "verification", "-", stdin="client,benefit,what\nluis-ortega,medical assistance,Lease\n")
    listed("import", "appeal", "-", stdin="client,benefit,level\nluis-ortega,Medicaid,alj\n")
    [paper] = json.loads(listed("verification", "list", "--json"))
    [appeal] = json.loads(listed("appeal", "list", "--where", "source = stdin", "--json"))
    assert (paper["benefit"], appeal["benefit"]) == ("b3", "b1")


def test_a_number_that_rows_share_is_not_taken_for_the_records_own(listed: Quick) -> None:
    text = "Case number,Client,Program\n9001,ana-ruiz,SNAP\n9001,ana-ruiz,Medicaid\n"
    said = listed("import", "benefit", "-", "--guess", stdin=text)
    assert '  # "Case number",' in said
    assert "external_id" not in said


def test_of_a_number_and_a_name_the_column_is_taken_that_finds_clients(listed: Quick) -> None:
    text = "Member ID,Member Name,Payer\n77,Ana Ruiz,Medicaid\n"
    said = listed("import", "task", "-", "--guess", stdin=text.replace("Payer", "To do"))
    assert '"Member Name" = "client"' in said
    assert '  "Member ID",  # says once more who the client is' in said
