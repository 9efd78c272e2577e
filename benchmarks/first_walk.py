"""How long the steps of the first walk take: bin/manage shell -v 0 < benchmarks/first_walk.py (docs/performance.md).

Needs a home with the register loaded (`bin/manage load_register`). Changes nothing: what it writes, it
rolls back. Prints the best of three, in seconds, and for the hundred thousand the ratio to a bare count.
"""

import time
from datetime import date
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Count

from agreements.enums import AgreementType, Capacity, EventKind, TermKind
from agreements.importing import commit_batch, create_batch
from agreements.models import Agreement, AgreementEvent
from dnfa.accounts.system import SYSTEM_VIEWER
from dnfa.followup.sync import sync_flags
from reports.figures import Scope, values

TODAY = date(2023, 12, 26)
MANY = 100_000
KINDS = [TermKind.INDEFINITE, TermKind.UNTIL, TermKind.FOR, TermKind.UNKNOWN, TermKind.AUTO_RENEW]


class EnoughError(Exception):
    """Ends a transaction whose work is not kept."""


def best(title, work, times=3):
    took = []
    for _ in range(times):
        begin = time.perf_counter()
        try:
            with transaction.atomic():
                work()
                took.append(time.perf_counter() - begin)
                raise EnoughError
        except EnoughError:
            pass
    print(f"{title:<58}{min(took):8.2f} s")
    return min(took)


def agreement(number):
    kind = KINDS[number % 5]
    return Agreement(
        key=f"do-{number}",
        title_vi=f"Thỏa thuận đo {number}",
        type=AgreementType.MOU,
        capacity=Capacity.CITY,
        signed_on=f"{1993 + number % 30}",
        term_kind=kind,
        term_ends_on=f"{2000 + number % 40}" if kind == TermKind.UNTIL else None,
        term_months=36 if kind in {TermKind.FOR, TermKind.AUTO_RENEW} else None,
        term_renew_months=12 if kind == TermKind.AUTO_RENEW else None,
    )


def event(number, ids):
    strengthens = number % 3 == 1
    return AgreementEvent(
        agreement_id=ids[number % MANY],
        kind=[EventKind.SIGNING, EventKind.STRENGTHENING, EventKind.SUSPENSION][number % 3],
        occurred_on=f"{2005 + number % 15}",
        term_kind=TermKind.UNTIL if strengthens else "",
        term_ends_on="2024" if strengthens else None,
    )


def hundred_thousand():
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL session_replication_role = replica"
        )  # no audit rows for records of a minute
    made = Agreement.objects.bulk_create(map(agreement, range(MANY)), batch_size=5000)
    ids = [record.pk for record in made]
    AgreementEvent.objects.bulk_create([event(n, ids) for n in range(MANY * 3 // 2)], batch_size=5000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE agreements_agreement, agreements_agreementevent")
    by_status = Agreement.objects.with_status(TODAY).order_by().values("status").annotate(n=Count("pk"))
    status = best("status of 100,000 agreements (150,000 events), one query", lambda: list(by_status.all()))
    floor = best(
        "floor: the same rows grouped by a stored column",
        lambda: list(Agreement.objects.order_by().values("stage").annotate(n=Count("pk"))),
    )
    print(f"{'ratio to the floor':<58}{status / floor:8.1f}")


def import_table():
    Agreement.objects.filter(table_row__isnull=False).update(
        table_row=None, signing_as_printed=""
    )  # as if new
    batch = create_batch(file_name=TABLE.name, content=TABLE.read_bytes(), user=None, today=TODAY)
    commit_batch(batch=batch, user=None, today=TODAY)


def report():
    with TemporaryDirectory() as folder:
        call_command(
            "yearly_report", year=2023, cutoff=TODAY, out=Path(folder), verbosity=0, stdout=StringIO()
        )


TABLE = Path(settings.BASE_DIR) / "data" / "relations_table.xlsx"
best("import of the 48 rows: preview and commit", import_table)
best("flag sync of the real register", lambda: sync_flags(as_of=TODAY))
best("all thirteen figures", lambda: values(Scope.of(SYSTEM_VIEWER, TODAY)))
best("yearly report: .docx, .xlsx, .pdf, figures.json", report)
best("100,000 agreements, written and rolled back", hundred_thousand, times=1)
