"""The one settings file; what differs between places comes from the environment (.env.example)."""

import sys
from datetime import timedelta
from pathlib import Path

import environ
from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
if (BASE_DIR / ".env").exists():
    env.read_env(BASE_DIR / ".env")

# --- What kind of place this is ---------------------------------------------------------------

# Demo: example people to be with one click, mail kept on the machine. Never where real people are.
DEMO = env.bool("SEKOM_DEMO", False)
DEBUG = env.bool("SEKOM_DEBUG", False)
TESTING = "pytest" in sys.modules
DATA_DIR = Path(env("SEKOM_DATA", default=str(BASE_DIR / "var"))).resolve()
SITE_URL = env("SITE_URL", default=f"http://127.0.0.1:{env('PORT', default='8000')}").rstrip("/")
IS_SECURE = SITE_URL.startswith("https://")

SECRET_KEY = env("SECRET_KEY", default="")
if not SECRET_KEY and (DEMO or TESTING):
    SECRET_KEY = "only-for-the-example-network-" + "0123456789" * 4
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5:
    raise ImproperlyConfigured(
        "SECRET_KEY is missing or too weak: give at least 50 random characters "
        "(python -c 'import secrets; print(secrets.token_urlsafe(50))')."
    )
if DEMO and IS_SECURE and not env.bool("SEKOM_DEMO_PUBLIC", False):
    raise ImproperlyConfigured(
        "SEKOM_DEMO opens every account to everyone. It is refused on an https address, "
        "unless SEKOM_DEMO_PUBLIC says that the place holds nothing but example data."
    )
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"] if DEMO or TESTING else []
)
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# --- Apps -------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "newsletter",
    "events",
    "surveys.interviews",
    "surveys",
    "toolbox",
    "members",
    "sekom.outbox",
    "sekom.search",
    "sekom",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "anymail",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "django_prose_editor",
    "js_asset",
    "pgtrigger",
    "pghistory",
]
if DEMO or TESTING:
    INSTALLED_APPS.insert(0, "sekom.demo")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "sekom.logs.RequestMiddleware",
    "sekom.health.MetricsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sekom.history.HistoryMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "sekom.two_factor.TwoFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "sekom.urls"
WSGI_APPLICATION = "sekom.wsgi.application"
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
                "sekom.frame.frame",
            ],
            "builtins": ["sekom.templatetags.ui", "sekom.templatetags.words"],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "sekom"
CRISPY_TEMPLATE_PACK = "sekom"

