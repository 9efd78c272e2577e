"""What the API takes to make, correct and continue a paper; the fields are those of the answer where both exist."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rest_framework import serializers

from agreements.enums import (
    AgreementType,
    BallHolder,
    Capacity,
    CooperationLevel,
    EventKind,
    LegalRegime,
    SigningMode,
    Stage,
    TermKind,
)
from agreements.models import Agreement
from agreements.serializers.consultation import VisiblePaperField
from agreements.services.pipeline import TermFacts
from agreements.services.records import Signer
from agreements.services.records.facts import SIGNING_FIELDS
from dnfa.accounts.models import Agency, User
from dnfa.core.api_writes import StrictSerializerMixin
from dnfa.core.errors import DomainError
from dnfa.core.languages import LANGUAGES
from dnfa.core.serializers import PartialDateSerializerField
from partners.models import CooperationField, Partner

LONGEST_REASON = 300
LONGEST_TERM_MONTHS = 1200
TERM_PARTS = ("kind", "ends_on", "months", "renew_months", "notice_months", "as_printed")
# How services name a fact, and how the API does.
WIRE_NAMES = {"fields": "fields_of_cooperation", **{f"term_{part}": f"term.{part}" for part in TERM_PARTS}}


def text(longest: int | None = None) -> serializers.CharField:
    """An optional text."""
    return serializers.CharField(max_length=longest, required=False, allow_blank=True)


def choice(choices: Any) -> serializers.ChoiceField:
    """An optional choice that may be taken back."""
    return serializers.ChoiceField(choices=choices, required=False, allow_blank=True)


def partial_date() -> PartialDateSerializerField:
    """An optional date of any precision."""
    return PartialDateSerializerField(required=False, allow_null=True)


def by_key(model: Any, *, many: bool = False, slug: str = "key") -> Any:
    """Another record by its key: one that may be taken away, or a whole list."""
    extra: dict[str, Any] = {"many": True} if many else {"allow_null": True}
    return serializers.SlugRelatedField(
        slug_field=slug, queryset=model.objects.all(), required=False, **extra
    )


class SignerWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """A person who signed for exactly one side: `agency` or `partner`."""

    name = serializers.CharField(max_length=150)
    title = text(200)
    agency = by_key(Agency)
    partner = by_key(Partner)


class TermWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """A term as a whole: figures not named are taken as empty. On an event, null keeps the old term."""

    kind = serializers.ChoiceField(choices=TermKind.choices)
    ends_on = partial_date()
    months = serializers.IntegerField(
        min_value=1, max_value=LONGEST_TERM_MONTHS, required=False, allow_null=True
    )
    renew_months = serializers.IntegerField(
        min_value=1, max_value=LONGEST_TERM_MONTHS, required=False, allow_null=True
    )
    notice_months = serializers.IntegerField(
        min_value=1, max_value=LONGEST_TERM_MONTHS, required=False, allow_null=True
    )
    as_printed = text(500)


class SigningFactsSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """What a signed paper tells of its signing, however it comes into the register."""

    effective_on = partial_date()
    document_number = text(120)
    term = TermWriteSerializer(required=False)
    signing_agencies = by_key(Agency, many=True)
    signatories = SignerWriteSerializer(many=True, required=False)
    place = text(200)
    signing_mode = choice(SigningMode.choices)
    languages = serializers.ListField(child=serializers.ChoiceField(choices=LANGUAGES), required=False)
    authentic_text = text(300)
    originals_count = serializers.IntegerField(min_value=0, max_value=99, required=False, allow_null=True)
    originals_kept_at = text(300)
    note = text()


class SignatureWriteSerializer(SigningFactsSerializer):
    """The signature of a draft that is ready to sign. What is not named stays as the draft has it.

    `signed_on` is a whole day; `signing_agencies` left out are those of the draft, or else those its signatories sign
    for; `note` is kept with the step.
    """

    signed_on = serializers.DateField()


class AgreementWriteSerializer(SigningFactsSerializer):
    """A record: POST makes one, PATCH changes what it names; lists are given as a whole.

    POST with `stage` "signed" (the default) registers a paper already signed, with its signing; "exploring" opens a
    draft, with its first step (`entered_on`, `ball`). PATCH takes `reason`, needed to correct a signed paper.
    """

    stage = serializers.ChoiceField(choices=[Stage.SIGNED, Stage.EXPLORING], default=Stage.SIGNED)
    title_vi = serializers.CharField(max_length=500)
    title_en = text(500)
    title_is_official = serializers.BooleanField(required=False)
    type = serializers.ChoiceField(choices=AgreementType.choices)
    capacity = serializers.ChoiceField(choices=Capacity.choices)
    legal_regime = serializers.ChoiceField(choices=LegalRegime.choices, required=False)
    signed_on = partial_date()
    partners = by_key(Partner, many=True)
    lead_agency = by_key(Agency)
    coordinating = by_key(Agency, many=True)
    fields_of_cooperation = by_key(CooperationField, many=True, slug="code")
    officer = by_key(User, slug="username")
    parent = VisiblePaperField(required=False, allow_null=True)  # type: ignore[assignment]  # the metaclass takes declared fields out of the class
    purpose = text()
    cooperation_level = choice(CooperationLevel.choices)
    expected_results = text()
    partner_aims = text()
    entered_on = serializers.DateField(required=False)
    ball = serializers.ChoiceField(choices=BallHolder.choices, required=False)
    confirm_duplicate = serializers.BooleanField(required=False)
    reason = text(LONGEST_REASON)

    ONLY_NEW = ("stage", "entered_on", "ball", "confirm_duplicate")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """What is said once at the beginning cannot be changed, and there is no reason for what is new."""
        fields = super().get_fields()
        for name in self.ONLY_NEW if self.partial else ("reason",):
            fields.pop(name)
        return fields


class AgreementEventWriteSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """An event: POST records one, PATCH changes what it names and takes `correction`, the reason of a correction."""

    agreement = VisiblePaperField()
    kind = serializers.ChoiceField(choices=EventKind.choices)
    occurred_on = partial_date()
    effective_on = partial_date()
    term = TermWriteSerializer(required=False, allow_null=True)
    successor = VisiblePaperField(required=False, allow_null=True)
    title_vi = text(500)
    document_number = text(120)
    reason = text(500)
    note = text()
    signatories = SignerWriteSerializer(many=True, required=False)
    correction = text(LONGEST_REASON)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """An event does not move to another paper."""
        fields = super().get_fields()
        fields.pop("agreement" if self.partial else "correction")
        return fields


class RemovalSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Why something is taken back."""

    reason = serializers.CharField(max_length=LONGEST_REASON)


