"""Pages of the outbox: the list, one mail with every try to send it, and the two deeds."""

from __future__ import annotations

import abc
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Count, F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from dnfa.accounts.access import roles
from dnfa.accounts.enums import RUNS_THE_HOUSE
from dnfa.accounts.focal_point_forms import ReasonForm
from dnfa.accounts.mail_filters import MailFilter
from dnfa.accounts.selectors import mails_visible_to
from dnfa.core.clock import local_now
from dnfa.core.editing import FormPage, apply_refusal
from dnfa.core.errors import DomainError
from dnfa.core.listing import Column
from dnfa.core.mail.enums import OUTCOME_TONES, TONES, MailState
from dnfa.core.mail.models import OutgoingMail
from dnfa.core.mail.purposes import purpose_label
from dnfa.core.mail.services import mail_cancel, mail_retry
from dnfa.core.views import RegisterListView

keepers = roles(*sorted(RUNS_THE_HOUSE))
TILES = (MailState.QUEUED, MailState.SENDING, MailState.FAILED, MailState.SENT)


def purpose_words(row: Any) -> str:
    """What the mail is for."""
    return purpose_label(row.purpose)


def recipient_words(row: Any) -> str:
    """The person behind the address; empty for a mail to nobody in the register."""
    return str(row.recipient or "")


def visible_mail(user: Any, pk: int) -> OutgoingMail:
    """The mail, when this person may see it; else 404."""
    try:
        return mails_visible_to(user).get(pk=pk)
    except OutgoingMail.DoesNotExist as error:
        raise Http404(_("Không có thư này.")) from error