# --- Database, broker, cache ------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL")}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if not TESTING:
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {
        "min_size": 1,
        "max_size": 8,
        "timeout": 5,
        # The pool waits twice as long after each failure; asking anew finds a server that is back.
        "reconnect_timeout": 4,
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env("CACHE_URL", default=REDIS_URL),
        "KEY_PREFIX": "sekom",
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

CELERY_BROKER_URL = CELERY_RESULT_BACKEND = REDIS_URL
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 15 * 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ALWAYS_EAGER = CELERY_TASK_EAGER_PROPAGATES = TESTING
CELERY_RESULT_EXPIRES = timedelta(hours=1)
CELERY_TIMEZONE = "Europe/Stockholm"
CELERY_BEAT_SCHEDULE = {
    "heartbeat": {"task": "sekom.tasks.beat", "schedule": timedelta(seconds=20)},
    "send-what-is-due": {
        "task": "sekom.outbox.tasks.send_due",
        "schedule": timedelta(seconds=3),  # so soon goes on what a killed worker left
        "options": {"expires": 3},
    },
    "check-sender": {
        "task": "sekom.tasks.check_sender",
        "schedule": crontab(hour="5", minute="10"),
    },
    "index-changes": {"task": "sekom.search.tasks.index_changes", "schedule": timedelta(seconds=5)},
    "rebuild-search": {
        "task": "sekom.search.tasks.rebuild",
        "schedule": crontab(hour="0", minute="20"),
    },
    "close-rounds": {"task": "surveys.tasks.close_due", "schedule": timedelta(minutes=10)},
    "fetch-returns": {
        "task": "sekom.outbox.tasks.fetch_returns",
        "schedule": timedelta(minutes=2),
    },
    "notice-returns": {
        "task": "sekom.outbox.tasks.notice_returns",
        "schedule": timedelta(minutes=1),
    },
    "remind-contacts": {
        "task": "members.tasks.remind_contacts",
        "schedule": crontab(hour="7", minute="40"),
    },
    "check-links": {
        "task": "newsletter.tasks.check_links",
        "schedule": crontab(hour="4", minute="10"),
    },
    "send-issues": {"task": "newsletter.tasks.send_due", "schedule": timedelta(minutes=1)},
    "find-issues": {"task": "newsletter.tasks.mark_begun", "schedule": timedelta(minutes=1)},
    "part-from-leavers": {
        "task": "members.tasks.part_from_leavers",
        "schedule": crontab(hour="0", minute="5"),
    },
    "move-queues-on": {
        "task": "events.tasks.move_queues_on",
        "schedule": timedelta(minutes=1),
    },
    "remind-of-actions": {
        "task": "events.tasks.remind_of_actions",
        "schedule": crontab(hour="6", minute="50"),
    },
    "remind-participants": {
        "task": "events.tasks.remind_participants",
        "schedule": timedelta(minutes=1),
    },
    "close-evaluations": {
        "task": "events.tasks.close_evaluations",
        "schedule": timedelta(minutes=10),
    },
    "compare-network": {
        "task": "surveys.interviews.tasks.compare_network",
        "schedule": crontab(hour="4", minute="30"),
    },
    "publish-tools": {"task": "toolbox.tasks.publish_due", "schedule": timedelta(minutes=1)},
    "remind-owners": {
        "task": "toolbox.tasks.remind_owners",
        "schedule": crontab(hour="6", minute="40"),
    },
    "forget-visitors": {
        "task": "toolbox.tasks.forget_visitors",
        "schedule": crontab(hour="0", minute="10"),
    },
    "clean-up": {"task": "sekom.tasks.clean_up", "schedule": crontab(hour="3", minute="20")},
}

# --- Mail -------------------------------------------------------------------------------------

EMAIL_URL = env("EMAIL_URL", default="")
# Or a provider that django-anymail knows, with its keys as ANYMAIL_…: MAIL_PROVIDER=postmark.
MAIL_PROVIDER = env("MAIL_PROVIDER", default="")
ANYMAIL = {
    name.removeprefix("ANYMAIL_"): value
    for name, value in env.ENVIRON.items()
    if name.startswith("ANYMAIL_")
} | {"IGNORE_UNSUPPORTED_FEATURES": True}
if MAIL_PROVIDER and not ANYMAIL.get("WEBHOOK_SECRET"):
    raise ImproperlyConfigured("MAIL_PROVIDER needs ANYMAIL_WEBHOOK_SECRET=name:password.")
if EMAIL_URL:
    _mail = env.email_url("EMAIL_URL")
    MAILERS = {
        "default": {
            "BACKEND": _mail["EMAIL_BACKEND"],
            "OPTIONS": {
                "host": _mail["EMAIL_HOST"],
                "port": _mail["EMAIL_PORT"],
                "username": _mail["EMAIL_HOST_USER"] or "",
                "password": _mail["EMAIL_HOST_PASSWORD"] or "",
                "use_tls": _mail.get("EMAIL_USE_TLS", False),
                "use_ssl": _mail.get("EMAIL_USE_SSL", False),
                "timeout": 20,
            },
        }
    }
elif MAIL_PROVIDER:
    MAILERS = {"default": {"BACKEND": f"anymail.backends.{MAIL_PROVIDER}.EmailBackend"}}
else:
    MAILERS = {"default": {"BACKEND": "sekom.outbox.kept.KeptMail"}}
# What the mail server takes: a preset, or each by itself. MAIL_LIMITS=30/min,10000/day;
# MAIL_DOMAIN_LIMITS=example.org=100/h,example.net=20/min.
_takes = {
    "": (32, [], 1000),
    "microsoft365": (3, ["30/min", "10000/day"], 30),
}[env("MAIL_PRESET", default="")]
MAIL_CONNECTIONS = env.int("MAIL_CONNECTIONS", _takes[0])  # at once, over all workers
MAIL_LIMITS = env.list("MAIL_LIMITS", default=_takes[1])
MAIL_PER_CONNECTION = env.int("MAIL_PER_CONNECTION", _takes[2])
MAIL_DOMAIN_LIMITS = {
    domain: limits.split("+")
    for domain, limits in env.dict("MAIL_DOMAIN_LIMITS", default={}).items()
}
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Sveriges Ekokommuner <kansli@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Our own DKIM signature, where the mail server makes none: the key's name in the DNS, and the key
# (RSA or Ed25519, as PEM or the path of a file).
MAIL_DKIM_SELECTOR = env("MAIL_DKIM_SELECTOR", default="")
MAIL_DKIM_KEY = env.str("MAIL_DKIM_KEY", default="", multiline=True)
# host:port of the DNS server to ask about the sender's domain; the machine's own where empty.
DNS_SERVER = env("DNS_SERVER", default="")
# What comes back: the address that letters return to, each with a code of its own; the mailbox it
# is read from (imaps://user:password@server/folder); the secret of whoever hands it in instead.
MAIL_RETURN = env("MAIL_RETURN", default="")
MAIL_RETURN_IMAP = env("MAIL_RETURN_IMAP", default="")
MAIL_RETURN_DONE = env("MAIL_RETURN_DONE", default="")
MAIL_RETURN_TOKEN_URL = env("MAIL_RETURN_TOKEN_URL", default="")
MAIL_RETURN_CLIENT_ID = env("MAIL_RETURN_CLIENT_ID", default="")
MAIL_RETURN_CLIENT_SECRET = env("MAIL_RETURN_CLIENT_SECRET", default="")
MAIL_RETURN_SECRET = env("MAIL_RETURN_SECRET", default="")
if MAIL_RETURN_SECRET and len(MAIL_RETURN_SECRET) < 20:
    raise ImproperlyConfigured("MAIL_RETURN_SECRET is too short: give at least 20 characters.")
ORGANISATION_ADDRESS = env("ORGANISATION_ADDRESS", default="Sveriges Ekokommuner, Karlskrona")

# --- Who may ----------------------------------------------------------------------------------

AUTH_USER_MODEL = "members.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my_page"
LOGOUT_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "start"
ACCOUNT_ADAPTER = "members.logging_in.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "members.logging_in.SocialAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# A code proves the address; a new one counts once the link mailed to it is followed.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_FORMS = {"add_email": "sekom.forms.AddressForm"}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS: dict = {}
if env("MICROSOFT_CLIENT_ID", default=""):
    INSTALLED_APPS.append("allauth.socialaccount.providers.microsoft")
    SOCIALACCOUNT_PROVIDERS["microsoft"] = {
        "APPS": [
            {
                "client_id": env("MICROSOFT_CLIENT_ID"),
                "secret": env("MICROSOFT_CLIENT_SECRET"),
                "settings": {"tenant": env("MICROSOFT_TENANT", default="organizations")},
            }
        ],
    }
if env("OIDC_CLIENT_ID", default=""):
    INSTALLED_APPS.append("allauth.socialaccount.providers.openid_connect")
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [
            {
                "provider_id": "oidc",
                "name": env("OIDC_NAME", default="OpenID Connect"),
                "client_id": env("OIDC_CLIENT_ID"),
                "secret": env("OIDC_CLIENT_SECRET"),
                "settings": {"server_url": env("OIDC_SERVER_URL")},
            }
        ],
    }
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "SEKOM"
MFA_FORMS = {"add_webauthn": "sekom.forms.PasskeyForm"}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO or TESTING
USERSESSIONS_TRACK_ACTIVITY = False
# The secretariat reaches every contact in the country: a second factor is theirs to have. The demo
# lets people in without one.
REQUIRE_TWO_FACTOR = env.bool("REQUIRE_TWO_FACTOR", not DEMO)

