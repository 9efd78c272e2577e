"""One record of every kind of who met, with everything on it; its pages by name, for those who look at them."""

from __future__ import annotations

from datetime import date, time, timedelta
from functools import cached_property
from typing import Any

from agreements.models import Agreement
from agreements.services.reviews import session_create
from delegations.limit_parts import limits_section
from delegations.models import Conference, Delegation, Engagement, Invitation, ProgrammeItem, YearProgramme
from delegations.selectors_limits import findings_for
from delegations.services.conferences import plan_conference, record_press_visit
from delegations.services.engagements import record_engagement
from delegations.services.invitation_lists import invite_partners
from delegations.services.invitations import answer_invitation
from delegations.services.limits import justify_limit
from delegations.services.outcomes import draft_report, submit_report
from delegations.services.programme import (
    approve_revision,
    decide_items,
    open_programme,
    propose_item,
    remove_item,
)
from delegations.services.trips import (
    cancel_delegation,
    decide,
    move_delegation,
    plan_delegation,
    set_plan_status,
)
from dnfa.accounts.models import Agency, User
from dnfa.core.partial_dates import PartialDate
from partners.models import Country, Partner

TITLE = "Đoàn lãnh đạo thành phố làm việc tại Nhật Bản, Hàn Quốc, Trung Quốc về công nghệ bán dẫn và đô thị thông minh"
REASON = "Đoàn có thêm phiên dịch vì làm việc ở ba nước; kinh phí phiên dịch do đơn vị tự bảo đảm."
PEOPLE = (
    "Hồ Văn Trưởng",
    "Trần Thị Phó",
    "Lê Văn Một",
    "Phan Thị Hai",
    "Võ Văn Ba",
    "Đặng Thị Bốn",
    "Bùi Văn Năm",
)
GUESTS = ("kr-daegu", "la-savannakhet", "jp-kawasaki", "th-khon-kaen", "cn-shandong", "us-pittsburgh")
A_DAY = timedelta(days=1)