def to_facts(validated: Mapping[str, Any]) -> dict[str, Any]:
    """The services' arguments from what was sent."""
    facts = dict(validated)
    if "term" in facts:
        term = facts.pop("term")
        empty: dict[str, Any] = dict.fromkeys(TERM_PARTS) | {"kind": "", "as_printed": ""}
        facts |= {f"term_{part}": value for part, value in {**empty, **(term or {})}.items()}
    if "fields_of_cooperation" in facts:
        facts["fields"] = facts.pop("fields_of_cooperation")
    if "signatories" in facts:
        facts["signatories"] = _signers(facts["signatories"])
    return facts


def to_signature(validated: Mapping[str, Any], paper: Agreement) -> dict[str, Any]:
    """The arguments of `sign_paper` from what was sent; what was not named is what the draft holds."""
    facts = {name: getattr(paper, name) for name in SIGNING_FIELDS} | dict(validated)
    facts["mode"] = facts.pop("signing_mode")
    if "term" in facts:
        facts["term"] = TermFacts(**facts["term"])
    if "signatories" in facts:
        facts["signatories"] = _signers(facts["signatories"])
    return facts


def _signers(sent: Iterable[Mapping[str, Any]]) -> list[Signer]:
    return [Signer(**signer) for signer in sent]


def as_told(error: DomainError) -> DomainError:
    """The same refusal with its fields named as the API names them."""
    error.field_messages = {WIRE_NAMES.get(name, name): texts for name, texts in error.field_messages.items()}
    return error
