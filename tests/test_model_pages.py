from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

PAGES = Path(settings.BASE_DIR) / "docs" / "models"
PAGE_OF = {
    "partners.Partner": "doi-tac",
    "partners.PartnerName": "ten-khac",
    "partners.Relationship": "quan-he",
    "partners.PartnerCharge": "nguoi-phu-trach",
    "partners.Country": "quoc-gia-va-vung-lanh-tho",
    "partners.CooperationField": "linh-vuc",
    "partners.NetworkMembership": "tham-gia-mang-luoi",
    "partners.Assessment": "nhan-dinh",
    "partners.CountryPriority": "uu-tien-theo-quoc-gia",
    "agreements.Agreement": "thoa-thuan",
    "agreements.AgreementEvent": "su-kien",
    "agreements.AgreementParty": "ben-ky",
    "agreements.AgreementAgency": "ben-ky",
    "agreements.Project": "du-an",
    "agreements.ProjectParty": "du-an",
    "agreements.ProjectAgency": "du-an",
    "agreements.ProjectAgreement": "du-an",
    "agreements.ProjectEvent": "du-an",
    "agreements.ProjectResult": "du-an",
    "agreements.ProjectReport": "du-an",
    "agreements.AidRegime": "du-an",
    "agreements.FundingLine": "dong-tien",
    "agreements.ExchangeRate": "ty-gia",
    "agreements.NgoRegistration": "giay-dang-ky",
    "agreements.StageStep": "buoc-chuan-bi",
    "agreements.CriteriaSet": "tieu-chi",
    "agreements.Criterion": "tieu-chi",
    "agreements.CriteriaAssessment": "tieu-chi",
    "agreements.CriterionAnswer": "tieu-chi",
    "agreements.Consultation": "lay-y-kien",
    "agreements.Opinion": "lay-y-kien",
    "agreements.LegalReport": "bao-cao-theo-luat",
    "agreements.ReviewSession": "ra-soat",
    "agreements.ReviewItem": "ra-soat",
    "agreements.ReviewAgency": "ra-soat",
    "agreements.RenewalStep": "gia-han",
    "agreements.RenewalCase": "gia-han",
    "agreements.Commitment": "cam-ket",
    "agreements.Signatory": "nguoi-ky",
    "followup.Clock": "thoi-han",
    "followup.ClockRule": "thoi-han",
    "core.Attachment": "tep",
    "followup.Action": "viec-phai-lam",
    "followup.ActionAgency": "viec-phai-lam",
    "followup.ProgressNote": "viec-phai-lam",
    "followup.Notice": "thong-bao",
    "followup.Digest": "thong-bao",
    "followup.ReminderStep": "thong-bao",
    "followup.MailChoice": "thong-bao",
    "followup.SourceChoice": "thong-bao",
    "delegations.Delegation": "doan",
    "delegations.DelegationStop": "chang",
    "delegations.DelegationMember": "thanh-vien-doan",
    "delegations.ProgrammeEntry": "chuong-trinh-doan",
    "delegations.DateChange": "doi-ngay",
    "delegations.Gift": "qua-tang",
    "delegations.YearProgramme": "chuong-trinh-nam",
    "delegations.ProgrammeRevision": "chuong-trinh-nam",
    "delegations.ProgrammeItem": "chuong-trinh-nam",
    "delegations.TripLimit": "han-muc-doan-ra",
    "delegations.LimitJustification": "han-muc-doan-ra",
    "delegations.OutcomeReport": "bao-cao-ket-qua",
    "delegations.OutcomeMeeting": "bao-cao-ket-qua",
    "delegations.Obligation": "bao-cao-ket-qua",
    "delegations.Engagement": "tiep-xuc",
    "delegations.Invitation": "loi-moi",
    "delegations.Conference": "hoi-nghi",
    "delegations.PressVisit": "doan-phong-vien",
    "updates.ChangeRequest": "cap-nhat",
    "updates.ProposedValue": "cap-nhat",
    "updates.RequestStep": "cap-nhat",
    "updates.Confirmation": "cap-nhat",
    "updates.UpdateRound": "dot-cap-nhat",
    "updates.RoundQuestion": "dot-cap-nhat",
    "updates.RoundAgency": "dot-cap-nhat",
    "updates.RoundAnswer": "dot-cap-nhat",
    "updates.RoundRecord": "dot-cap-nhat",
    "core.OutgoingMail": "thu-gui-di",
    "core.MailAttempt": "thu-gui-di",
    "accounts.SignInLock": "tai-khoan",
    "accounts.SignedInSession": "tai-khoan",
    "accounts.SecondFactor": "tai-khoan",
    "accounts.RecoveryCode": "tai-khoan",
    "accounts.CityIdentity": "tai-khoan",
    "reports.SchemeTask": "nhiem-vu-de-an",
    "reports.SchemeTaskAgency": "nhiem-vu-de-an",
    "reports.SchemeTaskProgress": "nhiem-vu-de-an",
    "reports.SchemeDifficulty": "nhiem-vu-de-an",
    "reports.SchemeProposal": "nhiem-vu-de-an",
}


def test_every_model_of_the_rooms_has_its_page():
    models = {
        model._meta.label
        for room in ("partners", "agreements", "delegations")
        for model in apps.get_app_config(room).get_models()
        if not model.__name__.endswith("Audit")
    }

    assert models == {
        label
        for label in PAGE_OF
        if not label.startswith(("accounts.", "core.", "followup.", "reports.", "updates."))
    }
    assert {path.stem for path in PAGES.glob("*.md")} == {*PAGE_OF.values(), "README"}


@pytest.mark.parametrize(("label", "page"), PAGE_OF.items())
def test_a_page_names_every_field_that_an_officer_can_fill_in(label, page):
    text = (PAGES / f"{page}.md").read_text(encoding="utf-8")
    fields = [*apps.get_model(label)._meta.concrete_fields, *apps.get_model(label)._meta.many_to_many]

    told = [
        str(field.verbose_name)
        for field in fields
        if field.editable and not field.generated and not field.auto_created
    ]

    assert [name for name in told if name not in text] == []


def test_pages_lead_to_each_other():
    for path in PAGES.glob("*.md"):
        linked = re.findall(r"\]\(([a-z-]+\.md)\)", path.read_text(encoding="utf-8"))
        assert [name for name in linked if not (PAGES / name).exists()] == [], path.name
