"""The six people of a home for trying out, one for each role. They cannot sign in anywhere else."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import Permission
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.enums import AgencyKind, Role
from dnfa.accounts.models import Agency, User
from dnfa.core.audit import as_actor
from dnfa.core.errors import Conflict, NotAllowed

# What keepers of the register correct in the admin; people and tokens stay with the administrator.
STAFF_APPS = ("partners", "agreements", "delegations", "reports", "followup", "core")


@dataclass(frozen=True)
class DemonstrationUser:
    """One of the six."""

    username: str
    role: Role
    full_name: str
    position: str
    agency: tuple[str, str] | None = None  # key and name, made when the register is not loaded yet


DEPARTMENT = ("so-ngoai-vu", "Sở Ngoại vụ")
DEMONSTRATION_USERS = (
    DemonstrationUser("officer", Role.OFFICER, "Nguyễn Thu Hà (mẫu)", "Chuyên viên", DEPARTMENT),
    DemonstrationUser("head", Role.HEAD, "Trần Quốc Bảo (mẫu)", "Trưởng phòng", DEPARTMENT),
    DemonstrationUser(  # an agency with papers and projects of its own in the register
        "focal",
        Role.FOCAL_POINT,
        "Lê Minh Châu (mẫu)",
        "Đầu mối đối ngoại",
        ("dai-hoc-da-nang", "Đại học Đà Nẵng"),
    ),
    DemonstrationUser("leader", Role.LEADER, "Phạm Đình Long (mẫu)", "Lãnh đạo"),
    DemonstrationUser("admin", Role.ADMINISTRATOR, "Võ Hoàng Nam (mẫu)", "Quản trị hệ thống", DEPARTMENT),
    DemonstrationUser("auditor", Role.AUDITOR, "Đặng Thùy Linh (mẫu)", "Kiểm tra, giám sát"),
)


@transaction.atomic
def ensure_demonstration_users(*, password: str) -> list[User]:
    """Make the missing ones of the six with `password`; those that are there stay as they are.

    Side effects: users, and their agency where the register is not loaded; all in the audit trail.
    Returns the users made now. Raises `NotAllowed` outside a demonstration home and `Conflict` when
    one of the names belongs to a real person.
    """
    if not settings.DNFA_DEMO:
        raise NotAllowed("no_demonstration", _("Chỉ tạo người dùng mẫu trong thư mục thử (DNFA_DEMO=1)."))
    made = []
    with as_actor("ensure_demo_users", reason=str(_("Tạo người dùng mẫu"))):
        for person in DEMONSTRATION_USERS:
            known = User.objects.filter(username=person.username).first()
            if known is None:
                made.append(_make(person, password))
            elif not known.is_demonstration:
                raise Conflict(
                    "name_taken",
                    _("Tên đăng nhập “%(name)s” đã thuộc về một người thật.") % {"name": person.username},
                )
    return made


def _make(person: DemonstrationUser, password: str) -> User:
    user = User(
        username=person.username,
        role=person.role,
        full_name=person.full_name,
        position=person.position,
        email=f"{person.username}@example.vn",
        agency=_agency(person),
        manages_focal_points=person.role == Role.FOCAL_POINT,
        is_demonstration=True,
        is_staff=person.role in {Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR},
        is_superuser=person.role == Role.ADMINISTRATOR,
    )
    user.set_password(password)
    user.save()
    if user.is_staff and not user.is_superuser:
        user.user_permissions.set(
            Permission.objects.filter(content_type__app_label__in=STAFF_APPS).exclude(
                codename__startswith="delete_"
            )
        )
    return user


def _agency(person: DemonstrationUser) -> Agency | None:
    if person.agency is None:
        return None
    key, name = person.agency
    return Agency.objects.get_or_create(key=key, defaults={"name_vi": name, "kind": AgencyKind.DEPARTMENT})[0]
