"""Ten reviewers and two hundred focal points at once, over HTTP against a running house (docs/performance.md).

    DNFA_HOME=/a/home/to/throw/away bin/up --port 8410 &
    DNFA_HOME=/a/home/to/throw/away bin/manage shell -v 0 < benchmarks/updates.py

Environment: HOUSE=http://127.0.0.1:8410; ARRIVE=120 seconds within which all come and sign in, then SECONDS=180 in which all
act; THINK="10 30", how long somebody reads before the next click; TYPE="3 5", how long between two pauses of typing, each of
which keeps the draft (static/js/autosave.js); FOCAL=200, REVIEWERS=10, PROJECTS=6 of each pair of agencies. With THINK="0 0"
TYPE="0 0" FOCAL=12 nobody pauses: what the house gives at most.

Makes agencies, people and projects of its own. Two agencies share each project and propose another field of it each, so that
reviewers accept changes of one record at once. Afterwards it looks for lost updates: every accepted value stands in the register, every
version number is the number of accepted changes, everything the house said it kept or received is there.
"""

import asyncio
import itertools
import json
import os
import random
import re
import secrets
import time
from collections import Counter, defaultdict
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from agreements.models import Project, ProjectAgency
from dnfa.accounts.models import Agency, User
from dnfa.updates.models import ChangeRequest, ProposedValue

HOUSE = urlsplit(os.environ.get("HOUSE", "http://127.0.0.1:8410"))
SECONDS, ARRIVE = (float(os.environ.get(name, given)) for name, given in (("SECONDS", 180), ("ARRIVE", 120)))
FOCAL, REVIEWERS = int(os.environ.get("FOCAL", "200")), int(os.environ.get("REVIEWERS", "10"))
PROJECTS = int(os.environ.get("PROJECTS", "6"))
THINK, TYPE = (
    tuple(float(seconds) for seconds in os.environ.get(name, given).split())
    for name, given in (("THINK", "10 30"), ("TYPE", "3 5"))
)
PASSWORD = "do-luong-mot-hai-ba"
RUN = f"{time.time():.0f}"
FIELDS = ("place", "purpose_vi")  # the first agency of a project proposes the one, the second the other
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
WAITING = re.compile(r'href="/cap-nhat/(\d+)/"')
RECORD = re.compile(r'name="record" value="([^"]+)"')
JUST_CHANGED = 409
took: dict[str, list[float]] = defaultdict(list)
answers: Counter[int] = Counter()
trouble: list[str] = []
kept: dict[int, str] = {}  # by update: the text the house said last that it kept
sent: dict[int, str] = {}  # by update: the text the house said it received


class OverError(Exception):
    """The time of the play is over."""


class Draft(HTMLParser):
    """What the form of a draft would send."""

    def __init__(self, page):
        super().__init__()
        self.data: dict[str, str] = {}
        self.inside, self.area = False, ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.inside = "data-autosave" in given
        name = given.get("name")
        if not self.inside or not name:
            return
        if tag == "textarea":
            self.area, self.data[name] = name, ""
        elif tag == "input" and (given.get("type") not in {"checkbox", "radio"} or "checked" in given):
            self.data[name] = given.get("value") or ""

    def handle_data(self, data):
        if self.area:
            self.data[self.area] += data if self.data[self.area] else data.removeprefix("\n")

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.area = ""
        elif tag == "form":
            self.inside = False


class Browser:
    """One person's browser, without a screen: a connection that is kept, cookies, the page that is open."""

    def __init__(self, username):
        self.username, self.until = username, float("inf")
        self.cookies: dict[str, str] = {}
        self.page, self.status, self.where = "", 0, "/"
        self.line = None

    async def pause(self, between):
        seconds = random.uniform(*between)
        if time.perf_counter() + seconds > self.until:
            raise OverError
        await asyncio.sleep(seconds)

    async def ask(self, kind, path, data=None, *, follow=True):
        """From the click until the page is there, also where the answer leads on to it."""
        if time.perf_counter() > self.until:
            raise OverError
        begin = time.perf_counter()
        leads_on = await self._round(path, data)
        while leads_on and follow:
            leads_on = await self._round(leads_on, None)
        took[kind].append(time.perf_counter() - begin)
        answers[self.status] += 1
        if self.status >= 400 and self.status != JUST_CHANGED:
            trouble.append(f"{kind}: {self.status}")

    async def send(self, kind, path, data, **options):
        token = TOKEN.search(self.page)
        await self.ask(kind, path, {"csrfmiddlewaretoken": token[1] if token else "", **data}, **options)

    async def _round(self, path, data):
        """One request; gives where the answer leads on to, or ""."""
        body = urlencode(data, doseq=True).encode() if data is not None else b""
        lines = [
            f"{'GET' if data is None else 'POST'} {path} HTTP/1.1",
            f"Host: {HOUSE.netloc}",
            f"Cookie: {'; '.join(f'{name}={value}' for name, value in self.cookies.items())}",
            f"Referer: {HOUSE.geturl()}{path}",
            f"Content-Length: {len(body)}",
        ]
        if data is not None:
            lines.append("Content-Type: application/x-www-form-urlencoded")
        request = "\r\n".join([*lines, "", ""]).encode() + body
        try:
            head = await self._exchange(request)
        except (ConnectionError, asyncio.IncompleteReadError):  # the house let go of an idle line just now
            self.line = None
            head = await self._exchange(request)
        self.where, leads_on = path, ""
        for line in head:
            name, _colon, value = line.partition(": ")
            if name == "Set-Cookie":
                cookie, _equals, rest = value.partition("=")
                self.cookies[cookie] = rest.partition(";")[0]
            elif name == "Location":
                leads_on = value
        return leads_on

    async def _exchange(self, request):
        if self.line is None or self.line[0].at_eof():
            self.line = await asyncio.open_connection(HOUSE.hostname, HOUSE.port, limit=2**20)
        reader, writer = self.line
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        self.status = int(head[0].split(" ", 2)[1])
        length = next(int(line[16:]) for line in head if line.lower().startswith("content-length: "))
        self.page = (await reader.readexactly(length)).decode()
        if "Connection: close" in head:
            writer.close()
            self.line = None
        return head

    async def come(self):
        await asyncio.sleep(random.uniform(0, ARRIVE))
        await self.ask("sign in: page", "/dang-nhap/")
        await self.send(
            "sign in: password",
            "/dang-nhap/",
            {"username": self.username, "password": PASSWORD},
            follow=False,
        )
        await self.ask("front page", "/")


