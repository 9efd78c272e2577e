"""Our words in the code lists of the IATI Standard 2.03; what has no code there is left out, never bent."""

from __future__ import annotations

from agreements.enums import (
    AidForm,
    FundingKind,
    ProjectAgencyRole,
    ProjectDirection,
    ProjectPartyRole,
    ProjectState,
    SourceType,
)
from partners.enums import PartnerKind

# ActivityStatus. What a source does not say has no code: such projects are named among those left out.
STATUS: dict[str, str] = {
    ProjectState.PIPELINE: "1",
    ProjectState.APPROVED: "1",
    ProjectState.RUNNING: "2",
    ProjectState.FINISHED: "3",
    ProjectState.CLOSED: "4",
    ProjectState.CANCELLED: "5",
    ProjectState.SUSPENDED: "6",
}
# TransactionType: money comes in (11, 1) or goes out (2, 3), seen from the city.
TRANSACTION: dict[tuple[str, str], str] = {
    (ProjectDirection.RECEIVED, FundingKind.COMMITTED): "11",
    (ProjectDirection.RECEIVED, FundingKind.DISBURSED): "1",
    (ProjectDirection.GIVEN, FundingKind.COMMITTED): "2",
    (ProjectDirection.GIVEN, FundingKind.DISBURSED): "3",
}
# OrganisationRole.
PARTY_ROLE: dict[str, str] = {
    ProjectPartyRole.DONOR: "1",
    ProjectPartyRole.RECIPIENT: "4",
    ProjectPartyRole.PARTICIPANT: "4",
}
AGENCY_ROLE: dict[str, str] = {
    ProjectAgencyRole.MANAGING: "2",
    ProjectAgencyRole.OWNER: "2",
    ProjectAgencyRole.IMPLEMENTING: "4",
    ProjectAgencyRole.COORDINATING: "4",
}
# OrganisationType.
PARTNER_TYPE: dict[str, str] = {
    PartnerKind.LOCALITY: "11",
    PartnerKind.AGENCY_OF_LOCALITY: "11",
    PartnerKind.GOVERNMENT: "10",
    PartnerKind.DEVELOPMENT_AGENCY: "10",
    PartnerKind.MISSION: "10",
    PartnerKind.INTERNATIONAL_ORGANISATION: "40",
    PartnerKind.NGO: "21",
    PartnerKind.UNIVERSITY: "80",
    PartnerKind.INSTITUTE: "80",
    PartnerKind.COMPANY: "70",
}
GOVERNMENT = "10"
# FinanceType and AidType.
FINANCE: dict[str, str] = {SourceType.ODA_LOAN: "410", SourceType.ODA_GRANT: "110", SourceType.NGO: "110"}
FLOW: dict[str, str] = {SourceType.ODA_LOAN: "10", SourceType.ODA_GRANT: "10", SourceType.NGO: "30"}
AID: dict[str, str] = {AidForm.PROJECT: "C01", AidForm.TECHNICAL: "D02", AidForm.SCHOLARSHIP: "E01"}
PLANNED_START, ACTUAL_START, PLANNED_END, ACTUAL_END = "1", "2", "3", "4"
BUDGET_ORIGINAL = "1"
BUDGET_INDICATIVE, BUDGET_COMMITTED = "1", "2"
OWN_VOCABULARY = "99"
PARENT = "1"
OUTPUT, UNIT = "1", "1"
UNSPECIFIED_REGION = "998"
