"""Every write on focal points by those in charge of them: invite, edit, close, open again, give the charge on.

Nobody reaches beyond the agencies they are in charge of, and no role, staff right or agency is changed here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.address_changes import tell_former_address
from dnfa.accounts.enums import Role
from dnfa.accounts.focal_point_selectors import agencies_administered_by, is_last_manager, may_administer
from dnfa.accounts.models import Agency, User
from dnfa.accounts.password_links import send_link_to
from dnfa.accounts.sessions import end_sessions
from dnfa.core.audit import because
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from dnfa.core.text import clean_line
from dnfa.core.versions import locked

CONTACT_FIELDS = frozenset({"full_name", "position", "email", "phone"})
LAST_MANAGER = "last_manager"
LONGEST_MAIL = 150  # it is the user name as well
_NOT_IN_A_NAME = re.compile(r"[^\w.@+-]")


@transaction.atomic
def focal_point_invite(
    *,
    agency: Agency,
    full_name: str,
    email: str,
    position: str = "",
    phone: str = "",
    manages_focal_points: bool = False,
    user: User,
    today: date,
    now: datetime,
    base: str,
) -> User:
    """Make an account for a focal point, without a password, and send the link to set one.

    The mail address is the user name. Side effects: one `User`, one mail in the outbox (`base` is the house's own
    address). Raises `NotAllowed` for somebody else's agency, `InvalidInput` by field, also for an address that
    has an account.
    """
    _demand_charge(user, agency.pk, today)
    if not agencies_administered_by(user, today=today).filter(pk=agency.pk).exists():
        sentence = _("Cơ quan này không còn hoạt động; hãy chọn cơ quan kế thừa.")
        raise InvalidInput("agency_ended", sentence, {"agency": [sentence]})
    person = User(
        role=Role.FOCAL_POINT,
        agency=agency,
        username=_NOT_IN_A_NAME.sub("-", clean_line(email).lower()),
        manages_focal_points=manages_focal_points,
    )
    _fill(person, {"full_name": full_name, "email": email, "position": position, "phone": phone})
    person.set_unusable_password()
    _check(person)
    with because(str(_("Mời làm đầu mối"))):
        person.save(force_insert=True)
    send_link_to(user=person, base=base, now=now)
    return person


@transaction.atomic
def focal_point_edit(
    *,
    person: User,
    changes: Mapping[str, Any],
    base_version: int | None,
    user: User,
    today: date,
    now: datetime,
) -> User:
    """Change name, position, mail or telephone; the user name stays.

    Side effects: the fields; of a changed mail address a mail to the former one. Raises `NotAllowed`, `InvalidInput` by field, `Conflict` for a stale version.
    """
    unknown = set(changes) - CONTACT_FIELDS
    if unknown:
        message = f"contact of a focal point has no {sorted(unknown)}"
        raise TypeError(message)
    fresh = _locked(person, base_version, user, today)
    former = fresh.email
    _fill(fresh, changes)
    _check(fresh)
    fresh.save()
    tell_former_address(person=fresh, former=former, now=now)
    return fresh


@transaction.atomic
def focal_point_close(
    *,
    person: User,
    reason: str,
    confirm_last: bool = False,
    base_version: int | None = None,
    user: User,
    today: date,
) -> User:
    """Close an account: its sessions and tokens stop at once; what it wrote stays.

    Side effects: `is_active`, the sessions, the reason in the audit trail. Raises `NotAllowed`, `Conflict` when closed
    already, and ("last_manager") when nobody else of the agency would be in charge, until confirmed.
    """
    _demand_reason(reason)
    fresh = _locked(person, base_version, user, today)
    _demand_open(fresh)
    _warn_of_last(fresh, confirm_last)
    fresh.is_active = False
    _save(fresh, reason)
    end_sessions(user=fresh)
    return fresh


@transaction.atomic
def focal_point_reopen(
    *, person: User, reason: str, base_version: int | None = None, user: User, today: date
) -> User:
    """Open a closed account again; it keeps password, second factor and agency.

    Side effects: `is_active`, the reason in the audit trail. Raises `NotAllowed`, `Conflict` when open.
    """
    _demand_reason(reason)
    fresh = _locked(person, base_version, user, today)
    if fresh.is_active:
        raise Conflict("account_open", _("Tài khoản này đang mở."))
    fresh.is_active = True
    _save(fresh, reason)
    return fresh


@transaction.atomic
def focal_point_charge(
    *,
    person: User,
    manages_focal_points: bool,
    reason: str,
    confirm_last: bool = False,
    base_version: int | None = None,
    user: User,
    today: date,
) -> User:
    """Charge somebody with the focal points of their agency, or take the charge away.

    Side effects: `manages_focal_points`, the reason in the audit trail. Raises `NotAllowed`, `Conflict` for a closed
    account or one that has it so already, and ("last_manager") as `focal_point_close`.
    """
    _demand_reason(reason)
    fresh = _locked(person, base_version, user, today)
    _demand_open(fresh)
    if fresh.manages_focal_points == manages_focal_points:
        raise Conflict("charge_unchanged", _("Tài khoản này đã như vậy rồi."))
    if not manages_focal_points:
        _warn_of_last(fresh, confirm_last)
    fresh.manages_focal_points = manages_focal_points
    _save(fresh, reason)
    return fresh


@transaction.atomic
def focal_point_send_link(
    *, person: User, base: str, base_version: int | None = None, user: User, today: date, now: datetime
) -> User:
    """Send the one-time link again, to the person's own address.

    Side effects: one mail in the outbox, none within the policy's pause. Raises `NotAllowed`, `Conflict` for a closed
    account, `InvalidInput` for one without an address.
    """
    fresh = _locked(person, base_version, user, today)
    _demand_open(fresh)
    if not fresh.email:
        raise InvalidInput(
            "no_mail_address", _("Tài khoản này chưa có thư điện tử; hãy ghi thư điện tử trước.")
        )
    send_link_to(user=fresh, base=base, now=now)
    return fresh


def _demand_charge(user: User, agency_id: int | None, today: date) -> None:
    if not may_administer(user, agency_id, today=today):
        raise NotAllowed("focal_point_not_allowed", _("Bạn không quản lý đầu mối của cơ quan này."))


def _locked(person: User, base_version: int | None, user: User, today: date) -> User:
    """The account locked, in the order agency, person: two in charge who close each other wait for one another, and
    the second is read again and found closed.
    """
    if person.agency_id is not None:
        Agency.objects.select_for_update(no_key=True).get(pk=person.agency_id)
    fresh = locked(person, base_version=base_version)
    if fresh.role != Role.FOCAL_POINT:
        raise NotAllowed("not_a_focal_point", _("Tài khoản này không phải của đầu mối."))
    _demand_charge(User.objects.get(pk=user.pk), fresh.agency_id, today)
    return fresh


def _fill(person: User, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(person, name, clean_line(value or ""))
    if not person.email:
        sentence = _("Cần thư điện tử để gửi liên kết đặt mật khẩu.")
        raise InvalidInput("mail_address_required", sentence, {"email": [sentence]})


def _check(person: User) -> None:
    try:
        person.full_clean(exclude=["password"])
    except ValidationError as error:
        fields: dict[str, list[Any]] = dict(error.message_dict)
        # The user name is the mail address: that one of them is taken is said at the mail address, once.
        if fields.pop("username", []) + fields.pop("__all__", []):
            fields.setdefault("email", [_("Thư điện tử này đã thuộc về một tài khoản khác.")])
        raise InvalidInput("invalid_focal_point", _("Chưa ghi được tài khoản."), fields) from error


def _warn_of_last(person: User, confirm_last: bool) -> None:
    if not confirm_last and is_last_manager(person):
        sentence = _(
            "Đây là người cuối cùng quản lý đầu mối của %(agency)s. Nếu vẫn làm, chỉ Sở Ngoại vụ quản lý được đầu mối của "
            "cơ quan này."
        ) % {"agency": person.agency}
        raise Conflict(LAST_MANAGER, sentence, {"confirm_last": [sentence]})


def _demand_open(person: User) -> None:
    if not person.is_active:
        raise Conflict("account_closed", _("Tài khoản này đã đóng."))


def _demand_reason(reason: str) -> None:
    if not reason.strip():
        raise InvalidInput("reason_required", _("Cần ghi lý do."), {"reason": [_("Hãy ghi lý do.")]})


def _save(person: User, reason: str) -> None:
    with because(reason.strip()):
        person.save()
