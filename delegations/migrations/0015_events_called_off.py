"""Events and other contacts can be called off, as delegations and conferences can: day, coded reason, note."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from dnfa.core.migration_steps import Together


class Migration(migrations.Migration):
    """Nothing was called off before: the columns begin empty."""

    dependencies = [("delegations", "0014_head_name_index")]

    operations = [
        Together(
            [
                pgtrigger.migrations.RemoveTrigger(
                    model_name="engagement",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="engagement",
                    name="update_update",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="engagement",
                    name="delete_delete",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="engagement",
                    name="count_version",
                ),
                migrations.AddField(
                    model_name="engagement",
                    name="cancel_note",
                    field=models.CharField(blank=True, max_length=500, verbose_name="Nói rõ lý do hủy"),
                ),
                migrations.AddField(
                    model_name="engagement",
                    name="cancel_reason",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("partner_asked", "Đối tác đề nghị"),
                            ("city_schedule", "Lịch công tác của thành phố"),
                            ("head_changed", "Thay đổi trưởng đoàn"),
                            ("not_approved", "Không được chấp thuận"),
                            ("budget", "Không bố trí được kinh phí"),
                            ("visa", "Thủ tục xuất nhập cảnh"),
                            ("disaster", "Thiên tai, dịch bệnh"),
                            ("other", "Lý do khác"),
                        ],
                        max_length=20,
                        verbose_name="Lý do hủy",
                    ),
                ),
                migrations.AddField(
                    model_name="engagement",
                    name="cancelled_on",
                    field=models.DateField(blank=True, null=True, verbose_name="Hủy ngày"),
                ),
                migrations.AddField(
                    model_name="engagementaudit",
                    name="cancel_note",
                    field=models.CharField(blank=True, max_length=500, verbose_name="Nói rõ lý do hủy"),
                ),
                migrations.AddField(
                    model_name="engagementaudit",
                    name="cancel_reason",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("partner_asked", "Đối tác đề nghị"),
                            ("city_schedule", "Lịch công tác của thành phố"),
                            ("head_changed", "Thay đổi trưởng đoàn"),
                            ("not_approved", "Không được chấp thuận"),
                            ("budget", "Không bố trí được kinh phí"),
                            ("visa", "Thủ tục xuất nhập cảnh"),
                            ("disaster", "Thiên tai, dịch bệnh"),
                            ("other", "Lý do khác"),
                        ],
                        max_length=20,
                        verbose_name="Lý do hủy",
                    ),
                ),
                migrations.AddField(
                    model_name="engagementaudit",
                    name="cancelled_on",
                    field=models.DateField(blank=True, null=True, verbose_name="Hủy ngày"),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="engagement",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "delegations_engagementaudit" ("cancel_note", "cancel_reason", "cancelled_on", "created_at", "document_number", "ends_on", "head_name", "head_title", "id", "initiative", "is_recurring", "key", "kind", "mode", "outcome_vi", "persons", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "purpose_vi", "recorded_by_id", "starts_on", "title_en", "title_vi", "updated_at") VALUES (NEW."cancel_note", NEW."cancel_reason", NEW."cancelled_on", NEW."created_at", NEW."document_number", NEW."ends_on", NEW."head_name", NEW."head_title", NEW."id", NEW."initiative", NEW."is_recurring", NEW."key", NEW."kind", NEW."mode", NEW."outcome_vi", NEW."persons", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."purpose_vi", NEW."recorded_by_id", NEW."starts_on", NEW."title_en", NEW."title_vi", NEW."updated_at"); RETURN NULL;',
                            hash="144b94e8b40cd153752ea50ef1194f64f0d26309",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a8e1a",
                            table="delegations_engagement",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="engagement",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."cancel_note" IS DISTINCT FROM (NEW."cancel_note") OR OLD."cancel_reason" IS DISTINCT FROM (NEW."cancel_reason") OR OLD."cancelled_on" IS DISTINCT FROM (NEW."cancelled_on") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."document_number" IS DISTINCT FROM (NEW."document_number") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."head_name" IS DISTINCT FROM (NEW."head_name") OR OLD."head_title" IS DISTINCT FROM (NEW."head_title") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."initiative" IS DISTINCT FROM (NEW."initiative") OR OLD."is_recurring" IS DISTINCT FROM (NEW."is_recurring") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."mode" IS DISTINCT FROM (NEW."mode") OR OLD."outcome_vi" IS DISTINCT FROM (NEW."outcome_vi") OR OLD."persons" IS DISTINCT FROM (NEW."persons") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."purpose_vi" IS DISTINCT FROM (NEW."purpose_vi") OR OLD."recorded_by_id" IS DISTINCT FROM (NEW."recorded_by_id") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."title_en" IS DISTINCT FROM (NEW."title_en") OR OLD."title_vi" IS DISTINCT FROM (NEW."title_vi") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at"))',
                            func='INSERT INTO "delegations_engagementaudit" ("cancel_note", "cancel_reason", "cancelled_on", "created_at", "document_number", "ends_on", "head_name", "head_title", "id", "initiative", "is_recurring", "key", "kind", "mode", "outcome_vi", "persons", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "purpose_vi", "recorded_by_id", "starts_on", "title_en", "title_vi", "updated_at") VALUES (NEW."cancel_note", NEW."cancel_reason", NEW."cancelled_on", NEW."created_at", NEW."document_number", NEW."ends_on", NEW."head_name", NEW."head_title", NEW."id", NEW."initiative", NEW."is_recurring", NEW."key", NEW."kind", NEW."mode", NEW."outcome_vi", NEW."persons", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."purpose_vi", NEW."recorded_by_id", NEW."starts_on", NEW."title_en", NEW."title_vi", NEW."updated_at"); RETURN NULL;',
                            hash="932e72ad555da02a465b82efec1c382d4f817f0c",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_86a82",
                            table="delegations_engagement",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="engagement",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "delegations_engagementaudit" ("cancel_note", "cancel_reason", "cancelled_on", "created_at", "document_number", "ends_on", "head_name", "head_title", "id", "initiative", "is_recurring", "key", "kind", "mode", "outcome_vi", "persons", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "purpose_vi", "recorded_by_id", "starts_on", "title_en", "title_vi", "updated_at") VALUES (OLD."cancel_note", OLD."cancel_reason", OLD."cancelled_on", OLD."created_at", OLD."document_number", OLD."ends_on", OLD."head_name", OLD."head_title", OLD."id", OLD."initiative", OLD."is_recurring", OLD."key", OLD."kind", OLD."mode", OLD."outcome_vi", OLD."persons", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place", OLD."purpose_vi", OLD."recorded_by_id", OLD."starts_on", OLD."title_en", OLD."title_vi", OLD."updated_at"); RETURN NULL;',
                            hash="8667dda4d44d18b42446d76903a97118da8d7dc7",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_d7982",
                            table="delegations_engagement",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="engagement",
                    trigger=pgtrigger.compiler.Trigger(
                        name="count_version",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."cancel_note" IS DISTINCT FROM (NEW."cancel_note") OR OLD."cancel_reason" IS DISTINCT FROM (NEW."cancel_reason") OR OLD."cancelled_on" IS DISTINCT FROM (NEW."cancelled_on") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."document_number" IS DISTINCT FROM (NEW."document_number") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."head_name" IS DISTINCT FROM (NEW."head_name") OR OLD."head_title" IS DISTINCT FROM (NEW."head_title") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."initiative" IS DISTINCT FROM (NEW."initiative") OR OLD."is_recurring" IS DISTINCT FROM (NEW."is_recurring") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."mode" IS DISTINCT FROM (NEW."mode") OR OLD."outcome_vi" IS DISTINCT FROM (NEW."outcome_vi") OR OLD."persons" IS DISTINCT FROM (NEW."persons") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."purpose_vi" IS DISTINCT FROM (NEW."purpose_vi") OR OLD."recorded_by_id" IS DISTINCT FROM (NEW."recorded_by_id") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."title_en" IS DISTINCT FROM (NEW."title_en") OR OLD."title_vi" IS DISTINCT FROM (NEW."title_vi"))',
                            func="NEW.version = OLD.version + 1; RETURN NEW;",
                            hash="713bef4c97ac14601d757ec5bb61adf630011ba4",
                            operation="UPDATE",
                            pgid="pgtrigger_count_version_55b22",
                            table="delegations_engagement",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="engagement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cancel_reason", ""), ("cancelled_on__isnull", True)),
                            models.Q(
                                ("cancelled_on__isnull", False),
                                models.Q(("cancel_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="engagement_cancelled_with_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="engagement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cancel_reason", "other"), _negated=True),
                            models.Q(("cancel_note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="engagement_other_reason_told",
                    ),
                ),
            ]
        ),
    ]
