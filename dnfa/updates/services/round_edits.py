"""Putting a round right: its words, day, questions and agencies, and opening again what was closed too early."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from dnfa.accounts.models import Agency
from dnfa.accounts.rules import keeps_the_register
from dnfa.core.errors import Conflict
from dnfa.core.versions import locked, touch
from dnfa.updates.enums import AskKind, StepKind
from dnfa.updates.models import RoundAgency, RoundQuestion, RoundStep, UpdateRound
from dnfa.updates.services.common import clean_text, needed_line
from dnfa.updates.services.rounds import (
    FACTS,
    ask_to_confirm,
    clean_question,
    gone_agencies,
    refuse,
    require_asker,
)


@transaction.atomic
def round_update(
    *, held: UpdateRound, changes: Mapping[str, Any], base_version: int | None, user: Any, now: datetime
) -> UpdateRound:
    """Change a round that is prepared or open: `changes` hold new facts by name, and as wholes "questions" and "agencies".

    Side effects: the round, one version. Another day moves that of every agency that had the old one or an earlier
    one; where that gives an open round's agency more time, a step says so and a request it satisfies is answered.
    Agencies added to an open round are asked to confirm their records as they stand this day; one that has begun to
    answer is not dropped, a question with answers is neither dropped nor asked otherwise, and the period stays once
    anybody has answered. Raises `NotAllowed`, `Conflict` ("stale_version", "round_closed"), `InvalidInput` by field.
    """
    require_asker(user)
    row = locked(held, base_version=base_version)
    if row.closed_at is not None:
        raise Conflict("round_closed", _("Đợt đã đóng. Hãy mở lại đợt trước khi sửa."))
    old_day = row.due_on
    facts = _facts(row, changes, localdate(now))
    for name, value in facts.items():
        setattr(row, name, value)
    if facts:
        row.save(update_fields=[*facts, "updated_at"])
    if row.due_on != old_day:
        _move_days(row, old_day, user=user, now=now)
    moved = "questions" in changes and _set_questions(row, changes["questions"], localdate(now))
    moved |= "agencies" in changes and _set_agencies(row, changes["agencies"], localdate(now))
    if moved and not facts:
        touch(row)
    row.refresh_from_db()
    return row


@transaction.atomic
def round_reopen(
    *, held: UpdateRound, due_on: date, base_version: int | None, user: Any, now: datetime
) -> UpdateRound:
    """Open a closed round again until a new day: who has not answered can, and what comes back can be mended.

    Side effects: the round is open, its day is moved as `round_update` moves it. Raises `NotAllowed`, `Conflict`
    ("stale_version", "round_not_closed"), `InvalidInput` ("due_on").
    """
    require_asker(user)
    row = locked(held, base_version=base_version)
    if row.closed_at is None:
        raise Conflict("round_not_closed", _("Đợt này chưa đóng."))
    refuse({"due_on": [_("Hạn trả lời đã qua.")] if due_on < localdate(now) else []})
    row.closed_at = None
    row.save(update_fields=["closed_at", "updated_at"])
    return round_update(held=row, changes={"due_on": due_on}, base_version=None, user=user, now=now)


def _facts(row: UpdateRound, changes: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The facts that change, clean; refuses what could not be answered."""
    facts = {name: changes[name] for name in FACTS if name in changes}
    if "title" in facts:
        facts["title"] = needed_line(facts["title"], "title", _("Hãy đặt tên đợt cập nhật."))
    if "message" in facts:
        facts["message"] = clean_text(facts["message"], "message")
    facts = {name: value for name, value in facts.items() if getattr(row, name) != value}
    first, last = (facts.get(name, getattr(row, name)) for name in ("period_from", "period_to"))
    answered = {"period_from", "period_to"} & set(facts) and _has_answers(row)
    problems: dict[str, list[Any]] = {
        "due_on": [_("Hạn trả lời đã qua.")] if "due_on" in facts and facts["due_on"] < today else [],
        "period_from": [_("Đã có cơ quan trả lời theo kỳ này nên không đổi kỳ được.")] if answered else [],
        "period_to": [_("Ngày cuối kỳ trước ngày đầu kỳ.")] if first and last and last < first else [],
        "officer": [_("Người phụ trách phải là người đang giữ sổ của Sở Ngoại vụ.")]
        if "officer" in facts and not (facts["officer"] and keeps_the_register(facts["officer"]))
        else [],
    }
    refuse(problems)
    return facts


def _has_answers(row: UpdateRound) -> bool:
    return row.questions.filter(answers__isnull=False).exists()


