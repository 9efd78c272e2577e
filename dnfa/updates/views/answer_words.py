"""What is typed to the questions of a round: the page's form, what it showed, and what a colleague wrote meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest

from dnfa.core.clock import local_now
from dnfa.core.editing import three_way
from dnfa.core.windows import Window
from dnfa.updates import proposals
from dnfa.updates.answer_hints import Hint
from dnfa.updates.forms import AnswerForm
from dnfa.updates.models import RoundAgency
from dnfa.updates.selectors_rounds import AskedPage, AskedQuestion
from dnfa.updates.services.rounds import answer_save
from dnfa.updates.views.common import sent_version


def answer_form(page: AskedPage, typed: Mapping[str, Any] | None = None) -> AnswerForm:
    """The form with what the agency has answered so far, `typed` put over it."""
    form = AnswerForm(questions=[one.question for one in page.questions], initial=_initial(page))
    proposals.overlaid(form, typed or {})
    return form


def boxes(page: AskedPage, form: AnswerForm, hints: Mapping[int, Hint]) -> list[dict[str, Any]]:
    """Each question with its boxes, and what stands beside them."""
    return [
        {
            "asked": one,
            "hint": hints.get(one.question.pk),
            "text": form[f"text-{one.question.pk}"],
            "figure": form[f"figure-{one.question.pk}"] if one.question.unit else None,
            "nothing": form[f"nothing-{one.question.pk}"],
        }
        for one in page.questions
    ]


def carried(page: AskedPage) -> str:
    """What the page shows of the answers, signed, for its form to carry."""
    asked = page.asked
    showed = proposals.standing(answer_form(page))
    return three_way.sign_base(asked, three_way.Base(asked.version, 0, showed, {}))


def _initial(page: AskedPage) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for one in page.questions:
        if one.answer is not None:
            pk, answer = one.question.pk, one.answer
            told |= {
                f"text-{pk}": answer.text,
                f"figure-{pk}": answer.figure_typed or answer.figure,
                f"nothing-{pk}": answer.is_nothing,
            }
    return told


@dataclass(frozen=True)
class Typed:
    """What a page sent to the questions, beside what it had shown of them."""

    request: HttpRequest
    page: AskedPage

    @property
    def is_sent(self) -> bool:
        """Whether the page sent any answer at all."""
        return bool(self.sent)

    @cached_property
    def form(self) -> AnswerForm:
        return answer_form(self.page)

    @cached_property
    def window(self) -> Window | None:
        return Window.sent(self.request.POST)

    @cached_property
    def sent(self) -> dict[str, Any]:
        """What was sent, by box; a box that was not ticked is not sent, one of a question that was is."""
        asked = self.form.asked_in(self.request.POST)
        names = [name for question in asked for name in self.form.names(question)]
        return proposals.sent_values(answer_form(self.page), self.request.POST, names)

    @cached_property
    def shown(self) -> Mapping[str, Any] | None:
        """What the page had shown, by box; None when it does not say."""
        base = three_way.read_base(self.request.POST.get("base", ""), self.page.asked)
        return None if base is None else base.values

    def keep(self, *, sees_all: bool = False) -> RoundAgency:
        """Save what was typed; raises what `answer_save` raises."""
        return answer_save(
            asked=self.page.asked,
            answers=self.form.answers(self.sent),
            shown=None if self.shown is None else self.form.answers(self.shown),
            window=self.window,
            sees_all=sees_all,
            base_version=sent_version(self.request.POST.get("version", "")),
            user=self.request.user,
            now=local_now(),
        )

    def over(self, page: AskedPage) -> dict[str, Any]:
        """What was typed here and nowhere else, to be put over what stands by now (`page`)."""
        if self.shown is None:
            return self.sent
        own = {name for one in page.questions if self._is_own(one) for name in self.form.names(one.question)}
        typed = proposals.differing(self.form, self.shown, self.sent)
        return {name: raw for name, raw in self.sent.items() if name in typed or name in own}

    def meanwhile(self, page: AskedPage) -> list[AskedQuestion]:
        """The questions that a colleague has answered otherwise since the page was drawn."""
        if self.shown is None:
            return []
        standing = proposals.standing(answer_form(page))
        moved = proposals.differing(self.form, self.shown, standing)
        return [
            one
            for one in page.questions
            if not self._is_own(one) and any(name in moved for name in self.form.names(one.question))
        ]

    def _is_own(self, one: AskedQuestion) -> bool:
        return one.answer is not None and self.window is not None and one.answer.typed_in == self.window.key
