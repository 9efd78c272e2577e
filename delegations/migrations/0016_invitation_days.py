"""An invitation to an event or conference of the register has that record's days: the copies of them go.

They were copied once and stood still when the event moved. Where the record does not know its days to the day, those of
the invitation stay. The audit trail keeps what stood.
"""

from __future__ import annotations

from django.db import migrations

COPIES_GO = """
UPDATE delegations_invitation AS invitation SET event_from = NULL, event_to = NULL
 WHERE (invitation.event_from IS NOT NULL OR invitation.event_to IS NOT NULL)
   AND (EXISTS (SELECT FROM delegations_engagement AS event
                 WHERE event.id = invitation.event_id AND length(event.starts_on) = 10
                   AND (event.ends_on IS NULL OR length(event.ends_on) = 10))
        OR EXISTS (SELECT FROM delegations_conference AS conference
                    WHERE conference.id = invitation.conference_id AND conference.first_day IS NOT NULL
                      AND (conference.starts_on IS NULL OR length(conference.starts_on) = 10)
                      AND (conference.ends_on IS NULL OR length(conference.ends_on) = 10)))
"""


class Migration(migrations.Migration):
    """One statement."""

    dependencies = [("delegations", "0015_events_called_off")]

    operations = [migrations.RunSQL(COPIES_GO, migrations.RunSQL.noop)]
