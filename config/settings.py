"""All settings, read from the environment. A missing secret stops the start outside demo mode."""

from pathlib import Path
from typing import NamedTuple

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config import logs, refusals


class Patience(NamedTuple):
    """How long something is waited for, in seconds."""

    lock: int
    statement: int
    broker: float  # for each of two or three words with it


BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DEMO = env.bool("DEMO", default=False)
# Somebody waits for a page, and is told (503) instead of waiting for another's lock or a statement gone astray.
# Jobs may take longer. config/wsgi.py says which.
PAGES, JOBS = Patience(3, 10, 0.4), Patience(10, 60, 5)
PATIENCE = PAGES if env.bool("SERVES_PAGES", default=False) else JOBS
DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
SITE_URL: str = env.str("SITE_URL").rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
for refusal in () if DEMO else refusals.of(SECRET_KEY, ALLOWED_HOSTS, SITE_URL):
    raise ImproperlyConfigured(refusal)
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var")))

# Who uses this installation, printed on pages, mails and papers.
MUNICIPALITY = env.str("MUNICIPALITY")
AUDITORS = env.str("AUDITORS")
# Where an answer may also be sent, told to the bodies.
AUDITORS_EMAIL = env.str("AUDITORS_EMAIL", default="")

# The first ladder of an installation, read when its table is made: days before the response date, negative after it.
REMINDER_STEPS = env.list("REMINDER_STEPS", cast=int, default=[])
# Days that the last reminder step stays relevant.
REMINDER_TAIL_DAYS = 14
MAX_UPLOAD_BYTES = 20 * 1024 * 1024
# The virus scanner that files are shown to: a path, or tcp://host:port. Without one they are taken as they are.
CLAMD_SOCKET = env.str("CLAMD_SOCKET", default="")

# The municipality's own sign-in, when it has one. SAML is loaded only where it is used.
OIDC_SERVER = env.str("OIDC_SERVER", default="")
OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", default="")
OIDC_CLIENT_SECRET = env.str("OIDC_CLIENT_SECRET", default="")
SAML_METADATA_URL = env.str("SAML_METADATA_URL", default="")
SAML_ENTITY_ID = env.str("SAML_ENTITY_ID", default="")
SSO_NAME = env.str("SSO_NAME", default="kommunens konto")
# Addresses in these domains count as confirmed when the municipality's sign-in does not say so itself.
SSO_EMAIL_DOMAINS = env.list("SSO_EMAIL_DOMAINS", default=[])
SSO_HAS_SECOND_FACTOR = env.bool("SSO_HAS_SECOND_FACTOR", default=False)
if OIDC_SERVER and not (OIDC_CLIENT_ID and OIDC_CLIENT_SECRET):
    raise ImproperlyConfigured("OIDC_SERVER needs OIDC_CLIENT_ID and OIDC_CLIENT_SECRET")
if SAML_METADATA_URL and not SAML_ENTITY_ID:
    raise ImproperlyConfigured("SAML_METADATA_URL needs SAML_ENTITY_ID")
if not DEMO and any(url.startswith("http://") for url in (OIDC_SERVER, SAML_METADATA_URL)):
    raise ImproperlyConfigured("OIDC_SERVER and SAML_METADATA_URL must begin with https://")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    *(["allauth.socialaccount.providers.saml"] if SAML_METADATA_URL else []),
    "csp",
    "django_htmx",
    "django_linear_migrations",
    "simple_history",
    "common",
    "mailing",
    "backups",
    "accounts",
    "documents",
    "audit",
    "recommendations",
    "responses",
    "importer",
    "reports",
    "operations",
]

MIDDLEWARE = [
    "common.middleware.RequestIdMiddleware",
    "common.middleware.CompressionMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "accounts.middleware.KeptTextMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "common.middleware.PrivatePagesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["common.loaders.Flat", "common.loaders.FlatOfApps"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "config.context.site",
                *(["demo.context.demo"] if DEMO else []),
            ],
            "builtins": [
                *(
                    f"common.templatetags.{subject}"
                    for subject in [
                        *("components", "dates", "forms", "layout", "numbers"),
                        *("remembering", "status", "text"),
                    ]
                ),
                "reports.templatetags.charts",
                "django.templatetags.static",
            ],
        },
    },
]

