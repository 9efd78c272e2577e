"""Pages of things to do: the list, one of them with what agencies say about it, and every deed to it."""

from __future__ import annotations

import abc
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from dnfa.accounts.access import roles, signed_in
from dnfa.accounts.enums import KEEPS_THE_REGISTER, Role
from dnfa.core.clock import local_today
from dnfa.core.editing import CreatesRecord, EditsVersionedRecord, FormPage, apply_refusal
from dnfa.core.errors import Conflict, DomainError, InvalidInput, NotAllowed
from dnfa.core.functions import vi_key
from dnfa.core.listing import Column
from dnfa.core.views import RegisterListView
from dnfa.followup import actions
from dnfa.followup.action_filters import OVER_LAST, ActionFilter
from dnfa.followup.action_forms import ActionForm, CompleteForm, DropForm, NewActionForm, NoteForm, ReasonForm
from dnfa.followup.actions.parts import build_part
from dnfa.followup.actions.selectors import action_page, action_rows, by_lead_agency, coordinators, hang_on
from dnfa.followup.enums import ActionOrigin, ActionState
from dnfa.followup.models import Action, ProgressNote

keepers = roles(*sorted(KEEPS_THE_REGISTER))
reporters = roles(*sorted({*KEEPS_THE_REGISTER, Role.FOCAL_POINT}))
HIDDEN = gettext_lazy("Không có việc này, hoặc việc không thuộc cơ quan bạn.")


def state_label(row: Any) -> str:
    """The word of the state on the day asked about."""
    return str(ActionState(row.state).label)


def record_title(row: Any) -> str:
    """What the action comes from; empty for nothing or a record this person may not see."""
    return "" if row.shown_record is None else str(row.shown_record)


def note_words(row: Any) -> str:
    """The newest note in one line."""
    note = row.latest_note
    return "" if note is None else f"{note.noted_on:%d/%m/%Y}: {note.text}"


