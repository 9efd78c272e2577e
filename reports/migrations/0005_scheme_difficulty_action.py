"""What somebody owes about a difficulty of a task."""

from __future__ import annotations

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from dnfa.core.migration_steps import Together


class Migration(migrations.Migration):

    dependencies = [
        ('followup', '0002_clocks_and_actions'),
        ('reports', '0004_scheme_links_moved'),
    ]

    operations = [
        Together(
            [
                pgtrigger.migrations.RemoveTrigger(
                    model_name='schemedifficulty',
                    name='insert_insert',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='schemedifficulty',
                    name='update_update',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='schemedifficulty',
                    name='delete_delete',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='schemedifficulty',
                    name='count_version',
                ),
                migrations.AddField(
                    model_name='schemedifficulty',
                    name='action',
                    field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='scheme_difficulty', to='followup.action', verbose_name='Việc phải làm'),
                ),
                migrations.AddField(
                    model_name='schemedifficultyaudit',
                    name='action',
                    field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='followup.action', verbose_name='Việc phải làm'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='schemedifficulty',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reports_schemedifficultyaudit" ("action_id", "author_id", "created_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_by_id", "raised_on", "solution", "solved_on", "solver_id", "task_id", "text", "updated_at", "wish") VALUES (NEW."action_id", NEW."author_id", NEW."created_at", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."raised_by_id", NEW."raised_on", NEW."solution", NEW."solved_on", NEW."solver_id", NEW."task_id", NEW."text", NEW."updated_at", NEW."wish"); RETURN NULL;', hash='5c813a82b48cb8268ddaca94191832da2ec1748e', operation='INSERT', pgid='pgtrigger_insert_insert_9013c', table='reports_schemedifficulty', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='schemedifficulty',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."action_id" IS DISTINCT FROM (NEW."action_id") OR OLD."author_id" IS DISTINCT FROM (NEW."author_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."raised_by_id" IS DISTINCT FROM (NEW."raised_by_id") OR OLD."raised_on" IS DISTINCT FROM (NEW."raised_on") OR OLD."solution" IS DISTINCT FROM (NEW."solution") OR OLD."solved_on" IS DISTINCT FROM (NEW."solved_on") OR OLD."solver_id" IS DISTINCT FROM (NEW."solver_id") OR OLD."task_id" IS DISTINCT FROM (NEW."task_id") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."wish" IS DISTINCT FROM (NEW."wish"))', func='INSERT INTO "reports_schemedifficultyaudit" ("action_id", "author_id", "created_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_by_id", "raised_on", "solution", "solved_on", "solver_id", "task_id", "text", "updated_at", "wish") VALUES (NEW."action_id", NEW."author_id", NEW."created_at", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."raised_by_id", NEW."raised_on", NEW."solution", NEW."solved_on", NEW."solver_id", NEW."task_id", NEW."text", NEW."updated_at", NEW."wish"); RETURN NULL;', hash='a9f0a3a5a0bc9cc93f685374a8deffd2a7fcf2bb', operation='UPDATE', pgid='pgtrigger_update_update_3a502', table='reports_schemedifficulty', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='schemedifficulty',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reports_schemedifficultyaudit" ("action_id", "author_id", "created_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_by_id", "raised_on", "solution", "solved_on", "solver_id", "task_id", "text", "updated_at", "wish") VALUES (OLD."action_id", OLD."author_id", OLD."created_at", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."raised_by_id", OLD."raised_on", OLD."solution", OLD."solved_on", OLD."solver_id", OLD."task_id", OLD."text", OLD."updated_at", OLD."wish"); RETURN NULL;', hash='ce1c029459688c06a56d39a111b6ea22238b7f28', operation='DELETE', pgid='pgtrigger_delete_delete_08f7e', table='reports_schemedifficulty', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='schemedifficulty',
                    trigger=pgtrigger.compiler.Trigger(name='count_version', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."action_id" IS DISTINCT FROM (NEW."action_id") OR OLD."author_id" IS DISTINCT FROM (NEW."author_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."raised_by_id" IS DISTINCT FROM (NEW."raised_by_id") OR OLD."raised_on" IS DISTINCT FROM (NEW."raised_on") OR OLD."solution" IS DISTINCT FROM (NEW."solution") OR OLD."solved_on" IS DISTINCT FROM (NEW."solved_on") OR OLD."solver_id" IS DISTINCT FROM (NEW."solver_id") OR OLD."task_id" IS DISTINCT FROM (NEW."task_id") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."wish" IS DISTINCT FROM (NEW."wish"))', func='NEW.version = OLD.version + 1; RETURN NEW;', hash='6c2664ae4835fa8781fe4a6ac09467692aeb1f49', operation='UPDATE', pgid='pgtrigger_count_version_bfee5', table='reports_schemedifficulty', when='BEFORE')),
                ),
            ]
        ),
    ]