# The contact persons' Team, kept through Microsoft Graph where an app registration is given.
MICROSOFT_GRAPH = {
    "tenant": env("MICROSOFT_GRAPH_TENANT", default=""),
    "client_id": env("MICROSOFT_GRAPH_CLIENT_ID", default=""),
    "client_secret": env("MICROSOFT_GRAPH_CLIENT_SECRET", default=""),
    "team_id": env("MICROSOFT_GRAPH_TEAM_ID", default=""),
    "url": env("MICROSOFT_GRAPH_URL", default="https://graph.microsoft.com/v1.0"),
    "login_url": env("MICROSOFT_LOGIN_URL", default="https://login.microsoftonline.com"),
    "scope": "https://graph.microsoft.com/.default",
}

# --- Safety -----------------------------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = IS_SECURE
SECURE_REDIRECT_EXEMPT = [r"^halsa/$", r"^metrics$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_SECURE else None
# It tells visitors apart too: by themselves all of them have its address.
ALLAUTH_TRUSTED_PROXY_COUNT = int(IS_SECURE)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 24 * 3600
X_FRAME_OPTIONS = "SAMEORIGIN"
# Our own pages frame letters (a preview, the mailbox); the content policy says the same.
SILENCED_SYSTEM_CHECKS = ["security.W019"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
METRICS_TOKEN = env("METRICS_TOKEN", default="")

# --- Words ------------------------------------------------------------------------------------

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "sekom" / "locale"]
FORMAT_MODULE_PATH = ["sekom.formats"]
TIME_ZONE = "Europe/Stockholm"
USE_I18N = USE_TZ = True

# --- Files ------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = env("STATIC_ROOT", default=str(BASE_DIR / "static_root"))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = env("MEDIA_ROOT", default=str(DATA_DIR / "media"))
MEDIA_URL = "/filer/"
# Straight from the source tree, also what was changed a moment ago; production collects them.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEMO or TESTING
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEMO or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- History, logs ----------------------------------------------------------------------------

PGHISTORY_APPEND_ONLY = True
LOGGING_CONFIG = None
LOG_LEVEL = env("LOG_LEVEL", default="INFO")
LOG_FORMAT = env("LOG_FORMAT", default="console" if DEMO or TESTING else "json")
