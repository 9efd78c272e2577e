"""The figures: key, name, unit, exact definition, set, and the addresses of the list they count.

`definition` is always Vietnamese: it is printed in the report and answered as `definition_vi`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reports.figures import sets
from reports.figures.scope import Scope

API_ROOT = "/api/v1/"


@dataclass(frozen=True)
class Figure:
    """One figure. `query` filters the list on the screen and in the API alike and may name thresholds as
    `definition` does; `as_of` is added to it.
    """

    key: str
    label: str | Promise
    unit: str | Promise
    definition: str
    rows: Callable[[Scope], QuerySet[Any]]
    page: str
    resource: str
    query: dict[str, str | list[str]] = field(default_factory=dict)

    def value(self, scope: Scope) -> int:
        """How many rows the scope's reader sees: one query."""
        return self.rows(scope).count()

    def definition_vi(self, scope: Scope) -> str:
        """The exact definition, naming thresholds and the day."""
        return self.definition % scope.words

    def list_query(self, scope: Scope, *, typed_day: bool) -> str:
        """The filters of the list as a query string; pages read dd/mm/yyyy, the API reads ISO days."""
        day = f"{scope.as_of:%d/%m/%Y}" if typed_day else scope.as_of.isoformat()
        filled = {
            name: value % scope.words if isinstance(value, str) else value
            for name, value in self.query.items()
        }
        return urlencode({**filled, "as_of": day}, doseq=True)

    def list_url(self, scope: Scope) -> str:
        """The list on the screen."""
        return f"{reverse(self.page)}?{self.list_query(scope, typed_day=True)}"

    def api_path(self, scope: Scope) -> str:
        """The list in the API, from the root of the site."""
        return f"{API_ROOT}{self.resource}/?{self.list_query(scope, typed_day=False)}"


_CITY_LEVEL: dict[str, str | list[str]] = {"capacity": "city", "signed_with_partner": "true"}
_UNIT_LOCALITY = _("địa phương")
_UNIT_PAPER = _("văn bản")
_UNIT_DELEGATION = _("đoàn")

