"""Taking the demonstration away on the real register: everything it made, nothing else, and not what people added."""

from __future__ import annotations

import io
from datetime import date

import pghistory.models
import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from agreements.demo import ORDER, build
from agreements.demo.common import attach_sample
from agreements.models import Agreement, AgreementParty, StageStep
from agreements.services.records import agreement_update
from dnfa.accounts.demonstration import ensure_demonstration_users
from dnfa.accounts.models import User
from dnfa.core import demo as frame
from dnfa.core import demo_removal
from dnfa.core.attachments import storage
from dnfa.core.attachments.enums import AttachmentKind
from dnfa.core.attachments.models import Attachment
from dnfa.core.attachments.services import attach_file
from dnfa.core.audit import as_actor
from dnfa.core.demo import MARK, Demo, make_demonstration
from dnfa.core.demo_removal import MOST_NAMED, register_follower, remove_demonstration
from dnfa.core.errors import Conflict
from dnfa.core.history import audit_model
from dnfa.core.models import ImportBatch, ImportChange
from dnfa.followup.actions import note_progress
from dnfa.followup.models import Action, Flag, ProgressNote
from dnfa.followup.sync import sync_flags
from tests.factories import make_agreement, make_user
from tests.snapshots import once_a_run

TODAY = date(2026, 11, 26)
# Without a context of its own a statement would inherit the run's: they share the transaction of a test.
BY_HAND = "người dùng"
MADE = {"drafts": 8, "broken_off": 3, "signed": 12, "commitments": 11, "renewals": 2, "reviews": 2}


@pytest.fixture
def register(loaded, db, settings, tmp_path, monkeypatch):
    """The real register with its demonstration users, before anything is made; of this room alone."""
    monkeypatch.setattr(frame, "_builders", {"agreements": (ORDER, build)})
    settings.DNFA_DEMO = True
    settings.MEDIA_ROOT = tmp_path / "media"
    ensure_demonstration_users(password="mat-khau-mau-1")
    return records()


@pytest.fixture
def home(register):
    """The same with the demonstration year in it."""

    def live_the_year():
        make()
        return register

    return once_a_run("agreements-year", live_the_year, with_files=True)


def make(scale=1):
    return make_demonstration(today=TODAY, scale=scale, say=lambda _text: None)


def records():
    """The keys of every record there is, by table; audit rows are no records."""
    return {
        model._meta.label: set(model._base_manager.values_list("pk", flat=True))
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and not issubclass(model, (pghistory.models.Event, pghistory.models.Context))
    }


def sample_action() -> Action:
    return Action.objects.filter(commitment__agreement__key="demo-ky-keimyung").order_by("pk").first()


@as_actor(BY_HAND)
def add_note():
    return note_progress(
        action=sample_action(), text="Viết tay", noted_on=TODAY, user=make_user(), today=TODAY
    )


@as_actor(BY_HAND)
def add_file(content, paper):
    return attach_file(
        record=Agreement.objects.get(key=paper),
        upload=SimpleUploadedFile("ghi-chu.pdf", content, "application/pdf"),
        kind=AttachmentKind.OTHER,
        title="Tệp thêm tay",
        language="vi",
        is_original=False,
        user=User.objects.get(username="officer"),
        today=TODAY,
    )


def refusal_of(**options):
    """What removal was answered with."""
    try:
        remove_demonstration(**options)
    except Conflict as error:
        return error
    return None


def test_everything_goes_and_nothing_else(home, django_capture_on_commit_callbacks):
    made = {label: keys - home[label] for label, keys in records().items()}
    files = set(Attachment.objects.values_list("sha256", flat=True))
    assert (len(made["agreements.Agreement"]), len(files)) == (23, 6)

    with django_capture_on_commit_callbacks(execute=True):
        removed = remove_demonstration()

    assert removed["thỏa thuận"] == 23
    assert sum(removed.values()) == sum(
        len(keys) for label, keys in made.items() if not apps.get_model(label)._meta.auto_created
    )
    assert records() == home
    assert [sha256 for sha256 in files if storage.path_of(sha256).exists()] == []