class MailListView(RegisterListView):
    """Every mail the house has written, the newest first."""

    access = keepers
    template_name = "core/mail/list.html"
    page_title = gettext_lazy("Hộp thư gửi đi")
    filterset_class = MailFilter
    default_sort = "-created_at"
    export_name = "thu-gui-di"
    empty_advice = gettext_lazy("Bỏ bớt điều kiện lọc. Thư có ở đây khi hệ thống viết cho ai.")
    columns: ClassVar = [
        Column("subject", gettext_lazy("Thư"), link=True, template="core/mail/cells/mail.html", width="wide"),
        Column("purpose", gettext_lazy("Loại thư"), value=purpose_words, on_screen=False),
        Column("to", gettext_lazy("Gửi đến"), sort="to", template="core/mail/cells/to.html"),
        Column("recipient", gettext_lazy("Người nhận"), value=recipient_words, on_screen=False),
        Column(
            "state",
            gettext_lazy("Trạng thái"),
            value="get_state_display",
            sort="state",
            template="core/mail/cells/state.html",
        ),
        Column("attempts", gettext_lazy("Số lần thử"), on_screen=False),
        Column("last_error", gettext_lazy("Lỗi, lý do gần nhất"), on_screen=False),
        Column("created_at", gettext_lazy("Ghi vào hộp lúc"), sort="created_at", width="narrow"),
        Column(
            "sent_at",
            gettext_lazy("Gửi xong lúc"),
            sort=F("sent_at").asc(nulls_last=True),
            width="narrow",
        ),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        return mails_visible_to(self.request.user).defer("body")

    def prepare_rows(self, rows: list[Any]) -> list[Any]:
        for row in rows:
            row.tone, row.purpose_words = TONES[row.state], purpose_words(row)
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counted = mails_visible_to(self.request.user).order_by().values_list("state").annotate(n=Count("pk"))
        numbers = dict(counted)
        tiles = [
            {
                "label": state.label,
                "n": numbers.get(state, 0),
                "tone": TONES[state],
                "href": f"?state={state.value}",
            }
            for state in TILES
        ]
        return super().get_context_data(
            tiles=tiles,
            has_mail_server=bool(settings.EMAIL_HOST),
            catches_mail=settings.DNFA_CAUGHT_MAIL is not None,
            **kwargs,
        )


class MailView(LoginRequiredMixin, TemplateView):
    """One mail: to whom, how it stands, what it says unless that is secret, and every try."""

    access = keepers
    template_name = "core/mail/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mail = visible_mail(self.request.user, self.kwargs["pk"])
        tries = [
            {"row": row, "label": row.get_outcome_display(), "tone": OUTCOME_TONES[row.outcome]}
            for row in mail.tries.all()
        ]
        return super().get_context_data(
            mail=mail,
            tone=TONES[mail.state],
            facts=facts_of(mail),
            tries=tries,
            may_retry=mail.state == MailState.FAILED and not mail.is_past(local_now()),
            may_cancel=mail.state == MailState.QUEUED,
            **kwargs,
        )


def facts_of(mail: OutgoingMail) -> list[tuple[str, Any]]:
    """What the page says of a mail; what does not apply is left out."""
    rows = [
        (_("Loại thư"), purpose_words(mail)),
        (_("Gửi đến"), mail.to),
        (_("Người nhận"), recipient_words(mail)),
        (_("Ghi vào hộp lúc"), mail.created_at),
        (_("Gửi từ"), mail.due_at if mail.due_at > mail.created_at else ""),
        (_("Lần thử tới"), mail.next_try_at),
        (_("Gửi xong lúc"), mail.sent_at),
        (_("Không gửi sau"), mail.expires_at),
        (_("Lỗi, lý do gần nhất"), mail.last_error),
        (_("Mã thư (Message-ID)"), mail.message_id),
    ]
    return [(label, value) for label, value in rows if value not in {None, ""}]


class DeedView(FormPage):
    """One deed to one mail behind its reason; the form carries the version it was opened with."""

    access = keepers
    template_name = "core/mail/deed.html"
    keeps_draft = False
    advice: ClassVar[Any] = ""

    @abc.abstractmethod
    def do(self, mail: OutgoingMail, *, reason: str, base_version: int) -> None:
        """Call the service."""

    def get_cancel_url(self, record: Any) -> str:
        return reverse("mails:detail", args=[record.pk])

    def get(self, _request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.shown(visible_mail(self.user, kwargs["pk"]), self.form_class())

    def post(self, request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponseBase:
        mail = visible_mail(self.user, kwargs["pk"])
        form = self.form_class(request.POST)
        sent = request.POST.get("version", "")
        version = int(sent) if sent.isdecimal() and len(sent) < 10 else 0
        if form.is_valid():
            try:
                self.do(mail, base_version=version, reason=form.cleaned_data["reason"])
            except DomainError as error:
                apply_refusal(form, error)
            else:
                return self.done(self.get_success_url(mail), self.success_message)
        return self.shown(mail, form)

    def shown(self, mail: OutgoingMail, form: Any) -> HttpResponse:
        """The page; after a refusal it carries the version that stands now, which the person has then seen."""
        return self.page(mail, form, carried={"version": str(mail.version)}, advice=self.advice)


class RetryView(DeedView):
    """Send a mail again that could not be sent."""

    form_class = ReasonForm
    page_title = gettext_lazy("Gửi lại thư")
    submit_label = gettext_lazy("Gửi lại")
    success_message = gettext_lazy("Thư đang chờ gửi lại.")
    advice = gettext_lazy("Hãy gửi lại khi nguyên nhân đã hết, thí dụ hộp thư đã mở lại.")

    def do(self, mail: OutgoingMail, *, reason: str, base_version: int) -> None:
        mail_retry(mail=mail, reason=reason, now=local_now(), base_version=base_version)


class CancelView(DeedView):
    """Keep a mail that waits from being sent."""

    form_class = ReasonForm
    page_title = gettext_lazy("Thôi gửi thư")
    submit_label = gettext_lazy("Thôi gửi")
    success_message = gettext_lazy("Đã thôi gửi thư này.")
    advice = gettext_lazy("Thư này sẽ không đi nữa và không gửi lại được.")

    def do(self, mail: OutgoingMail, *, reason: str, base_version: int) -> None:
        mail_cancel(mail=mail, reason=reason, base_version=base_version)