DATABASES = {"default": env.db("DATABASE_URL")}
DATABASES["default"].update(
    CONN_MAX_AGE=60,
    CONN_HEALTH_CHECKS=True,
    OPTIONS={
        "connect_timeout": 3,
        # A figure of a large register is one short question: it is not worth compiling (`jit`), and
        # 56 000 late rows stay in memory (`work_mem`), where PostgreSQL's own 4 MB go by way of a file.
        "options": f"-c lock_timeout={PATIENCE.lock}s -c statement_timeout={PATIENCE.statement}s"
        " -c jit=off -c work_mem=16MB",
    },
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CLOCK = "django.utils.timezone.now"
LANGUAGE_CODE = "sv"
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "reports:todo"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # an unknown address gets no mail, and the same answer
ACCOUNT_EMAIL_NOTIFICATIONS = False
# Wrong passwords: by account and address together (key), and wide enough for a whole office behind one address (ip).
# A device that the person has signed in with counts by itself, see accounts/adapter.py.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "5/5m/key,60/10m/ip"}
ACCOUNT_FORMS = {"reset_password": "accounts.forms.ForgottenPasswordForm"}
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "accounts.tokens.TokenGenerator"  # noqa: S105

# A second step: an app, a passkey, and codes to keep. Required of the revision side and administrators when set.
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", default=False)
MFA_ADAPTER = "accounts.second_factor.MFAAdapter"
MFA_FORMS = {"add_webauthn": "accounts.forms.AddPasskeyForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Revisionsspår"
MFA_TOTP_TOLERANCE = 1  # a clock half a minute off, a code typed slowly
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the administrator has given the address

SOCIALACCOUNT_ADAPTER = "accounts.single_sign_on.SocialAccountAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a link: the policy below lets no form lead to another site
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, list[dict[str, object]]]] = {}
if OIDC_SERVER:
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [
            {
                "provider_id": "oidc",
                "name": SSO_NAME,
                "client_id": OIDC_CLIENT_ID,
                "secret": OIDC_CLIENT_SECRET,
                "settings": {
                    "server_url": OIDC_SERVER,
                    "verified_email": SSO_EMAIL_DOMAINS,
                    "oauth_pkce_enabled": True,
                },
            }
        ]
    }
if SAML_METADATA_URL:
    SOCIALACCOUNT_PROVIDERS["saml"] = {
        "APPS": [
            {
                "provider_id": "saml",
                "name": SSO_NAME,
                "client_id": "saml",
                "settings": {
                    "idp": {
                        "entity_id": SAML_ENTITY_ID,
                        "metadata_url": SAML_METADATA_URL,
                    },
                    "verified_email": SSO_EMAIL_DOMAINS,
                    "advanced": {"want_assertion_signed": True},
                },
            }
        ]
    }

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_URL.startswith("https://") or not DEMO
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# Clones on the same machine share the host name, not the sign-in.
SESSION_COOKIE_NAME = env.str("SESSION_COOKIE_NAME", default="spar_session")
CSRF_FAILURE_VIEW = "config.views.csrf_failure"
CSRF_COOKIE_NAME = env.str("CSRF_COOKIE_NAME", default="spar_csrf")
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
# Sign-in attempts are counted by the address that the proxy saw, not by the proxy's own.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
SECURE_SSL_REDIRECT = not DEMO and env.bool("SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^halsa/$", r"^metrics$"]
SECURE_HSTS_SECONDS = 0 if DEMO else 31_536_000
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
FONT_PACKAGES = {
    "fonts/inter": BASE_DIR / "node_modules/@fontsource-variable/inter/files",
    "fonts/source-serif-4": BASE_DIR / "node_modules/@fontsource-variable/source-serif-4/files",
}
FONTS_AVAILABLE = all(path.is_dir() for path in FONT_PACKAGES.values())
STATICFILES_DIRS = [BASE_DIR / "static", *(FONT_PACKAGES.items() if FONTS_AVAILABLE else ())]
# In the demo files are served where they lie; production collects them under names that change with their content.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = env.bool("SERVE_STATIC_FROM_SOURCE", default=DEMO)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if WHITENOISE_USE_FINDERS
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
# The largest grid of a stickprov has one control per cell.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 7000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

