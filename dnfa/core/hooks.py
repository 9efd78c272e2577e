"""Bases that call what their subclasses write: a subclass that forgot something is told when it is defined.

`abc` alone refuses to make an object of an unfinished class; a view becomes an object with each request, which is
too late. So a base marks what is to be written with `abc.abstractmethod`, and asks here as soon as a class says
that it is whole (a page by its form, an address of the API by its model)::

    class Page(View, abc.ABC):
        def __init_subclass__(cls, **kwargs: Any) -> None:
            super().__init_subclass__(**kwargs)
            if hasattr(cls, "form_class"):
                require_hooks(cls)
"""

from __future__ import annotations

from inspect import getattr_static

from django.core.exceptions import ImproperlyConfigured


def missing_hooks(cls: type) -> list[str]:
    """Names of the abstract methods that neither the class nor one of its bases has written, in alphabetical order."""
    declared = {name for base in cls.__mro__ for name, value in vars(base).items() if _is_abstract(value)}
    return sorted(name for name in declared if _is_abstract(getattr_static(cls, name)))


def require_hooks(cls: type) -> None:
    """Raise `ImproperlyConfigured` with the names of what the class still has to write."""
    missing = missing_hooks(cls)
    if missing:
        message = f"{cls.__name__} must write {', '.join(missing)}"
        raise ImproperlyConfigured(message)


def _is_abstract(value: object) -> bool:
    return bool(getattr(value, "__isabstractmethod__", False))
