from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "dnfa.accounts"
    label = "accounts"
    verbose_name = _("Cơ quan và người dùng")

    def ready(self) -> None:
        from dnfa.accounts import address_changes, idempotency, import_kinds, loading, password_links, rules
        from dnfa.accounts.rules import keeps_the_register
        from dnfa.core import once
        from dnfa.core.mail import recipients
        from dnfa.core.mail.purposes import register_purpose
        from dnfa.core.navigation import register_item
        from dnfa.core.table_import import register_kind
        from dnfa.core.table_import.work import register_jobs

        rules.refuse_unknown_roles()
        loading.register_loaders()
        once.register_keeper(idempotency.DatabaseKeeper())
        recipients.register_test(rules.may_sign_in)
        register_purpose(password_links.PURPOSE, _("Liên kết đặt mật khẩu"))
        register_purpose(address_changes.PURPOSE, _("Báo đổi thư điện tử"))
        register_kind(import_kinds.AGENCIES)
        register_jobs()
        register_item("imports", _("Nhập bảng"), "imports:list", 60, test=keeps_the_register)
