"""What foreign files call a field: the headings by which `import --guess` knows it, folded, with | between them."""

from caseload.records.of.nature import Also

RECORD_NUMBER = Also("record no|record number|case no|case number|case id")
CLIENT_NUMBER = Also(
    f"client no|client number|client id|{RECORD_NUMBER.phrases}|mrn|chart no|"
    "patient|patient id|member|member id|member no|member number|participant|participant id|resident|"
    "personal id|person id|individual id|consumer id|consumer no|enrollee id|beneficiary id"
)
"""The client's number in another system; in a file of clients the record's own."""

NAME = Also(
    "client name|patient name|person served|name|full name|contact|contact name|member name|participant name|"
    "recipient name|beneficiary name|consumer name|consumer|individual name|enrollee name|enrollee|applicant|"
    "applicant name|resident name|case name|head of household"
)
CLIENT = Also(
    f"{CLIENT_NUMBER.phrases}|{NAME.phrases}|medicaid id|medicaid no|medicaid number|recipient id|recipient no|mmis id|"
    "ssn|social security number"
)
"""The numbers of agencies are the client's where one is stored; see intake.matching."""

APPLYING = Also("application process|how to apply|intake procedure|intake process")
AREA = Also("service area|service areas|area served|coverage area|coverage")
ASKER = Also("asked|interviewer|screened by|assessed by|administered by|assessor")
ASSURED = Also("assured|assured date|last verified|verified|verified on|last updated|last assured")
BEGUN = Also("opened|open date|intake|intake date|admitted|admission date|enrolled|start date")
BIRTH = Also("dob|birthdate|birth date|birthday|date of birth|born")
CATEGORY = Also("type|type of service|taxonomy|service type|service category")
CODE = Also("icd|icd 10|icd10|icd 10 cm|icd code|dx code|diagnosis code|snomed|snomed code")
CONDITION = Also("diagnosis|condition|problem|allergy|risk|dx|what|description")
CONTACT = Also("full name|contact|contact name")
COPING = Also("coping strategies|internal coping|what helps")
CRISIS = Also("crisis contacts|crisis line|clinicians")
DATE = Also("date|when|visit date|contact date|service date|appointment date|due date|deadline")
DEATH = Also("dod|deathdate|death date|date of death|deceased on")
DOMAIN = Also("category|need category|domain of need|sdoh domain|sdoh category")
DONE = Also("done on|completed|completed date|date done|finished on")
ELIGIBILITY = Also("eligibility description|eligibility criteria|eligible population|who is eligible|audience")
EMAIL = Also("e mail|mail|email address")
ENDED = Also("closed|close date|discharged|discharge date|exit date|end date")
FAMILY = Also("last|last name|lastname|surname|family")
GIVEN = Also("first|first name|firstname|forename|given")
GOALS = Also("goal ids|goals addressed")
HOURS = Also("open|opening hours|hours of operation|office hours|schedule")
LATITUDE = Also("lat")
LONGITUDE = Also("long|lon|lng")
INCIDENT = Also("incident|event|what happened|description|summary|title")
MILES = Also("mileage|distance")
MINUTES = Also("min|mins|duration|length|time spent")
MODE = Also("type|contact type|how|method|kind of contact")
NICKNAME = Also("nickname|goes by|known as")
NUMBER = Also("id|no|number|uuid|ref|reference")
OLDEST = Also("max age|age to|oldest")
ORGANIZATION = Also("organization|organization name|organisation|agency|agency name|provider|provider name")
ONSET = Also("start|onset|onset date|date of onset|began|since|start date")
OTHER_PHONE = Also("other phone|second phone|work phone")
PAPERS = Also("required documents|documents required|what to bring")
PHONE = Also("telephone|tel|cell|mobile|phone number|home phone")
PLACE = Also("where|location|site")
REACHED = Also("reached client|contact made|spoke with client")
REFERRED_BY = Also("referred|referral source|referred from|referring agency")
REFERRED_TO = Also("referred to|agency|provider|service provider|sent to")
RELEASED_TO = Also("release to|released to|disclose to|authorized recipient|to whom")
RELATION = Also("relation|relationship to client")
RELEASE = Also("release|release date")
RESULT = Also("finding|findings|outcome of screen|interpretation")
SCORE = Also("total|total score|points")
SCREEN = Also("screen|screening|tool|instrument name|assessment|questionnaire")
SCREENED = Also("screened on|screening date|assessment date|administered on|date screened|date assessed|date")
SERVICE = Also("service name|program|program name|programme")
SPOKEN = Also("language|languages spoken")
REPORT_DUE = Also("report due|report by|due|due date|deadline")
REPORTED_ON = Also("reported|date reported|report date")
REPORTED_TO = Also("reported to|report to|agency|authority")
REVIEWED = Also("reviewed|last review|date reviewed|date|made on|completed on")
SAID_BY = Also("diagnosed by|clinician|doctor|physician|reported by|source of it")
SAID_ON = Also("diagnosed on|date of diagnosis|diagnosis date|recorded on|date recorded")
SIGNS = Also("signs|triggers|warning")
SENT = Also("sent|date sent|referral date|referred on|date referred")
SIGNED = Also("signed|date signed|signature date|consent date")
STANDING = Also(
    "status|state of it|done|complete|outcome|stage|current status|case status|application status|benefit status|"
    "eligibility status|enrollment status|coverage status|auth status|authorization status"
)
START = Also("start|begin|begins")
STOP = Also("stop|end|end time|finish")
STREET = Also("street|street address|address 1|home address")
TARGET = Also("target date|goal date|by when")
THEIRS = Also("client s own|clients own|own appointment|not mine|without me")
TIME = Also("time|start time|date time|datetime")
TITLE = Also("what|to do|todo|task|subject|description|goal|plan|appointment|summary|item")
TRANSPORT = Also("transportation|ride")
URL = Also("website|web site|web|web page|link|homepage")
WAITING = Also("wait time|waiting time|wait list")
WITH = Also("with|who|person contacted")
WORDS = Also("remark|notes|note|comments|comment|narrative|progress note")
YOUNGEST = Also("min age|age from|youngest")
ZIP = Also("zip code|zipcode|postal code|postcode")

