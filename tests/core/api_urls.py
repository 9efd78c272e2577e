"""Addresses that fail on purpose, and one real list, for tests of the API's common ground."""

from __future__ import annotations

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.urls import include, path
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter
from rest_framework.views import APIView

from dnfa.accounts.access import public, signed_in
from dnfa.accounts.api import AgencyViewSet
from dnfa.accounts.models import Agency
from dnfa.core.errors import Conflict, InvalidInput
from dnfa.urls import handler404, handler500  # noqa: F401 - Django looks for them here
from dnfa.urls import urlpatterns as of_the_house


class AsOfAgencyViewSet(AgencyViewSet):
    accepts_as_of = True

    def list(self, request, *args, **kwargs):
        response = super().list(request, *args, **kwargs)
        response["X-As-Of"] = self.as_of.isoformat()
        return response


def _duplicate():
    Agency.objects.create(key="hai-lan", name_vi="Hai lần", kind="department")
    with transaction.atomic():
        Agency.objects.create(key="hai-lan", name_vi="Hai lần", kind="department")


def _raise(error):
    raise error


FAILURES = {
    "domain": lambda: _raise(Conflict("moved_on", "Bản ghi đã đổi.", {"version": ["Đã cũ."]})),
    "validation": lambda: _raise(
        exceptions.ValidationError({"parties": [{"role": ["Thiếu."]}, {}], "name": ["Dài quá."]})
    ),
    "listed": lambda: _raise(exceptions.ValidationError(["Sai."])),
    "model": lambda: _raise(
        ValidationError({"until": ["Trước ngày bắt đầu."], NON_FIELD_ERRORS: ["Trùng."]})
    ),
    "plain": lambda: _raise(ValidationError("Sai.")),
    "missing": lambda: _raise(Http404()),
    "denied": lambda: _raise(PermissionDenied()),
    "denied-why": lambda: _raise(PermissionDenied("Chỉ trưởng phòng.")),
    "throttled": lambda: _raise(exceptions.Throttled(wait=7)),
    "not-found-why": lambda: _raise(exceptions.NotFound("Không có kỳ này.")),
    "own": lambda: _raise(exceptions.APIException("Dịch vụ bận.")),
    "duplicate": _duplicate,
    "broken-rule": lambda: _raise(IntegrityError("check")),
    "unforeseen": lambda: _raise(RuntimeError("secret detail")),
}


class Failing(APIView):
    access = public

    def get(self, _request, kind):
        FAILURES[kind]()

    def post(self, request, **_kwargs):
        return Response(request.data)


class Undeclared(APIView):
    def get(self, _request):
        return Response({"seen": True})


@signed_in
def declared_page(request):
    return HttpResponse("ok")


def undeclared_page(request):
    return HttpResponse("seen")


@public
def refusing_page(request):
    raise InvalidInput("bad_day", "Ngày không có trong lịch.", {"as_of": ["31/2 không có thật."]})


@public
def breaking_page(request):
    raise RuntimeError


router = SimpleRouter()
router.register("agencies", AgencyViewSet, basename="agency")
router.register("dated", AsOfAgencyViewSet, basename="dated")
urlpatterns = [
    path("api/v1/thu/undeclared/", Undeclared.as_view()),
    path("api/v1/thu/page/", declared_page),
    path("api/v1/thu/undeclared-page/", undeclared_page),
    path("api/v1/thu/refusing-page/", refusing_page),
    path("api/v1/thu/<str:kind>/", Failing.as_view()),
    path("api/v1/lists/", include(router.urls)),
    path("thu/undeclared/", undeclared_page),
    path("thu/page/", declared_page),
    path("thu/refusing/", refusing_page),
    path("thu/breaking/", breaking_page),
    *of_the_house,
]
schema_patterns = [path("lists/", include(router.urls))]