class ActionListView(RegisterListView):
    """Everything somebody owes: what is late first, then by due day."""

    access = signed_in
    template_name = "followup/actions/list.html"
    page_title = gettext_lazy("Việc phải làm")
    filterset_class = ActionFilter
    default_sort = "due_on"
    export_name = "viec-phai-lam"
    empty_advice = gettext_lazy(
        "Không có việc nào theo điều kiện này. Đầu mối cơ quan thấy việc cơ quan mình chủ trì, phối hợp."
    )
    columns: ClassVar = [
        Column(
            "title",
            gettext_lazy("Việc phải làm"),
            link=True,
            sort=vi_key("title"),
            template="followup/actions/cells/title.html",
            width="wide",
        ),
        Column("origin", gettext_lazy("Xuất xứ"), value="get_origin_display", on_screen=False),
        Column("record", gettext_lazy("Theo văn bản, hồ sơ"), value=record_title, on_screen=False),
        Column(
            "state",
            gettext_lazy("Trạng thái"),
            value=state_label,
            sort="state",
            template="followup/actions/cells/state.html",
        ),
        Column(
            "due_on",
            gettext_lazy("Hạn"),
            sort=(OVER_LAST, "due_on", "order"),
            template="followup/actions/cells/due.html",
            width="narrow",
        ),
        Column("days", gettext_lazy("Còn, quá (ngày)"), value="days_left", on_screen=False),
        Column(
            "lead",
            gettext_lazy("Cơ quan chủ trì"),
            value="lead_agency.name_vi",
            sort=(vi_key("lead_agency__name_vi"), OVER_LAST, "due_on", "order"),
            template="followup/actions/cells/lead.html",
        ),
        Column(
            "coordinating",
            gettext_lazy("Cơ quan phối hợp"),
            value=lambda row: "; ".join(agency.name_vi for agency in coordinators(row)),
            on_screen=False,
        ),
        Column("assignee", gettext_lazy("Người phụ trách"), value="assignee", on_screen=False),
        Column("progress", gettext_lazy("Tiến độ"), value="get_progress_display", on_screen=False),
        Column(
            "note",
            gettext_lazy("Ghi chú gần nhất"),
            value=note_words,
            template="followup/actions/cells/note.html",
            width="wide",
        ),
        Column("done_on", gettext_lazy("Xong ngày"), on_screen=False),
        Column("evidence", gettext_lazy("Kết quả, minh chứng"), on_screen=False),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        return action_rows(Action.objects.visible_to(self.request.user).owed(), local_today())

    def prepare_rows(self, rows: list[Any]) -> list[Any]:
        return hang_on(rows, self.request.user, local_today())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        return super().get_context_data(
            may_add=actions.can_edit_action(user),
            leads=by_lead_agency(user, local_today()) if user.sees_everything else [],
            **kwargs,
        )


def facts_of(action: Any, coordinating: list[Any], record: Any) -> list[dict[str, Any]]:
    """What the page says of the action before what agencies say."""
    rows: list[dict[str, Any]] = [
        {"label": _("Nội dung"), "value": action.detail},
        {"label": _("Xuất xứ"), "value": action.get_origin_display()},
        {
            "label": _("Theo"),
            "value": "" if record is None else str(record),
            "href": "" if record is None else record.get_absolute_url(),
        },
        {"label": _("Cơ quan chủ trì"), "value": action.lead_agency or _("chưa giao")},
        {"label": _("Cơ quan phối hợp"), "value": "; ".join(agency.name_vi for agency in coordinating)},
        {"label": _("Người phụ trách"), "value": str(action.assignee or "")},
        {
            "label": _("Hạn"),
            "value": action.due_on or _("không có hạn"),
            "note": action.days_words,
        },
    ]
    if actions.is_over(action):
        rows += [
            {"label": _("Xong ngày"), "value": action.done_on},
            {"label": _("Kết quả, minh chứng"), "value": action.evidence},
            {"label": _("Thôi làm từ ngày"), "value": action.cancelled_on},
            {"label": _("Lý do thôi làm"), "value": action.cancel_reason},
        ]
    else:
        rows.append({"label": _("Tiến độ"), "value": action.get_progress_display()})
    return [row for row in rows if row["value"] not in {None, ""}]


def _by_whom(note: ProgressNote) -> str:
    """The agency, else the person; a note that came with data names neither."""
    named = [str(name) for name in (note.agency, note.author) if name is not None]
    return ", ".join(named)


def _note_title(note: ProgressNote) -> str:
    said = [_("Khó khăn, vướng mắc")] if note.is_difficulty else []
    if note.percent is not None:
        said.append(_("Hoàn thành %(percent)s%%") % {"percent": note.percent})
    return " · ".join(said) or _("Ghi chú")


def notes_of(notes: list[ProgressNote]) -> list[dict[str, Any]]:
    """The notes for `timeline`, newest first."""
    return [
        {"date": note.noted_on, "title": _note_title(note), "body": note.text, "note": _by_whom(note)}
        for note in notes
    ]


class ActionDetailView(LoginRequiredMixin, TemplateView):
    """One thing to do: its facts, the form for a note where this person may write one, and the notes."""

    access = signed_in
    template_name = "followup/actions/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, local_today()
        try:
            page = action_page(pk=self.kwargs["pk"], user=user, today=today)
        except Action.DoesNotExist as error:
            raise Http404(HIDDEN) from error
        form = kwargs.pop("form", None)
        if form is None and page.may_note:
            form = NoteForm(initial={"noted_on": today})
        part = build_part(page.action, user, today)
        edit_url = part.context.get("edit_url") if part else None
        return super().get_context_data(
            page=page,
            action=page.action,
            facts=facts_of(page.action, page.coordinating, page.record),
            days=page.action.days_words,
            part=part,
            edit_url=edit_url or reverse("actions:edit", args=[page.action.pk]),
            happenings=notes_of(page.notes),
            form=form if page.may_note else None,
            **kwargs,
        )


class NoteView(ActionDetailView):
    """Takes a note from the form on the page; what stands in the way is said on the same page."""

    access = reporters

    def get(self, request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002  (Django names it)
        return redirect("actions:detail", kwargs["pk"])

    def post(self, request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponse:
        action = visible_action(request.user, kwargs["pk"])
        form = NoteForm(request.POST)
        if form.is_valid():
            try:
                actions.note_progress(
                    action=action, user=request.user, today=local_today(), **form.cleaned_data
                )
            except Conflict as error:  # closed meanwhile: the page then has no form to say it in
                messages.error(request, str(error))
                return redirect(action)
            except InvalidInput as error:
                apply_refusal(form, error)
            else:
                messages.success(request, _("Đã ghi tiến độ."))
                return redirect(action)
        return self.render_to_response(self.get_context_data(form=form))


def visible_action(user: Any, pk: int) -> Action:
    """The action, when this person may see it; else 404."""
    try:
        return Action.objects.visible_to(user).select_related("lead_agency", "assignee").get(pk=pk)
    except Action.DoesNotExist as error:
        raise Http404(HIDDEN) from error


class ActionCreateView(CreatesRecord):
    """Write down a thing to do that comes from no other record."""

    access = keepers
    form_class = NewActionForm
    page_title = gettext_lazy("Thêm việc phải làm")
    success_message = gettext_lazy("Đã thêm việc phải làm.")

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:
        return {"today": self.today, "action": record}

    def get_cancel_url(self, record: Any) -> str:  # noqa: ARG002  (there is none yet)
        return reverse("actions:list")

    def save(self, *, cleaned_data: dict[str, Any], user: Any, **_rest: Any) -> Action:
        return actions.create_action(origin=ActionOrigin.OTHER, user=user, **cleaned_data)


class ActionEditView(EditsVersionedRecord):
    """Change an open thing to do."""

    access = keepers
    form_class = ActionForm
    lookup_kwarg = "pk"
    page_title = gettext_lazy("Sửa việc phải làm")

    def load(self, user: Any, key: Any) -> Action:
        return visible_action(user, key)

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:
        return {"today": self.today, "action": record}

    def save(
        self, *, record: Any, changed: dict[str, Any], base_version: int, user: Any, **_rest: Any
    ) -> Action:
        return actions.update_action(action=record, changes=changed, base_version=base_version, user=user)


class DeedView(FormPage):
    """One deed to one action behind a small form: read the action, ask, call the service, go back to its page.

    The form carries the version it was opened with, so that nobody closes what another has just changed.
    """

    access = keepers
    template_name = "followup/actions/deed.html"
    keeps_draft = False
    advice: ClassVar[Any] = ""

    def load(self, user: Any, pk: int) -> Any:
        """The record of the address; 404 when hidden."""
        return visible_action(user, pk)

    def initial(self) -> dict[str, Any]:
        """What the empty form already says."""
        return {}

    @abc.abstractmethod
    def do(self, record: Any, *, base_version: int, **given: Any) -> None:
        """Call the service with what was typed."""

    def get(self, _request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponseBase:
        record = self.load(self.user, kwargs["pk"])
        return self.shown(record, self._form(record, initial=self.initial()), record.version)

    def post(self, request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponseBase:
        record = self.load(self.user, kwargs["pk"])
        form = self._form(record, request.POST)
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
                return self.done(self.get_success_url(record), self.success_message)
        return self.shown(record, form, record.version)

    def _form(self, record: Any, data: Any = None, initial: dict[str, Any] | None = None) -> Any:
        return self.form_class(data, initial=initial, **self.get_form_kwargs(record))

    def shown(self, record: Any, form: Any, version: int) -> HttpResponse:
        """The page; after a refusal it carries the version that stands now, which the person has then seen."""
        return self.page(record, form, carried={"version": str(version)}, advice=self.advice)


class ServiceDeedView(DeedView):
    """A deed that is one call of a service, as most are: a page names the service and what it calls the record.

    `knows_day=False` for a service whose work does not depend on the day, as in `dnfa.core.api_writes.deed`.
    """

    record_as: ClassVar[str] = "action"
    knows_day: ClassVar[bool] = True

    @property
    @abc.abstractmethod
    def service(self) -> Any:
        """The service: `staticmethod(services.complete_action)`, or a method that tells it more."""

    def do(self, record: Any, *, base_version: int, **given: Any) -> None:
        """Call it with the record, the version the form was opened with, who asks and when, and what was typed."""
        day = {"today": self.today} if self.knows_day else {}
        told: dict[str, Any] = {self.record_as: record, "base_version": base_version, "user": self.user}
        self.service(**told, **day, **given)


class CompleteView(ServiceDeedView):
    """Write down that it is done."""

    form_class = CompleteForm
    service = staticmethod(actions.complete_action)
    page_title = gettext_lazy("Ghi việc đã xong")
    submit_label = gettext_lazy("Ghi đã xong")
    success_message = gettext_lazy("Đã ghi việc này xong.")

    def initial(self) -> dict[str, Any]:
        return {"done_on": self.today}


class DropView(ServiceDeedView):
    """Write down that it is not to be done any more."""

    form_class = DropForm
    service = staticmethod(actions.drop_action)
    page_title = gettext_lazy("Thôi làm việc này")
    submit_label = gettext_lazy("Thôi làm")
    success_message = gettext_lazy("Đã ghi thôi làm việc này.")

    def initial(self) -> dict[str, Any]:
        return {"on": self.today}


class ReopenView(ServiceDeedView):
    """Take back that it is done or given up."""

    form_class = ReasonForm
    service = staticmethod(actions.reopen_action)
    page_title = gettext_lazy("Mở lại việc")
    submit_label = gettext_lazy("Mở lại")
    success_message = gettext_lazy("Đã mở lại việc này.")
    advice = gettext_lazy("Kết quả đã ghi được chuyển vào ghi chú tiến độ để còn xem lại.")