REDIS_URL = env.str("REDIS_URL")
# Sign-in limits are counted across all web workers, in the database: without Redis one can still sign in.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

_mail = env.email_url("EMAIL_URL")
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = (
    _mail["EMAIL_HOST_USER"] or "",
    _mail["EMAIL_HOST_PASSWORD"] or "",
)
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.get("EMAIL_USE_TLS", False), _mail.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM")

# A socket's address is spelt unix://PATH?db=N by redis and otherwise by Celery.
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://").replace(
    "?db=", "?virtual_host="
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_timeout": PATIENCE.broker,
    "socket_connect_timeout": PATIENCE.broker,
    "visibility_timeout": 900,
    # A request that enqueues waits for no broker: the sweepers find what was not enqueued.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
}
CELERY_TASK_DEFAULT_QUEUE = "celery"
CELERY_BEAT_SCHEDULER = "operations.processes:Scheduler"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 512_000
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = TIME_ZONE
# Mail and papers have a queue and a worker each: a mail server that hangs or a heavy paper delays nothing else.
CELERY_TASK_ROUTES = {
    "mailing.tasks.*": {"queue": "mail"},
    "reports.tasks.make_report": {"queue": "papers"},
    "reports.tasks.make_*_paper": {"queue": "papers"},
}
# What one paper may take: seconds of work, and bytes beside what its process has. By the clock it has as every task.
PAPER_SECONDS = env.int("PAPER_SECONDS", default=30)
PAPER_MEMORY = 1024 * 1024 * 1024


def every(seconds: int, task: str) -> dict[str, object]:
    """A turn that no worker has taken before the next one is due is dropped."""
    return {"task": task, "schedule": seconds, "options": {"expires": seconds}}


CELERY_BEAT_SCHEDULE = {
    "send reminders": every(600, "responses.tasks.send_reminders"),
    "tell changes": every(60, "responses.tasks.tell_changes"),
    # Begun by each deed that puts mail in the outbox too.
    "send outgoing mail": every(30, "mailing.tasks.send_outgoing"),
    "read waiting documents": every(60, "importer.tasks.read_waiting"),
    "make waiting reports": every(60, "reports.tasks.make_waiting_reports"),
    "scan held files": every(60, "documents.tasks.scan_held"),
    "purge failed sign-ins": every(86_400, "accounts.tasks.purge_failed_sign_ins"),
}

# Opens /metrics; without it only the machine itself does, and behind a proxy nobody.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
if METRICS_TOKEN and len(METRICS_TOKEN) < refusals.SHORTEST_KEY:
    raise ImproperlyConfigured(
        f"METRICS_TOKEN must have at least {refusals.SHORTEST_KEY} characters: openssl rand -hex 32"
    )
# Told of alarms too, beside the administrators' mail: an address that takes JSON.
ALARM_WEBHOOK = env.str("ALARM_WEBHOOK", default="")
if ALARM_WEBHOOK and not ALARM_WEBHOOK.startswith(("http://", "https://")):
    raise ImproperlyConfigured("ALARM_WEBHOOK must begin with https:// or http://")

# Where backups lie, how many daily, weekly and monthly ones are kept, and where pg_dump and pg_restore are.
BACKUP_DIR = Path(env.str("BACKUP_DIR", default=str(DATA_DIR / "backups")))
BACKUP_KEEP = env.list("BACKUP_KEEP", cast=int, default=[7, 4, 12])
POSTGRES_BIN = env.str("POSTGRES_BIN", default="")

SIMPLE_HISTORY_REVERT_DISABLED = True

LOGGING = logs.configuration(as_json=env.bool("LOG_JSON", default=not DEMO))

if DEMO:
    INSTALLED_APPS.append("demo")
    CLOCK = "demo.clock.now"
