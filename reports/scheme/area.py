"""What the Scheme announces to the house: menu, files, flags, tables, sample records, the load."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from dnfa.core.attachments.holders import Holder, register_holder
from dnfa.core.demo import register_builder
from dnfa.core.demo_removal import register_follower
from dnfa.core.navigation import register_item
from dnfa.core.search import register_source
from dnfa.core.table_import import register_kind


def register() -> None:
    """Called from `AppConfig.ready()`."""
    from reports.scheme import (  # noqa: PLC0415 - models must be loaded
        calendar_source,
        demo,
        flags,
        import_kinds,
        loading,
        notice_sources,
        search,
        update_subjects,
    )
    from reports.scheme.models import SchemeTask, SchemeTaskAgency, SchemeTaskProgress  # noqa: PLC0415 - as above
    from reports.scheme.rules import can_keep_scheme, is_focal_point  # noqa: PLC0415 - as above

    def may_attach(user: Any, _record: Any) -> bool:
        return can_keep_scheme(user)

    register_item("scheme", _("Nhiệm vụ Đề án"), "scheme:list", 55)
    register_item("scheme_tasks", _("Danh sách nhiệm vụ"), "scheme:list", 10, parent="scheme")
    register_item(
        "scheme_mine", _("Nhiệm vụ của cơ quan tôi"), "scheme:mine", 20, is_focal_point, parent="scheme"
    )
    register_item("scheme_matrix", _("Bảng nhóm và cơ quan"), "scheme:matrix", 30, parent="scheme")
    register_item("scheme_proposals", _("Đề xuất sửa đổi"), "scheme:proposals", 40, parent="scheme")
    register_holder(
        Holder("scheme_progress", SchemeTaskProgress, SchemeTaskProgress.objects.visible_to, may_attach)
    )
    register_holder(Holder("scheme_task", SchemeTask, SchemeTask.objects.visible_to, may_attach))
    register_follower(SchemeTaskAgency)
    flags.register()
    notice_sources.register()
    calendar_source.register()
    register_source(search.SOURCE)
    for kind in import_kinds.KINDS:
        register_kind(kind)
    register_builder(80, "scheme", demo.build)
    loading.register_loaders()
    update_subjects.register()
