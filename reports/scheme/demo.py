"""A year of the Scheme for trying out: progress of some tasks, difficulties, proposals. No task of the Decision is changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from dnfa.accounts.models import Agency
from dnfa.core.demo import TITLE_PREFIX, Demo, copied
from dnfa.core.partial_dates import PartialDate
from reports.scheme.enums import FIRST_YEAR, ReportedState, TaskRole
from reports.scheme.models import SchemeDifficulty, SchemeProposal, SchemeTask, SchemeTaskProgress
from reports.scheme.selectors import agencies_of, next_code
from reports.scheme.services import (
    accept_proposal,
    propose_task,
    raise_difficulty,
    report_progress,
    return_proposal,
    solve_difficulty,
)

DOING, DONE, NOT_YET, DROPPED = (
    ReportedState.IN_PROGRESS,
    ReportedState.DONE,
    ReportedState.NOT_STARTED,
    ReportedState.NOT_RELEVANT,
)


@dataclass(frozen=True)
class Saying:
    """What is told of a task: how many years and days back, and in which words."""

    code: str
    years: int
    days: int
    state: str
    result: str = ""
    figure: str = ""
    unit: str = ""
    evidence: str = ""


SAYINGS = (
    Saying("I.1", 1, 400, DOING, "Đã trình kế hoạch hành động, chờ ý kiến các sở."),
    Saying("I.1", 0, 40, DONE, "Ban hành kế hoạch hành động đối ngoại của thành phố.", "1", "kế hoạch",
           "Kế hoạch mẫu số 101/KH-UBND"),
    Saying("I.4", 0, 35, DOING, "Thống nhất khung chương trình phối hợp với Bộ Ngoại giao."),
    Saying("I.6", 0, 60, DONE, "Ban hành bộ tiêu chí xem xét trước khi ký; áp dụng cho mọi dự thảo.", "1", "bộ tiêu chí",
           "Công văn mẫu số 215/SNgV"),
    Saying("I.7", 0, 33, DOING, "Họp liên ngành rà soát hai kỳ.", "2", "phiên họp", "Biên bản rà soát trong sổ"),
    Saying("I.10", 0, 28, DOING, "Mở lớp bồi dưỡng kiến thức đối ngoại.", "3", "lớp", "Báo cáo lớp học mẫu"),
    Saying("I.13", 0, 21, DOING, "Tham gia ba hội nghị của các mạng lưới thành phố.", "3", "hội nghị"),
    Saying("I.17", 0, 26, DOING, "Đưa tin các đoàn ra, đoàn vào trên báo, đài.", "86", "tin, bài"),
    Saying("I.23", 0, 45, NOT_YET, "Chờ kế hoạch diễn tập chung."),
    Saying("II.A.1", 0, 30, DONE, "Đạt giải thưởng du lịch quốc tế.", "2", "giải thưởng", "Hồ sơ giải thưởng mẫu"),
    Saying("II.A.7", 0, 30, DOING, "Quảng bá tại bốn thị trường Đông Bắc Á.", "4", "thị trường"),
    Saying("II.A.12", 0, 24, DOING, "Làm việc với các hãng về đường bay mới.", "2", "đường bay"),
    Saying("II.B.16", 0, 22, DOING, "Rút ngắn thủ tục cho hàng quá cảnh qua cảng."),
    Saying("II.C.22", 0, 50, DOING, "Vận động hai đối tác hỗ trợ chính sách công nghệ.", "2", "đối tác"),
    Saying("II.C.29", 0, 50, DROPPED, "Mô hình đã lồng vào nhiệm vụ khác về khởi nghiệp."),
    Saying("II.D.34", 0, 19, DOING, "Tổ chức năm đợt xúc tiến đầu tư.", "5", "đợt"),
    Saying("II.D.38", 0, 19, NOT_YET, "Danh mục ưu tiên đang được soát lại."),
    Saying("III.4", 0, 27, DOING, "Đưa lao động đi làm việc ở nước ngoài theo kế hoạch.", "420", "người"),
    Saying("III.9", 0, 31, DOING, "Ba chương trình liên kết đào tạo mới.", "3", "chương trình"),
    Saying("IV.2", 0, 23, DOING, "Hai dự án hợp tác về môi trường đang thực hiện.", "2", "dự án"),
    Saying("IV.8", 0, 23, NOT_YET, "Chờ hướng dẫn về thị trường carbon."),
)  # fmt: skip
# Task, days back, words, wish, and how it was solved.
DIFFICULTIES = (
    ("II.B.16", 40, "Cửa khẩu và cảng dùng hai hệ thống khai báo khác nhau.",
     "Đề nghị thống nhất một cửa khai báo điện tử.", ""),
    ("II.D.38", 34, "Quy trình trình duyệt dự án ODA kéo dài, nhà tài trợ lùi thời hạn.",
     "Đề nghị lập tổ công tác liên ngành.", ""),
    ("III.4", 60, "Thiếu lớp tiếng Nhật cho điều dưỡng.", "Đề nghị hỗ trợ giáo viên.",
     "Đã mở hai lớp với giáo viên tình nguyện."),
)  # fmt: skip
WAITING = "Xây dựng chương trình trao đổi học thuật thường niên với các đại học của địa phương có quan hệ"
RETURNED = "Tổ chức ngày hội văn hóa quốc tế hằng quý"
ADDED = "Lập cổng thông tin tiếng Anh về các hoạt động đối ngoại của thành phố"


def build(demo: Demo) -> None:
    """What agencies said in the last two years, what stands in the way, what they want changed."""
    for copy in demo.copies():
        with transaction.atomic():
            _say(demo, copy)
            _obstruct(demo, copy)
            _propose(demo, copy)


def _task(code: str) -> SchemeTask | None:
    return SchemeTask.objects.filter(code=code).first()


def _lead(task: SchemeTask, on: date) -> Agency | None:
    """In whose name the sample speaks: the first agency that leads on the day, or nobody's."""
    leads = task.agency_links.filter(role=TaskRole.LEAD)
    return next(iter(agencies_of(task, on)), None) if leads.exists() else None


