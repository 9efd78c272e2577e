"""Pages that make, correct and continue a paper."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from agreements import pipeline_sections
from agreements.forms.record_fields import signer_rows, signers_from
from agreements.forms.records import (
    AgreementForm,
    DraftForm,
    SignedPaperForm,
)
from agreements.forms.sent import facts_from as told_facts
from agreements.importing.terms import read_term
from agreements.models import Agreement
from agreements.presenters import term_reading
from agreements.selectors_pipeline import earlier_attempts
from agreements.services.records import (
    agreement_update,
    draft_create,
    signed_paper_register,
)
from agreements.services.records.facts import recorded, signers_of
from dnfa.accounts.access import roles
from dnfa.accounts.enums import Role
from dnfa.core.editing import CreatesRecord, EditsVersionedRecord
from partners.models import Partner

WRITERS = roles(Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR)
HIDDEN = gettext_lazy("Không có thỏa thuận này, hoặc thỏa thuận không thuộc việc của cơ quan bạn.")
LONGEST_SENTENCE = 500
RECORDED_LISTS = ("partners", "signing_agencies", "lead_agency", "coordinating", "fields")


def visible_paper(user: Any, key: str) -> Agreement:
    """One paper for a page; raises `Http404` for one that is hidden."""
    paper = Agreement.objects.visible_to(user).filter(key=key).first()
    if paper is None:
        raise Http404(HIDDEN)
    return paper


def facts_from(cleaned: dict[str, Any]) -> dict[str, Any]:
    """The service's arguments from what a form read: rows of signatories become one list."""
    return told_facts({name: value for name, value in cleaned.items() if not name.startswith("signer")})


class MakesPaper(CreatesRecord):
    """What both ways of making a record share: the tick for a likely duplicate."""

    access = WRITERS
    template_name = "agreements/records/form.html"

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:  # noqa: ARG002
        return {"user": self.user}

    def initial(self) -> dict[str, Any]:
        partners = Partner.objects.visible_to(self.user).filter(key__in=self.request.GET.getlist("partner"))
        return {"partners": [partner.pk for partner in partners], "officer": self.user.pk}

    def get_cancel_url(self, record: Any) -> str:  # noqa: ARG002
        return reverse("agreements:list")

    def page(self, record: Any, form: Any, **kwargs: Any) -> Any:
        """Show the tick once it is asked for, and keep it there."""
        if form.is_bound and ("confirm_duplicate" in form.errors or form.data.get("confirm_duplicate")):
            form.show_confirmation()
        return super().page(record, form, **kwargs)


class RegisterPaperView(MakesPaper):
    """A paper that was signed before it came into the register: the usual case."""

    form_class = SignedPaperForm
    page_title = gettext_lazy("Ghi thỏa thuận đã ký")
    submit_label = gettext_lazy("Ghi vào sổ")
    success_message = gettext_lazy("Đã ghi thỏa thuận vào sổ.")

    def save(self, *, cleaned_data: dict[str, Any], user: Any, today: date) -> Agreement:
        """Register the paper with its signing."""
        facts = facts_from(cleaned_data)
        signers = signers_from(cleaned_data, partners=facts["partners"], agencies=facts["signing_agencies"])
        return signed_paper_register(
            **{**facts, "legal_regime": facts["legal_regime"] or None},
            signatories=signers,
            user=user,
            today=today,
        )


class OpenDraftView(MakesPaper):
    """A paper to come: shows what was tried with the same partners before."""

    form_class = DraftForm
    template_name = "agreements/records/draft.html"
    page_title = gettext_lazy("Mở hồ sơ mới")
    submit_label = gettext_lazy("Mở hồ sơ")
    success_message = gettext_lazy("Đã mở hồ sơ.")

    def initial(self) -> dict[str, Any]:
        return {**super().initial(), "entered_on": self.today}

    def save(self, *, cleaned_data: dict[str, Any], user: Any, today: date) -> Agreement:
        """Open the draft in its first stage."""
        facts = facts_from(cleaned_data)
        return draft_create(
            **{**facts, "legal_regime": facts["legal_regime"] or None}, user=user, today=today
        )

    def page(self, record: Any, form: Any, **kwargs: Any) -> Any:
        """Tell earlier attempts with the partners chosen so far."""
        chosen = form["partners"].value() or []
        attempts = attempts_with([key for key in chosen if str(key).isdigit()], self.user)
        return super().page(record, form, attempts=attempts, **kwargs)


def attempts_with(partner_ids: list[Any], user: Any) -> list[Any]:
    """Talks with these partners that were broken off or are still open."""
    partners = Partner.objects.visible_to(user).filter(pk__in=partner_ids)
    return pipeline_sections.attempt_rows(earlier_attempts(partners, user))


class EarlierAttemptsView(LoginRequiredMixin, TemplateView):
    """The part of the draft page that changes with the partners chosen (htmx)."""

    access = WRITERS
    template_name = "agreements/records/attempts.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = [key for key in self.request.GET.getlist("partners") if key.isdigit()]
        return super().get_context_data(attempts=attempts_with(chosen, self.request.user), **kwargs)


class ReadTermView(LoginRequiredMixin, TemplateView):
    """How the register reads a printed term: the same reading as of imported tables (htmx)."""

    access = WRITERS
    template_name = "agreements/records/term_reading.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sentence = self.request.GET.get("term_as_printed", "")[:LONGEST_SENTENCE].strip()
        reading = read_term(sentence) if sentence else None
        return super().get_context_data(**(term_reading(reading) if reading else {}), **kwargs)


class EditPaperView(EditsVersionedRecord):
    """Every fact of a record; two people saving at once lose nothing."""

    access = WRITERS
    form_class = AgreementForm
    template_name = "agreements/records/form.html"
    alongside = frozenset({"reason"})

    def load(self, user: Any, key: Any) -> Agreement:
        """The paper, if this person may see it; the door lets only writers in."""
        return visible_paper(user, key)

    def get_page_title(self, record: Any) -> str:
        return _("Sửa: %(title)s") % {"title": record}

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:
        return {"user": self.user, "paper": record}

    def initial_of(self, record: Any) -> dict[str, Any]:
        initial = {**super().initial_of(record), **signer_rows(signers_of(record))}
        for name in RECORDED_LISTS:
            value = recorded(record, name)
            keys = [item.pk for item in value] if isinstance(value, list) else value and value.pk
            initial["fields_of_cooperation" if name == "fields" else name] = keys
        return initial

    def save(
        self,
        *,
        record: Any,
        cleaned_data: dict[str, Any],
        changed: dict[str, Any],
        base_version: int,
        user: Any,
        today: date,
    ) -> Agreement:
        """Write what changed."""
        changes = facts_from(changed)
        if any(name.startswith("signer") for name in changed):
            changes["signatories"] = signers_from(
                cleaned_data,
                partners=cleaned_data["partners"],
                agencies=cleaned_data["signing_agencies"],
            )
        return agreement_update(
            agreement=record,
            changes=changes,
            base_version=base_version,
            user=user,
            today=today,
            reason=cleaned_data.get("reason", ""),
        )
