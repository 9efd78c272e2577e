"""How the room "who met" stands 400,000 delegations: bin/manage shell -v 0 < benchmarks/delegations.py (docs/performance.md).

Needs a home that may be thrown away (`DNFA_HOME`), with the register loaded. Makes delegations of thirty years in SQL,
first a thousand, then four hundred thousand, asks both the same questions, prints the best of three in milliseconds,
the ratio and the queries, and takes away what it made. Triggers are off while it writes (session_replication_role):
no audit rows for records of a minute. `ASK="trang chủ,CSV"` asks only what has one of these texts in its name.
"""

import os
import time
from contextlib import closing
from functools import partial

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from delegations.models import Delegation
from delegations.selectors_outcomes import outstanding
from delegations.statistics import Breakdown, Period, statistics, table
from dnfa.accounts.enums import Role
from dnfa.accounts.models import Agency, User
from dnfa.core.clock import local_today
from dnfa.followup.clocks import sync_clocks
from partners.models import Partner

SCALES = (1_000, 400_000)
AGENCIES, PARTNERS = 60, 100
TODAY = local_today()
LAST_YEAR = TODAY.year - 1
ASKED = [part.strip() for part in os.environ.get("ASK", "").split(",")]

# `n` numbers the delegations; hashes of it stand for chance, so that every run makes the same ones.
DELEGATIONS = """
INSERT INTO delegations_delegation (created_at, updated_at, version, key, title_vi, title_en, starts_on, ends_on,
  is_recurring, mode, place, purpose_vi, outcome_vi, persons, planned_starts_on, planned_ends_on, planned_persons,
  decision_number, decision_by, plan_status, out_of_plan_reason, out_of_plan_document, cost_currency, cost_source,
  cost_note, cancelled_on, cancel_reason, cancel_note, owes_report, closed_on, direction, head_name, head_title,
  head_rank, host, received_by_name, received_by_title)
SELECT now(), now(), 1, 'do-' || n, (ARRAY['Thăm và làm việc với', 'Ký kết hợp tác với', 'Học tập kinh nghiệm tại',
    'Xúc tiến đầu tư tại', 'Giao lưu văn hóa với'])[1 + dice %% 5] || ' ' || (ARRAY['Sakai', 'Yokohama', 'Daegu',
    'Changwon', 'Côn Minh', 'Boras', 'Sydney', 'Savannakhet'])[1 + dice / 5 %% 8] || ', đợt ' || n, '',
  CASE WHEN was THEN left(begins::text, CASE WHEN dice %% 50 < 40 THEN 10 WHEN dice %% 50 < 47 THEN 7 ELSE 4 END) END,
  CASE WHEN was AND dice %% 50 < 40 THEN (begins + days)::text END,
  false, 'in_person', '', 'Trao đổi về hợp tác giữa hai bên', '', CASE WHEN was AND dice %% 9 > 0 THEN 3 + dice %% 9 END,
  CASE WHEN planned THEN begins END, CASE WHEN planned THEN begins + days END, CASE WHEN planned THEN 3 + dice %% 7 END,
  '', '', CASE WHEN dice %% 5 = 0 THEN 'out_of_plan' ELSE '' END, CASE WHEN dice %% 5 = 0 THEN 'Đột xuất' ELSE '' END, '', '',
  CASE WHEN dice %% 97 = 0 THEN 'enterprise' ELSE 'unit_budget' END, '',
  CASE WHEN given_up THEN begins - 20 END, CASE WHEN given_up THEN 'visa' ELSE '' END, '', owes,
  CASE WHEN owes AND begins < %(today)s - 90 AND dice %% 20 > 0 THEN begins + 60 END,
  CASE WHEN dice %% 5 < 3 THEN 'in' ELSE 'out' END, '', '',
  (ARRAY['', 'national', 'minister', 'locality_head', 'locality_deputy', 'department', 'other'])[1 + dice / 3 %% 7], '', '', ''
FROM (
  SELECT *, begins <= %(today)s AND NOT given_up AND (begins < %(today)s - 60 OR dice %% 4 > 0) AS was,
    begins > %(today)s - 3650 OR begins > %(today)s OR given_up AS planned,
    begins > %(today)s - 2000 AND NOT given_up AS owes
  FROM (
    SELECT n, abs(hashint4(n)) AS dice, abs(hashint4(n)) %% 6 AS days, abs(hashint4(n)) %% 37 = 0 AS given_up,
      %(today)s + 300 - abs(hashint4(n + 7)) %% (365 * 30 + 300) AS begins
    FROM generate_series(1, %(count)s) AS n
  ) AS drawn
) AS told
"""

