"""Whom the city invites to an event or conference: choosing by filter, the list with answers, the sheet for the desk."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from delegations.engagement_parts import attended_words, reason_words
from delegations.enums import InvitationAnswer
from delegations.filters.invitees import InviteeFilter
from delegations.forms.invitees import InviteeForm, InviteForm
from delegations.models import Conference, Engagement, Invitation
from delegations.rules.engagements import can_invite_many, can_record, can_write_invitation
from delegations.selectors_invitations import (
    STATE_WORDS,
    TONES,
    answer_counts,
    attended_before,
    invitees_of,
)
from delegations.services.invitation_lists import invite_partners, note_invitees
from dnfa.accounts.access import signed_in
from dnfa.core.clock import local_today
from dnfa.core.editing import apply_refusal
from dnfa.core.errors import Conflict, DomainError, InvalidInput
from dnfa.core.exports import Sheet, write_xlsx
from dnfa.core.views import XLSX_TYPE
from dnfa.followup.action_views import keepers
from dnfa.followup.activity import summary_expression
from partners.models import Partner
from partners.selectors import last_deed

MOST = 300  # partners offered at once; more than that is no choice


class OccasionView(LoginRequiredMixin, TemplateView):
    """What pages about the invitees of one event or conference share."""

    model: ClassVar[type[Engagement | Conference]] = Engagement

    @cached_property
    def occasion(self) -> Any:
        """The event or conference of the address; 404 when hidden."""
        try:
            return self.model.objects.visible_to(self.request.user).get(key=self.kwargs["key"])
        except self.model.DoesNotExist as error:
            raise Http404(
                _("Không có sự kiện này, hoặc sự kiện không thuộc việc của cơ quan bạn.")
            ) from error

    def address(self, page: str) -> str:
        """The list ("invitees") or the choice ("invite") of this occasion."""
        kind = "event" if self.model is Engagement else "conference"
        return reverse(f"delegations:{kind}-{page}", args=[self.occasion.key])


class InviteView(OccasionView):
    """Choose partners by filter, see them, invite them in one go; who was invited before is left and said so."""

    access = keepers
    template_name = "delegations/invitations/invite.html"

    @cached_property
    def filterset(self) -> InviteeFilter:
        seen = Partner.objects.visible_to(self.request.user).select_related("country")
        return InviteeFilter(data=self.request.GET, queryset=seen, request=self.request, today=local_today())

    def candidates(self) -> list[Any]:
        """The partners the filter chose, with last activity and how often they came; nobody without a question."""
        if not self.filterset.is_asked:
            return []
        today = local_today()
        chosen = self.filterset.qs.with_last_activity(today).annotate(
            activity=summary_expression(today), times_came=attended_before()
        )
        rows = list(chosen.in_vietnamese_order()[: MOST + 1])
        for row in rows:
            row.last_deed = last_deed(row)
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.candidates()
        name = "event" if self.model is Engagement else "conference"
        invited = set(Invitation.objects.filter(**{name: self.occasion}).values_list("partner", flat=True))
        ticked = kwargs.pop("ticked", None)
        for row in rows:
            row.is_invited = row.pk in invited
            row.is_ticked = not row.is_invited and (ticked is None or row.pk in ticked)
        shown = rows[:MOST]
        kwargs.setdefault("form", InviteForm(initial={"sent_on": local_today()}))
        return super().get_context_data(
            occasion=self.occasion,
            filterset=self.filterset,
            rows=shown,
            is_asked=self.filterset.is_asked,
            has_more=len(rows) > MOST,
            most=MOST,
            new_count=sum(1 for row in shown if not row.is_invited),
            invited_count=sum(1 for row in shown if row.is_invited),
            list_url=self.address("invitees"),
            **kwargs,
        )

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Make the invitations, or say what stands in the way."""
        form = InviteForm(request.POST)
        ticked = {int(pk) for pk in request.POST.getlist("partners") if pk.isdecimal() and len(pk) < 10}
        if form.is_valid():
            partners = Partner.objects.visible_to(request.user).filter(pk__in=ticked).in_vietnamese_order()
            try:
                done = invite_partners(
                    occasion=self.occasion,
                    partners=partners,
                    user=request.user,
                    **form.cleaned_data,
                )
            except (Conflict, InvalidInput) as error:
                apply_refusal(form, error)
            else:
                self._tell(len(done.made), [partner.name_vi for partner in done.already])
                return HttpResponseRedirect(self.address("invitees"))
        return self.render_to_response(self.get_context_data(form=form, ticked=ticked))

    def _tell(self, made: int, already: list[str]) -> None:
        said = ngettext("Đã lập %(n)s lời mời.", "Đã lập %(n)s lời mời.", made) % {"n": made}
        if already:
            said += " " + _("Đã mời từ trước, giữ nguyên: %(names)s.") % {"names": ", ".join(already)}
        messages.success(self.request, said)


