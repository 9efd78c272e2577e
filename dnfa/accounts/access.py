"""Who may open an address: deny by default.

Every view says who may open it, with one vocabulary for function views (decorator), class-based
views and viewsets (attribute)::

    from dnfa.accounts.access import public, roles, signed_in

    @roles(Role.OFFICER, Role.HEAD)
    def export(request): ...

    class AgencyList(RegisterListView):
        access = signed_in

`DeclaredAccessMiddleware` refuses a view that says nothing; a test walks the whole URL table. Which
records are seen behind the door is the queryset's matter (`visible_to`); the door only opens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import gettext as _
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from dnfa.accounts.enums import Role
from dnfa.accounts.models import User

View = TypeVar("View", bound=Callable[..., Any])


class SignedInRequest(HttpRequest):
    """For annotations: the request of a view that is not public; the doorkeeper let its person through."""

    user: User


@dataclass(frozen=True)
class Access:
    """Who may open a view: everybody (`open_to_all`), every signed-in person, or some roles."""

    open_to_all: bool = False
    roles: frozenset[str] = field(default_factory=frozenset)

    def __call__(self, view: View) -> View:
        """Declare this access for a function view (used as a decorator)."""
        view.access = self  # type: ignore[attr-defined]
        return view

    def allows(self, user: User | AnonymousUser) -> bool:
        """Whether this person may pass; nobody who is inactive passes a door that is not public."""
        if self.open_to_all:
            return True
        if not isinstance(user, User) or not user.is_active:
            return False
        return not self.roles or user.role in self.roles

    def describe(self) -> str:
        """In words, for docs/roles.md and the refusal page; roles in the order of the enumeration."""
        if self.open_to_all:
            return _("mọi người")
        if not self.roles:
            return _("người đã đăng nhập")
        return ", ".join(str(role.label) for role in Role if role in self.roles)


public = Access(open_to_all=True)
signed_in = Access()


def roles(*allowed: Role) -> Access:
    """Access of the named roles only."""
    if not allowed:
        message = "roles() without a role would open the view to everybody who signs in"
        raise ValueError(message)
    return Access(roles=frozenset(allowed))


# Views written by others cannot carry the attribute; this is the whole list. By URL namespace …
THIRD_PARTY_NAMESPACES: dict[str, Access] = {
    # Django's own is_staff and permission checks stand behind this door.
    "admin": roles(Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR),
}
# … and by the dotted path of the view.
THIRD_PARTY_VIEWS: dict[str, Access] = {
    "django.views.i18n.set_language": public,
    "django.views.i18n.JavaScriptCatalog": public,
    "django.views.generic.base.RedirectView": signed_in,
    "dnfa.health.healthz": public,  # the ground below accounts: cannot import this module
    "rest_framework.routers.APIRootView": signed_in,
    "drf_spectacular.views.SpectacularAPIView": signed_in,
    "drf_spectacular.views.SpectacularSwaggerSplitView": signed_in,
    "drf_spectacular.views.SpectacularRedocView": signed_in,
}


def _target(callback: Callable[..., Any]) -> Any:
    """The class behind an `as_view()` function, or the function itself."""
    return getattr(callback, "view_class", None) or getattr(callback, "cls", None) or callback


def dotted_path(callback: Callable[..., Any]) -> str:
    """Where the view is defined, e.g. `dnfa.accounts.views.ProfileView`."""
    target = _target(callback)
    return f"{target.__module__}.{getattr(target, '__qualname__', type(target).__qualname__)}"


def declared_access(callback: Callable[..., Any], namespaces: Sequence[str] = ()) -> Access | None:
    """What a view says about itself, or the tables above say for it; None when nobody said anything."""
    given = getattr(callback, "initkwargs", None) or getattr(callback, "view_initkwargs", None) or {}
    for candidate in (
        given.get("access"),
        getattr(callback, "access", None),
        getattr(_target(callback), "access", None),
    ):
        if isinstance(candidate, Access):
            return candidate
    for namespace in namespaces:
        if namespace in THIRD_PARTY_NAMESPACES:
            return THIRD_PARTY_NAMESPACES[namespace]
    return THIRD_PARTY_VIEWS.get(dotted_path(callback))


def is_api_view(callback: Callable[..., Any]) -> bool:
    """Whether DRF answers: it knows the person behind a token, the middleware does not."""
    return hasattr(callback, "cls")


class DeclaredAccessPermission(BasePermission):
    """The same doors for the API, once DRF knows who asks.

    `rest_framework.views` imports this class by its setting, so this module must not import it.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        """Refuse a view that declares nothing, and everybody its access does not allow."""
        access = getattr(view, "access", None) or THIRD_PARTY_VIEWS.get(dotted_path(type(view)))
        return isinstance(access, Access) and access.allows(request.user)


@dataclass(frozen=True)
class Door:
    """One row of the URL table."""

    route: str
    name: str
    view: str
    access: Access | None


def doors(resolver: URLResolver | None = None) -> Iterator[Door]:
    """Every address of the house in URL order, with the access it declares."""
    yield from _walk(resolver or get_resolver(), "/", ())


def _walk(resolver: URLResolver, prefix: str, namespaces: tuple[str, ...]) -> Iterator[Door]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from _walk(entry, route, inner)
        elif isinstance(entry, URLPattern):
            name = ":".join((*namespaces, entry.name or ""))
            yield Door(route, name, dotted_path(entry.callback), declared_access(entry.callback, namespaces))
