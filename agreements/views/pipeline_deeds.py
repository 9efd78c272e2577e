"""Pages on which one draft is moved, handed on, signed, broken off, taken up again or put right."""

from __future__ import annotations

import abc
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from agreements.enums import PIPELINE, Stage
from agreements.forms.pipeline import (
    BallForm,
    BreakOffForm,
    CorrectStepForm,
    MoveForm,
    RemoveStepForm,
    SignerFormSet,
    SignForm,
    signer_sides,
)
from agreements.models import Agreement, StageStep
from agreements.pipeline import suggested_stage
from agreements.rules import pipeline as rules
from agreements.selectors_pipeline import step_rows
from agreements.services import pipeline as services
from dnfa.accounts.access import roles
from dnfa.accounts.enums import Role
from dnfa.core.clock import local_today
from dnfa.core.editing import apply_refusal
from dnfa.core.errors import DomainError
from dnfa.core.hooks import require_hooks

if TYPE_CHECKING:
    AnyFormView = FormView[Any]
else:
    AnyFormView = FormView  # generic for the type checker only

WRITERS = roles(Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR)


class DeedView(LoginRequiredMixin, AnyFormView):
    """One form, one service, back to the paper. A hidden paper answers 404; a paper on which the deed makes no sense
    sends back to its page with a word why.
    """

    access = WRITERS
    template_name = "agreements/pipeline/form.html"
    page_title: ClassVar[Any] = ""
    submit_label: ClassVar[Any] = _("Lưu")
    done: ClassVar[Any] = _("Đã ghi.")
    is_danger: ClassVar[bool] = False
    agreement: Agreement

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.form_class is not None:
            require_hooks(cls)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the paper before anything else."""
        try:
            self.agreement = Agreement.objects.visible_to(request.user).get(key=kwargs["key"])
        except Agreement.DoesNotExist as error:
            raise Http404(
                _("Không có thỏa thuận này, hoặc thỏa thuận không thuộc việc của cơ quan bạn.")
            ) from error
        self.today = local_today()
        if not self.allowed():
            messages.warning(
                request,
                _("Không làm được việc này khi văn bản ở giai đoạn “%(stage)s”.")
                % {"stage": self.agreement.get_stage_display()},
            )
            return HttpResponseRedirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    def allowed(self) -> bool:
        """Whether the deed can be done to this paper by this person."""
        return rules.can_move(self.request.user, self.agreement)

    def get_success_url(self) -> str:
        return f"{self.agreement.get_absolute_url()}#pipeline"

    def get_initial(self) -> dict[str, Any]:
        return {"base_version": self.agreement.version, "entered_on": self.today}

    @abc.abstractmethod
    def deed(self, form: Any) -> None:
        """Call the service."""

    def facts(self, form: Any, *names: str) -> dict[str, Any]:
        """Cleaned values by name, and what every service is told."""
        return {
            **{name: form.cleaned_data[name] for name in names},
            "base_version": form.cleaned_data["base_version"],
            "user": self.request.user,
            "today": self.today,
        }

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.deed(form)
        except DomainError as error:
            apply_refusal(form, error)
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = step_rows(self.agreement, today=self.today)
        return super().get_context_data(
            agreement=self.agreement,
            page_title=self.page_title,
            submit_label=self.submit_label,
            is_danger=self.is_danger,
            last_row=rows[-1] if rows else None,
            **kwargs,
        )


STEP_FACTS = ("entered_on", "ball", "ball_agency", "document_number", "expected_by", "note")


class MoveStageView(DeedView):
    """Forward by one or more stages, or back with a note."""

    form_class = MoveForm
    page_title = _("Chuyển bước")
    submit_label = _("Chuyển bước")
    done = _("Đã chuyển bước.")
    template_name = "agreements/pipeline/move.html"

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "stage": self._asked_stage()}

    def _asked_stage(self) -> str:
        """The stage the board's button names, else the one proposed."""
        asked = self.request.GET.get("stage", "")
        if asked in PIPELINE and asked != self.agreement.stage:
            return asked
        return suggested_stage(self.agreement.stage)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "agreement": self.agreement, "today": self.today}

    def deed(self, form: Any) -> None:
        services.move_stage(
            agreement=self.agreement, **self.facts(form, "stage", "justification", *STEP_FACTS)
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        gate = None
        if self.agreement.stage != Stage.READY_TO_SIGN:
            gate = services.readiness(self.agreement, self.today)
        can_sign = rules.can_sign(self.request.user, self.agreement)
        return super().get_context_data(gate=gate, can_sign=can_sign, **kwargs)


class PassBallView(DeedView):
    """The stage stays, somebody else has to act."""

    form_class = BallForm
    page_title = _("Chuyển người xử lý")
    done = _("Đã ghi bên đang xử lý.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "today": self.today}

    def deed(self, form: Any) -> None:
        services.pass_ball(agreement=self.agreement, **self.facts(form, *STEP_FACTS))


class BreakOffView(DeedView):
    """The talk is not continued."""

    form_class = BreakOffForm
    page_title = _("Không tiếp tục")
    submit_label = _("Ghi không tiếp tục")
    done = _("Đã ghi việc không tiếp tục. Hồ sơ được giữ lại trong sổ.")
    is_danger = True

    def deed(self, form: Any) -> None:
        data = form.cleaned_data
        services.break_off(
            agreement=self.agreement,
            on=data["entered_on"],
            reason=data["break_reason"],
            by=data["broken_off_by"],
            **self.facts(form, "document_number", "note"),
        )


class ReopenView(MoveStageView):
    """Take up again a talk that was broken off."""

    page_title = _("Mở lại việc chuẩn bị")
    submit_label = _("Mở lại")
    done = _("Đã mở lại việc chuẩn bị.")

    def allowed(self) -> bool:
        return rules.can_reopen(self.request.user, self.agreement)

    def deed(self, form: Any) -> None:
        facts = self.facts(form, "stage", "justification", *STEP_FACTS)
        services.reopen(agreement=self.agreement, on=facts.pop("entered_on"), **facts)


class CorrectStepView(DeedView):
    """Put right what was written about one step."""

    page_title = _("Sửa bước")
    done = _("Đã sửa bước.")

    def allowed(self) -> bool:
        return rules.can_correct_steps(self.request.user, self.agreement)

    @property
    def step(self) -> StageStep:
        """The step of this paper that the address names."""
        try:
            return self.agreement.steps.select_related("ball_agency").get(pk=self.kwargs["pk"])
        except StageStep.DoesNotExist as error:
            raise Http404(_("Văn bản này không có bước đó.")) from error

    def get_form_class(self) -> type[forms.Form]:
        return BreakOffForm if self.step.stage == Stage.BROKEN_OFF else CorrectStepForm

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if self.step.stage != Stage.BROKEN_OFF:
            kwargs |= {"today": self.today, "step": self.step}
        return kwargs

    def get_initial(self) -> dict[str, Any]:
        step = self.step
        shown = {name: getattr(step, name) for name in services.CORRECTABLE if name != "ball_agency"}
        return {**shown, "ball_agency": step.ball_agency_id, "base_version": self.agreement.version}

    def deed(self, form: Any) -> None:
        changes = {name: value for name, value in form.cleaned_data.items() if name in services.CORRECTABLE}
        services.correct_step(step=self.step, changes=changes, **self.facts(form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(corrected=self.step, **kwargs)


class RemoveStepView(DeedView):
    """Take back the last step."""

    form_class = RemoveStepForm
    page_title = _("Xóa bước gần nhất")
    submit_label = _("Xóa bước")
    done = _("Đã xóa bước gần nhất.")
    is_danger = True

    def allowed(self) -> bool:
        return rules.can_correct_steps(self.request.user, self.agreement)

    def deed(self, form: Any) -> None:
        facts = self.facts(form, "reason")
        del facts["today"]
        services.remove_last_step(agreement=self.agreement, **facts)


class SignView(DeedView):
    """Record the signature."""

    form_class = SignForm
    template_name = "agreements/pipeline/sign.html"
    page_title = _("Ghi nhận ký kết")
    submit_label = _("Ghi nhận đã ký")
    done = _("Đã ghi nhận văn bản đã ký.")

    def allowed(self) -> bool:
        return rules.can_sign(self.request.user, self.agreement)

    def get_initial(self) -> dict[str, Any]:
        paper = self.agreement
        kept = (
            "document_number", "place", "languages", "authentic_text", "originals_count", "originals_kept_at",
            "term_kind", "term_ends_on", "term_months", "term_renew_months", "term_notice_months", "term_as_printed",
        )  # fmt: skip
        return {
            "base_version": paper.version,
            "signed_on": self.today,
            "mode": paper.signing_mode,
            **{name: getattr(paper, name) for name in kept},
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "agreement": self.agreement, "today": self.today}

    def signers(self) -> Any:
        """The rows of people who signed."""
        sides = signer_sides(self.agreement, self.request.user)
        data = self.request.POST if self.request.method == "POST" else None
        return SignerFormSet(data, prefix="signers", form_kwargs={"sides": sides})

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        form, signers = self.get_form(), self.signers()
        is_whole = all([form.is_valid(), signers.is_valid()])
        if not is_whole:
            return self.render_to_response(self.get_context_data(form=form, signers=signers))
        self.people = [signer for row in signers if (signer := row.signer()) is not None]
        try:
            self.deed(form)
        except DomainError as error:
            apply_refusal(form, error)
            return self.render_to_response(self.get_context_data(form=form, signers=signers))
        messages.success(request, self.done)
        return HttpResponseRedirect(self.get_success_url())

    def deed(self, form: Any) -> None:
        names = [
            name
            for name in ("signed_on", "effective_on", "document_number", "place", "mode", "languages",
                         "authentic_text", "originals_count", "originals_kept_at", "note", "signing_agencies")
            if name in form.cleaned_data
        ]  # fmt: skip
        services.sign_paper(
            agreement=self.agreement, term=form.term(), signatories=self.people, **self.facts(form, *names)
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("signers", self.signers())
        context = super().get_context_data(**kwargs)
        form = context["form"]
        context["groups"] = [
            (title, [form[name] for name in names if name in form.fields]) for title, names in SignForm.groups
        ]
        return context
