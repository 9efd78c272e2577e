"""The official table of 48 rows, through the same importer that officers use."""

from __future__ import annotations

import hashlib

from django.utils.translation import gettext as _

from agreements.enums import LegalRegime
from agreements.loading.common import regime_of, table_key
from agreements.models import Agreement
from dnfa.core.enums import ImportFate, ImportState
from dnfa.core.loading import GONE, DataError, Load
from dnfa.core.models import ImportBatch

FILE = "relations_table.csv"
SOURCES = "stt sources"
FATES = {ImportFate.NEW: "made", ImportFate.CHANGED: "changed", ImportFate.UNCHANGED: "unchanged"}


def load_table(load: Load) -> None:
    """Import the table once; a file that was imported before, or undone by an officer, is left as it is."""
    from agreements.importing import import_relations_file  # noqa: PLC0415  (spreadsheet readers load when a table comes)

    path = load.data_dir / FILE
    if not path.is_file():
        raise DataError.at(f"data/{FILE}", 0, _("không tìm thấy tệp."))
    rows = load.rows("relations_table_sources.csv", SOURCES)
    count = load.count("relations_table")
    count.rows += len(rows)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    known = ImportBatch.objects.filter(sha256=digest, state__in=[ImportState.COMMITTED, ImportState.UNDONE]).exists()
    if not known:
        batch = import_relations_file(path=path, user=None, today=load.today)
        for row in batch.rows.all():
            if row.fate not in FATES:
                message = "; ".join(problem["message"] for problem in row.problems)
                raise DataError.at(f"data/{FILE}", row.number, message)
            setattr(count, FATES[ImportFate(row.fate)], getattr(count, FATES[ImportFate(row.fate)]) + 1)
        load.store.forget()
    agreements = {agreement.table_row: agreement for agreement in Agreement.objects.exclude(table_row=None)}
    for row in rows:
        agreement = agreements.get(row.integer("stt"), GONE)
        if known:
            fate = "left_alone" if agreement is GONE else "unchanged"
            setattr(count, fate, getattr(count, fate) + 1)
        load.remember("agreement", table_key(row.required("stt")), agreement)
        load.cite(row, "sources", agreement)
        if agreement is not GONE and agreement.legal_regime in (LegalRegime.UNKNOWN, _regime(agreement)):
            load.amend("legal_regimes", row, agreement, {"legal_regime": _regime(agreement)})


def _regime(agreement: Agreement) -> LegalRegime:
    return regime_of(
        paper_type=agreement.type, capacity=agreement.capacity, day=agreement.signed_on or agreement.effective_on
    )
