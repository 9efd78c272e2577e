"""A contact in under thirty seconds on a phone: whom, what kind, one sentence; then the next one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import transaction
from django.db.models import Max
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from delegations.engagement_parts import summary
from delegations.forms.quick import QuickForm
from delegations.models import Engagement
from delegations.services.engagements import record_engagement
from delegations.views.engagements import visible_engagement
from dnfa.core.attachments.enums import AttachmentKind
from dnfa.core.attachments.services import LONGEST_TITLE, attach_file
from dnfa.core.editing import CreatesRecord
from dnfa.core.errors import InvalidInput
from dnfa.core.views import import_links
from dnfa.followup.action_views import reporters
from partners.models import Partner

MOST_FOUND, MOST_RECENT = 12, 6
LONGEST_SEARCH = 100


def recent_partners(user: Any) -> list[Partner]:
    """The partners this person's agency, or this person, wrote a contact with last."""
    written = Engagement.objects.visible_to(user)
    mine = written.filter(lead_agencies=user.agency) if user.agency_id else written.filter(recorded_by=user)
    latest: Any = mine.order_by().values("partners").annotate(last=Max("created_at")).order_by("-last")
    keys = [row["partners"] for row in latest[: MOST_RECENT + 1] if row["partners"]][:MOST_RECENT]
    seen = Partner.objects.visible_to(user).filter(pk__in=keys).select_related("country")
    return sorted(seen, key=lambda partner: keys.index(partner.pk))


class QuickPartnerView(LoginRequiredMixin, TemplateView):
    """First step: whom it was with. A name is searched on the server, with the recent ones one touch away."""

    access = reporters
    template_name = "delegations/quick/partner.html"

    def get_template_names(self) -> list[str]:
        """Only the found ones for a search while typing."""
        if self.request.headers.get("HX-Request") == "true":
            return ["delegations/quick/found.html"]
        return [self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        text = self.request.GET.get("q", "").strip()[:LONGEST_SEARCH]
        found: list[Partner] = []
        if text:
            seen = Partner.objects.visible_to(user).matching(text).select_related("country")
            found = list(seen.in_vietnamese_order()[: MOST_FOUND + 1])
        return super().get_context_data(
            text=text,
            found=found[:MOST_FOUND],
            has_more=len(found) > MOST_FOUND,
            recent=[] if text else recent_partners(user),
            import_links=import_links(user, ("tiep-xuc",)),
            **kwargs,
        )


class QuickPartner:
    """The partner of the address, for those who see it."""

    request: Any
    kwargs: dict[str, Any]

    @cached_property
    def partner(self) -> Partner:
        """404 when hidden."""
        try:
            seen: Partner = Partner.objects.visible_to(self.request.user).get(key=self.kwargs["key"])
        except Partner.DoesNotExist as error:
            raise Http404(_("Không có đối tác này trong danh sách của bạn.")) from error
        return seen


class QuickEntryView(QuickPartner, CreatesRecord):
    """Second step: what kind, one sentence; the day is today unless changed."""

    access = reporters
    template_name = "delegations/quick/entry.html"
    form_class = QuickForm
    page_title = gettext_lazy("Ghi nhanh")
    submit_label = gettext_lazy("Lưu")
    success_message = gettext_lazy("Đã ghi.")

    def initial(self) -> dict[str, Any]:
        return {"starts_on": self.today}

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:  # noqa: ARG002  (there is none yet)
        return {"user": self.user}

    def get_page_title(self, record: Any) -> str:  # noqa: ARG002  (there is none yet)
        return self.partner.name_vi

    def get_cancel_url(self, record: Any) -> str:  # noqa: ARG002  (there is none yet)
        return reverse("delegations:quick")

    def get_success_url(self, record: Any) -> str:
        return reverse("delegations:quick-done", args=[self.partner.key, record.key])

    @transaction.atomic
    def save(self, *, cleaned_data: dict[str, Any], user: Any, today: date) -> Engagement:
        upload = cleaned_data.pop("file")
        record = record_engagement(
            partners=[self.partner],
            lead_agencies=[user.agency or cleaned_data.pop("lead_agency")],
            user=user,
            today=today,
            **cleaned_data,
        )
        if upload:
            try:
                attach_file(
                    record=record,
                    upload=upload,
                    kind=AttachmentKind.EVIDENCE,
                    title=record.title_vi[:LONGEST_TITLE],
                    language="vi",
                    is_original=False,
                    user=user,
                    today=today,
                )
            except InvalidInput as error:  # whatever is wrong with it is told at its box
                said = [text for texts in error.fields.values() for text in texts] or [str(error)]
                raise InvalidInput(error.code, error.message, {"file": said}) from error
        return record


class QuickDoneView(QuickPartner, LoginRequiredMixin, TemplateView):
    """What was written, and the next one with the same partner at one touch."""

    access = reporters
    template_name = "delegations/quick/done.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        contact = visible_engagement(self.request.user, self.kwargs["record"])
        return super().get_context_data(
            contact=contact, partner=self.partner, summary=summary(contact), **kwargs
        )