STARTED = Also(f"{BEGUN.phrases}|{START.phrases}")
FINISHED = Also(f"{ENDED.phrases}|{STOP.phrases}")
DUE = Also(f"{DATE.phrases}|{TIME.phrases}")
STARTS = Also(f"{DUE.phrases}|{START.phrases}")

PROGRESS = Also("percent|progress|score|percent complete", above=True)
"""Also in a file of what it was seen of."""

AMOUNT = Also("units|quantity|hours|how much")
APPROVED = Also(
    f"{AMOUNT.phrases}|units approved|approved units|units authorized|authorized units|auth units|total units|"
    "number of units|visits|visits approved|approved visits|hours approved|quantity approved|approved quantity|amount"
)
ASKED_UNITS = Also("units requested|requested units|visits requested|quantity requested")
COST = Also("price|fee|amount due|charge")
DOCUMENT = Also("document name|document type|paper|paperwork|title|name of document|form")
DOSE = Also("dosage|strength|dose and route")
EXPIRY = Also("expires|expiration|expiration date|expiry|expiry date|valid until|exp date")
FREQUENCY = Also("how often|times per week|frequency of service")
FUND = Also("funding|payer|paid by|funding source")
HELP = Also("level of help|assistance|level of assistance|help needed")
ISSUED = Also("issued|issue date|date issued")
MANAGED = Also("managed by|administered by|who manages")
MEDICATION = Also("medication|medicine|drug|drug name|medication name|name of medication|rx")
NEEDED_BY = Also("needed by|due|due date|deadline|needed|date due|due by|return by")
PRESCRIBER = Also("prescribed by|doctor|physician|provider|ordered by")
PROVIDED_BY = Also("provided by|provider|agency|vendor|who provides")
REASON = Also("why|reason for stopping|indication|for what|purpose")
DECIDED_SO = Also(
    f"{REASON.phrases}|denial reason|reason for denial|closure reason|reason for closure|closing reason|reason code"
)
REFILL = Also("refill|next refill|refill date|refill on")
RESPONSIBLE = Also("responsible party|assigned to|who is responsible|owner")
SCHEDULE = Also("directions|sig|instructions|how often|frequency")
SERVICE_OF = Also(
    "service|service name|what|activity|intervention|type of service|service description|service type|procedure|"
    "procedure description"
)
SORT = Also("type|category|sort|class|coverage type|insurance type|type of coverage|type of insurance")
HOUSEHOLD_SIZE = Also("household|people in household|persons in household|family size|hh size|number in household")
IN_HOUSEHOLD = Also("in the household|lives with client|household member|same household")
IDENTIFIER = Also("number|id number|identifier|value|no|id no|identification number|identifier value")
INCOME = Also(
    "income source|source of income|type of income|income type|source|income|employer|type|income description"
)
FROM = Also(
    f"{STARTED.phrases}|from|since|begin date|date started|start on|from date|information date|"
    "effective date|date began"
)
TO = Also(f"{FINISHED.phrases}|to|through|thru|date ended|ended|until|to date|through date|thru date|term date")
ISSUED_FROM = Also(
    f"effective|{FROM.phrases}|issue date|date issued|issued|effective from|coverage start|coverage start date|"
    "coverage begin date|coverage begins|eligibility start|eligibility start date|enrollment date|date enrolled"
)
ISSUER = Also(
    "agency name|issued by|issuer|county|facility|institution|school name|issuing agency|issuing authority|"
    "issuing state|state"
)
HOLDS_UNTIL = Also(
    f"expires|expiration date|expiry date|valid until|valid through|termination date|{TO.phrases}|coverage end|"
    "coverage end date|eligibility end|eligibility end date|disenrollment date|date expires"
)
MONEY = Also(
    "income amount|gross|gross income|pay|how much|gross amount|gross pay|amount received|monthly income|"
    "monthly amount|monthly gross|monthly gross income|gross monthly income|weekly amount|weekly income|weekly gross|"
    "annual income|annual amount|yearly income|yearly amount"
)
NUMBERS = {
    "medicaid_id": Also("medicaid|medicaid id|medicaid no|medicaid number|medicaid recipient id|recipient id|mmis id"),
    "medicare_id": Also("medicare|medicare id|medicare no|medicare number|mbi|medicare beneficiary id"),
    "ssn": Also("ssn|ss no|social|social security|social security number|social security no|soc sec no|ssn no"),
    "mrn": Also("mrn|medical record number|medical record no|medical record|mr no|chart no|chart number"),
    "booking_no": Also("booking|booking no|booking number|booking id|jail id|inmate no|inmate number|inmate id"),
    "doc_no": Also("doc|doc no|doc number|doc id|offender id|offender no|prison id|corrections id|dc no|dc number"),
    "school_id": Also("school id|student id|student no|student number|school number"),
    "case_no": Also("case|case no|case number|case id|agency case no"),
}
"""What a column that holds the numbers of one system is called: its word comes first in the key."""
PERIOD = Also(
    "period|frequency|how often|pay period|pay frequency|paid|how often received|how often paid|pay cycle|"
    "frequency of pay|frequency of income|income frequency|payment frequency"
)
SYSTEM = Also("type|id type|identifier type|kind|type of number|number type|type of id|identification type")
WHOSE = Also("whose|who|earner|family member|household member|person|recipient|received by|income of")
ASKED_ON = Also("date requested|request date|requested|submitted|date submitted")
AUTHORIZED = Also(
    "authorization|auth|auth no|auth number|auth id|authorization number|authorization no|authorization id|prior auth|"
    "prior auth no|prior authorization|prior authorization number|prior authorization no|pa number|pa no"
)
MEMBER = Also(
    "member id|member number|member no|subscriber id|subscriber no|subscriber number|policy number|policy no|"
    "policy id|insurance id|id number|medicaid id|medicare id|mbi|recipient id|enrollee id|beneficiary id"
)
NOTICE = Also("notice date|letter date|date of notice|denial date|date of letter")
PAYER = Also(
    "insurance|insurer|carrier|payor|insurance company|health plan|funding source|coverage|payer name|payor name|"
    "insurance name|mco|managed care plan|managed care organization|program"
)
PLAN_NAME = Also("plan|product|plan type|insurance plan")
UNIT = Also("unit type|units of|unit of service|type of unit|unit of measure|uom|type of units")
USED = Also("units used|used|used to date|units to date|utilized|consumed|units consumed|units utilized|visits used")
USED_ON = Also("used as of|as of|as of date|used through|used on")

