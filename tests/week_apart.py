"""A week in two copies of the invented caseload: what was done on the laptop, and at the desk. All of it invented."""

from typing import NamedTuple


class Done(NamedTuple):
    """One command, and the day of the week on which it was given."""

    day: str
    words: str


def _week(text: str) -> tuple[Done, ...]:
    return tuple(Done(*line.strip().split(" ", 1)) for line in text.strip().splitlines())


LAPTOP = _week("""
11-26T09 client add Ines Duarte --born-on 1979-04-02
11-26T10 task add ines Ask for her papers --due 2026-12-01
11-26T11 log ana Went through the lease with her -k visit -m 40 --miles 6 --goal g1
11-26T12 task edit t3 --due 2026-12-02
11-26T13 task add andre Water the plants --due 2026-12-01 --every 1w
11-27T09 appointment add ana Legal aid --at 2026-12-03T14:00 --minutes 30
11-27T10 goal observe g1 55 --comment "paid December"
11-27T11 client edit zoe --language es
11-27T12 field add client shelter_bed --type text
11-27T13 client edit ines --set shelter_bed=12B
11-28T09 benefit apply ines SNAP
11-28T10 plan revise p1 --reason "lease is secured"
11-28T11 task add me Order stamps --due 2026-12-01
11-28T12 task done t8
11-29T09 provider add "Second Street Dental" --service "Dental care"
11-29T10 referral add zoe Dentist --provider pr9
11-30T09 snooze t18 --to 2026-12-04 --reason "papers are in the mail"
11-30T10 task edit t15 --priority urgent
11-30T11 note sign n12
12-01T09 task void t14 --reason "entered twice"
12-01T10 client edit c22 --phone 555-0140
""")
"""What was done on the laptop, which takes the other in."""

DESK = _week("""
11-26T09 client add Inès Duarte --born-on 1979-04-02
11-26T10 task add ines Call the shelter --due 2026-11-30
11-26T11 log ana Voicemail -k call -m 5 --no-answer
11-26T12 task edit t3 --priority stat
11-26T13 task add "peter" Buy bus pass --due 2026-12-02
11-27T09 appointment add ana Dentist --at 2026-12-04T09:00
11-27T10 goal observe g1 60 --comment "and January"
11-27T11 client edit zoe --preferred-name Zo
11-27T12 field add client shelter_bed --type text
11-27T13 client edit ines --set shelter_bed=14
11-28T09 appointment add deshawn Dialysis --at 2026-11-30T09:00 --every mon,wed --until 2026-12-09
11-28T10 goal add ana Save for a deposit
11-28T11 document add ana Birth certificate
11-28T12 task done t15
11-29T09 provider add "Elm Clinic" --service "Primary care"
11-29T10 referral add ines Checkup --provider pr9
11-30T09 snooze a1 --to 2026-12-05 --reason "she is away"
11-30T10 waiver void w1 --reason "came back"
11-30T11 assess ines phq-2 --answers - <1=1\\n2=2\\n
11-30T12 note edit n12 --minutes 33
12-01T09 task edit t14 --due 2026-12-15
12-01T10 client edit c22 --phone 555-0199
12-01T11 task add ana Undone at once
12-01T11 undo
12-01T12 income add ana wages --amount 400 --per month
""")
"""What was done at the desk, in the meantime."""
