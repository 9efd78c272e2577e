"""What is refused before a record is written, with the sentence at the field to blame."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from agreements.enums import NOT_SIGNED_WITH_A_PARTNER, Capacity, LegalRegime, Stage, TermKind
from agreements.models import Agreement
from agreements.models.agreement import DISTRICTS_UNTIL, LAW_2020_SINCE, TERM_MESSAGE, TermFields
from agreements.naming import possible_duplicates, title_complaint
from agreements.rules import can_write_papers
from agreements.services.records.facts import Signer
from dnfa.accounts.models import Agency
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from partners.models import Partner

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SHOWN_DUPLICATES = 3
# The figures each kind of term needs, and those it may carry (same as the database's constraint).
_FIGURES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "": ((), ()),
    TermKind.INDEFINITE: ((), ()),
    TermKind.UNKNOWN: ((), ()),
    TermKind.UNTIL: (("term_ends_on",), ("term_months", "term_notice_months")),
    TermKind.FOR: (("term_months",), ("term_notice_months",)),
    TermKind.AUTO_RENEW: (("term_months", "term_renew_months"), ("term_notice_months",)),
}


def refused(code: str, message: StrOrPromise, field: str) -> InvalidInput:
    """A refusal with its sentence at one field."""
    return InvalidInput(code, message, {field: [message]})


def refuse_reader(user: Any) -> None:
    """Raise `NotAllowed` for those who only read the register."""
    if not can_write_papers(user):
        raise NotAllowed("not_a_writer", _("Chỉ chuyên viên, trưởng phòng và quản trị được ghi thỏa thuận."))


def refuse_unknown_facts(facts: Iterable[str], known: Iterable[str]) -> None:
    """Raise `TypeError`, as a call with a wrong argument does: forms and serializers give known names only."""
    strange = sorted(set(facts) - set(known))
    if strange:
        message = f"no such facts of a record: {', '.join(strange)}"
        raise TypeError(message)


def check_paper(paper: Agreement, *, today: date) -> None:
    """Check the facts of a paper itself (not its lists). Raises `InvalidInput`."""
    if not paper.title_vi:
        raise refused("title_needed", _("Cần có tên văn bản."), "title_vi")
    complaint = title_complaint(paper.title_vi, legal_regime=paper.legal_regime)
    if complaint is not None:
        raise refused("name_not_allowed", complaint, "title_vi")
    if not paper.title_is_official and paper.title_en:
        complaint = title_complaint(paper.title_en, legal_regime=paper.legal_regime)
        if complaint is not None:
            raise refused("name_not_allowed", complaint, "title_en")
    check_dates(paper, today=today)
    check_term(paper, may_be_empty=False)
    check_parent(paper)
    officer = paper.officer
    if officer is not None and not can_write_papers(officer):
        raise refused(
            "officer_cannot_write",
            _("Người phụ trách phải là chuyên viên, trưởng phòng hoặc quản trị đang hoạt động."),
            "officer",
        )
    check_fields(paper)


def check_dates(paper: Agreement, *, today: date) -> None:
    """Days of signing against stage, today, law and capacity. Raises `InvalidInput`."""
    signed = paper.signed_on
    if paper.stage != Stage.SIGNED:
        if signed is not None:
            raise refused(
                "draft_not_signed",
                _("Văn bản chưa ký không có ngày ký; hãy ghi bước “Đã ký” ở phần quá trình chuẩn bị."),
                "signed_on",
            )
        if paper.capacity == Capacity.DISTRICT:
            raise refused(
                "no_districts",
                _("Từ 01/7/2025 không còn cấp quận, huyện; văn bản mới không thể ký với danh nghĩa này."),
                "capacity",
            )
        return
    if signed is None:
        return
    if signed.first_day() > today:
        raise refused(
            "signed_in_future", _("Ngày ký ở sau hôm nay; văn bản chưa ký thì mở hồ sơ mới."), "signed_on"
        )
    if paper.capacity == Capacity.DISTRICT and signed.first_day() > DISTRICTS_UNTIL:
        raise refused(
            "no_districts",
            _("Từ 01/7/2025 không còn cấp quận, huyện; văn bản mới không thể ký với danh nghĩa này."),
            "capacity",
        )
    if paper.legal_regime == LegalRegime.LAW_2020 and signed.last_day() < LAW_2020_SINCE:
        raise refused(
            "law_not_yet", _("Luật 70/2020/QH14 chỉ áp dụng cho văn bản ký từ 01/7/2021."), "legal_regime"
        )


def check_term(record: TermFields, *, may_be_empty: bool) -> None:
    """Each kind of term carries exactly the figures it needs. Raises `InvalidInput` at the figure to blame."""
    figures = {
        "term_ends_on": record.term_ends_on,
        "term_months": record.term_months,
        "term_renew_months": record.term_renew_months,
        "term_notice_months": record.term_notice_months,
    }
    asked_for = _FIGURES.get(record.term_kind)
    if asked_for is None or not (record.term_kind or may_be_empty):
        raise refused(
            "term_not_whole", _("Cần chọn kiểu thời hạn; không biết thì chọn “Chưa rõ”."), "term_kind"
        )
    needed, allowed = asked_for
    for name, value in figures.items():
        lacks = name in needed and not value
        exceeds = name not in needed and name not in allowed and value is not None
        if lacks or exceeds:
            raise refused("term_not_whole", TERM_MESSAGE, name)


def check_parent(paper: Agreement) -> None:
    """A paper is not its own parent, nor its grandchild's child. Raises `InvalidInput`."""
    above, seen = paper.parent, {paper.pk}
    while above is not None:
        if above.pk in seen:
            raise refused(
                "parent_loop",
                _("Văn bản gốc không thể là chính văn bản này hoặc văn bản con của nó."),
                "parent",
            )
        seen.add(above.pk)
        above = above.parent


