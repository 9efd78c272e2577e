"""Two review sessions: one closed with its minutes and the actions that follow, one still to come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from agreements.demo.common import agency, sample
from agreements.enums import Rating, ReviewDecision
from agreements.models import Agreement, ReviewSession
from agreements.services.reviews import item_record, session_close, session_create
from dnfa.core.demo import TITLE_PREFIX, Demo, copied

CLOSED_TITLE = f"{TITLE_PREFIX}Phiên rà soát kỳ trước"
PLANNED_TITLE = f"{TITLE_PREFIX}Phiên rà soát kỳ này"
HELD, CLOSED, TO_COME = 95, 91, 21
BODIES = ("so-cong-thuong", "so-du-lich", "so-giao-duc-dao-tao", "dai-hoc-da-nang")


@dataclass(frozen=True)
class Result:
    """What the closed session said of a paper; `due` in days from today."""

    slug: str
    rating: str
    reasons: str
    decision: str
    note: str
    lead: str = ""
    due: int | None = None
    other: str = ""


RESULTS = (
    Result(
        "ky-kawasaki", Rating.EFFECTIVE, "Trạm quan trắc hoạt động, đã tập huấn 4 cán bộ.", ReviewDecision.RENEW,
        "Gia hạn trước khi hết hiệu lực, bổ sung quan trắc tự động.", "so-tai-nguyen-moi-truong", 15,
        "Nâng cao nhận thức bảo vệ nguồn nước.",
    ),
    Result(
        "ky-keimyung", Rating.BROAD, "Trao đổi sinh viên, hội thảo, nghiên cứu chung đều có kết quả.",
        ReviewDecision.STRENGTHEN, "Chuẩn bị ký tăng cường, thêm đào tạo sau đại học.", "dai-hoc-da-nang", -5,
    ),
    Result(
        "ky-savannakhet", Rating.MODEL, "Đủ lưu học sinh, khám chữa bệnh vùng biên được đánh giá cao.",
        ReviewDecision.KEEP, "Tiếp tục thực hiện chương trình.", other="Thắt chặt tình hữu nghị nhân dân hai địa phương.",
    ),
    Result(
        "ky-varna", Rating.NO_ACTIVITY, "Ký xong không có hoạt động chung nào.", ReviewDecision.END,
        "Chấm dứt, đàm phán văn bản mới khi có nội dung cụ thể.", "so-van-hoa-the-thao", -30,
    ),
)  # fmt: skip
PLANNED = ("ky-changwon", "ky-jeju", "ky-boras", "ky-son-dong", "ky-newcastle")


def make_reviews(demo: Demo) -> None:
    """Both sessions of each copy where their titles are not there yet, with the papers of that copy on their agenda."""
    for copy in demo.copies():
        for name, make in ((CLOSED_TITLE, _closed), (PLANNED_TITLE, _planned)):
            title = copied(name, copy)
            if not ReviewSession.objects.filter(title=title).exists():
                with transaction.atomic():
                    make(demo, title, copy)
                demo.count("reviews")


def _papers(slugs: Iterable[str], copy: int) -> dict[str, Agreement]:
    """The papers of one copy that are there, by what their keys are made of."""
    return {slug: paper for slug in slugs if (paper := sample(slug, copy)) is not None}


def _closed(demo: Demo, title: str, copy: int) -> None:
    said = {result.slug: result for result in RESULTS}
    papers = _papers(said, copy)
    session = session_create(
        title=title,
        held_on=demo.ago(HELD),
        agencies=[agency(key) for key in BODIES],
        agreements=list(papers.values()),
        place="Phòng họp số 2, Trung tâm Hành chính thành phố",
        chair="Trần Quốc Bảo, Sở Ngoại vụ",
        secretary="Nguyễn Thu Hà, Sở Ngoại vụ",
        document_number="302/GM-SNgV",
        user=demo.user,
    )
    slugs = {paper.pk: slug for slug, paper in papers.items()}
    for item in session.items.select_related("agreement", "session"):
        result = said[slugs[item.agreement_id]]
        item_record(
            item=item,
            rating=result.rating,
            reasons=result.reasons,
            other_results=result.other,
            decision=result.decision,
            decision_note=result.note,
            lead_agency=agency(result.lead) if result.lead else None,
            due_on=None if result.due is None else demo.workday(result.due),
            user=demo.user,
        )
    session_close(
        session=session,
        conclusion="Các thỏa thuận nhìn chung có kết quả; cơ quan chủ trì thực hiện đúng hạn các việc được giao.",
        user=demo.user,
        today=demo.ago(CLOSED),
    )


def _planned(demo: Demo, title: str, copy: int) -> None:
    session_create(
        title=title,
        held_on=demo.workday(TO_COME),
        facts_as_of=demo.today,
        agencies=[agency(key) for key in BODIES],
        agreements=list(_papers(PLANNED, copy).values()),
        place="Phòng họp số 2, Trung tâm Hành chính thành phố",
        chair="Trần Quốc Bảo, Sở Ngoại vụ",
        secretary="Nguyễn Thu Hà, Sở Ngoại vụ",
        user=demo.user,
    )
