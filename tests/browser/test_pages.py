"""Every page in a real browser: readable by everybody, at three widths, in both languages, with no outside host."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from agreements.enums import (
    AgreementType,
    Capacity,
    CommitmentSide,
    ConsultationPurpose,
    EventKind,
    LegalReportKind,
    OpinionAnswer,
    Rating,
    ReviewDecision,
    Stage,
    TermKind,
)
from agreements.models import Opinion
from agreements.services.commitments import commitment_add
from agreements.services.consultation import ask_opinions, file_legal_report, record_answer
from agreements.services.expiry import open_renewal
from agreements.services.pipeline import move_stage
from agreements.services.records import Signer, draft_create, event_add, signed_paper_register
from agreements.services.reviews import item_record, session_create
from dnfa.accounts.models import Agency, User
from dnfa.core.attachments.enums import AttachmentKind
from dnfa.core.attachments.services import attach_file
from dnfa.core.clock import local_today
from dnfa.core.partial_dates import PartialDate
from dnfa.followup.models import Action
from partners.models import CooperationField, Partner
from tests.browser.who_met import WhoMet
from tests.core.attachments import samples

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = {"desk": (1366, 768), "tablet": (820, 1180), "phone": (390, 844)}
PAGES = {
    "home": "/",
    "partners": "/doi-tac/",
    "partner": "/doi-tac/jp-yokohama/",
    "partner-two-sources": "/doi-tac/kr-changwon/",
    "countries": "/doi-tac/quoc-gia/?tie=official&as_of=26/12/2023",
    "agreements": "/thoa-thuan/",
    "agreements-filtered": "/thoa-thuan/?status=expired&as_of=26/12/2023",
    "agreements-nothing": "/thoa-thuan/?q=khongcogi",
    "agreements-wrong-day": "/thoa-thuan/?as_of=31/9/2023",
    "agreement-champasak": "/thoa-thuan/ao-la-champasak-2008/",
    "signings": "/thoa-thuan/lan-ky/?signing=true",
    "projects": "/thoa-thuan/du-an/",
    "project": "/thoa-thuan/du-an/pj-sustainable-city/",
    "project-disputed": "/thoa-thuan/du-an/pj-ensure/",
    "project-add": "/thoa-thuan/du-an/them/",
    "project-edit": "/thoa-thuan/du-an/pj-ensure/sua/",
    "project-sides": "/thoa-thuan/du-an/pj-ensure/cac-ben/",
    "project-deed": "/thoa-thuan/du-an/pj-ensure/viec/them/",
    "project-sum": "/thoa-thuan/du-an/pj-ensure/so-tien/",
    "delegation": "/doan/act-2008-12-macao-visit/",
    "engagement": "/doan/tiep-xuc/act-2001-ewec-conference/",
    "aid-totals": "/thoa-thuan/vien-tro/?by=donor",
    "aid-lines": "/thoa-thuan/vien-tro/dong-tien/?given_from=KR&counted=true",
    "aid-programmes": "/thoa-thuan/vien-tro/giai-doan/",
    "aid-portfolio": "/thoa-thuan/vien-tro/doi-tac/la-champasak/",
    "aid-portfolio-country": "/thoa-thuan/vien-tro/quoc-gia/JP/",
    "iati": "/thoa-thuan/vien-tro/iati/",
    "registrations": "/thoa-thuan/giay-dang-ky/",
    "registration-add": "/thoa-thuan/giay-dang-ky/them/",
    "rates": "/thoa-thuan/ty-gia/",
    "rate-add": "/thoa-thuan/ty-gia/them/",
    "aid-report": "/bao-cao/vien-tro/",
    "flags": "/canh-bao/",
    "import": "/nhap-bang/",
    "leader": "/lanh-dao/?as_of=26/12/2023",
    "report": "/bao-cao/",
    "search": "/tim/?q=yokohama",
    "jobs": "/viec/",
    "me": "/toi/",
    "sessions": "/toi/phien/",
    "second-factor": "/toi/xac-thuc-hai-lop/",
}
# Pages of the life of papers that need no record of their own.
LIFE = {
    "board": "/thoa-thuan/chuan-bi/",
    "drafts": "/thoa-thuan/chuan-bi/danh-sach/",
    "broken-off": "/thoa-thuan/khong-tiep-tuc/",
    "criteria-sets": "/thoa-thuan/tieu-chi/",
    "opinions": "/thoa-thuan/y-kien/",
    "report-duties": "/thoa-thuan/bao-cao-theo-luat/",
    "legal-reports": "/thoa-thuan/bao-cao-theo-luat/da-gui/",
    "expiry": "/thoa-thuan/sap-het-han/",
    "commitments": "/thoa-thuan/cam-ket/",
    "reviews": "/thoa-thuan/ra-soat/",
    "review-create": "/thoa-thuan/ra-soat/lap-moi/",
    "calendar": "/lich/",
    "calendar-addresses": "/lich/dia-chi/",
    "clocks": "/thoi-han/",
    "clock-rules": "/thoi-han/quy-tac/",
    "actions": "/viec-phai-lam/",
    "action-create": "/viec-phai-lam/them/",
    "draft-create": "/thoa-thuan/du-thao-moi/",
    "signed-create": "/thoa-thuan/ghi-moi/",
    "import-agencies": "/nhap-bang/co-quan/",
}


LONG = "Bản ghi nhớ về hợp tác kỹ thuật vì sự phát triển đô thị bền vững và chuyển đổi số giai đoạn tới"
REASON = "Hai bên chờ bố trí lại kinh phí của năm sau, sẽ trao đổi lại vào quý đầu."


@pytest.fixture
def life(house) -> dict[str, str]:
    """A draft on its way and a signed paper with everything on it; gives the pages of their life by name."""
    user, today = User.objects.get(username="officer"), local_today()
    signed_on, city = today - timedelta(days=10), Agency.objects.get(key="ubnd-thanh-pho")
    ministry, science = (Agency.objects.get(key=key) for key in ("bo-ngoai-giao", "so-khoa-hoc-cong-nghe"))
    partner, by = Partner.objects.get(key="jp-yokohama"), {"user": user, "today": today}
    draft = draft_create(
        title_vi=LONG, type=AgreementType.MOU, capacity=Capacity.CITY, partners=[partner],
        lead_agency=science, coordinating=[ministry], signing_agencies=[city], purpose=REASON,
        entered_on=today - timedelta(days=40), confirm_duplicate=True, **by,
    )  # fmt: skip
    move_stage(
        agreement=draft, stage=Stage.CONSULTING, entered_on=signed_on, ball="consulted", ball_agency=ministry,
        expected_by=today - timedelta(days=1), note=REASON, **by,
    )  # fmt: skip
    asked = ask_opinions(
        agreement=draft, purpose=ConsultationPurpose.SIGNING, sent_on=signed_on, agencies=[ministry, science],
        document_number="120/SNgV-HTQT", content=REASON, **by,
    )  # fmt: skip
    opinion = Opinion.objects.get(consultation=asked, agency=science)
    record_answer(opinion=opinion, answer=OpinionAnswer.DISAGREE, answered_on=today, summary=REASON, **by)
    paper = signed_paper_register(
        title_vi=f"{LONG} (đã ký)", type=AgreementType.MOU, capacity=Capacity.CITY, partners=[partner],
        signed_on=PartialDate.of(signed_on), signing_agencies=[city], lead_agency=science, place="Yokohama",
        fields=CooperationField.objects.all()[:3], term_kind=TermKind.FOR, term_months=4, note=REASON,
        signatories=[Signer("Yamanaka Takeharu", "Thị trưởng", partner=partner)],
        confirm_duplicate=True, **by,
    )  # fmt: skip
    event = event_add(
        agreement=paper, kind=EventKind.SUSPENSION, occurred_on=PartialDate.of(today), reason=REASON, **by
    )
    file_legal_report(
        agreement=paper, kind=LegalReportKind.SIGNING, sent_on=today, document_number="45/BC-UBND", **by
    )
    promise = commitment_add(
        agreement=paper, text=REASON, side=CommitmentSide.BOTH, lead_agency=science, due_on=today,
        coordinating=[city], user=user,
    )  # fmt: skip
    renewal = open_renewal(agreement=paper, proposal=REASON, **by)
    session = session_create(
        title="Rà soát thỏa thuận quốc tế", held_on=today, agencies=[science], agreements=[paper], user=user
    )
    item = session.items.get()
    item_record(
        item=item, rating=Rating.EFFECTIVE, reasons=REASON, decision=ReviewDecision.KEEP,
        lead_agency=science, due_on=today, user=user,
    )  # fmt: skip
    kept = attach_file(
        record=paper, upload=SimpleUploadedFile("MOU.pdf", samples.pdf(LONG)), kind=AttachmentKind.SIGNED_TEXT,
        title=LONG, language="vi", is_original=True, **by,
    )  # fmt: skip
    action = Action.objects.filter(origin="renewal").earliest("pk")
    of_draft, of_paper = draft.get_absolute_url(), paper.get_absolute_url()
    return {
        "draft": of_draft,
        "draft-edit": f"{of_draft}sua/",
        "draft-move": f"{of_draft}chuyen-buoc/?stage=ready_to_sign",
        "draft-break-off": f"{of_draft}dung/",
        "draft-criteria": f"{of_draft}tieu-chi/",
        "draft-ask": f"{of_draft}lay-y-kien/",
        "opinion": f"/thoa-thuan/y-kien/{opinion.pk}/",
        "opinion-answer": f"/thoa-thuan/y-kien/{opinion.pk}/tra-loi/",
        "criteria-set": "/thoa-thuan/tieu-chi/tieu-chi-city-2024/",
        "paper": of_paper,
        "paper-edit": f"{of_paper}sua/",
        "event-kinds": f"{of_paper}su-kien/them/",
        "event-add": f"{of_paper}su-kien/them/?kind=renewal",
        "event-edit": f"{of_paper}su-kien/{event.pk}/sua/",
        "report-create": f"{of_paper}bao-cao/",
        "commitment-add": f"{of_paper}cam-ket/them/",
        "commitment-edit": f"/thoa-thuan/cam-ket/{promise.pk}/sua/",
        "renewal-close": f"/thoa-thuan/ho-so-gia-han/{renewal.pk}/dong/",
        "review": f"/thoa-thuan/ra-soat/{session.pk}/",
        "review-item": f"/thoa-thuan/ra-soat/muc/{item.pk}/",
        "file-attach": f"/tep/them/agreement/{paper.pk}/",
        "file": f"/tep/{kept.pk}/",
        "action": f"/viec-phai-lam/{action.pk}/",
        "action-edit": f"/viec-phai-lam/{action.pk}/sua/",
    }


def walk(visitor, *suffixes: str, pages: dict[str, str] = PAGES) -> list[str]:
    """Open each page once and look at it at each width named; tell every barrier and every pixel it is too wide."""
    found = []
    for name, path in pages.items():
        visitor.open(path)
        for suffix in suffixes:
            if suffix in WIDTHS:
                visitor.resize(*WIDTHS[suffix])
            visitor.picture(name if suffix == "desk" else f"{name}-{suffix}")
            found += [f"{name}-{suffix}: {barrier}" for barrier in visitor.barriers()]
            if visitor.overflow() > 0:
                found.append(f"{name}-{suffix}: {visitor.overflow()} px wider than the window")
    return found


@pytest.mark.parametrize("half", [0, 1], ids=["one half", "the other"])
def test_every_page_is_open_to_everybody(visitor, half):
    visitor.sign_in("officer")

    assert walk(visitor, *WIDTHS, pages=dict(list(PAGES.items())[half::2])) == []


def test_every_page_in_english(visitor):
    visitor.sign_in("officer")
    visitor.speak_english()

    assert walk(visitor, "english") == []
    assert visitor.page.locator("html").get_attribute("lang") == "en"


def test_sign_in_page_and_refusals_are_open_to_everybody(visitor):
    visitor.open("/dang-nhap/")
    visitor.picture("sign-in")

    assert visitor.barriers() == []

    visitor.sign_in("focal")
    visitor.open("/lanh-dao/", status=403)
    visitor.picture("refused")

    assert visitor.barriers() == []
    visitor.trouble.clear()  # the browser itself reports the 403


@pytest.mark.parametrize("kind", ["lists and new records", "one record"])
def test_the_life_of_papers_is_open_to_everybody(visitor, life, kind):
    visitor.sign_in("officer")

    assert walk(visitor, "desk", "phone", pages=life if kind == "one record" else LIFE) == []


def test_who_met_is_open_to_everybody(visitor):
    made = WhoMet(User.objects.get(username="officer"), local_today())
    pages, deeds = made.pages(), made.deeds()
    visitor.sign_in("officer")

    assert walk(visitor, *WIDTHS, pages=pages) == []
    assert walk(visitor, "phone", pages=deeds) == []
    visitor.speak_english()
    assert walk(visitor, "english", pages={name: pages[name] for name in ("trips", "programme")}) == []
