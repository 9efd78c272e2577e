"""How the published schema describes our token."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import build_bearer_security_scheme_object

from dnfa.accounts.authentication import KEYWORD


class TokenScheme(OpenApiAuthenticationExtension):
    """`Authorization: Token …`; known to drf-spectacular once this module is imported (dnfa/accounts/api.py)."""

    target_class = "dnfa.accounts.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, _auto_schema: AutoSchema) -> dict[str, Any]:
        """Return the OpenAPI security scheme."""
        definition: dict[str, Any] = build_bearer_security_scheme_object(
            header_name="Authorization", token_prefix=KEYWORD
        )
        return definition
