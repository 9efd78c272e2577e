"""All settings, from the environment. Defaults are the safe ones of production.

`bin/up` and `bin/manage` fill the environment for a development home
(dnfa/embedded/home.py); a server sets the variables of docs/operations.md.
"""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from dnfa import environment, logs

BASE_DIR = Path(__file__).resolve().parent.parent
HOME_DIR = Path(os.environ.get("DNFA_HOME") or BASE_DIR / ".dnfa").resolve()

# A development home speaks plain http on the loopback address; everything else is production.
DEVELOPMENT = environment.flag(os.environ, "DNFA_DEVELOPMENT")
DEBUG = DEVELOPMENT and environment.flag(os.environ, "DNFA_DEBUG")
SECRET_KEY = environment.secret_key(os.environ)
SECRET_KEY_FALLBACKS = environment.words(os.environ, "DNFA_OLD_SECRET_KEYS")

# The loopback names serve the health check; a web server in front names the public ones.
ALLOWED_HOSTS = [*environment.words(os.environ, "DNFA_ALLOWED_HOSTS"), "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = environment.words(os.environ, "DNFA_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "dnfa.apps.HouseConfig",
    "dnfa.core",
    "dnfa.accounts",
    "dnfa.followup",
    "dnfa.updates",
    "partners",
    "agreements",
    "delegations",
    "reports",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "pghistory",
    "pgtrigger",
    "csp",
]

MIDDLEWARE = [
    "dnfa.core.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "dnfa.core.middleware.VietnameseFirstMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "dnfa.core.middleware.AuditContextMiddleware",
    "dnfa.core.middleware.DomainErrorMiddleware",
    "dnfa.accounts.middleware.DeclaredAccessMiddleware",
    "dnfa.accounts.middleware.SecondFactorMiddleware",
    "dnfa.accounts.middleware.LastSeenMiddleware",
]

ROOT_URLCONF = "dnfa.urls"
WSGI_APPLICATION = "dnfa.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dnfa.core.context_processors.navigation",
            ],
        },
    },
]

# --- Data -------------------------------------------------------------------
DATABASES = {"default": environment.database(os.environ)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
_redis = environment.redis_urls(os.environ)
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": _redis.cache,
        "KEY_PREFIX": "dnfa",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    },
}

# --- People -----------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
# A home for trying out: demonstration users exist and the sign-in page names them.
DNFA_DEMO = environment.flag(os.environ, "DNFA_DEMO")
DNFA_DEMO_PASSWORD = os.environ.get("DNFA_DEMO_PASSWORD") or ("danang-2026" if DEVELOPMENT else "")
AUTHENTICATION_BACKENDS = ["dnfa.accounts.authentication.RegisterBackend"]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "accounts:login"
PASSWORD_HASHERS = [
    "dnfa.accounts.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "dnfa.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "dnfa.accounts.passwords.NotAboutThePerson"},
    {"NAME": "dnfa.accounts.passwords.NotCommon"},
    {"NAME": "dnfa.accounts.passwords.NotOnlyDigits"},
]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60  # a link by mail, also the first one of a new account
# Whose sign-in needs an authenticator app besides the password; who has one is asked for it whatever the role.
DNFA_SECOND_FACTOR_ROLES = frozenset(
    environment.words(
        os.environ, "DNFA_SECOND_FACTOR_ROLES", default=[] if DEVELOPMENT else ["administrator"]
    )
)
# The city's identity provider (OpenID Connect); None: the sign-in page does not offer it.
DNFA_IDENTITY_PROVIDER = environment.identity_provider(os.environ, insecure=DEVELOPMENT)

# --- Language and time ------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt")), ("en", _("Tiếng Anh"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["dnfa.core.formats"]
# Off on purpose: it would print the year 2026 as "2.026" and a key in an address as "12.345". Numbers that people
# read go through `format_number`.
USE_THOUSAND_SEPARATOR = False

# --- Files ------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [path for path in [BASE_DIR / "static"] if path.is_dir()]
STATIC_ROOT = Path(os.environ.get("DNFA_STATIC_ROOT") or HOME_DIR / "static")
MEDIA_ROOT = Path(os.environ.get("DNFA_MEDIA_ROOT") or HOME_DIR / "media")
MEDIA_URL = "/media/"  # never served by path: attachments go through views that check rights
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEVELOPMENT
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        ),
    },
}
WHITENOISE_USE_FINDERS = DEVELOPMENT
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a list of several hundred invitees, thirteen fields a row
ATTACHMENT_MAX_BYTES = 30 * 1024 * 1024