class WhoMet:
    """Makes the records on a day as one person; `pages` gives lists and records, `deeds` their small forms."""

    def __init__(self, user: User, today: date) -> None:
        self.user, self.today = user, today
        self.by: dict[str, Any] = {"user": user, "today": today}
        self.department = Agency.objects.get(key="so-ngoai-vu")
        self.university = Agency.objects.get(key="dai-hoc-da-nang")
        self.programme, self.item, self.proposed = self._programme()
        self.trip = self._trip()
        self.back = self._back()
        self.cancelled = self._cancelled()
        self.event, self.invitation = self._event()
        self.conference = self._conference()

    def _programme(self) -> tuple[YearProgramme, ProgrammeItem, ProgrammeItem]:
        """A year with an edition, its adjustment, and a line that waits."""
        year = open_programme(year=self.today.year, proposals_due_on=self.today, user=self.user)
        kept, gone, proposed = (
            propose_item(
                programme=year, kind="delegation_out", title=title, agency=agency, days=7, persons=8,
                countries=Country.objects.filter(code__in=("JP", "KR")), purpose=REASON, user=self.user,
            )
            for title, agency in (
                ("Đi Nhật Bản, Hàn Quốc xúc tiến đầu tư công nghệ bán dẫn", self.department),
                ("Dự hội chợ du lịch tại Thái Lan", self.department),
                ("Đi Đài Loan trao đổi sinh viên", self.university),
            )
        )  # fmt: skip
        decide_items(items=[kept, gone], is_accepted=True, **self.by)
        for kind, number in (("initial", "156/QĐ-UBND"), ("mid_year", "2301/QĐ-UBND")):
            approve_revision(
                programme=year, kind=kind, approved_on=self.today, document_number=number,
                approved_by="Chủ tịch UBND thành phố", base_version=None, **self.by,
            )  # fmt: skip
            gone.refresh_from_db()
            if kind == "initial":
                remove_item(item=gone, reason="Hội chợ dời sang năm sau", base_version=None, **self.by)
        kept.refresh_from_db()
        return year, kept, proposed

    def _trip(self) -> Delegation:
        """A trip to come out of three countries, over limits, moved once, with every list filled."""
        begins = self.today + 20 * A_DAY
        way = (("JP", "jp-yokohama"), ("KR", "kr-changwon"), ("CN", "cn-jinan"))
        stops = [
            {
                "country": Country.objects.get(code=code), "partner": Partner.objects.get(key=key),
                "arrives_on": begins + 3 * place * A_DAY, "leaves_on": begins + (3 * place + 3) * A_DAY,
            }
            for place, (code, key) in enumerate(way)
        ]  # fmt: skip
        roles = ("head", "deputy", *["member"] * 5)
        members = [
            {"name": name, "title": "Phó Giám đốc", "agency": self.department, "role": role}
            for name, role in zip(PEOPLE, roles, strict=True)
        ]
        programme = [
            {"day": begins, "starts_at": time(9, 30), "content": REASON, "counterpart": "Phó Thị trưởng Yokohama",
             "place": "Tòa thị chính Yokohama", "in_charge": "Sở Ngoại vụ"},
            {"day": begins + A_DAY, "content": "Gặp mặt kiều bào"},
        ]  # fmt: skip
        gifts = [
            {"side": "given", "description": "Tranh đá cầu Rồng", "value_amount": 4_500_000, "value_currency": "VND"},
            {"side": "received", "description": "Bộ ấm trà", "kept_by": self.department},
        ]  # fmt: skip
        trip = plan_delegation(
            title_vi=TITLE, direction="out", purpose_vi=REASON, head_rank="locality_deputy", mode="in_person",
            partners=[stop["partner"] for stop in stops], lead_agencies=[self.department],
            coordinating=[self.university], host="Thành phố Yokohama", place="Yokohama", planned_persons=8,
            planned_starts_on=begins, planned_ends_on=begins + 9 * A_DAY, cost_amount=1_250_000_000,
            cost_currency="VND", cost_source="city_budget",
            rows={"stops": stops, "members": members, "programme": programme, "gifts": gifts}, **self.by,
        )  # fmt: skip
        trip = set_plan_status(
            record=trip, plan_status="in_plan", programme_item=self.item, base_version=None, user=self.user
        )
        trip = decide(
            delegation=trip, decision_number="1789/QĐ-UBND", decision_on=self.today,
            decision_by="Chủ tịch UBND thành phố", base_version=None, **self.by,
        )  # fmt: skip
        trip = move_delegation(
            delegation=trip, starts_on=begins + A_DAY, ends_on=begins + 10 * A_DAY, decided_on=self.today,
            reason="partner_asked", note=REASON, base_version=None, **self.by,
        )  # fmt: skip
        first = findings_for([trip])[trip.pk][0]
        justify_limit(delegation=trip, kind=first.kind, subject=first.subject, text=REASON, user=self.user)
        return Delegation.objects.get(pk=trip.pk)

    def _held(self, title: str, ago: int) -> Delegation:
        begins = self.today - ago * A_DAY
        return plan_delegation(
            title_vi=title, direction="in", partners=[Partner.objects.get(key="jp-sakai")],
            lead_agencies=[self.department], head_name="Nagafuji Hideki", head_title="Thị trưởng Sakai",
            head_rank="locality_head", planned_starts_on=begins, planned_persons=11, received_by_name="Lê Văn Tiếp",
            received_by_title="Chủ tịch UBND thành phố", starts_on=PartialDate.of(begins), persons=11, **self.by,
        )  # fmt: skip

    def _back(self) -> Delegation:
        """One that is back, its report drafted; another whose report is in stands beside it."""
        contents = {
            "summary": REASON, "done": REASON, "negotiating": REASON, "assessment": REASON,
            "meetings": [
                {"met_on": self.today - 9 * A_DAY, "counterpart": "Nagafuji Hideki, Thị trưởng Sakai",
                 "partner": Partner.objects.get(key="jp-sakai"), "our_side": "Lê Văn Tiếp", "content": REASON}
            ],
            "obligations": [
                {"side": side, "text": REASON, "due_on": self.today + 9 * A_DAY, "lead_agency": agency}
                for side, agency in (("ours", self.university), ("theirs", None), ("proposal", self.department))
            ],
        }  # fmt: skip
        drafted = self._held("Đoàn thành phố Sakai thăm, dự Lễ hội Việt - Nhật", 9)
        draft_report(record=drafted, contents=contents, **self.by)
        self.reported = self._held("Đoàn thành phố Sakai khảo sát môi trường đầu tư", 30)
        report = draft_report(record=self.reported, contents=contents, **self.by)
        submit_report(
            report=report,
            document_number="88/BC-SNgV",
            reported_on=self.today - 5 * A_DAY,
            base_version=None,
            **self.by,
        )
        return drafted

    def _cancelled(self) -> Delegation:
        planned = plan_delegation(
            title_vi="Đoàn bang Queensland thăm",
            direction="in",
            planned_starts_on=self.today + 40 * A_DAY,
            **self.by,
        )
        return cancel_delegation(
            delegation=planned,
            cancelled_on=self.today,
            reason="other",
            note=REASON,
            base_version=None,
            **self.by,
        )

    def _event(self) -> tuple[Engagement, Invitation]:
        """A city event with its guests: one comes, one does not, the others are late with their answer."""
        event = record_engagement(
            title_vi="Hội chợ EWEC Đà Nẵng", kind="event", starts_on=PartialDate.of(self.today + 15 * A_DAY),
            partners=[], lead_agencies=[self.department], **self.by,
        )  # fmt: skip
        invite_partners(
            occasion=event, partners=Partner.objects.filter(key__in=GUESTS), sent_on=self.today - 30 * A_DAY,
            answer_by=self.today - 2 * A_DAY, document_number="301/GM-UBND", agency=self.department, user=self.user,
        )  # fmt: skip
        asked = Invitation.objects.filter(event=event).order_by("pk")
        answer_invitation(invitation=asked[0], answer="accepted", answered_on=self.today, **self.by)
        answer_invitation(
            invitation=asked[1], answer="declined", answered_on=self.today, reason="schedule", **self.by
        )
        return event, asked[2]

    def _conference(self) -> Conference:
        facts = {"title_vi": "Diễn đàn các thành phố hữu nghị", "part": "hosted", "planned_persons": 180}
        lists = {
            "lead_agencies": [self.department],
            "partners": list(Partner.objects.filter(key__in=GUESTS[:2])),
            "countries": list(Country.objects.filter(code__in=("JP", "KR"))),
        }
        days = {"planned_starts_on": self.today + 50 * A_DAY, "planned_ends_on": self.today + 52 * A_DAY}
        made = plan_conference(facts={**facts, **days, "purpose_vi": REASON}, lists=lists, **self.by)
        press = {
            "title_vi": "Đoàn phóng viên NHK quay phim về Ngũ Hành Sơn",
            "outlets": "NHK",
            "topics": REASON,
        }
        self.press = record_press_visit(
            facts={**press, "starts_on": PartialDate.of(self.today - 20 * A_DAY)},
            lists={"countries": lists["countries"][:1]},
            **self.by,
        )
        return made

    @cached_property
    def below(self) -> dict[str, tuple[str, ...]]:
        """The page of each record, and the words of the small forms below it."""
        drafted, done = (f"/doan/bao-cao/doan/{one.key}/" for one in (self.back, self.reported))
        line = "/doan/chuong-trinh/muc"
        return {
            self.trip.get_absolute_url(): (
                "sua", "chang", "thanh-vien", "lich-trinh", "qua-tang", "van-ban-cho-phep", "ke-hoach-nam",
                "van-ban-ky", "doi-ngay", "huy", "doi-tac-gan",
            ),
            self.back.get_absolute_url(): ("thuc-te",),
            self.cancelled.get_absolute_url(): ("khoi-phuc",),
            drafted: ("sua", "nop", "khong-bao-cao"),
            done: ("sua-so", "rut", "ket-thuc"),
            f"{line}/{self.item.pk}/": ("mo-ho-so", "dua-ra"),
            f"{line}/{self.proposed.pk}/": ("sua", "rut"),
            f"/doan/chuong-trinh/{self.programme.year}/": ("sua", "de-xuat", "xu-ly", "ban-hanh"),
            f"/doan/loi-moi/su-kien/{self.event.key}/": ("them", "goi-y"),
            self.invitation.get_absolute_url(): ("sua", "tra-loi", "co-du", "doan", "xoa"),
            self.event.get_absolute_url(): ("sua", "xoa"),
            self.conference.get_absolute_url(): ("sua", "thuc-te", "giay-phep", "ke-hoach-nam", "huy"),
            self.press.get_absolute_url(): ("sua",),
        }  # fmt: skip

    def pages(self) -> dict[str, str]:
        """Every list, and every page that shows a record, by name."""
        paper = Agreement.objects.filter(stage="signed").earliest("pk")
        session = session_create(
            title="Rà soát",
            held_on=self.today,
            agencies=[self.department],
            agreements=[paper],
            user=self.user,
        )
        cases = (limits_section(self.trip, self.user, self.today) or {})["cases"]
        event = f"/doan/loi-moi/su-kien/{self.event.key}/"
        named = {
            "trip-planned": self.trip.get_absolute_url(),
            "programme": f"/doan/chuong-trinh/{self.programme.year}/",
            "invitees": event,
            "invitees-chosen": f"{event}them/?country=JP&country=KR",
            "invitees-proposed": f"{event}goi-y/",
            "trip-nearby": f"{self.trip.get_absolute_url()}doi-tac-gan/",
            "limit-justify": next(case["url"] for case in cases if case["justification"] is None),
            "quick-fields": "/doan/ghi-nhanh/jp-yokohama/",
            "review-attendance": f"/thoa-thuan/ra-soat/{session.pk}/nguoi-du/",
        }
        others = [start for start in self.below if start not in named.values()]
        return {**named, **LISTS, **{f"record-{number}": start for number, start in enumerate(others)}}

    def deeds(self) -> dict[str, str]:
        """Every small form of these records, by name."""
        return {
            f"deed-{number}-{word}": f"{start}{word}/"
            for number, (start, words) in enumerate(self.below.items())
            for word in words
        }


