"""The work before an end: one file open with steps done and late, one closed by a renewal."""

from __future__ import annotations

from django.db import transaction

from agreements.demo.common import sample
from agreements.demo.papers import OPEN_RENEWAL, RENEWED
from agreements.enums import EventKind, LegalReportKind, RenewalOutcome, TermKind
from agreements.models import Agreement, RenewalCase
from agreements.services.consultation import file_legal_report
from agreements.services.expiry import close_renewal, open_renewal
from agreements.services.records import event_add
from dnfa.core.demo import Demo
from dnfa.core.partial_dates import PartialDate
from dnfa.followup.actions import complete_action, note_progress
from dnfa.followup.models import Action

OPENED, RENEWED_OPENED, RENEWED_SIGNED, RENEWED_TOLD, RENEWED_CLOSED = 120, 280, 165, 156, 155
NEW_END = 150  # of the renewed paper, in days: in the last band of warning


def make_renewals(demo: Demo) -> None:
    """Both files, for every copy of their papers."""
    for copy in demo.copies():
        for slug, make in ((OPEN_RENEWAL, _open), (RENEWED, _renewed)):
            paper = sample(slug, copy)
            if paper is not None and not paper.renewal_cases.exists():
                with transaction.atomic():
                    make(demo, paper)
                demo.count("renewals")


def _open(demo: Demo, paper: Agreement) -> None:
    case = _opened(
        demo,
        paper,
        OPENED,
        "Gia hạn thêm 3 năm, bổ sung nội dung quan trắc nước tự động.",
        ((100, "Báo cáo rà soát 96/BC-SNgV."), (80, "Thư trao đổi, phía Kawasaki nhất trí gia hạn.")),
    )
    waiting = Action.objects.of_record(case).filter(done_on=None).order_by("order", "pk").first()
    if waiting is not None:
        note_progress(
            action=waiting,
            text="Dự thảo lần 2 đã gửi phía bạn, còn chờ ý kiến về điều 4.",
            noted_on=demo.ago(15),
            percent=70,
            user=demo.user,
            today=demo.today,
        )


def _renewed(demo: Demo, paper: Agreement) -> None:
    case = _opened(
        demo,
        paper,
        RENEWED_OPENED,
        "Gia hạn vì hợp tác y tế có kết quả tốt.",
        (
            (270, "Báo cáo rà soát 41/BC-SNgV."),
            (250, "Thư của tỉnh Khon Kaen đồng ý gia hạn."),
            (230, "Dự thảo thống nhất hai bên."),
            (210, "Công văn 205/SNgV-HTQT, các cơ quan đồng ý."),
            (190, "Tờ trình 38/TTr-SNgV được phê duyệt."),
            (175, "Thống nhất lễ ký trực tuyến."),
            (RENEWED_SIGNED, "Đã ký văn bản gia hạn."),
        ),
    )
    event = event_add(
        agreement=paper,
        kind=EventKind.RENEWAL,
        occurred_on=PartialDate.of(demo.ago(RENEWED_SIGNED)),
        title_vi="(Mẫu) Phụ lục gia hạn bản ghi nhớ",
        term_kind=TermKind.UNTIL,
        term_ends_on=PartialDate.of(demo.ahead(NEW_END)),
        user=demo.user,
        today=demo.today,
    )
    file_legal_report(
        agreement=paper,
        event=event,
        kind=LegalReportKind.SIGNING,
        sent_on=demo.ago(RENEWED_TOLD),
        document_number="203/BC-UBND",
        user=demo.user,
        today=demo.today,
    )
    close_renewal(
        case=case, outcome=RenewalOutcome.RENEWED, event=event, user=demo.user, today=demo.ago(RENEWED_CLOSED)
    )


def _opened(
    demo: Demo, paper: Agreement, ago: int, proposal: str, done: tuple[tuple[int, str], ...]
) -> RenewalCase:
    """The file opened so long ago, with its first steps done: how long ago, and by what one can tell."""
    case = open_renewal(agreement=paper, proposal=proposal, user=demo.user, today=demo.ago(ago))
    for action, (days, evidence) in zip(
        Action.objects.of_record(case).order_by("order", "pk"), done, strict=False
    ):
        complete_action(
            action=action, done_on=demo.ago(days), evidence=evidence, user=demo.user, today=demo.today
        )
    return case