# Where people open the house: links in mails begin with it.
DNFA_PUBLIC_URL = os.environ.get("DNFA_PUBLIC_URL") or [*CSRF_TRUSTED_ORIGINS, "http://localhost:8000/"][0]

# --- Mail (docs/mail.md) ----------------------------------------------------
# Without a mail server mails wait in the outbox; bin/up starts one for a development home.
EMAIL_HOST = os.environ.get("DNFA_EMAIL_HOST", "")
EMAIL_PORT = environment.number(os.environ, "DNFA_EMAIL_PORT", default=587)
EMAIL_HOST_USER = os.environ.get("DNFA_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("DNFA_EMAIL_PASSWORD", "")
EMAIL_USE_SSL = environment.flag(os.environ, "DNFA_EMAIL_SSL")  # from the first byte (port 465) …
EMAIL_USE_TLS = environment.flag(
    os.environ, "DNFA_EMAIL_TLS", default=not EMAIL_USE_SSL
)  # … or after STARTTLS
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("DNFA_EMAIL_FROM", "songoaivu@danang.gov.vn")
DNFA_EMAIL_REPLY_TO = os.environ.get("DNFA_EMAIL_REPLY_TO", "")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Where the mail server of a development home files what it takes; elsewhere there is no such page.
DNFA_CAUGHT_MAIL = HOME_DIR / "mail" if DEVELOPMENT else None

# --- Security ---------------------------------------------------------------
SECURE_SSL_REDIRECT = not DEVELOPMENT
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked from inside, without the proxy
SECURE_HSTS_SECONDS = 0 if DEVELOPMENT else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEVELOPMENT
SECURE_HSTS_PRELOAD = not DEVELOPMENT
# Only behind a proxy that overwrites the headers; a server reached directly leaves it off.
DNFA_BEHIND_PROXY = environment.flag(os.environ, "DNFA_BEHIND_PROXY")
if DNFA_BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = not DEVELOPMENT
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60  # a working day
CSRF_COOKIE_SECURE = not DEVELOPMENT
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # data: Tabler draws its check marks and arrows as data URIs
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

FILTERS_EMPTY_CHOICE_LABEL = _("Tất cả")

# --- API --------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["dnfa.accounts.access.DeclaredAccessPermission"],
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "dnfa.accounts.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PAGINATION_CLASS": "dnfa.core.api_lists.StandardPagination",
    "PAGE_SIZE": 50,
    "DEFAULT_FILTER_BACKENDS": ["dnfa.core.api_lists.StrictFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "dnfa.core.openapi.RegisterSchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "EXCEPTION_HANDLER": "dnfa.core.api.exception_handler",
    "COERCE_DECIMAL_TO_STRING": True,
    "UNICODE_JSON": True,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Sổ quan hệ đối ngoại thành phố Đà Nẵng",
    "DESCRIPTION": "Giao diện lập trình của sổ quan hệ đối ngoại (registry of the foreign ties of Đà Nẵng).",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["dnfa.accounts.access.DeclaredAccessPermission"],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "dnfa.core.openapi.document_errors",
    ],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "SORT_OPERATIONS": True,
    # Many rooms have a kind and a status; each set of choices has one name in the schema.
    "ENUM_NAME_OVERRIDES": {
        "PartnerKindEnum": "partners.enums.PartnerKind",
        "FocalPointStateEnum": "dnfa.accounts.enums.FocalPointState",
        "FileKindEnum": "dnfa.core.attachments.enums.AttachmentKind",
        "PaperLanguageEnum": "dnfa.core.languages.LANGUAGES",
        "ActionOriginEnum": "dnfa.followup.enums.ActionOrigin",
        "ActionStateEnum": "dnfa.followup.enums.ActionState",
        "ClockStateEnum": "dnfa.followup.enums.ClockState",
        "StageEnum": "agreements.enums.Stage",
        "TermKindEnum": "agreements.enums.TermKind",
        "MailStateEnum": "dnfa.core.mail.enums.MailState",
        "OutcomeEnum": "agreements.enums.RenewalOutcome",
        "MailOutcomeEnum": "dnfa.core.mail.enums.AttemptOutcome",
        "ImportStateEnum": "dnfa.core.enums.ImportState",
        "EventKindEnum": "agreements.enums.EventKind",
        "LegalReportKindEnum": "agreements.enums.LegalReportKind",
        "AgreementStatusEnum": "agreements.enums.Status",
        "AnswerEnum": "agreements.enums.OpinionAnswer",
        "SideEnum": "agreements.enums.CommitmentSide",
        "CancelReasonEnum": "delegations.enums.ChangeReason",
        "DeclineReasonEnum": "delegations.enums.DeclineReason",
        "DirectionEnum": "delegations.enums.Direction",
        "EngagementKindEnum": "delegations.enums.EngagementKind",
        "HeadRankEnum": "delegations.enums.HeadRank",
        "GiftSideEnum": "delegations.enums.GiftSide",
        "InvitationAnswerEnum": "delegations.enums.InvitationAnswer",
        "InvitationSideEnum": "delegations.enums.InvitationSide",
        "InvitationStateEnum": "delegations.selectors_invitations.STATES",
        "LimitKindEnum": "delegations.enums.LimitKind",
        "MemberRoleEnum": "delegations.enums.MemberRole",
        "ObligationSideEnum": "delegations.enums.ObligationSide",
        "ProgrammeItemKindEnum": "delegations.enums.ProgrammeItemKind",
        "ProgrammeItemStateEnum": "delegations.enums.ProgrammeItemState",
        "ProposalReasonEnum": "delegations.matching.proposals.REASONS",
        "RevisionKindEnum": "delegations.enums.RevisionKind",
        "TripStateEnum": "delegations.enums.TripState",
        "ProjectStateEnum": "agreements.enums.ProjectState",
        "ProjectDirectionEnum": "agreements.enums.ProjectDirection",
        "ProjectDeedEnum": "agreements.enums.ProjectDeed",
        "ProjectPartyRoleEnum": "agreements.enums.ProjectPartyRole",
        "ProjectAgencyRoleEnum": "agreements.enums.ProjectAgencyRole",
        "FundingKindEnum": "agreements.enums.FundingKind",
        "NgoPermitKindEnum": "agreements.enums.NgoPermitKind",
        "PermitStateEnum": "agreements.enums.PermitState",
        "SchemeOriginEnum": "reports.scheme.enums.TaskOrigin",
        "SchemeTaskStateEnum": "reports.scheme.enums.TaskState",
        "SchemeReportedStateEnum": "reports.scheme.enums.ReportedState",
        "SchemeProposalStateEnum": "reports.scheme.enums.SchemeProposalState",
        "SchemeProposalKindEnum": "reports.scheme.enums.SchemeProposalKind",
        "SchemePartEnum": "reports.scheme.enums.TaskRole",
        "PartEnum": "delegations.enums.ConferencePart",
        "ReviewDecisionEnum": "agreements.enums.ReviewDecision",
        "UpdateKindEnum": "dnfa.updates.enums.RequestKind",
        "UpdateStateEnum": "dnfa.updates.enums.RequestState",
        "UpdateStepKindEnum": "dnfa.updates.enums.StepKind",
        "UpdateDecisionEnum": "dnfa.updates.enums.Decision",
        "ReturnReasonEnum": "dnfa.updates.enums.ReturnReason",
        "RoundAskKindEnum": "dnfa.updates.enums.AskKind",
        "RoundStateEnum": "dnfa.updates.enums.RoundState",
        "RoundAnswerStateEnum": "dnfa.updates.enums.AnswerState",
    },
}

# --- Background work (the schedule is in dnfa/celery.py) ---------------------
CELERY_BROKER_URL = _redis.broker
# What a task did stands in its Job row or in the table it wrote; nobody reads Celery's own results.
CELERY_TASK_IGNORE_RESULT = True
# Work of a killed worker is given out again after 300 s; a task is shorter than that, or idempotent.
# A broker that is away or says nothing keeps a person waiting for seconds at most: what is not said stands in the database, and
# beat asks for it (docs/operations.md, "What happens when a program dies").
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "socket_connect_timeout": 1,
    "socket_timeout": 3,
    "connect_retries_timeout": 1,
    "interval_start": 0,
    "interval_step": 0.2,
}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.2}
CELERY_VISIBILITY_TIMEOUT = 300
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 290
CELERY_TASK_SOFT_TIME_LIMIT = 270
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = TIME_ZONE
CELERY_ENABLE_UTC = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

LOGGING = logs.configuration(os.environ.get("DNFA_LOG_LEVEL", "INFO").upper())

SILENCED_SYSTEM_CHECKS: list[str] = []