# Lists, and pages that make a new record.
LISTS = {
    "trips": "/doan/",
    "trip-add": "/doan/them/",
    "trip-matching": "/doan/goi-y/?partners=jp-yokohama&countries=KR",
    "programmes": "/doan/chuong-trinh/",
    "programme-open": "/doan/chuong-trinh/mo-nam/",
    "over-limits": "/doan/vuot-han-muc/",
    "conferences": "/doan/hoi-nghi/",
    "conference-add": "/doan/hoi-nghi/them/",
    "press-visits": "/doan/phong-vien/",
    "press-visit-add": "/doan/phong-vien/them/",
    "engagements": "/doan/tiep-xuc/",
    "engagement-add": "/doan/tiep-xuc/them/",
    "invitations": "/doan/loi-moi/",
    "invitation-add": "/doan/loi-moi/them/",
    "quick": "/doan/ghi-nhanh/",
    "statistics-2025": "/doan/thong-ke/?year=2025",
    "statistics-partners": "/doan/thong-ke/?by=partner",
    "reports": "/doan/bao-cao/",
    "conference-reports": "/doan/bao-cao/hoi-nghi/",
    "route": "/doan/goi-y/",
    "statistics": "/doan/thong-ke/",
    "import-programme": "/nhap-bang/chuong-trinh-nam/",
    "import-members": "/nhap-bang/thanh-vien-doan/",
}
