from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UpdatesConfig(AppConfig):
    """What agencies send to keep the register true."""

    name = "dnfa.updates"
    label = "updates"
    verbose_name = _("Cập nhật của cơ quan")

    def ready(self) -> None:
        from dnfa.core.attachments.holders import Holder, register_holder
        from dnfa.core.demo_removal import register_follower
        from dnfa.core.navigation import register_item
        from dnfa.core.search import register_source
        from dnfa.followup.charge import Following, register_charge, register_following
        from dnfa.followup.rules import FlagKind, register_kind
        from dnfa.updates import calendar_source, demo, flags, flags_unconfirmed, notice_sources
        from dnfa.updates.models import (
            ChangeRequest,
            Confirmation,
            ProposedValue,
            RequestStep,
            RoundAgency,
            RoundRecord,
            RoundStep,
        )
        from dnfa.updates.rules import can_write, may_send_updates
        from dnfa.updates.search import SOURCES

        register_item("updates", _("Cập nhật"), "updates:list", 42, test=may_send_updates)
        register_item("rounds", _("Đợt cập nhật"), "updates:rounds", 20, parent="updates")
        register_holder(Holder("change-request", ChangeRequest, ChangeRequest.objects.visible_to, can_write))
        register_follower(Confirmation, ChangeRequest, ProposedValue, RequestStep, RoundRecord, RoundStep)
        register_kind(FlagKind(ChangeRequest, ChangeRequest.objects.visible_to))
        register_kind(FlagKind(RoundAgency, RoundAgency.objects.visible_to, reads=("round", "agency")))
        register_following(
            Following(ChangeRequest, "record_type", "record_id", person="reviewer", carries=True)
        )
        register_charge(RoundAgency, lambda _today: RoundAgency.objects.asked_by())
        flags.register()
        flags_unconfirmed.register()
        notice_sources.register()
        calendar_source.register()
        for source in SOURCES:
            register_source(source)
        demo.register()