def _say(demo: Demo, copy: int) -> None:
    for saying in SAYINGS:
        task, words = _task(saying.code), copied(TITLE_PREFIX + (saying.result or saying.code), copy)
        day = demo.ago(saying.days)
        year = demo.today.year - saying.years
        known = SchemeTaskProgress.objects.filter(task=task, result=words)
        if task is None or year < FIRST_YEAR or known.exists():
            continue
        report_progress(
            task=task,
            year=year,
            state=saying.state,
            result=words,
            figure=Decimal(saying.figure) if saying.figure else None,
            unit=saying.unit,
            evidence=saying.evidence,
            agency=_lead(task, demo.today),
            reported_on=day,
            user=demo.user,
            today=demo.today,
        )
        demo.count("scheme_progress")


def _obstruct(demo: Demo, copy: int) -> None:
    for code, days, text, wish, solution in DIFFICULTIES:
        task, words = _task(code), copied(TITLE_PREFIX + text, copy)
        if task is None or SchemeDifficulty.objects.filter(task=task, text=words).exists():
            continue
        difficulty = raise_difficulty(
            task=task,
            text=words,
            wish=wish,
            solver=Agency.objects.filter(key="ubnd-thanh-pho").first(),
            agency=_lead(task, demo.today),
            user=demo.user,
            today=demo.ago(days),
        )
        if solution:
            solve_difficulty(
                difficulty=difficulty,
                solution=solution,
                solved_on=demo.ago(days // 2),
                base_version=None,
                user=demo.user,
                today=demo.today,
            )
        demo.count("scheme_difficulties")


def _propose(demo: Demo, copy: int) -> None:
    """One that waits, one that was returned, one that was taken in and should have ended last month."""
    if _proposed(demo, WAITING, "III", copy, days=9) is None:
        return
    returned = _proposed(demo, RETURNED, "III", copy, days=50)
    if returned is not None:
        return_proposal(
            proposal=returned,
            reason="Trùng nội dung nhiệm vụ III.1, đề nghị lồng ghép.",
            base_version=None,
            user=demo.user,
            today=demo.ago(44),
        )
    taken = _proposed(demo, ADDED, "I", copy, days=300, ends_on=PartialDate.of(demo.ago(30)))
    if taken is not None:
        accept_proposal(
            proposal=taken,
            code=next_code(taken),
            deciding_document=f"{TITLE_PREFIX}Quyết định số 99/QĐ-UBND",
            decided_on=demo.ago(280),
            base_version=None,
            user=demo.user,
            today=demo.ago(280),
        )


def _proposed(
    demo: Demo, title: str, group: str, copy: int, *, days: int, ends_on: PartialDate | None = None
) -> SchemeProposal | None:
    """The proposal made now; None when it is there already or the Scheme is not loaded."""
    words = copied(TITLE_PREFIX + title, copy)
    is_known = SchemeProposal.objects.filter(title_vi=words).exists()
    if is_known or not SchemeTask.objects.filter(group_code=group).exists():
        return None
    demo.count("scheme_proposals")
    return propose_task(
        title_vi=words,
        reason="Nội dung mẫu để xem thử: cơ quan nêu vì sao cần.",
        lead_agency=demo.focal.agency,
        agency=demo.focal.agency,
        group_code=group,
        ends_on=ends_on,
        user=demo.user,
        today=demo.ago(days),
    )