def test_making_touches_no_record_of_the_register(home):
    """What cannot be taken away by deleting must not happen: the marked runs change only what they made."""
    runs = pghistory.models.Context.objects.filter(**{f"metadata__{MARK}": True})
    touched = {}
    for model in apps.get_models():
        trail = audit_model(model) if not issubclass(model, pghistory.models.Event) else None
        if trail is not None:
            changed = trail._default_manager.filter(pgh_context__in=runs).exclude(pgh_label="insert")
            touched[model._meta.label] = (
                set(changed.values_list("pgh_obj_id", flat=True)) & home[model._meta.label]
            )
    assert {label: keys for label, keys in touched.items() if keys} == {}


def test_a_second_removal_finds_nothing_and_the_year_can_be_made_again(home):
    assert remove_demonstration() != {}
    assert remove_demonstration() == {}
    assert make() == MADE
    assert remove_demonstration() != {}
    assert records() == home


def test_copies_go_too(register):
    make(scale=2)
    assert remove_demonstration()["thỏa thuận"] == 46
    assert records() == register


def test_the_trail_keeps_what_was_there_and_who_removed_it(home):
    paper = Agreement.objects.get(key="demo-ky-sakai")
    remove_demonstration()
    gone = pghistory.models.Events.objects.filter(
        pgh_obj_model="agreements.Agreement", pgh_obj_id=str(paper.pk)
    )
    last = gone.order_by("pgh_created_at", "pgh_id").last()
    assert (last.pgh_label, last.pgh_context["actor"], last.pgh_context["reason"]) == (
        "delete",
        "make_demo",
        "Xóa dữ liệu mẫu",
    )


def test_a_home_that_has_become_a_real_one_gets_rid_of_its_samples(home, settings):
    settings.DNFA_DEMO = False
    assert remove_demonstration()["thỏa thuận"] == 23
    assert records() == home


def test_what_the_house_works_out_and_edits_by_hand_do_not_stand_in_the_way(home):
    sync_flags(as_of=TODAY)
    samples = Agreement.objects.filter(key__startswith="demo-").values("pk")
    flagged = Flag.objects.filter(content_type__model="agreement", object_id__in=samples)
    assert flagged.count() > 0
    others = set(Flag.objects.exclude(pk__in=flagged).values_list("pk", flat=True))
    paper = Agreement.objects.get(key="demo-ky-sakai")
    with as_actor(BY_HAND):
        agreement_update(
            agreement=paper,
            changes={"title_vi": "Tên sửa tay"},
            reason="Sửa tên",
            base_version=paper.version,
            user=make_user(),
            today=TODAY,
        )
        party = AgreementParty.objects.get(agreement=paper)
        party.delete()
        AgreementParty.objects.create(agreement=paper, partner=party.partner)

    remove_demonstration()

    assert Agreement.objects.filter(pk=paper.pk).count() == 0
    assert AgreementParty.objects.filter(agreement=paper.pk).count() == 0
    assert set(Flag.objects.values_list("pk", flat=True)) == others


def test_what_people_added_is_named_and_nothing_goes(home):
    note = add_note()
    before = records()

    refusal = refusal_of()

    assert (refusal.code, refusal.fields) == (
        "demonstration_in_use",
        {"records": [f"ghi chú tiến độ: {note}"]},
    )
    assert "có 1 bản ghi" in str(refusal)
    assert records() == before


def test_a_file_added_by_hand_goes_only_when_asked_for(home, django_capture_on_commit_callbacks):
    note = add_note()
    own = attach_by_hand()

    assert set(refusal_of().fields["records"]) == {f"ghi chú tiến độ: {note}", f"tệp đính kèm: {own}"}
    with django_capture_on_commit_callbacks(execute=True):
        assert remove_demonstration(with_additions=True)["thỏa thuận"] == 23

    assert (ProgressNote.objects.filter(pk=note.pk).count(), Attachment.objects.count()) == (0, 0)
    assert not storage.path_of(own.sha256).exists()


