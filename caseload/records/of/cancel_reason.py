"""Why an appointment did not take place, in the words of the field."""

from collections.abc import Mapping

from caseload.records.of.base import Vocabulary


class CancelReason(Vocabulary):
    """Why it did not take place (HL7 FHIR R4 appointment-cancellation-reason)."""

    PAT = "pat"
    PAT_CRS = "pat-crs"
    PAT_CPP = "pat-cpp"
    PAT_DEC = "pat-dec"
    PAT_FB = "pat-fb"
    PAT_LT = "pat-lt"
    PAT_MT = "pat-mt"
    PAT_MV = "pat-mv"
    PAT_PREG = "pat-preg"
    PAT_SWL = "pat-swl"
    PAT_UCP = "pat-ucp"
    PROV = "prov"
    PROV_PERS = "prov-pers"
    PROV_DCH = "prov-dch"
    PROV_EDU = "prov-edu"
    PROV_HOSP = "prov-hosp"
    PROV_LABS = "prov-labs"
    PROV_MRI = "prov-mri"
    PROV_ONC = "prov-onc"
    MAINT = "maint"
    MEDS_INC = "meds-inc"
    OTHER = "other"
    OTH_CMS = "oth-cms"
    OTH_ERR = "oth-err"
    OTH_FIN = "oth-fin"
    OTH_IV = "oth-iv"
    OTH_INT = "oth-int"
    OTH_MU = "oth-mu"
    OTH_ROOM = "oth-room"
    OTH_OERR = "oth-oerr"
    OTH_SWIE = "oth-swie"
    OTH_WEATH = "oth-weath"

    @classmethod
    def accepted(cls) -> str:
        """The words that `read` takes with what each means, in one line."""
        return ", ".join(f"{word} ({word.said})" for word in cls)

    @property
    def said(self) -> str:
        """What the word means."""
        return _REASONS[self]


_REASONS: Mapping[CancelReason, str] = {
    CancelReason.PAT: "the client",
    CancelReason.PAT_CRS: "the client, through a reminder system",
    CancelReason.PAT_CPP: "the client, through a portal",
    CancelReason.PAT_DEC: "client deceased",
    CancelReason.PAT_FB: "client feels better",
    CancelReason.PAT_LT: "no transport",
    CancelReason.PAT_MT: "coverage ended",
    CancelReason.PAT_MV: "client moved",
    CancelReason.PAT_PREG: "client pregnant",
    CancelReason.PAT_SWL: "taken from the waiting list",
    CancelReason.PAT_UCP: "client changed provider",
    CancelReason.PROV: "the provider",
    CancelReason.PROV_PERS: "provider, personal",
    CancelReason.PROV_DCH: "client discharged",
    CancelReason.PROV_EDU: "provider at a training or meeting",
    CancelReason.PROV_HOSP: "client hospitalized",
    CancelReason.PROV_LABS: "laboratory values out of range",
    CancelReason.PROV_MRI: "MRI screening says no",
    CancelReason.PROV_ONC: "oncology plan changed",
    CancelReason.MAINT: "equipment under repair",
    CancelReason.MEDS_INC: "preparation incomplete",
    CancelReason.OTHER: "anything else",
    CancelReason.OTH_CMS: "therapy cap, not authorized",
    CancelReason.OTH_ERR: "error",
    CancelReason.OTH_FIN: "financial",
    CancelReason.OTH_IV: "improper IV access",
    CancelReason.OTH_INT: "no interpreter",
    CancelReason.OTH_MU: "results or preparation not there",
    CancelReason.OTH_ROOM: "room not usable",
    CancelReason.OTH_OERR: "ordered in error",
    CancelReason.OTH_SWIE: "walk-in recorded in error",
    CancelReason.OTH_WEATH: "weather",
}