ACTION = Also(
    "adverse action|action type|kind of decision|type of action|decision appealed|action taken|action appealed"
)
AID = Also(
    "aid paid pending|aid continuing|aid continues|aid pending|continuing benefits|benefits continue|"
    "benefits continuing|continued benefits|continuation of benefits|benefits pending|aid"
)
APPEAL_STANDING = Also("appeal status|status|stage|state of it")
APPEAL_BY = Also("appeal by|appeal deadline|appeal due|last day to appeal|file by|hearing request deadline|deadline")
APPLIED = Also(
    "applied|application date|date applied|date of application|applied date|filing date|filed|application filed"
)
ASKED_FOR = Also("asked|requested|request date|date requested|requested on|letter date|notice date")
BENEFIT = Also(
    "benefit|benefit name|benefit type|program|programme|program name|program type|type of benefit|assistance type|"
    "type of assistance|assistance program"
)
BENEFIT_AMOUNT = Also(
    "monthly amount|amount per month|benefit amount|grant|grant amount|allotment|monthly benefit|monthly allotment|"
    "monthly benefit amount|snap allotment|monthly grant"
)
CAME = Also("received|date received|received date|notice received|came|received from client")
CERTIFIED = Also(
    "certified to|certified until|certified through|certification end|certification end date|cert end|"
    "recertification date|recert|recert date|renewal date|redetermination date|redetermination|valid until|end date|"
    "certification period end|certification period ends|certification ends|cert period end|cert end date|"
    "certified thru|eligibility end|eligibility end date|benefit end date|next renewal|next redetermination|"
    "redetermination due"
)
CLOSED_ON = Also("closed|close date|closure date|date closed|terminated|termination date")
DECIDED = Also("decided|decision date|date decided|determination date|date of decision|approved on|approval date")
DECISION = Also("outcome|result|ruling|disposition|decision outcome|appeal decision|appeal outcome|hearing decision")
EFFECTIVE = Also("effective|effective date|date of action|action date|begins|coverage begins|start date")
ELIGIBLE_BY = Also("group|eligibility group|category of assistance|coverage group|medicaid category|aid category")
FILED = Also(
    "filed|date filed|appeal date|appealed|filing date|hearing requested|request date|appeal filed|date appealed|"
    "date of appeal|appeal filed on|hearing request date|date requested"
)
HANDED_IN = Also(
    "sent|submitted|date sent|date submitted|submitted on|handed in|turned in|date turned in|provided|date provided"
)
HEARING = Also("hearing|hearing date|date of hearing|heard on|hearing time")
HOUSEHOLD = Also("household size|household|hh size|family size|size")
INTERVIEW = Also("interview|interview date|interview on|appointment with agency|interview time")
LEVEL = Also("appeal level|level of appeal|appeal type|type of appeal|stage of appeal|type")
NOTICE_DATE = Also("notice|notice date|date of notice|letter date|date on notice|notice mailed")
OFFICE = Also("office|agency|agency name|local office|county office|district office|administered by|county")
RENEWAL = Also("renewal due|form due|renewal form due|packet due|renewal by|return by")
VERIFICATION = Also(
    "verification|document|item|proof|what is needed|verification needed|required document|paper|document needed|"
    "verification item|item requested|document requested|verification requested|proof needed|verification type|"
    "document type|description"
)
SPEAKS = Also("represented by|representative|representation|attorney|lawyer|advocate|legal representative")
WORKER = Also("worker|caseworker|eligibility worker|case worker|agency worker|worker name|eligibility specialist")

