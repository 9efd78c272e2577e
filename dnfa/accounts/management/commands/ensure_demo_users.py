from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from dnfa.accounts.demonstration import DEMONSTRATION_USERS, ensure_demonstration_users
from dnfa.core.errors import DomainError


class Command(BaseCommand):
    help = "Make the six demonstration users (a home for trying out only); a second run changes nothing."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if settings.DNFA_DEMO and not settings.DNFA_DEMO_PASSWORD:
            message = "Hãy đặt DNFA_DEMO_PASSWORD; ngoài thư mục thử không có mật khẩu mặc định (set DNFA_DEMO_PASSWORD)."
            raise CommandError(message)
        try:
            made = ensure_demonstration_users(password=settings.DNFA_DEMO_PASSWORD)
        except DomainError as error:
            raise CommandError(str(error)) from error
        if not made:
            self.stdout.write("Người dùng mẫu đã có đủ (demonstration users are there).")
            return
        names = ", ".join(user.username for user in made)
        self.stdout.write(f"Người dùng mẫu (demonstration users): {names}")
        self.stdout.write(f"Mật khẩu (password): {settings.DNFA_DEMO_PASSWORD}")
        if len(made) < len(DEMONSTRATION_USERS):
            self.stdout.write("Những người khác giữ mật khẩu cũ (the others keep their password).")