class ConferenceInviteView(InviteView):
    """The same for a conference."""

    model = Conference


class InviteesView(OccasionView):
    """Everybody invited, with answers and who came; quick to change, and a sheet for the protocol desk."""

    access = signed_in
    template_name = "delegations/invitations/invitees.html"

    @cached_property
    def rows(self) -> list[Any]:
        """The invitations of the occasion that this person sees."""
        rows = list(invitees_of(self.occasion, self.request.user, local_today()))
        for row in rows:
            row.tone, row.state_words = TONES[row.state], STATE_WORDS[row.state]
            row.reason_words, row.attended_words = reason_words(row), attended_words(row)
            row.may_write = can_write_invitation(self.request.user, row)
        return rows

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("format") == "xlsx":
            return self._sheet()
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        forms = kwargs.pop("forms", None)
        if forms is None:
            forms = {row.pk: InviteeForm(invitation=row) for row in self.rows if row.may_write}
        return super().get_context_data(
            occasion=self.occasion,
            lines=[(row, forms.get(row.pk)) for row in self.rows],
            counts=answer_counts(self.rows),
            attended=sum(1 for row in self.rows if row.attended),
            persons=sum(row.attended_persons or 0 for row in self.rows),
            may_write=any(row.may_write for row in self.rows),
            may_invite=self.occasion.cancelled_on is None and can_invite_many(self.request.user),
            invite_url=self.address("invite"),
            **kwargs,
        )

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Write the rows that were changed, all or none."""
        if not can_record(request.user):
            raise PermissionDenied
        forms = {
            row.pk: InviteeForm(request.POST, invitation=row)
            for row in self.rows
            if row.may_write and f"i{row.pk}-version" in request.POST
        }
        changed = [form for form in forms.values() if set(form.changed_data) - {"version"}]
        wrong = [form for form in changed if not form.is_valid()]
        if not wrong:
            refused = note_invitees(
                rows=[(form.invitation, self._dated(form), form.cleaned_data["version"]) for form in changed],
                user=request.user,
                today=local_today(),
            )
            if not refused:
                n = len(changed)
                said = ngettext("Đã lưu %(n)s dòng.", "Đã lưu %(n)s dòng.", n) % {"n": n}
                messages.success(request, said if n else _("Không có gì thay đổi."))
                return HttpResponseRedirect(self.address("invitees"))
            self._tell_refused(forms, refused)
        return self.render_to_response(self.get_context_data(forms=forms, has_errors=True))

    def _tell_refused(self, forms: dict[int, InviteeForm], refused: dict[int, DomainError]) -> None:
        """Put each refusal at its row; a row somebody else changed meanwhile keeps what was typed, over what stands now."""
        del self.rows  # read again, as they stand now
        standing = {row.pk: row for row in self.rows}
        for pk, error in refused.items():
            if isinstance(error, Conflict) and pk in standing:
                forms[pk] = forms[pk].over(standing[pk])
            else:
                apply_refusal(forms[pk], error)

    @staticmethod
    def _dated(form: InviteeForm) -> dict[str, Any]:
        """What was changed; an answer ticked off in the list came today unless its box says another day."""
        changes = form.changes
        is_real = changes.get("answer", "") not in {"", InvitationAnswer.NO_ANSWER}
        if is_real and not form.cleaned_data["answered_on"]:
            return {**changes, "answered_on": local_today()}
        return changes

    def _sheet(self) -> HttpResponse:
        heads = [
            _("STT"),
            _("Đối tác"),
            _("Quốc gia, vùng lãnh thổ"),
            _("Thư mời số"),
            _("Ngày gửi"),
            _("Cần trả lời trước"),
            _("Trả lời"),
            _("Ngày trả lời"),
            _("Lý do không nhận"),
            _("Có dự"),
            _("Số người dự"),
            _("Cơ quan theo dõi"),
        ]
        rows = (
            [
                number,
                row.partner.name_vi,
                row.partner.country.name_vi if row.partner.country else "",
                row.document_number,
                row.sent_on,
                row.answer_by,
                str(row.state_words),
                row.answered_on,
                reason_words(row),
                attended_words(row),
                row.attended_persons,
                row.agency.name_vi if row.agency else "",
            ]
            for number, row in enumerate(self.rows, start=1)
        )
        today = local_today()
        notes = [
            self.occasion.title_vi,
            "; ".join(f"{part['label']}: {part['count']}" for part in answer_counts(self.rows)),
        ]
        sheet = Sheet(title=_("Danh sách mời"), notes=notes, heads=heads, rows=rows)
        response = HttpResponse(write_xlsx(sheet), content_type=XLSX_TYPE)
        response["Content-Disposition"] = f'attachment; filename="danh-sach-moi_{today:%Y-%m-%d}.xlsx"'
        return response


class ConferenceInviteesView(InviteesView):
    """The same for a conference."""

    model = Conference
