"""Sums in đồng and quantities that cannot be, which the API took in: they are taken out of every total and kept as words in the note."""

from django.db import migrations

LINES = """
UPDATE agreements_fundingline AS line
SET note = left(concat_ws(' ', nullif(note, ''), format('Tiền đồng ghi trước đây không dùng được: %s.', dong_stated)), 500),
    dong_stated = NULL
WHERE dong_stated IS NOT NULL
  AND CASE WHEN corrects_id IS NULL THEN dong_stated <= 0
      ELSE dong_stated * sign(amount) < 0
        OR EXISTS (SELECT 1 FROM agreements_fundingline AS wrong
                   WHERE wrong.id = line.corrects_id AND wrong.dong_stated <= 0)
      END
"""
PROJECTS = """
UPDATE agreements_project
SET note = concat_ws(E'\\n', nullif(note, ''), format('Số lượng ghi trước đây không dùng được: %s.', quantity)), quantity = NULL
WHERE quantity < 0
"""


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0014_rates_replaced'),
    ]

    operations = [
        migrations.RunSQL(LINES, migrations.RunSQL.noop),
        migrations.RunSQL(PROJECTS, migrations.RunSQL.noop),
    ]
