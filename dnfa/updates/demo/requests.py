"""Sample updates, one in every state there is, and records that an agency called still true."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from dnfa.core.demo import TITLE_PREFIX, Demo, copied
from dnfa.updates.demo.common import Record, body, morning, sample, writer
from dnfa.updates.enums import RequestKind, ReturnReason
from dnfa.updates.models import ChangeRequest, Confirmation
from dnfa.updates.services import (
    confirm_record,
    draft_save,
    request_accept,
    request_open,
    request_return,
    request_submit,
    request_take,
    request_withdraw,
)
from dnfa.updates.subjects import subject_by_code

UNIVERSITY, HEALTH, EDUCATION = "dai-hoc-da-nang", "so-y-te", "so-giao-duc-dao-tao"
SCHOLARSHIPS: Record = ("project", "nhan-hoc-bong-keimyung")
ABROAD: Record = ("project", "cho-hoc-bong-lao")
CITYNET: Record = ("project", "nhan-do-thi-citynet")
HOSPITAL: Record = ("project", "nhan-y-te-koica")
SCHOOLS: Record = ("project", "nhan-nuoc-sach")
VISIT: Record = ("delegation", "vao-keimyung-2")


@dataclass(frozen=True)
class Plan:
    """One update: whose, about what, what it says; begun and sent so many days ago (None: never sent), what then became of it."""

    agency: str
    kind: str
    about: Record  # of a new record the kind alone
    text: str
    sent: int | None
    then: Callable[[Demo, ChangeRequest, Plan], None] | None = None
    values: Mapping[str, str] = field(default_factory=dict)


def _send(demo: Demo, request: ChangeRequest, days: int) -> ChangeRequest:
    return request_submit(
        request=request, base_version=None, user=request.author, now=morning(demo.ago(days))
    )


def _give_back(demo: Demo, request: ChangeRequest, plan: Plan) -> None:
    """It came back three days after it was sent."""
    request_return(
        request=request,
        reason=ReturnReason.INCOMPLETE,
        text="Đề nghị ghi rõ phường sau khi sắp xếp và nêu văn bản làm căn cứ.",
        base_version=None,
        user=demo.user,
        now=morning(demo.ago(_after(plan, 3))),
    )


def _send_again(demo: Demo, request: ChangeRequest, plan: Plan) -> None:
    """It came back, was completed, and waits again since yesterday."""
    _give_back(demo, request, plan)
    request.refresh_from_db()
    values = {name: f"{value}, theo giấy mời số 77/GM-ĐHĐN" for name, value in plan.values.items()}
    request = draft_save(request=request, values=values, base_version=None, user=request.author)
    _send(demo, request, 1)


def _accept(demo: Demo, request: ChangeRequest, plan: Plan) -> None:
    day = demo.ago(_after(plan, 2))
    request_accept(request=request, base_version=None, user=demo.user, today=day, now=morning(day))


def _accept_in_part(demo: Demo, request: ChangeRequest, plan: Plan) -> None:
    """The first value is taken into the register, the others go back for want of evidence."""
    first = request.values.order_by("pk").values_list("name", flat=True)[0]
    day = demo.ago(_after(plan, 4))
    request_accept(
        request=request,
        accepted=[first],
        reason=ReturnReason.NO_EVIDENCE,
        text="Đã ghi kết quả. Nội dung còn lại cần biên bản nghiệm thu kèm theo.",
        base_version=None,
        user=demo.user,
        today=day,
        now=morning(day),
    )


def _solve(demo: Demo, request: ChangeRequest, plan: Plan) -> None:
    """The difficulty became something that a body owes by a day."""
    day = demo.ago(_after(plan, 3))
    request_accept(
        request=request,
        lead_agency=body(EDUCATION),
        due_on=demo.workday(20),
        base_version=None,
        user=demo.user,
        today=day,
        now=morning(day),
    )


def _withdraw(demo: Demo, request: ChangeRequest, plan: Plan) -> None:
    request_withdraw(
        request=request,
        reason="Gửi nhầm đoàn, sẽ gửi lại theo lịch mới.",
        base_version=None,
        user=request.author,
        now=morning(demo.ago(_after(plan, 1))),
    )


def _take(demo: Demo, request: ChangeRequest, plan: Plan) -> None:
    request_take(request=request, base_version=None, user=demo.user, now=morning(demo.ago(_after(plan, 1))))


def _change_the_record(demo: Demo, request: ChangeRequest, plan: Plan) -> None:
    """Meanwhile the Department wrote something else into the same field: what the agency saw is stale."""
    subject = subject_by_code(request.subject)
    record: Any = request.record
    if subject is not None and subject.save is not None:
        subject.save(
            record=record,
            changed={name: f"{value} (theo văn bản mới)" for name, value in plan.values.items()},
            base_version=record.version,
            user=demo.user,
            today=demo.ago(_after(plan, 1)),
        )


def _after(plan: Plan, days: int) -> int:
    """How long ago it is what happened so many days after the update was sent; never in the future."""
    return max(0, (plan.sent or 0) - days)


EDIT, NOTE, NEW, DIFFICULTY = (
    RequestKind.EDIT,
    RequestKind.NOTE,
    RequestKind.NEW,
    RequestKind.DIFFICULTY,
)
PLANS = (
    Plan(UNIVERSITY, NOTE, SCHOLARSHIPS, "Hai sinh viên đợt 2 đã nhận thư mời của trường Keimyung.", None),
    Plan(UNIVERSITY, NEW, ("project", ""), "Đối tác vừa gửi thư cam kết, đề nghị đưa vào sổ.", 2,
         values={"direction": "received", "title_vi": f"{TITLE_PREFIX}Phòng thí nghiệm bán dẫn dùng chung",
                 "place": "phường Hòa Khánh", "purpose_vi": "Một phòng thí nghiệm cho ba trường thành viên."}),
    Plan(UNIVERSITY, EDIT, SCHOLARSHIPS, "Địa bàn thay đổi sau khi sắp xếp đơn vị hành chính.", 9, _give_back,
         {"place": "phường Hải Châu"}),
    Plan(UNIVERSITY, EDIT, VISIT, "Đoàn đổi nơi làm việc.", 8, _send_again,
         {"place": "Trường Đại học Ngoại ngữ, phường Hải Châu"}),
    Plan(UNIVERSITY, EDIT, CITYNET, "Bổ sung kết quả và phần việc còn lại.", 14, _accept_in_part,
         {"result_vi": "Mô hình phân loại rác tại ba ký túc xá, giảm 35% rác chôn lấp.",
          "remains_vi": "Hai máy ép rác đang dùng tại ký túc xá phía tây."}),
    Plan(UNIVERSITY, EDIT, ABROAD, "Thêm trường tiếp nhận lưu học sinh.", 4, _change_the_record,
         {"place": "phường Hòa Khánh; phường Ngũ Hành Sơn"}),
    Plan(UNIVERSITY, NOTE, ABROAD, "Mười hai lưu học sinh Lào bảo vệ xong khóa luận.", 35, _accept),
    Plan(UNIVERSITY, NOTE, VISIT, "Lịch làm việc đã thống nhất với đối tác.", 12, _withdraw),
    Plan(UNIVERSITY, DIFFICULTY, SCHOLARSHIPS,
         "Thủ tục gia hạn thị thực của sinh viên trao đổi kéo dài, đề nghị cơ quan quản lý xuất nhập cảnh hướng dẫn chung.",
         20),
    Plan(EDUCATION, DIFFICULTY, SCHOOLS, "Ba điểm trường chưa có điện để chạy bể lọc, đề nghị bố trí.", 30),
    Plan(HEALTH, NOTE, HOSPITAL, "Bàn giao khoa cấp cứu, tập huấn 40 bác sĩ.", 6),
    Plan(UNIVERSITY, DIFFICULTY, CITYNET, "Chưa có nơi đặt trạm phân loại rác lâu dài.", 40, _solve),
    Plan(UNIVERSITY, DIFFICULTY, ABROAD, "Ký túc xá thiếu 20 chỗ cho lưu học sinh mới.", 3, _take),
)  # fmt: skip
# Record and days back on which the university called it still true.
CONFIRMED = ((ABROAD, 100), (SCHOLARSHIPS, 380))


def make_requests(demo: Demo) -> None:
    """The updates that are not there yet, known by their words, each whole or not at all."""
    there = set(ChangeRequest.objects.filter(text__startswith=TITLE_PREFIX).values_list("text", flat=True))
    for copy in demo.copies():
        for plan in PLANS:
            words = copied(TITLE_PREFIX + plan.text, copy)
            if words not in there:
                with transaction.atomic():
                    _make(demo, plan, words, copy)


def _make(demo: Demo, plan: Plan, words: str, copy: int) -> None:
    agency = body(plan.agency)
    if agency is None:
        return
    user = writer(demo, agency)
    found = (
        (subject_by_code(plan.about[0]), None)
        if plan.kind == RequestKind.NEW
        else sample(plan.about, copy, user)
    )
    if found is None or found[0] is None:
        return
    subject, record = found
    request = request_open(kind=plan.kind, subject=subject, record=record, agency=agency, user=user)
    request = draft_save(request=request, values=dict(plan.values), text=words, base_version=None, user=user)
    if plan.sent is not None:
        request = _send(demo, request, plan.sent)
    if plan.then is not None:
        plan.then(demo, request, plan)
    demo.count("change_requests")


def make_confirmations(demo: Demo) -> None:
    """What the university called still true; said once on a day."""
    for copy in demo.copies():
        for about, days in CONFIRMED:
            found = sample(about, copy, demo.focal)
            if found is None:
                continue
            subject, record = found
            day = demo.ago(days)
            held = Confirmation.objects.filter(content_type=subject.content_type, object_id=record.pk)
            if held.filter(agency=demo.focal.agency).exists():
                continue
            confirm_record(
                subject=subject,
                record=record,
                agency=demo.focal.agency,
                seen_version=None,
                user=demo.focal,
                today=day,
            )
            demo.count("confirmations")
