"""What is told about updates and rounds: to reviewers what waits, to agencies what came back, is asked, or was decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateField,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
    prefetch_related_objects,
)
from django.db.models.functions import Cast, JSONObject, TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dnfa.core.display import display_value
from dnfa.followup.notices.sources import Moment, NoticeSource, register_source, still_speaks
from dnfa.updates.enums import RequestState, StepKind
from dnfa.updates.models import ChangeRequest, RoundAgency, RoundStep
from dnfa.updates.selectors import title_of, visible_records

GROUP = gettext_lazy("Cập nhật và đợt cập nhật")
SENT = (StepKind.SUBMITTED, StepKind.RESUBMITTED)
BACK = (StepKind.RETURNED, StepKind.PARTLY_ACCEPTED)
ABOUT_TIME = (StepKind.EXTENSION_ASKED, StepKind.EXTENDED, StepKind.NOT_EXTENDED)
NEWS_DAYS = 14  # a decision of longer ago is no news: a house that was shut does not tell last year's


def _local_day(field: str) -> TruncDate:
    return TruncDate(field, output_field=DateField())


def _text(expression: Any) -> Cast:
    return Cast(expression, CharField())


def _occasion(*kinds: str) -> Any:
    """The last step of these kinds: what tells the second return of a day from the first."""
    return _text(Max("steps", filter=Q(steps__kind__in=kinds)))


def waiting_rows(_moment: Moment) -> QuerySet[Any]:
    """Sent and undecided: to who took it, else to who is in charge of the record, else to the heads of division; never to
    its author, who may not decide.
    """
    taken = still_speaks("reviewer")
    return ChangeRequest.objects.waiting().annotate(
        about=F("pk"),
        dated=_local_day("submitted_at"),
        threshold=_occasion(*SENT),
        facts=JSONObject(agency=F("agency__name_vi"), day=_text(_local_day("submitted_at"))),
        to_person=Case(When(taken, then=F("reviewer"))),
        to_charge_type=Case(When(taken, then=None), default=F("record_type")),
        to_charge_id=Case(When(taken, then=None), default=F("record_id")),
        but_person=F("author"),
    )


def returned_rows(_moment: Moment) -> QuerySet[Any]:
    """Came back: to the author and the focal points of its agency."""
    return (
        ChangeRequest.objects.filter(state=RequestState.RETURNED)
        .annotate(about=F("pk"), threshold=_occasion(*BACK), back_at=_last_time(*BACK))
        .annotate(
            dated=_local_day("back_at"),
            facts=JSONObject(day=_text(_local_day("back_at"))),
            to_person=_author(),
            to_agency=F("agency"),
        )
    )


def _last_time(*kinds: str) -> Max:
    return Max("steps__at", filter=Q(steps__kind__in=kinds))


def accepted_rows(moment: Moment) -> QuerySet[Any]:
    """Accepted in the last fortnight: to its author."""
    return (
        ChangeRequest.objects.filter(state=RequestState.ACCEPTED)
        .annotate(dated=_local_day("closed_at"))
        .filter(dated__gt=moment.today - timedelta(days=NEWS_DAYS))
        .annotate(about=F("pk"), facts=JSONObject(day=_text("dated")), to_person=_author())
    )


def _author() -> Case:
    """Who wrote it, unless it went to another agency since."""
    return Case(When(still_speaks("author", "agency"), then=F("author")))


def _officer() -> Case:
    """Who asks, unless it left the Department since: then nobody is named, and the heads of division hear of it."""
    return Case(When(still_speaks("round__officer"), then=F("round__officer")))


def _asked(rows: Any) -> Any:
    return rows.annotate(
        about=F("pk"),
        facts=JSONObject(title=F("round__title"), due_on=_text("due_on"), agency=F("agency__name_vi")),
    )


def to_answer_rows(_moment: Moment) -> QuerySet[Any]:
    """An open round asks and nothing was sent: to the agency's focal points, from the start, then as the day comes nearer.

    More time given is another date, and is reminded of anew.
    """
    rows: Any = _asked(RoundAgency.objects.unanswered().filter(returned_at__isnull=True))
    return rows.annotate(dated=F("due_on"), to_agency=F("agency"))


def answer_returned_rows(_moment: Moment) -> QuerySet[Any]:
    """The answer came back: to the agency's focal points, at once, then as the day comes nearer and passes."""
    rows: Any = _asked(RoundAgency.objects.unanswered().filter(returned_at__isnull=False))
    return rows.annotate(dated=F("due_on"), threshold=_occasion(StepKind.RETURNED), to_agency=F("agency"))