# What hangs on them; `{made}` gives each a number of its own (`dice`) to draw by.
MADE = """delegations_delegation AS d CROSS JOIN LATERAL (SELECT abs(hashint8(d.id)) AS dice) AS drawn"""
AROUND = """
-- Two partners for every third; of a hundred.
INSERT INTO delegations_delegation_partners (delegation_id, partner_id)
SELECT d.id, (%(partners)s::bigint[])[1 + (dice / 7 + k * 37) %% cardinality(%(partners)s::bigint[])]
FROM {made}, generate_series(0, 1) AS k WHERE d.key LIKE 'do-%%' AND (k = 0 OR dice %% 3 = 0);

-- Whom we receive comes from one country, whom we send goes to one to three.
INSERT INTO delegations_delegationstop
  (delegation_id, country_id, place, is_important_event, "order", arrives_on, leaves_on)
SELECT d.id, (%(countries)s::text[])[1 + (dice / 11 + k * 5) %% cardinality(%(countries)s::text[])],
  '', false, k, d.planned_starts_on + 2 * k, d.planned_starts_on + 2 * k + 1 + dice %% 2
FROM {made}, generate_series(0, 2) AS k
WHERE d.key LIKE 'do-%%' AND k <= CASE d.direction WHEN 'in' THEN 0 ELSE dice %% 3 END;

-- One agency of sixty leads; every second delegation has another that helps.
INSERT INTO delegations_delegation_lead_agencies (delegation_id, agency_id)
SELECT d.id, (%(agencies)s::bigint[])[1 + dice / 13 %% cardinality(%(agencies)s::bigint[])]
FROM {made} WHERE d.key LIKE 'do-%%';
INSERT INTO delegations_delegation_coordinating (delegation_id, agency_id)
SELECT d.id, (%(agencies)s::bigint[])[1 + dice / 17 %% cardinality(%(agencies)s::bigint[])]
FROM {made} WHERE d.key LIKE 'do-%%' AND dice %% 2 = 0;

-- Three members; a name comes back some forty times in thirty years.
INSERT INTO delegations_delegationmember
  (delegation_id, name, title, agency_id, organisation, role, is_key_leader, "order")
SELECT d.id, 'Nguyễn Văn ' || (dice / 19 + k * 101) %% (1 + %(count)s / 13), 'Chuyên viên',
  (%(agencies)s::bigint[])[1 + dice / 13 %% cardinality(%(agencies)s::bigint[])], '', 'member', false, k
FROM {made}, generate_series(0, 2) AS k WHERE d.key LIKE 'do-%%';

-- The report of nearly every delegation that owes one and is back for a month.
INSERT INTO delegations_outcomereport (created_at, updated_at, version, delegation_id, document_number, reported_on,
  summary, done, negotiating, assessment)
SELECT now(), now(), 1, d.id, '1/BC', d.planned_starts_on + 20, 'Hai bên thống nhất kế hoạch', '', '', ''
FROM {made} WHERE d.key LIKE 'do-%%' AND d.owes_report AND d.starts_on IS NOT NULL
  AND d.planned_starts_on < %(today)s - 30 AND (d.closed_on IS NOT NULL OR dice %% 10 > 0);
""".replace("{made}", MADE)
TABLES = (
    "delegations_delegation_partners",
    "delegations_delegation_lead_agencies",
    "delegations_delegation_coordinating",
    "delegations_delegationstop",
    "delegations_delegationmember",
    "delegations_outcomereport",
)


def written(*statements, **values):
    """Run statements without triggers, each whole."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement, values)


def forget():
    """Take away what this or an earlier, broken off run made."""
    made = "(SELECT id FROM delegations_delegation WHERE key LIKE 'do-%%')"
    clocks = (
        "DELETE FROM followup_clock WHERE content_type_id = (SELECT id FROM django_content_type "
        f"WHERE app_label = 'delegations' AND model = 'delegation') AND object_id IN {made}"
    )
    gone = (f"DELETE FROM {name} WHERE delegation_id IN {made}" for name in TABLES)
    written(clocks, *gone, "DELETE FROM delegations_delegation WHERE key LIKE 'do-%%'")


def make(count):
    """`count` delegations with everything that hangs on them; then what the night does (statistics, clocks)."""
    forget()
    agencies = list(Agency.objects.order_by("pk").values_list("pk", flat=True)[:AGENCIES])
    partners = list(Partner.objects.filter(country__isnull=False).order_by("pk")[:PARTNERS])
    countries = sorted({partner.country_id for partner in partners})
    facts = {"partners": [partner.pk for partner in partners], "countries": countries, "agencies": agencies}
    written(DELEGATIONS, AROUND, count=count, today=TODAY, **facts)
    with connection.cursor() as cursor:
        for name in ("delegations_delegation", *TABLES):
            cursor.execute(f"VACUUM ANALYZE {name}")


def person(name, role, **values):
    """Who asks: made once in this home."""
    return User.objects.get_or_create(username=name, defaults={"full_name": name, "role": role, **values})[0]


def page(client, address):
    """One whole answer."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer


def first_bytes(client, address):
    """The first 64 KB of an export; the rest is refused at once, not when memory is tidied up."""
    size = 0
    with closing(page(client, address)) as answer:
        for piece in answer.streaming_content:
            size += len(piece)
            if size > 65_536:
                break
    return size


def statistics_of(user, by):
    """What the page of one table asks: counting and names."""
    return table(statistics(user, Period.of_year(LAST_YEAR, TODAY)), by)


def questions(count):
    """What is asked, by title; the same at every scale."""
    officer = person("do-officer", Role.OFFICER)
    agency = Agency.objects.order_by("pk").first()
    focal = person("do-focal", Role.FOCAL_POINT, agency=agency)
    partner = Partner.objects.filter(country__isnull=False).order_by("pk")[3]
    client, own = Client(HTTP_HOST="localhost"), Client(HTTP_HOST="localhost")
    client.force_login(officer)
    own.force_login(focal)
    last = count // 20
    asked = {f"thống kê: {by.label}": partial(statistics_of, officer, by) for by in Breakdown}
    asked["thống kê: đầu mối, theo đối tác"] = partial(statistics_of, focal, Breakdown.PARTNER)
    addresses = {
        "trang thống kê, mọi bảng": f"/doan/thong-ke/?year={LAST_YEAR}",
        "danh sách: trang 1": "/doan/",
        f"danh sách: trang {min(500, last)}": f"/doan/?page={min(500, last)}",
        f"danh sách: trang cuối ({last})": f"/doan/?page={last}",
        "danh sách: theo năm": f"/doan/?year={LAST_YEAR}",
        "danh sách: theo đối tác": f"/doan/?partner={partner.key}",
        "danh sách: theo nước": f"/doan/?country={partner.country.code}",
        "danh sách: theo cơ quan": f"/doan/?agency={agency.key}",
        "danh sách: theo trạng thái": "/doan/?state=planned&state=awaiting_report",
        "danh sách: tìm chữ hiếm": f"/doan/?q={count // 2}",
        "danh sách: tìm chữ thường gặp": "/doan/?q=lam+viec",
        "danh sách: tìm tên đối tác": "/doan/?q=ket+sakai",
        "danh sách: theo tên": "/doan/?sort=title",
        "trang một đoàn": f"/doan/do-{count // 2}/",
        "báo cáo kết quả: chưa báo cáo": "/doan/bao-cao/",
        "báo cáo kết quả: cả năm": f"/doan/bao-cao/?standing=all&year={LAST_YEAR}",
        "vượt hạn mức của năm": "/doan/vuot-han-muc/",
        "API: trang 1": "/api/v1/delegations/",
        "trang đối tác": partner.get_absolute_url(),
        "tìm toàn sổ": "/tim/?q=sakai",
        "trang chủ": "/",
    }
    asked |= {title: partial(page, client, address) for title, address in addresses.items()}
    asked["danh sách của đầu mối"] = partial(page, own, "/doan/")
    asked["xuất CSV: 64 KB đầu"] = partial(first_bytes, client, "/doan/?format=csv")
    asked["số báo cáo còn nợ, quá hạn"] = partial(outstanding, Delegation, officer, TODAY)
    return {title: work for title, work in asked.items() if any(part in title for part in ASKED)}


def best(work, times=3):
    """The best of three in milliseconds, and the queries of one more."""
    took = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        took.append(time.perf_counter() - begin)
    with CaptureQueriesContext(connection) as asked:
        work()
    return min(took) * 1000, len(asked)


def measure():
    """Ask at each scale; print what both took beside each other as soon as it is known."""
    before = []
    for count in SCALES:
        is_last = count == SCALES[-1]
        begin = time.perf_counter()
        make(count)
        print(f"{count:,} delegations made in {time.perf_counter() - begin:.0f} s", flush=True)
        begin = time.perf_counter()
        sync_clocks()
        print(f"clocks brought up to date in {time.perf_counter() - begin:.1f} s", flush=True)
        if is_last:
            print(f"{'':<44}{SCALES[0]:>9,}{count:>10,}{'ratio':>8}{'queries':>9}", flush=True)
        for number, (title, work) in enumerate(questions(count).items()):
            took, queries = best(work)
            if is_last:
                few = before[number]
                print(f"{title:<44}{few:>7.0f}ms{took:>8.0f}ms{took / few:>8.1f}{queries:>9}", flush=True)
            before.append(took)


try:
    measure()
finally:
    forget()
