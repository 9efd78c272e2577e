"""Forms of the criteria: answering a set, and making its next version."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.criteria import SHARE, Answer, score
from agreements.enums import CriterionAnswerValue
from agreements.forms.pipeline import DAY_HINT, VersionedForm
from agreements.models import CriteriaAssessment, CriteriaSet, Criterion
from agreements.services.criteria import CriterionFacts, SetFacts
from dnfa.core.forms import ViDateField
from dnfa.core.models import LegalBasis

NEW_CRITERIA = 3
LAST = 10_000  # a question without a place stands at the end


class AnswerForm(VersionedForm):
    """Every criterion of a set with its answer and note, as far as they were given."""

    assessed_on = ViDateField(label=_("Ngày đánh giá"), help_text=DAY_HINT)
    conclusion = forms.CharField(
        label=_("Kết luận, đề xuất"), required=False, widget=forms.Textarea({"rows": 3})
    )

    def __init__(
        self, *args: Any, criteria: Sequence[Criterion], draft: CriteriaAssessment | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        kept = {answer.criterion_id: answer for answer in draft.answers.all()} if draft else {}
        if draft:
            self.initial.setdefault("conclusion", draft.conclusion)
        for number, criterion in enumerate(criteria, start=1):
            answer = kept.get(criterion.pk)
            self.fields[f"value_{criterion.code}"] = forms.ChoiceField(
                label=f"{number}. {criterion.text}",
                choices=CriterionAnswerValue.choices,
                widget=forms.RadioSelect,
                required=False,
                initial=answer.value if answer else "",
                help_text=criterion.hint,
            )
            self.fields[f"note_{criterion.code}"] = forms.CharField(
                label=_("Lý giải"),
                max_length=1000,
                required=False,
                initial=answer.note if answer else "",
                widget=forms.TextInput,
            )

    def questions(self) -> list[dict[str, Any]]:
        """Each criterion with its two fields, for the template."""
        return [
            {
                "criterion": criterion,
                "value": self[f"value_{criterion.code}"],
                "note": self[f"note_{criterion.code}"],
            }
            for criterion in self.criteria
        ]

    def score(self) -> Decimal | None:
        """Percent for what the form shows, kept or not: the rule by which assessments are kept (`agreements.criteria`)."""
        return score(Answer(c.code, c.weight, self._chosen(c)) for c in self.criteria)

    def answered(self) -> int:
        """How many criteria have an answer in the form."""
        return sum(bool(self._chosen(criterion)) for criterion in self.criteria)

    def halves(self) -> str:
        """What each answer earns, in halves of the weight, as JSON for the script that counts along."""
        return json.dumps({value: int(share * 2) for value, share in SHARE.items()})

    def _chosen(self, criterion: Criterion) -> str:
        return str(self[f"value_{criterion.code}"].value() or "")

    def answers(self) -> dict[str, tuple[str, str]]:
        """What was given, by the criterion's code."""
        data = self.cleaned_data
        return {c.code: (data[f"value_{c.code}"], data[f"note_{c.code}"]) for c in self.criteria}


class SetForm(forms.Form):
    """The head of a set of criteria."""

    name = forms.CharField(label=_("Tên bộ tiêu chí"), max_length=200)
    valid_from = ViDateField(label=_("Áp dụng từ"), help_text=DAY_HINT)
    pass_percent = forms.IntegerField(label=_("Mức nên đạt (%)"), min_value=0, max_value=100)
    basis = forms.ModelChoiceField(
        label=_("Căn cứ"), queryset=LegalBasis.objects.order_by("number"), required=False
    )
    is_verified = forms.BooleanField(label=_("Đã được ban hành"), required=False)
    note = forms.CharField(label=_("Ghi chú"), required=False, widget=forms.Textarea({"rows": 2}))

    def facts(self, criteria: Sequence[CriterionFacts]) -> SetFacts:
        """The set typed, with these criteria."""
        data = self.cleaned_data
        return SetFacts(criteria=criteria, **{name: data[name] for name in self.fields})


class CriterionForm(forms.Form):
    """One question; a row without text is none."""

    code = forms.SlugField(widget=forms.HiddenInput, required=False, max_length=40)
    position = forms.IntegerField(label=_("Thứ tự"), min_value=1, max_value=999, required=False)
    text = forms.CharField(
        label=_("Tiêu chí"), max_length=500, required=False, widget=forms.Textarea({"rows": 2})
    )
    hint = forms.CharField(
        label=_("Gợi ý"), max_length=500, required=False, widget=forms.Textarea({"rows": 2})
    )
    weight = forms.IntegerField(label=_("Trọng số"), min_value=1, max_value=100, initial=1)
    is_required = forms.BooleanField(label=_("Phải đạt"), required=False)


CriterionFormSet = forms.formset_factory(CriterionForm, extra=NEW_CRITERIA, max_num=60)


def criteria_typed(formset: Any) -> list[CriterionFacts]:
    """The questions of a valid formset in their places; emptied ones are left out."""
    rows = [form.cleaned_data for form in formset if form.cleaned_data.get("text")]
    rows.sort(key=lambda row: row["position"] or LAST)
    return [
        CriterionFacts(
            code=row["code"],
            text=row["text"],
            hint=row["hint"],
            weight=row["weight"],
            is_required=row["is_required"],
        )
        for row in rows
    ]


def initial_of(criteria_set: CriteriaSet) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What the two forms show of a set."""
    head = {
        "name": criteria_set.name,
        "valid_from": criteria_set.valid_from,
        "pass_percent": criteria_set.pass_percent,
        "basis": criteria_set.basis_id,
        "is_verified": criteria_set.is_verified,
        "note": criteria_set.note,
    }
    rows = [
        {
            "code": criterion.code,
            "position": position,
            "text": criterion.text,
            "hint": criterion.hint,
            "weight": criterion.weight,
            "is_required": criterion.is_required,
        }
        for position, criterion in enumerate(criteria_set.criteria.order_by("order", "pk"), start=1)
    ]
    return head, rows
