import dnfa.core.migration_steps
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0011_move_project_money'),
    ]

    operations = [
        dnfa.core.migration_steps.Together(
            [
                migrations.RemoveField(
                    model_name='project',
                    name='agreement',
                ),
                migrations.RemoveField(
                    model_name='project',
                    name='amount',
                ),
                migrations.RemoveField(
                    model_name='project',
                    name='amount_committed',
                ),
                migrations.RemoveField(
                    model_name='project',
                    name='amount_disbursed',
                ),
                migrations.RemoveField(
                    model_name='project',
                    name='amount_qualifier',
                ),
                migrations.RemoveField(
                    model_name='project',
                    name='amount_vnd_stated',
                ),
                migrations.RemoveField(
                    model_name='project',
                    name='currency',
                ),
                migrations.RemoveField(
                    model_name='project',
                    name='donor',
                ),
                migrations.RemoveField(
                    model_name='project',
                    name='managing_agency',
                ),
                migrations.RemoveField(
                    model_name='project',
                    name='modality',
                ),
                migrations.RemoveField(
                    model_name='project',
                    name='recipient',
                ),
                migrations.RemoveField(
                    model_name='project',
                    name='status',
                ),
                migrations.RemoveField(
                    model_name='projectaudit',
                    name='agreement',
                ),
                migrations.RemoveField(
                    model_name='projectaudit',
                    name='amount',
                ),
                migrations.RemoveField(
                    model_name='projectaudit',
                    name='amount_committed',
                ),
                migrations.RemoveField(
                    model_name='projectaudit',
                    name='amount_disbursed',
                ),
                migrations.RemoveField(
                    model_name='projectaudit',
                    name='amount_qualifier',
                ),
                migrations.RemoveField(
                    model_name='projectaudit',
                    name='amount_vnd_stated',
                ),
                migrations.RemoveField(
                    model_name='projectaudit',
                    name='currency',
                ),
                migrations.RemoveField(
                    model_name='projectaudit',
                    name='donor',
                ),
                migrations.RemoveField(
                    model_name='projectaudit',
                    name='managing_agency',
                ),
                migrations.RemoveField(
                    model_name='projectaudit',
                    name='modality',
                ),
                migrations.RemoveField(
                    model_name='projectaudit',
                    name='recipient',
                ),
                migrations.RemoveField(
                    model_name='projectaudit',
                    name='status',
                ),
            ],
        ),
        migrations.RemoveField(
            model_name='project',
            name='partners',
        ),
        migrations.AddField(
            model_name='project',
            name='partners',
            field=models.ManyToManyField(related_name='projects', through='agreements.ProjectParty', to='partners.partner', verbose_name='Đối tác'),
        ),
        dnfa.core.migration_steps.Together(
            operations=[pgtrigger.migrations.AddTrigger(
                model_name='project',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agreements_projectaudit" ("created_at", "direction", "ends_on", "form", "id", "is_component", "key", "note", "officer_id", "old_district", "owes_reports", "owner_name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "purpose_vi", "quantity", "quantity_unit", "remains_seen_on", "remains_vi", "result_vi", "source_type", "starts_on", "stated_status", "title_en", "title_vi", "updated_at") VALUES (NEW."created_at", NEW."direction", NEW."ends_on", NEW."form", NEW."id", NEW."is_component", NEW."key", NEW."note", NEW."officer_id", NEW."old_district", NEW."owes_reports", NEW."owner_name", NEW."parent_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."purpose_vi", NEW."quantity", NEW."quantity_unit", NEW."remains_seen_on", NEW."remains_vi", NEW."result_vi", NEW."source_type", NEW."starts_on", NEW."stated_status", NEW."title_en", NEW."title_vi", NEW."updated_at"); RETURN NULL;', hash='e78978b75d9bb6cedc8570943ab6f33c20d8dcd4', operation='INSERT', pgid='pgtrigger_insert_insert_a3d49', table='agreements_project', when='AFTER')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='project',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."direction" IS DISTINCT FROM (NEW."direction") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."form" IS DISTINCT FROM (NEW."form") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_component" IS DISTINCT FROM (NEW."is_component") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."officer_id" IS DISTINCT FROM (NEW."officer_id") OR OLD."old_district" IS DISTINCT FROM (NEW."old_district") OR OLD."owes_reports" IS DISTINCT FROM (NEW."owes_reports") OR OLD."owner_name" IS DISTINCT FROM (NEW."owner_name") OR OLD."parent_id" IS DISTINCT FROM (NEW."parent_id") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."purpose_vi" IS DISTINCT FROM (NEW."purpose_vi") OR OLD."quantity" IS DISTINCT FROM (NEW."quantity") OR OLD."quantity_unit" IS DISTINCT FROM (NEW."quantity_unit") OR OLD."remains_seen_on" IS DISTINCT FROM (NEW."remains_seen_on") OR OLD."remains_vi" IS DISTINCT FROM (NEW."remains_vi") OR OLD."result_vi" IS DISTINCT FROM (NEW."result_vi") OR OLD."source_type" IS DISTINCT FROM (NEW."source_type") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."stated_status" IS DISTINCT FROM (NEW."stated_status") OR OLD."title_en" IS DISTINCT FROM (NEW."title_en") OR OLD."title_vi" IS DISTINCT FROM (NEW."title_vi") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at"))', func='INSERT INTO "agreements_projectaudit" ("created_at", "direction", "ends_on", "form", "id", "is_component", "key", "note", "officer_id", "old_district", "owes_reports", "owner_name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "purpose_vi", "quantity", "quantity_unit", "remains_seen_on", "remains_vi", "result_vi", "source_type", "starts_on", "stated_status", "title_en", "title_vi", "updated_at") VALUES (NEW."created_at", NEW."direction", NEW."ends_on", NEW."form", NEW."id", NEW."is_component", NEW."key", NEW."note", NEW."officer_id", NEW."old_district", NEW."owes_reports", NEW."owner_name", NEW."parent_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."purpose_vi", NEW."quantity", NEW."quantity_unit", NEW."remains_seen_on", NEW."remains_vi", NEW."result_vi", NEW."source_type", NEW."starts_on", NEW."stated_status", NEW."title_en", NEW."title_vi", NEW."updated_at"); RETURN NULL;', hash='82ec687951fcdee395b46c4df777667b99d7f5ce', operation='UPDATE', pgid='pgtrigger_update_update_193ba', table='agreements_project', when='AFTER')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='project',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agreements_projectaudit" ("created_at", "direction", "ends_on", "form", "id", "is_component", "key", "note", "officer_id", "old_district", "owes_reports", "owner_name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "purpose_vi", "quantity", "quantity_unit", "remains_seen_on", "remains_vi", "result_vi", "source_type", "starts_on", "stated_status", "title_en", "title_vi", "updated_at") VALUES (OLD."created_at", OLD."direction", OLD."ends_on", OLD."form", OLD."id", OLD."is_component", OLD."key", OLD."note", OLD."officer_id", OLD."old_district", OLD."owes_reports", OLD."owner_name", OLD."parent_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place", OLD."purpose_vi", OLD."quantity", OLD."quantity_unit", OLD."remains_seen_on", OLD."remains_vi", OLD."result_vi", OLD."source_type", OLD."starts_on", OLD."stated_status", OLD."title_en", OLD."title_vi", OLD."updated_at"); RETURN NULL;', hash='ba21e2097ae71011cceca079e639ee8599542415', operation='DELETE', pgid='pgtrigger_delete_delete_11ad9', table='agreements_project', when='AFTER')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='project',
                trigger=pgtrigger.compiler.Trigger(name='count_version', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."direction" IS DISTINCT FROM (NEW."direction") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."form" IS DISTINCT FROM (NEW."form") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_component" IS DISTINCT FROM (NEW."is_component") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."officer_id" IS DISTINCT FROM (NEW."officer_id") OR OLD."old_district" IS DISTINCT FROM (NEW."old_district") OR OLD."owes_reports" IS DISTINCT FROM (NEW."owes_reports") OR OLD."owner_name" IS DISTINCT FROM (NEW."owner_name") OR OLD."parent_id" IS DISTINCT FROM (NEW."parent_id") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."purpose_vi" IS DISTINCT FROM (NEW."purpose_vi") OR OLD."quantity" IS DISTINCT FROM (NEW."quantity") OR OLD."quantity_unit" IS DISTINCT FROM (NEW."quantity_unit") OR OLD."remains_seen_on" IS DISTINCT FROM (NEW."remains_seen_on") OR OLD."remains_vi" IS DISTINCT FROM (NEW."remains_vi") OR OLD."result_vi" IS DISTINCT FROM (NEW."result_vi") OR OLD."source_type" IS DISTINCT FROM (NEW."source_type") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."stated_status" IS DISTINCT FROM (NEW."stated_status") OR OLD."title_en" IS DISTINCT FROM (NEW."title_en") OR OLD."title_vi" IS DISTINCT FROM (NEW."title_vi"))', func='NEW.version = OLD.version + 1; RETURN NEW;', hash='69ed8d429bc55a100969e838e9b9283086273d95', operation='UPDATE', pgid='pgtrigger_count_version_96bcf', table='agreements_project', when='BEFORE')),
            )],
        ),
    ]