async def focal_life(person, projects, field):
    """Looks at what waits, says of the records that they are true, corrects one after the other."""
    for number, project in enumerate(itertools.chain(projects, itertools.repeat(None)), start=1):
        await person.pause(THINK)
        await person.ask("work", "/cap-nhat/viec-cua-co-quan/")
        await person.pause(THINK)
        await person.ask("records", "/cap-nhat/ban-ghi/")
        records = RECORD.findall(person.page)
        if records:
            await person.pause(THINK)
            told = {"record": records[-1], "next": "/cap-nhat/ban-ghi/"}
            await person.send("no change", "/cap-nhat/con-dung/", told)
        if project is not None:
            await person.pause(THINK)
            await write(person, project, field, f"{field} {RUN} lần {number}")


async def write(person, project, field, words):
    """Opens a draft, types with pauses, sends."""
    await person.ask("begin: page", f"/cap-nhat/ve/project/{project}/")
    await person.pause(THINK)
    await person.send("begin", f"/cap-nhat/ve/project/{project}/", {"kind": "edit"})
    draft = {**Draft(person.page).data, "window": secrets.token_hex(16), "turn": "0"}
    address, update = person.where, int(re.search(r"/(\d+)/", person.where)[1])
    for end in [*sorted(random.sample(range(5, len(words)), 5)), len(words)]:
        await person.pause(TYPE)
        draft |= {field: words[:end], "turn": str(int(draft["turn"]) + 1)}
        await person.ask("autosave", address.replace("/soan/", "/nhap/"), draft)
        draft |= {name: str(told) for name, told in json.loads(person.page)["carried"].items()}
        kept[update] = draft[field]
    await person.pause(TYPE)
    draft["turn"] = str(int(draft["turn"]) + 1)
    await person.ask("send", address, {**draft, "send": "1"})
    if person.where.endswith(f"/cap-nhat/{update}/"):
        sent[update] = kept[update]


async def reviewer_life(person):
    """Takes an update from the queue, looks at it, accepts all of it."""
    while True:
        await person.pause(THINK)
        await person.ask("queue", "/cap-nhat/?to_review=true")
        waiting = WAITING.findall(person.page)
        if not waiting:
            await asyncio.sleep(0.5)
            continue
        address = f"/cap-nhat/{random.choice(waiting)}/duyet/"
        await person.pause(THINK)
        await person.ask("review: page", address)
        versions = dict(re.findall(r'name="(version|record_version)" value="(\d+)"', person.page))
        chosen = re.findall(r'name="accept" value="(\w+)"', person.page)
        if chosen:
            await person.pause(THINK)
            told = {**versions, "accept": chosen, "reason": "", "text": "", "accept_now": "1"}
            await person.send("accept", address, told)


async def until_over(life):
    try:
        await life
    except OverError:
        return
    except Exception as error:  # noqa: BLE001 - whatever it is, the others play on and it is told at the end
        trouble.append(f"{type(error).__name__}: {error}")