def answer_accepted_rows(moment: Moment) -> QuerySet[Any]:
    """The answer was taken in the last fortnight: to the agency's focal points."""
    return (
        RoundAgency.objects.annotate(dated=_local_day("accepted_at"))
        .filter(dated__gt=moment.today - timedelta(days=NEWS_DAYS))
        .annotate(
            about=F("pk"),
            facts=JSONObject(title=F("round__title"), day=_text("dated")),
            to_agency=F("agency"),
        )
    )


def answer_waiting_rows(_moment: Moment) -> QuerySet[Any]:
    """An answer waits to be taken, the round open or not: to the officer of the round; never to who sent it for the agency
    and may not decide.
    """
    sent = RoundStep.objects.filter(asked=OuterRef("pk"), kind__in=SENT).order_by("-pk")
    rows: Any = _asked(RoundAgency.objects.waiting())
    return rows.annotate(
        dated=_local_day("submitted_at"),
        threshold=_occasion(*SENT),
        to_person=_officer(),
        but_person=Subquery(sent.values("by")[:1]),
    )


def extension_rows(_moment: Moment) -> QuerySet[Any]:
    """An agency asks for more time: to the officer of the round."""
    rows: Any = _asked(RoundAgency.objects.asking_time())
    return rows.annotate(
        dated=F("asked_until"), threshold=_occasion(StepKind.EXTENSION_ASKED), to_person=_officer()
    )


def refused_time_rows(_moment: Moment) -> QuerySet[Any]:
    """The last word about more time was no: to the agency's focal points, until it answers or asks again.

    More time given needs no source: the new day is told as one to answer by.
    """
    last = RoundStep.objects.filter(asked=OuterRef("pk"), kind__in=ABOUT_TIME).order_by("-pk")
    rows: Any = RoundAgency.objects.unanswered().annotate(last_word=Subquery(last.values("kind")[:1]))
    return (
        rows.filter(last_word=StepKind.NOT_EXTENDED)
        .annotate(about=F("pk"), refused_at=Subquery(last.values("at")[:1]))
        .annotate(
            dated=_local_day("refused_at"),
            threshold=_occasion(StepKind.NOT_EXTENDED),
            facts=JSONObject(
                title=F("round__title"), due_on=_text("due_on"), because=Subquery(last.values("text")[:1])
            ),
            to_agency=F("agency"),
        )
    )


def _day(text: str) -> str:
    return display_value(date.fromisoformat(text))


def say_waiting(facts: Mapping[str, Any]) -> str:
    """Whose, since when."""
    return _("%(agency)s gửi ngày %(day)s, chờ duyệt.") % {
        "agency": facts["agency"],
        "day": _day(facts["day"]),
    }


def say_returned(facts: Mapping[str, Any]) -> str:
    """Since when."""
    return _("Cập nhật bị trả lại ngày %(day)s: sửa rồi gửi lại.") % {"day": _day(facts["day"])}


def say_accepted(facts: Mapping[str, Any]) -> str:
    """Since when."""
    return _("Cập nhật đã được chấp nhận ngày %(day)s.") % {"day": _day(facts["day"])}


def say_to_answer(facts: Mapping[str, Any]) -> str:
    """Which round, by when."""
    return _("Đợt “%(title)s”: trả lời đến hết %(day)s.") % {
        "title": facts["title"],
        "day": _day(facts["due_on"]),
    }


def say_answer_returned(facts: Mapping[str, Any]) -> str:
    """Which round, and by when to send it again."""
    return _("Câu trả lời đợt “%(title)s” bị trả lại: sửa rồi gửi lại đến hết %(day)s.") % {
        "title": facts["title"],
        "day": _day(facts["due_on"]),
    }


def say_answer_accepted(facts: Mapping[str, Any]) -> str:
    """Which round, since when."""
    return _("Sở Ngoại vụ đã nhận câu trả lời đợt “%(title)s” ngày %(day)s.") % {
        "title": facts["title"],
        "day": _day(facts["day"]),
    }


