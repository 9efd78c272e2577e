"""An answer keeps a figure that cannot be read as it was typed, and remembers the window that wrote it."""

from __future__ import annotations

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from dnfa.core.migration_steps import Together


class Migration(migrations.Migration):
    dependencies = [("updates", "0004_typed_drafts")]

    operations = [
        Together(
            [
                pgtrigger.migrations.RemoveTrigger(
                    model_name="roundanswer",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="roundanswer",
                    name="update_update",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="roundanswer",
                    name="delete_delete",
                ),
                migrations.RemoveConstraint(
                    model_name="roundanswer",
                    name="round_answer_nothing_or_something",
                ),
                migrations.AddField(
                    model_name="roundagency",
                    name="typed_in",
                    field=models.CharField(blank=True, default="", editable=False, max_length=32),
                ),
                migrations.AddField(
                    model_name="roundagency",
                    name="typed_turn",
                    field=models.PositiveIntegerField(default=0, editable=False),
                ),
                migrations.AddField(
                    model_name="roundagency",
                    name="typed_version",
                    field=models.PositiveIntegerField(default=0, editable=False),
                ),
                migrations.AddField(
                    model_name="roundanswer",
                    name="figure_typed",
                    field=models.CharField(
                        blank=True, default="", max_length=200, verbose_name="Số liệu chưa đọc được"
                    ),
                ),
                migrations.AddField(
                    model_name="roundanswer",
                    name="typed_in",
                    field=models.CharField(blank=True, default="", editable=False, max_length=32),
                ),
                migrations.AddField(
                    model_name="roundansweraudit",
                    name="figure_typed",
                    field=models.CharField(
                        blank=True, default="", max_length=200, verbose_name="Số liệu chưa đọc được"
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="roundanswer",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "updates_roundansweraudit" ("answered_by_id", "asked_id", "figure", "figure_typed", "id", "is_nothing", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id", "text", "updated_at") VALUES (NEW."answered_by_id", NEW."asked_id", NEW."figure", NEW."figure_typed", NEW."id", NEW."is_nothing", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."question_id", NEW."text", NEW."updated_at"); RETURN NULL;',
                            hash="a197e6cf0d2b3a766ba7527f07197e1f1da6a8e9",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_d13f6",
                            table="updates_roundanswer",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="roundanswer",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."answered_by_id" IS DISTINCT FROM (NEW."answered_by_id") OR OLD."asked_id" IS DISTINCT FROM (NEW."asked_id") OR OLD."figure" IS DISTINCT FROM (NEW."figure") OR OLD."figure_typed" IS DISTINCT FROM (NEW."figure_typed") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_nothing" IS DISTINCT FROM (NEW."is_nothing") OR OLD."question_id" IS DISTINCT FROM (NEW."question_id") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at"))',
                            func='INSERT INTO "updates_roundansweraudit" ("answered_by_id", "asked_id", "figure", "figure_typed", "id", "is_nothing", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id", "text", "updated_at") VALUES (NEW."answered_by_id", NEW."asked_id", NEW."figure", NEW."figure_typed", NEW."id", NEW."is_nothing", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."question_id", NEW."text", NEW."updated_at"); RETURN NULL;',
                            hash="28f3a44b5bc1bfdf0bd53e2d1d0dd5d4717d7c34",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_f1091",
                            table="updates_roundanswer",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="roundanswer",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "updates_roundansweraudit" ("answered_by_id", "asked_id", "figure", "figure_typed", "id", "is_nothing", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id", "text", "updated_at") VALUES (OLD."answered_by_id", OLD."asked_id", OLD."figure", OLD."figure_typed", OLD."id", OLD."is_nothing", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."question_id", OLD."text", OLD."updated_at"); RETURN NULL;',
                            hash="01791a5445d97d0b208b2ef45f9e9dac912abfd0",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_966d2",
                            table="updates_roundanswer",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="roundanswer",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("figure_typed", ""), ("figure__isnull", True), _connector="OR"),
                        name="round_answer_figure_read_or_typed",
                    ),
                ),
            ]
        )
    ]
