"""The inbox of notices, opening one, and what a person chooses to hear."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dnfa.accounts.access import SignedInRequest, signed_in
from dnfa.core.clock import local_now, local_today
from dnfa.core.editing import apply_refusal
from dnfa.core.errors import InvalidInput
from dnfa.core.listing import Column
from dnfa.core.views import RegisterListView
from dnfa.followup.enums import NoticeState
from dnfa.followup.models import Notice
from dnfa.followup.notice_filters import NoticeFilter
from dnfa.followup.notice_forms import ChoicesForm
from dnfa.followup.notices import selectors, services
from dnfa.followup.notices.sources import source_label

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def open_url(row: Any) -> str:
    """The address that notes the opening and goes on to the record; none for a record that is no more."""
    return reverse("notices:open", args=[row.pk]) if row.title else ""


def standing_words(row: Any) -> str:
    """Where a notice stands, for the export."""
    if row.ended_at is not None:
        return str(_("Đã xong"))
    return str(_("Cần làm") if row.expects else _("Để biết"))


EMPTY: dict[str, tuple[StrOrPromise, StrOrPromise]] = {
    "": (
        gettext_lazy("Chưa có thông báo nào."),
        gettext_lazy("Khi có việc cần bạn làm hoặc tin để biết, thông báo hiện ở đây."),
    ),
    NoticeState.EXPECTED: (gettext_lazy("Không có việc nào cần bạn làm."), ""),
    NoticeState.UNREAD: (gettext_lazy("Bạn đã xem hết thông báo."), ""),
    NoticeState.ENDED: (gettext_lazy("Chưa có thông báo nào đã xong."), ""),
}
NOTHING_FOUND = (
    gettext_lazy("Không có thông báo nào theo điều kiện này."),
    gettext_lazy("Bỏ bớt điều kiện lọc."),
)


class NoticeListView(RegisterListView):
    """What this person was told, the newest first; without a choice, what still stands."""

    access = signed_in
    template_name = "followup/notices/list.html"
    page_title = gettext_lazy("Thông báo")
    filterset_class = NoticeFilter
    default_sort = "-created_at"
    export_name = "thong-bao"
    columns: ClassVar = [
        Column(
            "title",
            gettext_lazy("Về"),
            link=open_url,
            template="followup/notices/cells/title.html",
            width="wide",
        ),
        Column(
            "sentence",
            gettext_lazy("Nội dung"),
            template="followup/notices/cells/sentence.html",
            width="wide",
        ),
        Column(
            "kind",
            gettext_lazy("Loại thông báo"),
            value=lambda row: source_label(row.source),
            on_screen=False,
        ),
        Column(
            "state",
            gettext_lazy("Tình trạng"),
            value=standing_words,
            template="followup/notices/cells/state.html",
        ),
        Column("created_at", gettext_lazy("Báo lúc"), sort="created_at", width="narrow"),
        Column("read_at", gettext_lazy("Đọc lúc"), on_screen=False),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        return Notice.objects.visible_to(self.request.user)

    def prepare_rows(self, rows: list[Any]) -> list[Any]:
        return selectors.hang_on(rows, self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts = selectors.counts_of(self.request.user)
        title, advice = self._words_for_nothing()
        context = super().get_context_data(counts=counts, empty_title=title, **kwargs)
        return {**context, "empty_advice": advice}

    def _words_for_nothing(self) -> tuple[StrOrPromise, StrOrPromise]:
        """What an empty list says: more than "nothing found" where only the state was asked for."""
        if self.request.GET.get("source"):
            return NOTHING_FOUND
        return EMPTY.get(self.request.GET.get("state", ""), NOTHING_FOUND)


@signed_in
@never_cache
@require_safe
def open_notice(request: SignedInRequest, pk: int) -> HttpResponse:
    """Note that the person has seen its notice, and go to what it is about."""
    notice = Notice.objects.visible_to(request.user).filter(pk=pk).first()
    rows = selectors.hang_on([notice], request.user) if notice else []
    if notice is None or not rows[0].url:
        raise Http404(_("Không còn thông báo này, hoặc bản ghi không còn thuộc phạm vi của bạn."))
    services.notice_read(notice=notice, user=request.user, now=local_now())
    return redirect(rows[0].url)


@signed_in
@require_POST
def read_all(request: SignedInRequest) -> HttpResponse:
    """Note that the person has seen everything; what has to be done stays in the list."""
    n = services.notices_read(user=request.user, now=local_now())
    words = ngettext("Đã đánh dấu %(n)s thông báo là đã xem.", "Đã đánh dấu %(n)s thông báo là đã xem.", n)
    messages.success(request, words % {"n": n})
    return redirect("notices:list")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: SignedInRequest) -> HttpResponse:
    """What the person wants to hear, where, and when not."""
    mail = selectors.mail_choice_of(request.user)
    form = ChoicesForm(
        request.POST or None, mail=mail, choices=selectors.choices_of(request.user), today=local_today()
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.choose(
                user=request.user,
                wishes=form.wishes(),
                rhythm=form.cleaned_data["rhythm"],
                only_expected=form.cleaned_data["only_expected"],
                quiet_until=form.cleaned_data["quiet_until"],
                today=local_today(),
            )
        except InvalidInput as error:
            apply_refusal(form, error)
        else:
            messages.success(request, _("Đã ghi lựa chọn nhận thông báo."))
            return redirect("notices:choices")
    return render(request, "followup/notices/choices.html", {"form": form})
