"""Pages that continue a paper: events of its chain recorded, corrected, taken back."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.enums import EventKind, Stage
from agreements.forms.record_fields import signer_rows, signers_from
from agreements.forms.records import KIND_HINTS, EventForm, EventRemovalForm, roles_agencies
from agreements.models import Agreement, AgreementEvent
from agreements.presenters import gap_messages
from agreements.services.records import event_add, event_remove, event_update
from agreements.services.records.events import is_own_signing
from agreements.services.records.facts import TERM_FIELDS, recorded, signers_of
from agreements.views.records import WRITERS, facts_from, visible_paper
from dnfa.core.editing import CreatesRecord, EditsVersionedRecord, FormPage, apply_refusal
from dnfa.core.errors import DomainError


class OfPaper:
    """A page below a paper: `self.paper`."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def paper(self) -> Agreement:
        """The paper of this address. Raises `Http404` when it is hidden."""
        return visible_paper(self.request.user, self.kwargs["key"])

    def warn_of_gaps(self, event: AgreementEvent) -> None:
        """Say at once where the new chain leaves a gap or overlaps; the page of the paper goes on saying it."""
        for sentence in gap_messages(event.agreement):
            messages.warning(self.request, sentence)


class AddEventView(OfPaper, CreatesRecord):
    """Something happened to a paper: first what, then the facts of that kind."""

    access = WRITERS
    form_class = EventForm
    template_name = "agreements/records/event.html"
    success_message = gettext_lazy("Đã ghi sự kiện.")
    keeps_draft: ClassVar[bool] = False  # one address for forms of many kinds

    @property
    def kind(self) -> str:
        """What happened, from the address; "" when it was not said."""
        asked = self.request.GET.get("kind", "")
        return asked if asked in EventKind.values else ""

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Ask for the kind first."""
        if self.paper.stage != Stage.SIGNED:
            raise Http404(_("Văn bản chưa ký; các bước trước khi ký ghi ở quá trình chuẩn bị."))
        if self.kind:
            return super().get(self.request)
        return self.render_to_response(
            self.get_context_data(
                paper=self.paper,
                page_title=_("Thêm sự kiện: %(title)s") % {"title": self.paper},
                cancel_url=self.paper.get_absolute_url(),
                kinds=[(kind, EventKind(kind).label, hint) for kind, hint in KIND_HINTS.items()],
            )
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Record the event; without a kind in the address there is nothing to record."""
        return super().post(request, *args, **kwargs) if self.kind else self.get(request)

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:  # noqa: ARG002
        return {"kind": self.kind, "paper": self.paper, "user": self.user}

    def get_page_title(self, record: Any) -> str:  # noqa: ARG002
        return _("%(kind)s: %(title)s") % {"kind": EventKind(self.kind).label, "title": self.paper}

    def get_cancel_url(self, record: Any) -> str:  # noqa: ARG002
        return self.paper.get_absolute_url()

    def get_success_url(self, record: Any) -> str:
        return str(record.agreement.get_absolute_url())

    def save(self, *, cleaned_data: dict[str, Any], user: Any, today: date) -> AgreementEvent:
        """Record the event."""
        facts = facts_from(cleaned_data)
        event = event_add(
            agreement=self.paper,
            kind=self.kind,
            signatories=_event_signers(cleaned_data, self.paper),
            user=user,
            today=today,
            **facts,
        )
        self.warn_of_gaps(event)
        return event


def _event_signers(cleaned: dict[str, Any], paper: Agreement) -> list[Any]:
    return signers_from(cleaned, partners=recorded(paper, "partners"), agencies=roles_agencies(paper))


class EditEventView(OfPaper, EditsVersionedRecord):
    """One event; its version is that of the paper it belongs to."""

    access = WRITERS
    form_class = EventForm
    template_name = "agreements/records/form.html"
    alongside = frozenset({"correction"})

    def load(self, user: Any, key: Any) -> AgreementEvent:  # noqa: ARG002 - the paper decides who sees it
        """The event of this address, with the version of its paper."""
        event = self.paper.events.filter(pk=self.kwargs["pk"]).first()
        if event is None:
            raise Http404(_("Thỏa thuận không có sự kiện này."))
        event.agreement = Agreement.objects.get(pk=self.paper.pk)
        event.version = event.agreement.version  # type: ignore[attr-defined]
        return event

    def get_page_title(self, record: Any) -> str:
        return _("Sửa sự kiện: %(event)s") % {"event": record}

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:
        return {
            "kind": record.kind,
            "paper": record.agreement,
            "user": self.user,
            "is_new": False,
            "is_own_signing": is_own_signing(record, record.agreement),
        }

    def initial_of(self, record: Any) -> dict[str, Any]:
        names = ("occurred_on", "effective_on", "title_vi", "document_number", "reason", "note", *TERM_FIELDS)
        return {
            **{name: getattr(record, name) for name in names},
            "successor": record.successor_id,
            **signer_rows(signers_of(record.agreement, record)),
        }

    def get_success_url(self, record: Any) -> str:
        return str(record.agreement.get_absolute_url())

    def save(
        self,
        *,
        record: Any,
        cleaned_data: dict[str, Any],
        changed: dict[str, Any],
        base_version: int,
        user: Any,
        today: date,
    ) -> AgreementEvent:
        """Write what changed."""
        changes = facts_from(changed)
        if any(name.startswith("signer") for name in changed):
            changes["signatories"] = _event_signers(cleaned_data, record.agreement)
        event = event_update(
            event=record,
            changes=changes,
            correction=cleaned_data.get("correction", ""),
            base_version=base_version,
            user=user,
            today=today,
        )
        self.warn_of_gaps(event)
        return event


class RemoveEventView(OfPaper, FormPage):
    """Take back an event that never happened."""

    access = WRITERS
    form_class = EventRemovalForm
    submit_label = gettext_lazy("Xóa sự kiện")
    keeps_draft: ClassVar[bool] = False

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Ask why."""
        return self.page(self._event(), EventRemovalForm(), carried={})

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Remove it, or say what stands in the way."""
        event, form = self._event(), EventRemovalForm(request.POST)
        if form.is_valid():
            try:
                event_remove(event=event, reason=form.cleaned_data["reason"], user=self.user)
            except DomainError as error:
                apply_refusal(form, error)
            else:
                return self.done(self.paper.get_absolute_url(), _("Đã xóa sự kiện."))
        return self.page(event, form, carried={})

    def _event(self) -> AgreementEvent:
        event = self.paper.events.filter(pk=self.kwargs["pk"]).first()
        if event is None:
            raise Http404(_("Thỏa thuận không có sự kiện này."))
        return event

    def get_page_title(self, record: Any) -> str:
        return _("Xóa sự kiện: %(event)s") % {"event": record}

    def get_success_url(self, record: Any) -> str:
        return str(record.agreement.get_absolute_url())
