"""The workshop for commitments."""

from __future__ import annotations

from django.contrib import admin

from agreements.models import Commitment
from dnfa.core.admin import RegisterAdmin


@admin.register(Commitment)
class CommitmentAdmin(RegisterAdmin):
    """What papers promise; who keeps it by when is the action's."""

    list_display = ["text", "agreement", "side", "clause", "target", "target_value", "reached_value"]
    list_filter = ["side"]
    list_select_related = ["agreement"]
    search_fields = ["text", "target", "agreement__key", "agreement__title_fold"]
    autocomplete_fields = ["agreement", "action"]
