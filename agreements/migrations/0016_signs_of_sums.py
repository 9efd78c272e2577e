"""No sum in đồng goes against its amount, and no quantity is below nought, whichever door it comes through."""

import django.core.validators
import dnfa.core.migration_steps
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0015_wrong_sums_in_dong'),
    ]

    operations = [
        dnfa.core.migration_steps.Together([
            migrations.AlterField(
                model_name='project',
                name='quantity',
                field=models.DecimalField(blank=True, decimal_places=2, max_digits=20, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='Số lượng'),
            ),
            migrations.AlterField(
                model_name='projectaudit',
                name='quantity',
                field=models.DecimalField(blank=True, decimal_places=2, max_digits=20, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='Số lượng'),
            ),
            migrations.AddConstraint(
                model_name='fundingline',
                constraint=models.CheckConstraint(condition=models.Q(('dong_stated__isnull', True), models.Q(('corrects__isnull', True), ('dong_stated__gt', 0)), models.Q(('amount__gt', 0), ('corrects__isnull', False), ('dong_stated__gte', 0)), models.Q(('amount__lt', 0), ('corrects__isnull', False), ('dong_stated__lte', 0)), _connector='OR'), name='line_dong_goes_with_amount'),
            ),
            migrations.AddConstraint(
                model_name='project',
                constraint=models.CheckConstraint(condition=models.Q(('quantity__isnull', True), ('quantity__gte', 0), _connector='OR'), name='project_quantity_not_negative'),
            ),
        ]),
    ]
