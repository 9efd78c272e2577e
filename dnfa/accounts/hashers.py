"""How passwords are kept: Argon2id with what OWASP asks for (Password Storage Cheat Sheet: 46 MiB, one pass, one lane).

Django's own parameters (100 MiB, two passes, eight lanes) cost two cores a fifth of a second and eight people who sign in
at once 800 MB; on a Monday at eight that is what everybody else waits for. A hash with other parameters still opens
the door and is written anew at the next sign-in.
"""

from __future__ import annotations

from django.contrib.auth import hashers


class Argon2PasswordHasher(hashers.Argon2PasswordHasher):
    """Memory in KiB."""

    memory_cost = 46 * 1024
    time_cost = 1
    parallelism = 1
