"""A draft behind its page: what the page shows, what was sent from it, and what a colleague wrote meanwhile."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.http import Http404, HttpRequest

from dnfa.core.editing import three_way
from dnfa.core.editing.three_way import FieldDifference, Raw
from dnfa.core.windows import Window
from dnfa.updates import proposals, services
from dnfa.updates.enums import Decision
from dnfa.updates.forms import WordsForm
from dnfa.updates.models import ChangeRequest, ProposedValue
from dnfa.updates.services.common import tidy_text
from dnfa.updates.services.merging import Seen
from dnfa.updates.views.common import (
    NO_RECORD,
    held_values,
    sent_version,
    shown_record,
    visible_request,
)


class Draft:
    """A draft with its two forms: the agency's words, and the room's fields it may fill."""

    def __init__(self, request: HttpRequest, pk: int) -> None:
        self.request = request
        self.user: Any = request.user
        self.update: ChangeRequest = visible_request(self.user, pk)
        self.values: list[ProposedValue] = held_values(self.update)
        self.record = shown_record(self.update, self.user)
        if self.update.record_id is not None and self.record is None:
            raise Http404(NO_RECORD)
        self.takes_values = proposals.takes_values(self.update)
        self.subject = proposals.subject_for(self.update) if self.takes_values else None

    @property
    def names(self) -> list[str]:
        """The fields the page shows: those of the agency, without what was accepted already."""
        if self.subject is None:
            return []
        done = {value.name for value in self.values if value.decision == Decision.ACCEPTED}
        return [name for name in proposals.field_names(self.subject, self.update.kind) if name not in done]

    @property
    def proposed(self) -> dict[str, Raw]:
        """What the draft proposes by now."""
        return {value.name: value.proposed for value in self.values}

    def new_form(self) -> forms.Form | None:
        """The room's form as the record stands, with the fields of the agency."""
        if self.subject is None:
            return None
        names = proposals.field_names(self.subject, self.update.kind)
        return proposals.make_form(self.subject, record=self.record, user=self.user, names=names)

    @cached_property
    def form(self) -> forms.Form | None:
        """The same, to read by: never drawn."""
        return self.new_form()

    @cached_property
    def standing(self) -> dict[str, Raw]:
        """What stands in the record."""
        return {} if self.form is None else proposals.standing(self.form)

    def drafted_form(self) -> forms.Form | None:
        """The room's form with what the agency has proposed so far."""
        form = self.new_form()
        return None if form is None else proposals.overlaid(form, self.proposed)

    def drafted_words(self) -> WordsForm:
        """The agency's words so far."""
        return self._words(initial={"text": self.update.text, "told_on": self.update.told_on})

    def _words(self, data: Any = None, initial: Any = None) -> WordsForm:
        kind, takes_values = self.update.kind, self.takes_values
        return WordsForm(data, initial=initial, kind=kind, takes_values=takes_values)

    def save(self, words: WordsForm) -> None:
        """Keep what was sent; a day that cannot be read stays as it was."""
        self.update = services.draft_save(
            request=self.update,
            values=self.sent,
            text=self.request.POST.get("text"),
            told_on=words.cleaned_data.get("told_on", services.UNSAID),
            record_version=sent_version(self.request.POST.get("record_version", "")) or None,
            shown=self.shown,
            seen=self.seen,
            window=Window.sent(self.request.POST),
            base_version=sent_version(self.request.POST.get("version", "")),
            user=self.user,
        )
        self.values = held_values(self.update)

    def read_again(self) -> None:
        """As it stands by now, whoever wrote it."""
        self.update = visible_request(self.user, self.update.pk)
        self.values = held_values(self.update)

    # What was sent from the page.

    @cached_property
    def sent(self) -> dict[str, Raw]:
        """What stood in the fields the page shows; a field that was not sent is left alone."""
        if self.form is None:
            return {}
        present = [name for name in self.names if f"has-{name}" in self.request.POST]
        return proposals.sent_values(self.form, self.request.POST, present)

    def sent_words(self) -> WordsForm:
        """What was sent of the agency's own words, read."""
        words = self._words(self.request.POST)
        words.is_valid()
        return words

    @cached_property
    def shown(self) -> dict[str, Raw] | None:
        """What stood in the record when the page was drawn; None when it does not say, or of a record that does not exist yet."""
        base = None
        if self.record is not None:
            base = three_way.read_base(self.request.POST.get("base", ""), self.record)
        return None if base is None else dict(base.values)

    @cached_property
    def seen(self) -> Seen | None:
        """What stood in the draft when the page was drawn; None when it does not say."""
        base = three_way.read_base(self.request.POST.get("draft", ""), self.update)
        if base is None:
            return None
        told = base.values
        told_on = date.fromisoformat(told["told_on"]) if told["told_on"] else None
        return Seen(told["values"], told["text"], told_on)

    @property
    def showed(self) -> dict[str, Raw] | None:
        """What stood in the fields when the page was drawn; None when it does not say."""
        if self.shown is None and self.seen is None:
            return None
        drafted = {} if self.seen is None else self.seen.values
        return {**self.standing, **(self.shown or {}), **drafted}

    # What the next page carries.

    def as_it_stands(self) -> Seen:
        """What a page drawn now shows of the draft."""
        return Seen(self.proposed, self.update.text, self.update.told_on)

    def as_sent(self, words: WordsForm) -> Seen:
        """What the page that was sent shows of the draft, now that it is kept."""
        before = self.seen or self.as_it_stands()
        values: dict[str, Raw] = {}
        if self.form is not None:
            values = proposals.differing(self.form, {**self.standing, **(self.shown or {})}, self.sent)
        return Seen(
            values,
            tidy_text(self.request.POST.get("text", before.text)),
            words.cleaned_data.get("told_on", before.told_on),
        )

    def signed(self, seen: Seen) -> str:
        """What a page shows of the draft, for its form to carry."""
        held = {
            "values": dict(seen.values),
            "text": seen.text,
            "told_on": seen.told_on.isoformat() if seen.told_on else "",
        }
        return three_way.sign_base(self.update, three_way.Base(self.update.version, 0, held, {}))

    def carried(self) -> dict[str, str]:
        """What a page drawn now shows of record and draft, signed, for its form to carry."""
        carried = {"draft": self.signed(self.as_it_stands())}
        if self.record is not None and self.form is not None:
            base = three_way.Base(self.record.version, 0, self.standing, {})
            carried["base"] = three_way.sign_base(self.record, base)
        return carried

    # A colleague at the same draft.

    def typed_form(self) -> forms.Form | None:
        """The draft as it stands by now, with what was typed on the page alone put over it."""
        form = self.new_form()
        if form is None:
            return None
        typed = self.sent if self.showed is None else proposals.differing(form, self.showed, self.sent)
        return proposals.overlaid(form, {**self.proposed, **typed})

    def typed_words(self) -> WordsForm:
        """The same of the agency's own words; what cannot be read stays as typed."""
        words, seen = self.sent_words(), self.seen
        data = {name: self.request.POST.get(name, "") for name in words.fields}
        for name, field in words.fields.items():
            if seen is not None and name in words.cleaned_data and _told(words, name) == getattr(seen, name):
                data[name] = field.prepare_value(getattr(self.update, name)) or ""
        return self._words(data)

    def written_meanwhile(self) -> list[FieldDifference]:
        """What was changed in the draft, or in the record, since the page was drawn: before, now, as typed here."""
        found: list[FieldDifference] = []
        form, showed, seen = self.typed_form(), self.showed, self.seen
        if form is not None and showed is not None:
            now = {name: self.proposed.get(name, self.standing[name]) for name in self.sent}
            found += three_way.compare(form, showed, now)
        if seen is not None:
            words = self.drafted_words()
            base, now = _raw(words, seen), _raw(words, self.as_it_stands())
            found += three_way.compare(self.typed_words(), base, now)
        return [one for one in found if one.they_changed]

    def holds_more(self, words: WordsForm) -> bool:
        """Whether the draft, kept by now, proposes or says what the page that was sent does not show."""
        here, there = self.as_sent(words), self.as_it_stands()
        if (here.text, here.told_on) != (there.text, there.told_on):
            return True
        if self.form is None:
            return False
        names = [name for name in {*here.values, *there.values} if name in self.sent]
        return bool(
            proposals.differing(
                self.form,
                {name: here.values.get(name, self.standing[name]) for name in names},
                {name: there.values.get(name, self.standing[name]) for name in names},
            )
        )


def _told(words: WordsForm, name: str) -> Any:
    told = words.cleaned_data[name]
    return tidy_text(told) if isinstance(told, str) else told


def _raw(words: WordsForm, seen: Seen) -> dict[str, Raw]:
    return {name: field.prepare_value(getattr(seen, name)) or "" for name, field in words.fields.items()}