ADMITTED = Also(
    "admitted|admit date|admission|admission date|date admitted|booked|booking date|entry date|intake date|from|"
    "start date|in date|arrival"
)
DESTINATION = Also("discharged to|released to|went to|disposition|discharge destination|exit destination")
EXPECTED = Also(
    "expected discharge|expected release|expected discharge date|expected release date|projected release|"
    "projected release date|anticipated discharge|anticipated discharge date|anticipated release date|edd|"
    "earliest release date|erd|mandatory release|release date|out date"
)
FACILITY = Also("facility|facility name|institution|hospital|jail|prison|where|location|site|unit")
FACILITY_TYPE = Also("type|facility type|kind of facility|type of facility|setting type|level of care")
GOES_TO = Also("discharge setting|living situation after|goes to")
LEFT = Also("left|discharged|discharge date|date discharged|released|released on|date released|actual release date")
MET_BY = Also("met by|picked up by|pick up|who meets|transport home")

ABSENCES = Also("absences allowed|allowed absences|max absences|absences permitted|misses allowed")
ATTENDED = Also("attendance|present|came|attendance status|attended y n|status")
CAPACITY = Also("capacity|slots|seats|places|max participants|enrollment limit|max enrollment")
COMPLETE_BY = Also("complete by|completion due|completion deadline|court date|due date|deadline|must complete by")
CREDITED = Also("hours|hours credited|credit hours|credited|hours earned|credit")
EXCUSE = Also("excuse|reason absent|absence reason|reason for absence|why")
HOURS_LONG = Also("hours|duration|length|session length|class hours")
MINUTES_LATE = Also("late|minutes late|min late|tardy|tardy minutes")
ORDERED_BY = Also("ordered by|mandated by|court|referred by|referring court|required by")
ENROLLED_ON = Also(f"{STARTED.phrases}|enrollment date|date enrolled|enrolled on|enrolment date")
PHASE = Also("phase|level|stage|tier|step")
PROGRAM = Also("program|programme|program name|programme name|course|course name|class|group|group name|title")
REQUIREMENTS = Also("requirements|requirement|required|completion requirements|what is required")
TOPIC = Also("topic|subject|lesson|session topic|class topic|course|session name|title")
WAITLISTED = Also("waitlist date|waitlisted|date waitlisted|waiting since|on waitlist since|date of request")
AT_THE_DOOR = Also("safety|safety alert|safety alerts|safety concerns|alerts|home safety|precautions")
ATTENDEES = Also("attendees|who will be there|present|participants|with")
CLAIMED = Also("claimed|date claimed|submitted|date submitted|reimbursement requested")
CONFIRMATION = Also("confirmation|confirmation number|confirmation no|trip number|trip no|trip id|reservation number")
DRIVER = Also("driven by|transport provider|transportation provider|vendor|broker|company|driver name")
INTERPRETER = Also("interpreter needed|needs interpreter")
PICKUP = Also("pickup time|pick up|pick up time|pickup at|pick up location")
RECEIPT = Also("receipt no|receipt number|receipt location|voucher")
REQUEST_BY = Also("request by|ask by|call by|needed by|deadline")
RIDE = Also("ride needed|needs ride|transportation needed|needs transport")
SPENT = Also("amount|amount spent|cost|price|total|dollars")
SPENT_FOR = Also("what|item|description|purpose|expense|expense type|type|category")
SPENT_ON = Also("date|spent|date spent|expense date|date of expense|purchase date")
WHEELCHAIR = Also("wheelchair accessible|wheelchair needed|wheelchair van")
