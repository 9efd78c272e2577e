from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FollowupConfig(AppConfig):
    """What has to be followed up: flags and the activity they look at."""

    name = "dnfa.followup"
    label = "followup"
    verbose_name = _("Theo dõi")

    def ready(self) -> None:
        from dnfa.accounts.frame import register_number
        from dnfa.core.attachments.holders import Holder, register_holder
        from dnfa.core.demo_removal import register_follower
        from dnfa.core.mail.purposes import register_purpose
        from dnfa.core.navigation import register_item
        from dnfa.followup import loading
        from dnfa.followup.actions import can_note
        from dnfa.followup.calendar import own_sources
        from dnfa.followup.charge import Following, register_following
        from dnfa.followup.models import Action, ActionAgency, Clock, Flag, Notice
        from dnfa.followup.notices import own_sources as notice_sources
        from dnfa.followup.notices.digests import PURPOSE
        from dnfa.followup.notices.selectors import unread_notices

        register_item("followup", _("Theo dõi"), "actions:list", 45)
        for order, (key, label, url_name) in enumerate(
            (
                ("actions", _("Việc phải làm"), "actions:list"),
                ("clocks", pgettext_lazy("các thời hạn của một văn bản", "Thời hạn"), "clocks:list"),
                ("flags", _("Cảnh báo"), "followup:list"),
                ("calendar", _("Lịch"), "calendar:month"),
            )
        ):
            register_item(key, label, url_name, order, parent="followup")
        register_follower(ActionAgency, Clock, Flag, Notice)
        for following in (
            Following(Action, "content_type", "object_id", person="assignee"),
            Following(Clock, "content_type", "object_id"),
            Following(Flag, "content_type", "object_id"),
        ):
            register_following(following)
        register_holder(Holder("action", Action, Action.objects.visible_to, can_note))
        loading.register_loaders()
        own_sources.register()
        notice_sources.register()
        register_number("unread_notices", unread_notices)
        register_purpose(PURPOSE, _("Thư tổng hợp thông báo"))
