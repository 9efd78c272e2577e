"""A class that leaves something open is refused where it is defined, with the names of what it lacks."""

from __future__ import annotations

import abc

import pytest
from django import forms
from django.core.exceptions import ImproperlyConfigured

from agreements.models import Agreement
from dnfa.accounts.access import signed_in
from dnfa.core.api_writes import CreatesByService, StrictSerializerMixin, UpdatesByService
from dnfa.core.editing import CreatesRecord, EditsVersionedRecord, FormPage
from dnfa.core.hooks import missing_hooks, require_hooks
from dnfa.followup.action_views import DeedView, ServiceDeedView

RESOURCE = {"model": Agreement, "access": signed_in, "write_access": signed_in, "ordering": ("pk",)}
PAGE = {"access": signed_in, "form_class": forms.Form}


class Open(abc.ABC):
    """Leaves two things open."""

    @abc.abstractmethod
    def second(self):
        """Left open."""

    @property
    @abc.abstractmethod
    def first(self):
        """Left open, as a property."""


class Half(Open):
    first = 1


class Writes:
    """Stands before a base and writes for it."""

    def second(self):
        return 2


class Whole(Writes, Half):
    pass


class OpenAgain(Whole):
    @abc.abstractmethod
    def second(self):
        """Left open once more."""


def refusal_of(name, bases, values):
    """What defining this class is answered with; empty when it is taken."""
    try:
        type(bases[0])(name, bases, dict(values))
    except ImproperlyConfigured as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("cls", "missing"),
    [
        (Open, ["first", "second"]),
        (Half, ["second"]),
        (Whole, []),
        (OpenAgain, ["second"]),
        (Writes, []),
    ],
)
def test_what_is_open_is_what_nobody_wrote(cls, missing):
    assert missing_hooks(cls) == missing


def test_the_refusal_names_class_and_methods():
    assert require_hooks(Whole) is None
    with pytest.raises(ImproperlyConfigured) as refusal:
        require_hooks(Open)
    assert str(refusal.value) == "Open must write first, second"


@pytest.mark.parametrize(
    ("bases", "values", "missing"),
    [
        ((CreatesByService,), RESOURCE, "perform_create_service"),
        ((UpdatesByService,), RESOURCE, "perform_update_service"),
        ((CreatesByService, UpdatesByService), RESOURCE, "perform_create_service, perform_update_service"),
        (
            (CreatesByService, UpdatesByService),
            {**RESOURCE, "perform_create_service": print},
            "perform_update_service",
        ),
        ((CreatesRecord,), PAGE, "save"),
        ((EditsVersionedRecord,), PAGE, "load, save"),
        ((EditsVersionedRecord,), {**PAGE, "load": print}, "save"),
        ((DeedView,), PAGE, "do"),
        ((ServiceDeedView,), PAGE, "service"),
    ],
)
def test_an_unfinished_view_is_told_when_it_is_defined(bases, values, missing):
    assert refusal_of("Unfinished", bases, values) == f"Unfinished must write {missing}"


@pytest.mark.parametrize(
    ("bases", "values"),
    [
        ((CreatesByService,), {**RESOURCE, "perform_create_service": print}),
        ((UpdatesByService,), {**RESOURCE, "perform_update_service": print}),
        ((CreatesRecord,), {**PAGE, "save": print}),
        ((EditsVersionedRecord,), {**PAGE, "load": print, "save": print}),
        ((DeedView,), {**PAGE, "do": print}),
        ((ServiceDeedView,), {**PAGE, "service": staticmethod(print)}),
        ((FormPage,), PAGE),
        # without a model or a form it is a base for others, and may leave open what it likes
        ((CreatesByService, UpdatesByService), {}),
        ((CreatesRecord,), {}),
        ((EditsVersionedRecord,), {}),
        ((DeedView,), {}),
    ],
)
def test_a_finished_view_and_a_base_are_taken(bases, values):
    assert refusal_of("Taken", bases, values) == ""


def test_a_base_is_finished_by_those_that_build_on_it():
    class Base(CreatesRecord):
        def initial(self):
            return {}

    assert refusal_of("Page", (Base,), PAGE) == "Page must write save"
    assert refusal_of("Page", (Base,), {**PAGE, "save": print}) == ""


def test_the_serializer_is_asked_for_before_the_hooks():
    class Loose(forms.Form):
        pass

    assert not issubclass(Loose, StrictSerializerMixin)
    values = {**RESOURCE, "write_serializer_class": Loose}
    assert (
        refusal_of("Lax", (CreatesByService,), values)
        == "Lax.write_serializer_class must use StrictSerializerMixin"
    )