def _move_days(row: UpdateRound, old_day: date, *, user: Any, now: datetime) -> None:
    """Give the new day to every agency but those that were given a later one."""
    moved = row.agencies.select_for_update().filter(Q(due_on=old_day) | Q(due_on__lt=row.due_on))
    keys = [asked.pk for asked in moved]
    gets_more = Q(submitted_at__isnull=True) | Q(returned_at__isnull=False)
    more = list(row.agencies.filter(gets_more, pk__in=keys, due_on__lt=row.due_on))
    row.agencies.filter(pk__in=keys).update(due_on=row.due_on, updated_at=now)
    row.agencies.filter(pk__in=keys, asked_until__lte=row.due_on).update(asked_until=None, asked_because="")
    if row.opened_at is not None:
        day = f"{row.due_on:%d/%m/%Y}"
        RoundStep.objects.bulk_create(
            RoundStep(asked=asked, kind=StepKind.EXTENDED, at=now, by=user, text=day) for asked in more
        )


def _set_questions(row: UpdateRound, asks: Sequence[Mapping[str, Any]], today: date) -> bool:
    """Keep questions that are asked as before with their answers, write the others anew, drop what is not asked any more;
    whether anything changed.
    """
    wanted = [clean_question(one) for one in asks]
    names = [(one["kind"], one["title"]) for one in wanted]
    standing = {(one.kind, one.title): one for one in row.questions.all()}
    refuse({"questions": _wrong_questions(row, wanted, names, standing)})
    dropped = [one.pk for name, one in standing.items() if name not in names]
    row.questions.filter(pk__in=dropped).delete()
    written = [
        _write_question(standing.get(name) or RoundQuestion(round=row), order, facts)
        for order, (name, facts) in enumerate(zip(names, wanted, strict=True))
    ]
    if row.opened_at is not None and not _asks_to_confirm(standing):
        ask_to_confirm(row, row.agencies.select_related("agency"), today)
    return bool(dropped) or any(written)


def _asks_to_confirm(names: Iterable[tuple[str, str]]) -> bool:
    return any(kind == AskKind.CONFIRM for kind, _title in names)


def _wrong_questions(
    row: UpdateRound,
    wanted: Sequence[Mapping[str, Any]],
    names: Sequence[tuple[str, str]],
    standing: Mapping[tuple[str, str], RoundQuestion],
) -> list[Any]:
    """What stands against these questions."""
    if not wanted:
        return [_("Hãy chọn ít nhất một nội dung cần hỏi.")]
    twice = sorted({title for kind, title in names if names.count((kind, title)) > 1})
    wrong = [_("Câu hỏi “%(title)s” ghi hai lần.") % {"title": title} for title in twice]
    if row.opened_at is not None and _asks_to_confirm(standing) and not _asks_to_confirm(names):
        wrong.append(_("Đợt đã mở nên không bỏ phần xác nhận các bản ghi được."))
    units = {name: one["unit"] for name, one in zip(names, wanted, strict=True)}
    answered = set(row.questions.filter(answers__isnull=False).values_list("pk", flat=True))
    fast = [
        f"“{one.title}”"
        for name, one in standing.items()
        if one.pk in answered and units.get(name) != one.unit
    ]
    if fast:
        sentence = _("Đã có cơ quan trả lời, nên không bỏ và không hỏi khác đi được: %(titles)s.")
        wrong.append(sentence % {"titles": "; ".join(fast)})
    return wrong


def _write_question(question: RoundQuestion, order: int, facts: Mapping[str, Any]) -> bool:
    told = {"order": order, **facts}
    if question.pk and all(getattr(question, name) == value for name, value in told.items()):
        return False
    for name, value in told.items():
        setattr(question, name, value)
    question.save()
    return True


def _set_agencies(row: UpdateRound, agencies: Iterable[Agency], today: date) -> bool:
    """Ask these agencies, no others; whether anything changed."""
    wanted = {agency.pk: agency for agency in agencies}
    standing = {asked.agency_id: asked for asked in row.agencies.select_for_update(of=("self",))}
    dropped = [asked.pk for key, asked in standing.items() if key not in wanted]
    begun = RoundAgency.objects.filter(
        Q(started_at__isnull=False)
        | Q(submitted_at__isnull=False)
        | Q(steps__isnull=False)
        | Q(records__confirmation__isnull=False),
        pk__in=dropped,
    ).distinct()
    names = [asked.agency.name_vi for asked in begun.select_related("agency").order_by("agency__name_vi")]
    sentence = _("Đã bắt đầu trả lời nên không bỏ khỏi đợt được: %(names)s.") % {"names": "; ".join(names)}
    fresh = [agency for key, agency in wanted.items() if key not in standing]
    nobody = [] if wanted else [_("Hãy chọn ít nhất một cơ quan.")]
    refuse({"agencies": [*nobody, *([sentence] if names else []), *gone_agencies(fresh, today)]})
    row.agencies.filter(pk__in=dropped).delete()
    added = RoundAgency.objects.bulk_create(
        RoundAgency(round=row, agency=agency, due_on=row.due_on) for agency in fresh
    )
    if row.opened_at is not None:
        ask_to_confirm(row, added, today)
    return bool(dropped or added)
