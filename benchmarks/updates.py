"""Ten reviewers and two hundred focal points at once, over HTTP against a running house (docs/performance.md).

    bin/up --port 8410 &                                  # a home to throw away
    bin/manage shell -v 0 < benchmarks/updates.py         # HOUSE=http://127.0.0.1:8410, SECONDS=60, PAUSE='1 5'

Makes agencies, people and projects of its own. Each focal point opens its work, begins an edit, keeps it twice while
typing, sends; each reviewer opens the queue, reviews, accepts. Between two requests a person waits
so many seconds, at least and at most. Prints how long requests took by kind, how many were refused, and whether every accepted
value stands in the register.
"""

import os
import random
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar

from django.contrib.auth.hashers import make_password
from django.db import transaction

from agreements.models import Project, ProjectAgency
from dnfa.accounts.models import Agency, User
from dnfa.updates.models import ChangeRequest

HOUSE = os.environ.get("HOUSE", "http://127.0.0.1:8410")
SECONDS = int(os.environ.get("SECONDS", "60"))
FOCAL, REVIEWERS = int(os.environ.get("FOCAL", "200")), int(os.environ.get("REVIEWERS", "10"))
PAUSE = [float(seconds) for seconds in os.environ.get("PAUSE", "1 5").split()]
PASSWORD = "do-luong-mot-hai-ba"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
VERSION = re.compile(r'name="version" value="(\d+)"')
RECORD_VERSION = re.compile(r'name="record_version" value="(\d+)"')
took: dict[str, list[float]] = {}
trouble: list[str] = []
lock = threading.Lock()
stop = threading.Event()


class Person:
    """A browser without a screen."""

    def __init__(self, username):
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.username = username
        self.page = ""

    def ask(self, kind, path, data=None):
        body = urllib.parse.urlencode(data, doseq=True).encode() if data is not None else None
        request = urllib.request.Request(f"{HOUSE}{path}", body, {"Referer": f"{HOUSE}{path}"})
        begin = time.perf_counter()
        try:
            with self.opener.open(request, timeout=60) as answer:
                self.page, where = answer.read().decode(), answer.geturl().removeprefix(HOUSE)
        except urllib.error.HTTPError as error:
            self.page, where = error.read().decode(), ""
            if error.code != 409:
                with lock:
                    trouble.append(f"{kind}: {error.code}")
        with lock:
            took.setdefault(kind, []).append(time.perf_counter() - begin)
        return where

    def send(self, what, path, **data):
        token = TOKEN.search(self.page)
        return self.ask(what, path, {"csrfmiddlewaretoken": token[1] if token else "", **data})

    def versions(self):
        found = {"version": VERSION.search(self.page), "record_version": RECORD_VERSION.search(self.page)}
        return {name: match[1] for name, match in found.items() if match}

    def sign_in(self):
        self.ask("sign in: page", "/dang-nhap/")
        self.send("sign in", "/dang-nhap/", username=self.username, password=PASSWORD)


def think():
    stop.wait(random.uniform(*PAUSE))


def focal_life(person, pk):
    think()
    number = 0
    while not stop.is_set():
        number += 1
        think()
        person.ask("work", "/cap-nhat/viec-cua-co-quan/")
        think()
        person.ask("begin: page", f"/cap-nhat/ve/project/{pk}/")
        where = person.send("begin", f"/cap-nhat/ve/project/{pk}/", kind="edit")
        if not where.endswith("/soan/"):
            continue  # the one before still waits for review
        for text in ("Phường", f"Phường {number}"):
            think()
            person.ask("write: page", where)
            told = {**person.versions(), "has-place": "1", "place": text, "text": ""}
            person.send("autosave", where.replace("/soan/", "/nhap/"), **told)
        person.ask("write: page", where)
        told = {**person.versions(), "has-place": "1", "place": f"Phường {number}", "text": "", "send": "1"}
        person.send("send", where, **told)


def reviewer_life(person):
    while not stop.is_set():
        think()
        person.ask("queue", "/cap-nhat/?to_review=true")
        waiting = re.findall(r'href="/cap-nhat/(\d+)/"', person.page)
        if not waiting:
            continue
        pk = random.choice(waiting)
        person.ask("review: page", f"/cap-nhat/{pk}/duyet/")
        if 'name="accept"' in person.page:
            person.send(
                "accept",
                f"/cap-nhat/{pk}/duyet/",
                **person.versions(),
                accept=["place"],
                reason="",
                text="",
                accept_now="1",
            )


def people():
    """Agencies with a person and a project each, and reviewers; one password for all."""
    secret = make_password(PASSWORD)
    run = f"{time.time():.0f}"
    with transaction.atomic():
        reviewers = [
            User.objects.create(
                username=f"do-duyet-{run}-{n}", full_name=f"Duyệt {n}", role="officer", password=secret
            )
            for n in range(REVIEWERS)
        ]
        pairs = []
        for n in range(FOCAL):
            agency = Agency.objects.create(key=f"do-{run}-{n}", name_vi=f"Cơ quan đo {n}", kind="department")
            user = User.objects.create(
                username=f"do-{run}-{n}",
                full_name=f"Đầu mối {n}",
                role="focal_point",
                agency=agency,
                password=secret,
            )
            project = Project.objects.create(
                key=f"do-{run}-{n}", title_vi=f"Dự án đo {n}", direction="received", stated_status="ongoing"
            )
            ProjectAgency.objects.create(project=project, agency=agency, role="managing")
            pairs.append((user, project))
    return reviewers, pairs


reviewers, pairs = people()
signed_in = [Person(user.username) for user in [*reviewers, *(user for user, _project in pairs)]]
with ThreadPoolExecutor(2) as doors:  # a password's hash costs both cores a while; not measured here
    list(doors.map(Person.sign_in, signed_in))
lives = [(reviewer_life, (person,)) for person in signed_in[:REVIEWERS]]
lives += [
    (focal_life, (person, project.pk))
    for person, (_user, project) in zip(signed_in[REVIEWERS:], pairs, strict=True)
]
threads = [threading.Thread(target=life, args=arguments) for life, arguments in lives]
took.clear()
for thread in threads:
    thread.start()
time.sleep(SECONDS)
stop.set()
for thread in threads:
    thread.join()
for kind, seconds in sorted(took.items()):
    ordered = sorted(seconds)
    p50, p95 = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
    print(
        f"{kind:<16}{len(ordered):6} requests  p50 {p50 * 1000:6.0f} ms  p95 {p95 * 1000:6.0f} ms  most {ordered[-1] * 1000:6.0f} ms"
    )
everything = sorted(second for seconds in took.values() for second in seconds)
print(
    f"{'all':<16}{len(everything):6} requests  p95 {everything[int(len(everything) * 0.95)] * 1000:6.0f} ms  a second {len(everything) / SECONDS:5.1f}"
)
print("trouble:", trouble[:10], len(trouble))
accepted = ChangeRequest.objects.filter(state="accepted", author__in=[user for user, _project in pairs])
wrong = 0
for project in Project.objects.filter(pk__in=[project.pk for _user, project in pairs]):
    last = accepted.filter(record_id=project.pk).order_by("-closed_at").first()
    wrong += bool(last and project.place != last.values.get(name="place").proposed)
print(f"accepted {accepted.count()}, of them not standing in the register {wrong}")