FIGURES: tuple[Figure, ...] = (
    Figure(
        key="localities",
        label=_("Địa phương có quan hệ chính thức"),
        unit=_UNIT_LOCALITY,
        definition=(
            "Số địa phương nước ngoài có quan hệ chính thức hoặc ý định thư ký ở cấp thành phố đang tồn tại vào ngày "
            "%(as_of)s; mỗi địa phương tính một lần dù đã ký nhiều văn bản."
        ),
        rows=sets.localities,
        page="partners:list",
        resource="partners",
        query={"tie": "official"},
    ),
    Figure(
        key="countries_and_territories",
        label=_("Quốc gia và vùng lãnh thổ"),
        unit=_("quốc gia và vùng lãnh thổ"),
        definition=(
            "Số quốc gia và vùng lãnh thổ của các địa phương có quan hệ chính thức vào ngày %(as_of)s. Ma Cao được tính "
            "là một vùng lãnh thổ; bảng kèm theo Quyết định số 2887/QĐ-UBND ghi Ma Cao dưới tên Trung Quốc, vì vậy bảng "
            "đó có 21 tên còn cách tính này cho kết quả 22 trên cùng các địa phương."
        ),
        rows=sets.countries_and_territories,
        page="partners:countries",
        resource="countries",
        query={"tie": "official"},
    ),
    Figure(
        key="agreements_signed",
        label=_("Lần ký văn bản hợp tác cấp thành phố"),
        unit=_("lần ký"),
        definition=(
            "Số lần ký văn bản hợp tác với đối tác nước ngoài với danh nghĩa UBND thành phố tính đến hết ngày %(as_of)s: "
            "ký mới, ký ý định thư, ký tăng cường, ký lại, gia hạn, kéo dài và sửa đổi, mỗi lần ký tính là một. Không "
            "tính kế hoạch, đề án của riêng thành phố, tư cách thành viên và thỏa thuận vay. Lần ký không rõ ngày vẫn được tính."
        ),
        rows=sets.agreements_signed,
        page="agreements:signings",
        resource="agreement-events",
        query={"signing": "true", "capacity": "city", "happened": "true"},
    ),
    Figure(
        key="agreements_in_force",
        label=_("Văn bản cấp thành phố còn hiệu lực"),
        unit=_UNIT_PAPER,
        definition=(
            "Số văn bản đã ký với đối tác nước ngoài với danh nghĩa UBND thành phố còn hiệu lực trong ngày %(as_of)s, gồm "
            "cả văn bản vô thời hạn, văn bản tự động gia hạn và văn bản sắp hết hạn (còn không quá %(expiring_days)s ngày). "
            "Không tính văn bản chưa rõ thời hạn."
        ),
        rows=sets.agreements_in_force,
        page="agreements:list",
        resource="agreements",
        query={**_CITY_LEVEL, "status": ["in_force", "expiring"]},
    ),
    Figure(
        key="agreements_expiring",
        label=_("Văn bản cấp thành phố sắp hết hạn"),
        unit=_UNIT_PAPER,
        definition=(
            "Trong các văn bản cấp thành phố còn hiệu lực vào ngày %(as_of)s, số văn bản hết hạn trong %(horizon_months)s "
            "tháng tới, đến hết ngày %(horizon)s; không tính văn bản tự động gia hạn."
        ),
        rows=sets.agreements_expiring,
        page="agreements:list",
        resource="agreements",
        query={**_CITY_LEVEL, "ending_within_months": "%(horizon_months)s"},
    ),
    Figure(
        key="agreements_expired_unrenewed",
        label=_("Văn bản cấp thành phố đã hết hạn, chưa gia hạn"),
        unit=_UNIT_PAPER,
        definition=(
            "Số văn bản đã ký với đối tác nước ngoài với danh nghĩa UBND thành phố đã qua ngày cuối cùng của thời hạn vào "
            "ngày %(as_of)s mà sổ không ghi lần gia hạn, ký lại hoặc văn bản thay thế. Thời hạn chỉ ghi năm hoặc tháng "
            "được tính đến ngày cuối của năm hoặc tháng đó."
        ),
        rows=sets.agreements_expired_unrenewed,
        page="agreements:list",
        resource="agreements",
        query={**_CITY_LEVEL, "status": "expired"},
    ),
    Figure(
        key="agreements_unknown_term",
        label=_("Văn bản cấp thành phố chưa rõ thời hạn"),
        unit=_UNIT_PAPER,
        definition=(
            "Số văn bản đã ký với đối tác nước ngoài với danh nghĩa UBND thành phố mà vào ngày %(as_of)s sổ không có thời "
            "hạn, hoặc thời hạn ghi theo nguồn không đủ để tính ngày hết hạn."
        ),
        rows=sets.agreements_unknown_term,
        page="agreements:list",
        resource="agreements",
        query={**_CITY_LEVEL, "status": "unknown_term"},
    ),
    Figure(
        key="letters_of_intent_open",
        label=_("Ý định thư chưa chuyển thành thỏa thuận"),
        unit=_("ý định thư"),
        definition=(
            "Số ý định thư cấp thành phố còn hiệu lực hoặc chưa rõ thời hạn vào ngày %(as_of)s mà sổ chưa ghi văn bản chính "
            "thức nào ký tiếp theo với cùng đối tác."
        ),
        rows=sets.letters_of_intent_open,
        page="agreements:list",
        resource="agreements",
        query={**_CITY_LEVEL, "letter_of_intent_open": "true"},
    ),
    Figure(
        key="ties_dormant",
        label=_("Quan hệ lâu không có hoạt động"),
        unit=_UNIT_LOCALITY,
        definition=(
            "Số địa phương có quan hệ chính thức vào ngày %(as_of)s đã từng tiếp xúc với thành phố, nhưng hoạt động gần nhất có "
            "ngày tháng trong sổ đã quá %(dormancy)s, hoặc không hoạt động nào rõ ngày. Lời mời không nhận không phải là "
            "hoạt động."
        ),
        rows=sets.ties_dormant,
        page="partners:list",
        resource="partners",
        query={"tie": "dormant"},
    ),
    Figure(
        key="ties_never_active",
        label=_("Quan hệ chưa từng có hoạt động"),
        unit=_UNIT_LOCALITY,
        definition=(
            "Số địa phương có quan hệ chính thức vào ngày %(as_of)s mà ngoài việc ký văn bản, sổ không ghi tiếp xúc nào, tính "
            "khi quan hệ đã quá %(dormancy)s."
        ),
        rows=sets.ties_never_active,
        page="partners:list",
        resource="partners",
        query={"tie": "never_active"},
    ),
    Figure(
        key="delegations_in",
        label=_("Đoàn vào trong năm"),
        unit=_UNIT_DELEGATION,
        definition=(
            "Số đoàn nước ngoài vào làm việc có ngày đầu tiên từ 01/01/%(year)s đến hết ngày %(as_of)s; đoàn không rõ ngày "
            "không được tính."
        ),
        rows=sets.delegations_in,
        page="delegations:list",
        resource="delegations",
        query={"direction": "in", "year": "%(year)s"},
    ),
    Figure(
        key="delegations_out",
        label=_("Đoàn ra trong năm"),
        unit=_UNIT_DELEGATION,
        definition=(
            "Số đoàn của thành phố đi công tác nước ngoài có ngày đầu tiên từ 01/01/%(year)s đến hết ngày %(as_of)s; đoàn "
            "không rõ ngày không được tính."
        ),
        rows=sets.delegations_out,
        page="delegations:list",
        resource="delegations",
        query={"direction": "out", "year": "%(year)s"},
    ),
    Figure(
        key="projects_running",
        label=_("Chương trình, dự án đang thực hiện"),
        unit=_("chương trình, dự án"),
        definition=(
            "Số chương trình, dự án, khoản viện trợ (tiếp nhận và hỗ trợ bạn) đang thực hiện vào ngày %(as_of)s theo việc đã "
            "ghi, không có thì theo lời của nguồn, trừ những việc có ngày kết thúc trước ngày đó."
        ),
        rows=sets.projects_running,
        page="agreements:projects",
        resource="projects",
        query={"running": "true"},
    ),
)

_BY_KEY = {item.key: item for item in FIGURES}


def figure(key: str) -> Figure:
    """The figure of this key. Raises `KeyError` for a key nobody defined."""
    return _BY_KEY[key]
