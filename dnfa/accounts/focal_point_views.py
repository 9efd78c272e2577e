"""Pages of focal points: the list, one of them, and every deed to one."""

from __future__ import annotations

import abc
from typing import Any, ClassVar

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from dnfa.accounts import focal_point_services as services
from dnfa.accounts.access import roles
from dnfa.accounts.enums import SEES_FOCAL_POINTS, FocalPointState, Role
from dnfa.accounts.focal_point_filters import FocalPointFilter
from dnfa.accounts.focal_point_forms import ContactForm, InviteForm, LeavingForm, NothingForm, ReasonForm
from dnfa.accounts.focal_point_selectors import (
    agencies_administered_by,
    focal_points_visible_to,
    is_last_manager,
    may_administer,
    stated,
)
from dnfa.accounts.models import User
from dnfa.accounts.rules import administers_focal_points
from dnfa.core.clock import local_now, local_today
from dnfa.core.editing import CreatesRecord, EditsVersionedRecord, FormPage, apply_refusal
from dnfa.core.errors import DomainError, NotAllowed
from dnfa.core.functions import vi_key
from dnfa.core.listing import Column
from dnfa.core.views import RegisterListView

readers = roles(*sorted({*SEES_FOCAL_POINTS, Role.FOCAL_POINT}))
writers = roles(Role.HEAD, Role.ADMINISTRATOR, Role.FOCAL_POINT)
HIDDEN = gettext_lazy("Không có đầu mối này, hoặc không thuộc cơ quan bạn quản lý.")


def page_of(person: User) -> str:
    """The page of one focal point."""
    return reverse("focal_points:detail", args=[person.pk])


def state_label(row: Any) -> str:
    """The word of the account's state."""
    return str(FocalPointState(row.state).label)


def visible_focal_point(user: Any, pk: int) -> Any:
    """The focal point with its state, when this person may see it; else 404."""
    try:
        return stated(focal_points_visible_to(user, today=local_today()), now=local_now()).get(pk=pk)
    except User.DoesNotExist as error:
        raise Http404(HIDDEN) from error


