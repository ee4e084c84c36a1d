"""What foreign files call a field: the headings by which `import --guess` knows it, folded, with | between them."""

from caseload.records.of.nature import Also

CLIENT_NUMBER = Also(
    "client no|client number|client id|record no|record number|case no|case number|case id|mrn|chart no|"
    "patient|patient id|member|member id|participant|resident"
)
"""The client's number in another system; in a file of clients the record's own."""

NAME = Also("client name|patient name|person served|name|full name|contact|contact name")
CLIENT = Also(f"{CLIENT_NUMBER.phrases}|{NAME.phrases}")

BEGUN = Also("opened|open date|intake|intake date|admitted|admission date|enrolled|start date")
BIRTH = Also("dob|birthdate|birth date|birthday|date of birth|born")
CONTACT = Also("full name|contact|contact name")
DATE = Also("date|when|visit date|contact date|service date|appointment date|due date|deadline")
DEATH = Also("dod|deathdate|death date|date of death|deceased on")
DOMAIN = Also("category|need category|domain of need|sdoh domain|sdoh category")
DONE = Also("done on|completed|completed date|date done|finished on")
EMAIL = Also("e mail|mail|email address")
ENDED = Also("closed|close date|discharged|discharge date|exit date|end date")
FAMILY = Also("last|last name|lastname|surname|family")
GIVEN = Also("first|first name|firstname|forename|given")
GOALS = Also("goal ids|goals addressed")
MILES = Also("mileage|distance")
MINUTES = Also("min|mins|duration|length|time spent")
MODE = Also("type|contact type|how|method|kind of contact")
NICKNAME = Also("nickname|goes by|known as")
NUMBER = Also("id|no|number|uuid|ref|reference")
OTHER_PHONE = Also("other phone|second phone|work phone")
PHONE = Also("telephone|tel|cell|mobile|phone number|home phone")
PLACE = Also("where|location|site")
REACHED = Also("reached client|contact made|spoke with client")
REFERRED_BY = Also("referred|referral source|referred from|referring agency")
RELATION = Also("relation|relationship to client")
RELEASE = Also("release|release date")
STANDING = Also("status|state of it|done|complete|outcome|stage")
START = Also("start|begin|begins")
STOP = Also("stop|end|end time|finish")
STREET = Also("street|street address|address 1|home address")
TARGET = Also("target date|goal date|by when")
THEIRS = Also("client s own|clients own|own appointment|not mine|without me")
TIME = Also("time|start time|date time|datetime")
TITLE = Also("what|to do|todo|task|subject|description|goal|plan|appointment|summary|item")
TRANSPORT = Also("transportation|ride")
WITH = Also("with|who|person contacted")
WORDS = Also("remark|notes|note|comments|comment|narrative|progress note")
ZIP = Also("zip code|zipcode|postal code|postcode")

STARTED = Also(f"{BEGUN.phrases}|{START.phrases}")
FINISHED = Also(f"{ENDED.phrases}|{STOP.phrases}")
DUE = Also(f"{DATE.phrases}|{TIME.phrases}")
STARTS = Also(f"{DUE.phrases}|{START.phrases}")

PROGRESS = Also("percent|progress|score|percent complete", above=True)
"""Also in a file of what it was seen of."""