def test_a_record_that_only_refers_to_a_sample_is_never_taken(home):
    with as_actor(BY_HAND):
        sample = Agreement.objects.get(key="demo-ky-sakai")
        child = make_agreement(parent=sample, title_vi="Phụ lục viết tay")
    before = records()

    refusals = [refusal_of(), refusal_of(with_additions=True)]

    assert [refusal.fields["records"] for refusal in refusals] == [[f"thỏa thuận: {child}"]] * 2
    assert records() == before


def test_many_additions_are_counted(home):
    paper = Agreement.objects.get(key="demo-soan-thao-griffith")
    step = StageStep.objects.filter(agreement=paper).first()
    with as_actor(BY_HAND):
        for _number in range(MOST_NAMED + 2):
            StageStep.objects.create(agreement=paper, stage=step.stage, ball=step.ball, entered_on=TODAY)

    named = refusal_of().fields["records"]

    assert (len(named), named[-1]) == (MOST_NAMED + 1, "và 2 bản ghi khác")


def test_a_content_that_a_real_paper_needs_stays(home, django_capture_on_commit_callbacks):
    sample = Attachment.objects.order_by("pk").first()
    content = storage.read_content_of(sample.sha256)
    real = Agreement.objects.exclude(key__startswith="demo-").first()
    own = add_file(content, paper=real.key)
    assert own.sha256 == sample.sha256

    with django_capture_on_commit_callbacks(execute=True):
        remove_demonstration()

    assert list(Attachment.objects.all()) == [own]
    assert storage.read_content_of(own.sha256) == content


def test_the_history_of_an_import_stays(home):
    paper = Agreement.objects.get(key="demo-ky-sakai")
    with as_actor(BY_HAND):
        batch = ImportBatch.objects.create(kind="van-ban", file_name="a.xlsx", uploaded_by=make_user())
        change = ImportChange.objects.create(batch=batch, record=paper, created=False)

    remove_demonstration()

    assert ImportChange.objects.filter(pk=change.pk).count() == 1


def test_a_room_says_what_goes_with_its_records(home, monkeypatch):
    add_note()
    monkeypatch.setattr(demo_removal, "_followers", set(demo_removal._followers))
    register_follower(ProgressNote)
    assert remove_demonstration()["thỏa thuận"] == 23
    assert records()["agreements.Agreement"] == home["agreements.Agreement"]


def test_the_command_says_what_went(home):
    out = io.StringIO()
    call_command("make_demo", "--remove", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0] == "Đã xóa dữ liệu mẫu:"
    assert "  thỏa thuận: 23" in lines
    out = io.StringIO()
    call_command("make_demo", "--remove", stdout=out)
    assert out.getvalue() == "Không có dữ liệu mẫu để xóa.\n"


def test_the_command_names_what_stands_in_the_way(home):
    note = add_note()
    with pytest.raises(CommandError) as refusal:
        call_command("make_demo", "--remove", stdout=io.StringIO())
    first, name, advice = str(refusal.value).splitlines()
    assert "có 1 bản ghi" in first
    assert name == f"  ghi chú tiến độ: {note}"
    assert "--with-additions" in advice
    call_command("make_demo", "--remove", "--with-additions", stdout=io.StringIO())
    assert Agreement.objects.filter(key__startswith="demo-").count() == 0


def test_additions_are_spoken_of_only_when_removing(home):
    with pytest.raises(CommandError, match="chỉ dùng cùng --remove"):
        call_command("make_demo", "--with-additions", stdout=io.StringIO())


@as_actor(BY_HAND)
def attach_by_hand() -> Attachment:
    """A readable file, attached by the officer outside the demonstration's run."""
    officer = User.objects.get(username="officer")
    paper = Agreement.objects.get(key="demo-ky-sakai")
    demo = Demo(today=TODAY, scale=1, people={"officer": officer}, say=print)
    attach_sample(demo, paper, kind=AttachmentKind.OTHER, title="Thêm tay", is_original=False)
    return Attachment.objects.get(title="Thêm tay")