class ForThoseInCharge(LoginRequiredMixin):
    """A focal point without the charge is told that the page is not for them, not shown an empty one."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse before anything is looked up."""
        if isinstance(request.user, User) and not request.user.sees_focal_points:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class FocalPointListView(ForThoseInCharge, RegisterListView):
    """The focal points of the agencies this person sees."""

    access = readers
    template_name = "accounts/focal_points/list.html"
    page_title = gettext_lazy("Đầu mối các cơ quan")
    filterset_class = FocalPointFilter
    default_sort = "agency"
    export_name = "dau-moi"
    empty_advice = gettext_lazy("Bỏ bớt điều kiện lọc, hoặc mời đầu mối đầu tiên.")
    columns: ClassVar = [
        Column(
            "full_name",
            gettext_lazy("Họ và tên"),
            link=page_of,
            sort=vi_key("full_name"),
            template="accounts/focal_points/cells/person.html",
            width="wide",
        ),
        Column("position", gettext_lazy("Chức vụ"), on_screen=False),
        Column(
            "agency",
            gettext_lazy("Cơ quan"),
            value="agency.name_vi",
            sort=(vi_key("agency__name_vi"), vi_key("full_name")),
        ),
        Column("email", gettext_lazy("Liên hệ"), template="accounts/focal_points/cells/contact.html"),
        Column("phone", gettext_lazy("Điện thoại"), on_screen=False),
        Column("manages_focal_points", gettext_lazy("Quản lý đầu mối của cơ quan"), on_screen=False),
        Column(
            "state",
            gettext_lazy("Trạng thái"),
            value=state_label,
            sort="state",
            template="accounts/focal_points/cells/state.html",
        ),
        Column(
            "last_login",
            gettext_lazy("Đăng nhập gần nhất"),
            sort=F("last_login").asc(nulls_last=True),
            width="narrow",
        ),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        return stated(focal_points_visible_to(self.request.user, today=local_today()), now=local_now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        return super().get_context_data(may_invite=administers_focal_points(user), **kwargs)


class FocalPointView(ForThoseInCharge, TemplateView):
    """One focal point: who, how the account stands, and what may be done."""

    access = readers
    template_name = "accounts/focal_points/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        person = visible_focal_point(user, self.kwargs["pk"])
        facts = [
            (_("Cơ quan"), str(person.agency)),
            (_("Chức vụ"), person.position),
            (_("Thư điện tử"), person.email),
            (_("Điện thoại"), person.phone),
            (_("Tên đăng nhập"), person.username),
            (_("Quản lý đầu mối của cơ quan"), person.manages_focal_points),
            (_("Tạo tài khoản"), person.date_joined),
            (_("Đăng nhập gần nhất"), person.last_login),
            (_("Đặt mật khẩu lúc"), person.password_set_at),
        ]
        return super().get_context_data(
            person=person,
            facts=facts,
            may_change=may_administer(user, person.agency_id, today=local_today()),
            **kwargs,
        )


class InviteView(ForThoseInCharge, CreatesRecord):
    """Invite a focal point."""

    access = writers
    form_class = InviteForm
    page_title = gettext_lazy("Mời đầu mối")
    submit_label = gettext_lazy("Mời và gửi thư")
    success_message = gettext_lazy("Đã mời. Thư có liên kết đặt mật khẩu đang được gửi.")

    def initial(self) -> dict[str, Any]:
        return {"agency": self.user.agency_id}

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:  # noqa: ARG002  (there is none yet)
        return {"agencies": agencies_administered_by(self.user, today=self.today)}

    def get_success_url(self, record: Any) -> str:
        return page_of(record)

    def get_cancel_url(self, record: Any) -> str:  # noqa: ARG002  (there is none yet)
        return reverse("focal_points:list")

    def save(self, *, cleaned_data: dict[str, Any], user: Any, today: Any) -> User:
        base = self.request.build_absolute_uri("/")
        return services.focal_point_invite(**cleaned_data, user=user, today=today, now=local_now(), base=base)


class ContactEditView(ForThoseInCharge, EditsVersionedRecord):
    """Change name, position, mail, telephone."""

    access = writers
    form_class = ContactForm
    lookup_kwarg = "pk"
    page_title = gettext_lazy("Sửa thông tin đầu mối")

    def load(self, user: Any, key: Any) -> Any:
        return changeable(user, key)

    def get_success_url(self, record: Any) -> str:
        return page_of(record)

    def save(
        self, *, record: Any, changed: dict[str, Any], base_version: int, user: Any, today: Any, **_rest: Any
    ) -> User:
        return services.focal_point_edit(
            person=record,
            changes=changed,
            base_version=base_version,
            user=user,
            today=today,
            now=local_now(),
        )


def changeable(user: Any, pk: int) -> Any:
    """The focal point, when this person may change it: 404 when hidden, 403 where they only read."""
    person = visible_focal_point(user, pk)
    if not may_administer(user, person.agency_id, today=local_today()):
        raise PermissionDenied
    return person


class DeedView(ForThoseInCharge, FormPage):
    """One deed to one focal point behind a small form; the form carries the version it was opened with."""

    access = writers
    template_name = "accounts/focal_points/deed.html"
    keeps_draft = False
    advice: ClassVar[Any] = ""

    @abc.abstractmethod
    def do(self, record: Any, *, base_version: int, **given: Any) -> None:
        """Call the service with what was typed."""

    def get_success_url(self, record: Any) -> str:
        return page_of(record)

    def get(self, _request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponseBase:
        record = changeable(self.user, kwargs["pk"])
        return self.shown(record, self.form_class(**self.get_form_kwargs(record)))

    def post(self, request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponseBase:
        record = changeable(self.user, kwargs["pk"])
        form: Any = self.form_class(request.POST, **self.get_form_kwargs(record))
        sent = request.POST.get("version", "")
        version = int(sent) if sent.isdecimal() and len(sent) < 10 else 0
        if form.is_valid():
            try:
                self.do(record, base_version=version, **form.cleaned_data)
            except DomainError as error:
                if isinstance(error, NotAllowed):
                    raise
                apply_refusal(form, error)
            else:
                return self.done(self.where_next(record), self.success_message)
        return self.shown(record, form)

    def where_next(self, record: Any) -> str:
        """Where the deed leads; who closed their own account or laid down the charge sees these pages no more."""
        return "/" if record.pk == self.user.pk else page_of(record)

    def shown(self, record: Any, form: Any) -> HttpResponse:
        """The page; after a refusal it carries the version that stands now, which the person has then seen."""
        return self.page(record, form, carried={"version": str(record.version)}, advice=self.advice)


class CloseView(DeedView):
    """Close an account."""

    form_class = LeavingForm
    page_title = gettext_lazy("Đóng tài khoản đầu mối")
    submit_label = gettext_lazy("Đóng tài khoản")
    success_message = gettext_lazy("Đã đóng tài khoản.")
    advice = gettext_lazy(
        "Người này không đăng nhập được nữa, mã truy cập API cũng dừng. Những gì đã ghi vẫn giữ nguyên."
    )

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:
        return {"is_last": is_last_manager(record)}

    def do(self, record: Any, *, base_version: int, **given: Any) -> None:
        services.focal_point_close(
            person=record, base_version=base_version, user=self.user, today=self.today, **given
        )


class ReopenView(DeedView):
    """Open a closed account again."""

    form_class = ReasonForm
    page_title = gettext_lazy("Mở lại tài khoản đầu mối")
    submit_label = gettext_lazy("Mở lại")
    success_message = gettext_lazy("Đã mở lại tài khoản.")
    advice = gettext_lazy("Mật khẩu và xác thực hai lớp vẫn như trước khi đóng.")

    def do(self, record: Any, *, base_version: int, **given: Any) -> None:
        services.focal_point_reopen(
            person=record, base_version=base_version, user=self.user, today=self.today, **given
        )


class GiveChargeView(DeedView):
    """Charge somebody with the focal points of their agency."""

    form_class = ReasonForm
    page_title = gettext_lazy("Giao quản lý đầu mối")
    submit_label = gettext_lazy("Giao")
    success_message = gettext_lazy("Đã giao quản lý đầu mối của cơ quan.")
    advice = gettext_lazy("Người này sẽ mời, sửa, đóng được tài khoản đầu mối của cơ quan.")

    def do(self, record: Any, *, base_version: int, **given: Any) -> None:
        services.focal_point_charge(
            person=record,
            manages_focal_points=True,
            base_version=base_version,
            user=self.user,
            today=self.today,
            **given,
        )


class TakeChargeView(DeedView):
    """Take the charge away."""

    form_class = LeavingForm
    page_title = gettext_lazy("Thôi giao quản lý đầu mối")
    submit_label = gettext_lazy("Thôi giao")
    success_message = gettext_lazy("Đã thôi giao quản lý đầu mối.")

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:
        return {"is_last": is_last_manager(record)}

    def do(self, record: Any, *, base_version: int, **given: Any) -> None:
        services.focal_point_charge(
            person=record,
            manages_focal_points=False,
            base_version=base_version,
            user=self.user,
            today=self.today,
            **given,
        )


class SendLinkView(DeedView):
    """Send the one-time link again."""

    form_class = NothingForm
    page_title = gettext_lazy("Gửi lại liên kết đặt mật khẩu")
    submit_label = gettext_lazy("Gửi thư")
    success_message = gettext_lazy("Thư có liên kết đặt mật khẩu đang được gửi.")
    advice = gettext_lazy(
        "Liên kết gửi về thư điện tử của người này và dùng được một lần. Vừa gửi xong thì trong vài phút không gửi thêm."
    )

    def do(self, record: Any, *, base_version: int, **given: Any) -> None:
        services.focal_point_send_link(
            person=record,
            base=self.request.build_absolute_uri("/"),
            base_version=base_version,
            user=self.user,
            today=self.today,
            now=local_now(),
            **given,
        )