def say_answer_waiting(facts: Mapping[str, Any]) -> str:
    """Whose answer."""
    return _("%(agency)s đã trả lời đợt “%(title)s”, chờ nhận.") % {
        "agency": facts["agency"],
        "title": facts["title"],
    }


def say_extension(facts: Mapping[str, Any]) -> str:
    """Who asks."""
    return _("%(agency)s xin lùi hạn trả lời đợt “%(title)s”.") % {
        "agency": facts["agency"],
        "title": facts["title"],
    }


def say_refused_time(facts: Mapping[str, Any]) -> str:
    """Which round, until when it stays, and why."""
    return _("Đợt “%(title)s” không được lùi hạn, hạn trả lời vẫn là %(day)s. Lý do: %(because)s") % {
        "title": facts["title"],
        "day": _day(facts["due_on"]),
        "because": facts["because"],
    }


def _source(code: str, label: Any, model: type[Any], rows: Any, say: Any, **facts: Any) -> NoticeSource:
    told: dict[str, Any] = (
        {"bring": _bring_rounds}
        if model is RoundAgency
        else {"bring": _bring_subjects, "title": lambda request: title_of(request, request.shown_record)}
    )
    return NoticeSource(code, label, GROUP, model, rows, say, is_live=True, **told, **facts)


def _bring_rounds(rows: Sequence[Any], _user: Any) -> None:
    prefetch_related_objects(rows, "round", "agency")


def _bring_subjects(rows: Sequence[Any], user: Any) -> None:
    """What the requests are about, where this person may see it."""
    seen = visible_records(((row.subject, row.record_id) for row in rows), user)
    for row in rows:
        row.shown_record = seen.get((row.subject, row.record_id))


def _due_from_agencies() -> tuple[NoticeSource, ...]:
    """What the agency itself has to do: it may not be switched off."""
    duty: dict[str, Any] = {"expects": True, "is_fixed": True}
    return (
        _source(
            "update_returned",
            gettext_lazy("Cập nhật của tôi bị trả lại"),
            ChangeRequest,
            returned_rows,
            say_returned,
            order=30,
            **duty,
        ),
        _source(
            "round_to_answer",
            gettext_lazy("Đợt cập nhật cần trả lời"),
            RoundAgency,
            to_answer_rows,
            say_to_answer,
            has_steps=True,
            order=31,
            **duty,
        ),
        _source(
            "round_answer_returned",
            gettext_lazy("Câu trả lời đợt cập nhật bị trả lại"),
            RoundAgency,
            answer_returned_rows,
            say_answer_returned,
            has_steps=True,
            order=32,
            **duty,
        ),
    )


def _news_for_agencies() -> tuple[NoticeSource, ...]:
    """What was decided on what the agency sent or asked for: nothing to do, so each may be switched off."""
    return (
        _source(
            "round_time_refused",
            gettext_lazy("Không được lùi hạn trả lời"),
            RoundAgency,
            refused_time_rows,
            say_refused_time,
            expects=False,
            order=33,
        ),
        _source(
            "update_accepted",
            gettext_lazy("Cập nhật của tôi được chấp nhận"),
            ChangeRequest,
            accepted_rows,
            say_accepted,
            expects=False,
            order=50,
        ),
        _source(
            "round_answer_accepted",
            gettext_lazy("Câu trả lời đợt cập nhật đã được nhận"),
            RoundAgency,
            answer_accepted_rows,
            say_answer_accepted,
            expects=False,
            order=51,
        ),
    )


def _told_to_the_department() -> tuple[NoticeSource, ...]:
    """What waits for a decision of the office."""
    return (
        _source(
            "update_waiting",
            gettext_lazy("Cập nhật chờ tôi duyệt"),
            ChangeRequest,
            waiting_rows,
            say_waiting,
            expects=True,
            order=40,
        ),
        _source(
            "round_answer_waiting",
            gettext_lazy("Câu trả lời đợt cập nhật chờ nhận"),
            RoundAgency,
            answer_waiting_rows,
            say_answer_waiting,
            expects=True,
            order=41,
        ),
        _source(
            "round_extension",
            gettext_lazy("Cơ quan xin lùi hạn trả lời"),
            RoundAgency,
            extension_rows,
            say_extension,
            expects=True,
            order=42,
        ),
    )


def register() -> None:
    """Called from `AppConfig.ready()`."""
    for source in (*_due_from_agencies(), *_news_for_agencies(), *_told_to_the_department()):
        register_source(source)
