"""A value stated wrongly comes to nought and another stands after it; that only one stands is held under the project's lock."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("agreements", "0016_signs_of_sums"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="fundingline",
            name="line_one_value",
        ),
    ]
