"""What each step of an update costs by itself: bin/manage shell -v 0 < benchmarks/updates_steps.py (docs/performance.md).

Needs a home to throw away (`bin/manage load_register`). One person in one process, whole pages through middleware, view and
template, median of nine: milliseconds of processor in Python and in PostgreSQL (its clock ticks in tens: the mean), queries. Processor,
not waiting: other work on the machine adds a fifth, not a multiple.
"""

import os
import statistics
import time
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.models import Project, ProjectAgency
from dnfa.accounts.models import Agency, User
from dnfa.updates.models import ChangeRequest

PASSWORD = "do-luong-mot-hai-ba"
TIMES = 9
RUN = f"{time.time():.0f}"
settings.ALLOWED_HOSTS.append("testserver")


def postgres_seconds():
    facts = (
        Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text().rpartition(")")[2].split()
    )
    return (int(facts[11]) + int(facts[12])) / os.sysconf("SC_CLK_TCK")


def step(name, ask, before=dict):
    """`before` gets things ready and is not counted; it gives what `ask` takes."""
    ask(**before())
    facts = before()
    with CaptureQueriesContext(connection) as queries:
        answer = ask(**facts)
    asked = len(queries)  # the next request forgets them
    took, database = [], 0.0
    for _time in range(TIMES):
        facts = before()
        begin, database_begin = time.process_time(), postgres_seconds()
        answer = ask(**facts)
        took.append(time.process_time() - begin)
        database += postgres_seconds() - database_begin
    python = statistics.median(took) * 1000
    print(
        f"| {name} | {python:.1f} | {database / TIMES * 1000:.1f} | {asked} | {len(answer.content):,} | {answer.status_code} |"
    )


def person(name, role, agency=None):
    user = User(username=f"do-{RUN}-{name}", full_name=f"Đo {name}", role=role, agency=agency)
    user.password = make_password(PASSWORD)
    user.save()
    browser = Client()
    browser.force_login(user)
    return user, browser


agency = Agency.objects.create(key=f"do-{RUN}", name_vi="Cơ quan đo", kind="department")
projects = [
    Project.objects.create(
        key=f"do-{RUN}-{number}", title_vi=f"Dự án đo {number}", direction="received", stated_status="ongoing"
    )
    for number in range(3)
]
for one in projects:
    ProjectAgency.objects.create(project=one, agency=agency, role="managing")
user, focal = person("dau-moi", "focal_point", agency)
_officer, reviewer = person("duyet", "officer")
project = projects[0]
opened = focal.post(f"/cap-nhat/ve/project/{project.pk}/", {"kind": "edit"})["Location"]
update = ChangeRequest.objects.get(author=user)
count = iter(range(10**6))


def versions(state):
    """The update in this state again, and what its page carries."""
    facts = {"draft": {"submitted_at": None}, "submitted": {"submitted_at": update.created_at}}[state]
    ChangeRequest.objects.filter(pk=update.pk).update(state=state, closed_at=None, **facts)
    update.values.update(decision="open", proposed=f"Phường {next(count)}")
    update.refresh_from_db()
    project.refresh_from_db()
    return {"told": {"version": update.version, "record_version": project.version, "text": ""}}


def typed(told, address, **more):
    return focal.post(address, {**told, "has-place": "1", "place": f"Phường {next(count)}", **more})


print("| step | Python, ms | PostgreSQL, ms | queries | bytes | answer |")
step("sign in", lambda: Client().post("/dang-nhap/", {"username": user.username, "password": PASSWORD}))
step("front page, focal point", lambda: focal.get("/"))
step("front page, officer", lambda: reviewer.get("/"))
step("the agency's work", lambda: focal.get("/cap-nhat/viec-cua-co-quan/"))
step("the agency's records", lambda: focal.get("/cap-nhat/ban-ghi/"))
told = {"record": f"project:{projects[1].pk}:1", "next": "/cap-nhat/ban-ghi/"}
step("no change", lambda: focal.post("/cap-nhat/con-dung/", told))
step("where an update begins", lambda: focal.get(f"/cap-nhat/ve/project/{project.pk}/"))
step("a draft's page", lambda: focal.get(opened))
autosave = opened.replace("/soan/", "/nhap/")
step("a draft kept while typing", lambda told: typed(told, autosave), lambda: versions("draft"))
step("sending", lambda told: typed(told, opened, send="1"), lambda: versions("draft"))
step("an update's page", lambda: focal.get(f"/cap-nhat/{update.pk}/"))
step("queue", lambda: reviewer.get("/cap-nhat/?to_review=true"))
review = f"/cap-nhat/{update.pk}/duyet/"
step("review, page", lambda: reviewer.get(review))
accepting = {"accept": ["place"], "reason": "", "accept_now": "1"}
step("accepting", lambda told: reviewer.post(review, {**told, **accepting}), lambda: versions("submitted"))
