"""Verbs on attached files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, Model, OuterRef, Q

from dnfa.core.attachments.holders import holders

if TYPE_CHECKING:
    from dnfa.core.attachments.models import Attachment  # noqa: F401  (names the model for the type checker only)


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Reads of attached files."""

    def visible_to(self, user: Any) -> AttachmentQuerySet:
        """Files of the records that `user` may see; of a kind of record nobody vouched for, none."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        condition = Q(pk__in=[])
        for holder in holders():
            visible = holder.visible_to(user).order_by().values("pk")
            condition |= Q(content_type=holder.content_type, object_id__in=visible)
        return self.filter(condition)

    def of_kind(self, model: type[Model]) -> AttachmentQuerySet:
        """Files of one kind of record, found by its name inside the query."""
        return self.filter(
            content_type__app_label=model._meta.app_label, content_type__model=model._meta.model_name
        )

    def of_record(self, record: Model) -> AttachmentQuerySet:
        """Files of one record, all versions, withdrawn or not."""
        return self.of_kind(type(record)).filter(object_id=record.pk)

    def standing(self) -> AttachmentQuerySet:
        """Files that were not withdrawn."""
        return self.filter(withdrawn_on__isnull=True)

    def current(self) -> AttachmentQuerySet:
        """The newest version of each file that was not withdrawn."""
        later = self.model._base_manager.filter(
            series=OuterRef("series"),
            withdrawn_on__isnull=True,
            version_number__gt=OuterRef("version_number"),
        )
        return self.standing().exclude(Exists(later))
