"""A wrong rate is replaced by a further one, which the table can hold from now on; lines are found by the rate they stand on."""

import django.core.validators
import django.db.models.deletion
import dnfa.core.migration_steps
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0013_aid_parameters'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='exchangerate',
            options={'ordering': ['currency', '-day', 'pk'], 'verbose_name': 'tỷ giá', 'verbose_name_plural': 'tỷ giá'},
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='exchangerate',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='exchangerate',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='exchangerate',
            name='delete_delete',
        ),
        migrations.RemoveConstraint(
            model_name='exchangerate',
            name='rate_once',
        ),
        dnfa.core.migration_steps.Together([
            migrations.AddField(
                model_name='exchangerate',
                name='reason',
                field=models.CharField(blank=True, max_length=500, verbose_name='Lý do thay'),
            ),
            migrations.AddField(
                model_name='exchangerate',
                name='recorded_by',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Người ghi'),
            ),
            migrations.AddField(
                model_name='exchangerate',
                name='replaced_on',
                field=models.DateField(blank=True, null=True, verbose_name='Thôi dùng từ ngày'),
            ),
            migrations.AddField(
                model_name='exchangerate',
                name='replaces',
                field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replacement', to='agreements.exchangerate', verbose_name='Thay cho tỷ giá'),
            ),
            migrations.AddField(
                model_name='exchangerate',
                name='url',
                field=models.CharField(blank=True, max_length=500, validators=[django.core.validators.URLValidator(schemes=('http', 'https'))], verbose_name='Địa chỉ trang công bố'),
            ),
            migrations.AddField(
                model_name='exchangerateaudit',
                name='reason',
                field=models.CharField(blank=True, max_length=500, verbose_name='Lý do thay'),
            ),
            migrations.AddField(
                model_name='exchangerateaudit',
                name='recorded_by',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Người ghi'),
            ),
            migrations.AddField(
                model_name='exchangerateaudit',
                name='replaced_on',
                field=models.DateField(blank=True, null=True, verbose_name='Thôi dùng từ ngày'),
            ),
            migrations.AddField(
                model_name='exchangerateaudit',
                name='replaces',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agreements.exchangerate', verbose_name='Thay cho tỷ giá'),
            ),
            migrations.AddField(
                model_name='exchangerateaudit',
                name='url',
                field=models.CharField(blank=True, max_length=500, validators=[django.core.validators.URLValidator(schemes=('http', 'https'))], verbose_name='Địa chỉ trang công bố'),
            ),
            migrations.AddIndex(
                model_name='fundingline',
                index=models.Index(condition=models.Q(('rate__isnull', False)), fields=['currency', 'rate_on'], name='line_currency_rate_on'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='exchangerate',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agreements_exchangerateaudit" ("created_at", "currency", "day", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "reason", "recorded_by_id", "replaced_on", "replaces_id", "source", "updated_at", "url") VALUES (NEW."created_at", NEW."currency", NEW."day", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rate", NEW."reason", NEW."recorded_by_id", NEW."replaced_on", NEW."replaces_id", NEW."source", NEW."updated_at", NEW."url"); RETURN NULL;', hash='314cce6a54ad06bd85792cf56134ee1df8a7524a', operation='INSERT', pgid='pgtrigger_insert_insert_8f50c', table='agreements_exchangerate', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='exchangerate',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "agreements_exchangerateaudit" ("created_at", "currency", "day", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "reason", "recorded_by_id", "replaced_on", "replaces_id", "source", "updated_at", "url") VALUES (NEW."created_at", NEW."currency", NEW."day", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rate", NEW."reason", NEW."recorded_by_id", NEW."replaced_on", NEW."replaces_id", NEW."source", NEW."updated_at", NEW."url"); RETURN NULL;', hash='5f0ea94d737f91bb5687648469757e33606ddc0c', operation='UPDATE', pgid='pgtrigger_update_update_0eed7', table='agreements_exchangerate', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='exchangerate',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agreements_exchangerateaudit" ("created_at", "currency", "day", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "reason", "recorded_by_id", "replaced_on", "replaces_id", "source", "updated_at", "url") VALUES (OLD."created_at", OLD."currency", OLD."day", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."rate", OLD."reason", OLD."recorded_by_id", OLD."replaced_on", OLD."replaces_id", OLD."source", OLD."updated_at", OLD."url"); RETURN NULL;', hash='87cb254967b5b031d0b643e00b2dc742bd0cb3d8', operation='DELETE', pgid='pgtrigger_delete_delete_6f252', table='agreements_exchangerate', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='exchangerate',
                trigger=pgtrigger.compiler.Trigger(name='rate_stands', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."currency" IS DISTINCT FROM (NEW."currency") OR OLD."day" IS DISTINCT FROM (NEW."day") OR OLD."rate" IS DISTINCT FROM (NEW."rate") OR OLD."source" IS DISTINCT FROM (NEW."source"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='492ecde72307bf08bd60baeca4737107ced3563d', operation='UPDATE', pgid='pgtrigger_rate_stands_4c708', table='agreements_exchangerate', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='exchangerate',
                constraint=models.UniqueConstraint(condition=models.Q(('replaced_on__isnull', True)), fields=('currency', 'day', 'source'), name='rate_stands_once'),
            ),
            migrations.AddConstraint(
                model_name='exchangerate',
                constraint=models.CheckConstraint(condition=models.Q(('replaces__isnull', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='rate_replacement_says_why'),
            ),
            migrations.AddConstraint(
                model_name='exchangerate',
                constraint=models.CheckConstraint(condition=models.Q(('replaces__isnull', True), models.Q(('replaces', models.F('id')), _negated=True), _connector='OR'), name='rate_not_its_own_replacement'),
            ),
        ]),
    ]