def people():
    """Agencies, two to a few projects, with a person each, and reviewers; one password for all."""
    secret = make_password(PASSWORD)

    def person(code, role, agency=None):
        user = User(username=f"do-{RUN}-{code}", full_name=f"Đo {code}", role=role, agency=agency)
        user.password = secret
        user.save()
        return user

    with transaction.atomic():
        reviewers = [person(f"d{number}", "officer").username for number in range(REVIEWERS)]
        focal = []
        for pair in range((FOCAL + 1) // 2):
            projects = [
                Project.objects.create(
                    key=f"do-{RUN}-{pair}-{number}",
                    title_vi=f"Dự án đo {pair}.{number}",
                    direction="received",
                    stated_status="ongoing",
                )
                for number in range(PROJECTS)
            ]
            for field in FIELDS[: FOCAL - 2 * pair]:
                code = f"{pair}-{field}".replace("_", "-")
                agency = Agency.objects.create(
                    key=f"do-{RUN}-{code}", name_vi=f"Cơ quan đo {code}", kind="department"
                )
                for project in projects:
                    ProjectAgency.objects.create(project=project, agency=agency, role="managing")
                user = person(code, "focal_point", agency)
                focal.append((user.username, [project.pk for project in projects], field))
    return reviewers, focal


def processor_seconds():
    """Seconds of processor of the house so far, by what runs; empty when it does not run on this home."""
    lock = Path(settings.HOME_DIR) / "up.lock"
    supervisor = re.match(r"pid (\d+)", lock.read_text() if lock.exists() else "")
    ours = {int(supervisor[1])} if supervisor else set()
    spent: Counter[str] = Counter()
    tick = os.sysconf("SC_CLK_TCK")
    for path in sorted(Path("/proc").glob("[0-9]*"), key=lambda path: int(path.name)):
        try:
            facts = (path / "stat").read_text().rpartition(")")[2].split()
            command = (path / "cmdline").read_text()
        except OSError:
            continue
        if int(facts[1]) in ours:
            ours.add(int(path.name))
            words = (("gunicorn", "web"), ("postgres", "database"))
            name = next((name for word, name in words if word in command), "the rest")
            spent[name] += sum(int(number) for number in facts[11:15]) / tick
    return spent


def deadlocks():
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return cursor.fetchone()[0]


async def play(people, focal):
    """First all come, then all act at once; tells both."""
    persons = [Browser(name) for name in people]
    with measured("coming"):
        await asyncio.gather(*(until_over(person.come()) for person in persons))
    for person in persons:
        person.until = time.perf_counter() + SECONDS
    lives = [reviewer_life(person) for person in persons[:REVIEWERS]]
    facts = zip(persons[REVIEWERS:], focal, strict=True)
    lives += [focal_life(person, projects, field) for person, (_name, projects, field) in facts]
    with measured("acting"):
        await asyncio.gather(*(until_over(life) for life in lives))


@contextmanager
def measured(what):
    """Tells how long requests took, and what they cost."""
    took.clear()
    answers.clear()
    house, ours, begin = processor_seconds(), time.process_time(), time.perf_counter()
    yield
    lasted, asked = time.perf_counter() - begin, max(1, sum(answers.values()))
    print(f"\n{what}: {lasted:.0f} s, load of the machine {os.getloadavg()[0]:.1f}")
    tell_times(lasted)
    for name, seconds in (processor_seconds() - house).items():
        print(f"{name}: {seconds / asked * 1000:.1f} ms of processor an answer, {seconds / lasted:.2f} cores")
    print(f"this program: {(time.process_time() - ours) / lasted:.2f} cores")


def tell_times(seconds):
    everything = list(itertools.chain(*took.values()))
    for kind, times in [*sorted(took.items()), *([("all", everything)] if everything else [])]:
        ordered = sorted(times)
        p50, p95 = (ordered[int(len(ordered) * part)] * 1000 for part in (0.5, 0.95))
        print(f"| {kind} | {len(ordered):,} | {p50:,.0f} | {p95:,.0f} | {ordered[-1] * 1000:,.0f} |")
    asked = sum(answers.values())
    print(f"{asked / seconds:.1f} a second; answers {dict(answers)}; trouble {len(trouble)} {trouble[:5]}")


def tell_truth(focal):
    """What would be wrong had an update been lost; every number but the first should be 0."""
    accepted = ChangeRequest.objects.filter(
        author__username__in=[name for name, *_rest in focal], state="accepted"
    )
    not_standing = wrong_version = 0
    for project in Project.objects.filter(pk__in={pk for _name, pks, _field in focal for pk in pks}):
        mine = accepted.filter(record_id=project.pk)
        proposed = ProposedValue.objects.filter(request__in=mine).values_list("name", "proposed")
        not_standing += any(getattr(project, name) != value for name, value in proposed)
        wrong_version += project.version != 1 + len(mine)
    drafted = dict(ProposedValue.objects.filter(request__in=kept).values_list("request_id", "proposed"))
    states = dict(ChangeRequest.objects.filter(pk__in=sent).values_list("pk", "state"))
    print(
        f"accepted {len(accepted)}; not standing in the register {not_standing}, wrong versions {wrong_version}; "
        f"kept otherwise than told {sum(drafted.get(pk) != words for pk, words in kept.items())}; "
        f"sent but not there {sum(states.get(pk) not in {'submitted', 'accepted'} for pk in sent)} of {len(sent)}"
    )


reviewers, focal = people()
locked_before = deadlocks()
print(f"{FOCAL} focal points, {REVIEWERS} reviewers, THINK {THINK}, TYPE {TYPE}")
asyncio.run(play([*reviewers, *(name for name, *_rest in focal)], focal))
time.sleep(2)  # PostgreSQL tells its statistics a second later
print(f"\ndeadlocks {deadlocks() - locked_before}")
tell_truth(focal)
