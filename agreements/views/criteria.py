"""Pages of the criteria: answering them for one draft, and keeping their sets."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from agreements.enums import PaperClass
from agreements.forms.criteria import AnswerForm, CriterionFormSet, SetForm, criteria_typed, initial_of
from agreements.models import Agreement, CriteriaSet
from agreements.rules import pipeline as rules
from agreements.selectors_criteria import criteria_page, is_answered, set_rows
from agreements.services import criteria as services
from dnfa.accounts.access import roles, signed_in
from dnfa.accounts.enums import Role
from dnfa.core.clock import local_today
from dnfa.core.editing import apply_refusal
from dnfa.core.errors import DomainError
from dnfa.core.views import import_links

KEEPERS = roles(Role.HEAD, Role.ADMINISTRATOR)


class CriteriaView(LoginRequiredMixin, TemplateView):
    """The criteria of one draft: who writes papers answers them, everybody who sees the paper reads what was said."""

    access = signed_in
    template_name = "agreements/pipeline/criteria.html"
    agreement: Agreement

    def _load(self) -> None:
        try:
            self.agreement = Agreement.objects.visible_to(self.request.user).get(key=self.kwargs["key"])
        except Agreement.DoesNotExist as error:
            raise Http404(
                _("Không có thỏa thuận này, hoặc thỏa thuận không thuộc việc của cơ quan bạn.")
            ) from error
        self.today = local_today()
        self.found = criteria_page(self.agreement, self.today)
        self.can_answer = self.found.criteria_set is not None and rules.can_move(
            self.request.user, self.agreement
        )

    def get(self, *_args: Any, **_kwargs: Any) -> HttpResponse:
        self._load()
        form = self._form() if self.can_answer else None
        return self.render_to_response(self.get_context_data(form=form))

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Keep what was answered; `complete` closes the assessment."""
        self._load()
        criteria_set = self.found.criteria_set
        if not self.can_answer or criteria_set is None:
            messages.warning(request, _("Văn bản này không còn ở giai đoạn trả lời tiêu chí."))
            return HttpResponseRedirect(self.agreement.get_absolute_url())
        form = self._form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        is_complete = "complete" in request.POST
        try:
            services.assessment_save(
                agreement=self.agreement,
                criteria_set=criteria_set,
                answers=form.answers(),
                conclusion=form.cleaned_data["conclusion"],
                assessed_on=form.cleaned_data["assessed_on"],
                complete=is_complete,
                base_version=form.cleaned_data["base_version"],
                user=request.user,
                today=self.today,
            )
        except DomainError as error:
            apply_refusal(form, error)
            return self.render_to_response(self.get_context_data(form=form))
        said = _("Đã hoàn thành đánh giá.") if is_complete else _("Đã lưu các câu trả lời.")
        messages.success(request, said)
        return HttpResponseRedirect(reverse("agreements:criteria", args=[self.agreement.key]))

    def _form(self, data: Any = None) -> AnswerForm:
        initial = {"base_version": self.agreement.version, "assessed_on": self.today}
        return AnswerForm(data, initial=initial, criteria=self.found.criteria, draft=self.found.shown)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            agreement=self.agreement, found=self.found, can_answer=self.can_answer, **kwargs
        )


class CriteriaSetListView(LoginRequiredMixin, TemplateView):
    """All sets by class of papers, with their validity."""

    access = signed_in
    template_name = "agreements/pipeline/set_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sets = list(set_rows())
        classes = [
            (label, [row for row in sets if row.paper_class == code]) for code, label in PaperClass.choices
        ]
        return super().get_context_data(
            classes=classes,
            import_links=import_links(self.request.user, ("tieu-chi-truoc-ky",)),
            can_keep=rules.can_keep_criteria(self.request.user),
            today=local_today(),
            **kwargs,
        )


class CriteriaSetView(LoginRequiredMixin, TemplateView):
    """One set as those see it who answer it."""

    access = signed_in
    template_name = "agreements/pipeline/set_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = get_object_or_404(set_rows(), key=self.kwargs["key"])
        newest = CriteriaSet.objects.filter(paper_class=found.paper_class).order_by("-valid_from").first()
        return super().get_context_data(
            found=found,
            criteria=list(found.criteria.order_by("order", "pk")),
            weight=sum(criterion.weight for criterion in found.criteria.all()),
            can_keep=rules.can_keep_criteria(self.request.user),
            can_follow=newest is not None and newest.pk == found.pk,
            today=local_today(),
            **kwargs,
        )


class SetFormView(LoginRequiredMixin, TemplateView):
    """The head of a set and its questions on one page."""

    access = KEEPERS
    template_name = "agreements/pipeline/set_form.html"
    page_title: ClassVar[Any] = _("Sửa bộ tiêu chí")
    done: ClassVar[Any] = _("Đã sửa bộ tiêu chí.")

    def _load(self) -> None:
        self.found = get_object_or_404(CriteriaSet, key=self.kwargs["key"])
        self.head, self.rows = initial_of(self.found)

    def allowed(self) -> bool:
        """Whether this set can be changed here."""
        return not is_answered(self.found)

    def save(self, facts: services.SetFacts) -> CriteriaSet:
        """Call the service."""
        return services.criteria_set_correct(criteria_set=self.found, facts=facts, user=self.request.user)

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        self._load()
        if not self.allowed():
            messages.warning(
                request, _("Bộ tiêu chí này đã có người trả lời nên không sửa được; hãy lập bản mới.")
            )
            return HttpResponseRedirect(reverse("agreements:criteria-set", args=[self.found.key]))
        form = SetForm(initial=self.head)
        formset = CriterionFormSet(initial=self.rows, prefix="criteria")
        return self.render_to_response(self.get_context_data(form=form, formset=formset))

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Check both parts, then save them as one set."""
        self._load()
        form = SetForm(request.POST)
        formset = CriterionFormSet(request.POST, initial=self.rows, prefix="criteria")
        if all([form.is_valid(), formset.is_valid()]):
            try:
                made = self.save(form.facts(criteria_typed(formset)))
            except DomainError as error:
                apply_refusal(form, error)
            else:
                messages.success(request, self.done)
                return HttpResponseRedirect(reverse("agreements:criteria-set", args=[made.key]))
        return self.render_to_response(self.get_context_data(form=form, formset=formset))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(found=self.found, page_title=self.page_title, **kwargs)


class SetFollowerView(SetFormView):
    """The next version of a set: begins as a copy."""

    page_title = _("Lập bản mới của bộ tiêu chí")
    done = _("Đã lập bản mới của bộ tiêu chí.")

    def _load(self) -> None:
        super()._load()
        self.head |= {"valid_from": None, "is_verified": False}

    def allowed(self) -> bool:
        return True

    def save(self, facts: services.SetFacts) -> CriteriaSet:
        return services.criteria_set_new_version(
            criteria_set=self.found, facts=facts, user=self.request.user, today=local_today()
        )