def check_fields(record: Model) -> None:
    """What the model's own fields and constraints refuse (lengths, choices). Raises `InvalidInput` by field."""
    try:
        record.full_clean(validate_unique=False)
    except ValidationError as error:
        fields = {
            ("" if name == NON_FIELD_ERRORS else name): list(texts)
            for name, texts in error.message_dict.items()
        }
        raise InvalidInput("invalid", _("Có chỗ chưa đúng, hãy sửa các ô được nêu."), fields) from error


def check_sides(
    *, paper_type: str, stage: str, partners: list[Partner], signing_agencies: list[Agency], capacity: str
) -> None:
    """A paper signed with somebody names a foreign and, but for the centre, a Vietnamese side. Raises `InvalidInput`."""
    if not partners and paper_type not in NOT_SIGNED_WITH_A_PARTNER:
        raise refused("partner_needed", _("Cần chọn ít nhất một đối tác nước ngoài."), "partners")
    if (
        stage == Stage.SIGNED
        and not signing_agencies
        and capacity not in {Capacity.NATIONAL, Capacity.UNKNOWN}
    ):
        raise refused("signer_agency_needed", _("Cần chọn cơ quan ký phía Việt Nam."), "signing_agencies")


def check_signers(
    signers: list[Signer], *, partners: list[Partner], signing_agencies: list[Agency] | None
) -> None:
    """Each signer has a name and signs for one side, and that side is a side of the paper. Raises `InvalidInput`.

    `signing_agencies` None: any Vietnamese body may sign (a later text, after bodies were merged).
    """
    for signer in signers:
        if not signer.name:
            raise refused("signer_without_name", _("Mỗi người ký cần có họ và tên."), "signatories")
        if (signer.agency is None) == (signer.partner is None):
            raise refused(
                "signer_one_side",
                _("Mỗi người ký thay mặt đúng một bên: một cơ quan Việt Nam hoặc một đối tác."),
                "signatories",
            )
        if signer.partner is not None and signer.partner not in partners:
            raise refused(
                "signer_of_no_side",
                _("Người ký phía nước ngoài phải thuộc một đối tác của văn bản."),
                "signatories",
            )
        if signing_agencies and signer.agency is not None and signer.agency not in signing_agencies:
            raise refused(
                "signer_of_no_side",
                _("Người ký phía Việt Nam phải thuộc một cơ quan ký của văn bản."),
                "signatories",
            )


def refuse_duplicates(paper: Agreement, partners: list[Partner], *, user: Any) -> None:
    """Raise `Conflict` ("possible_duplicate") naming papers that may be the same one."""
    found = possible_duplicates(
        user=user, partners=partners, paper_type=paper.type, title=paper.title_vi, day=paper.signed_on
    )
    titles = [str(other) for other in found[:SHOWN_DUPLICATES]]
    if titles:
        message = _(
            "Có thể đã có trong sổ: %(titles)s. Nếu đúng là văn bản khác, hãy xác nhận rồi lưu lại."
        ) % {"titles": "; ".join(titles)}
        raise Conflict("possible_duplicate", message, {"confirm_duplicate": [message]})
