"""What people see when something of ours breaks: nothing here touches the database.

Django calls `server_error` for whatever no view caught, in middleware as well as in views.
"""

import sys
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import ConnectionError as CacheError
from redis.exceptions import TimeoutError as CacheTimeout

# A server that we stand on does not answer. It is back soon, and nobody needs to look for an error.
AWAY = (OperationalError, InterfaceError, BrokerError, CacheError, CacheTimeout)
RETRY_SECONDS = 10


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that we are soon back, or that the error is noted, by the reference in the log."""
    is_away = isinstance(sys.exception(), AWAY)
    status = HTTPStatus.SERVICE_UNAVAILABLE if is_away else HTTPStatus.INTERNAL_SERVER_ERROR
    # Without the request: the frame of a page asks who is logged in, and that is in the database.
    page = loader.get_template(f"{status.value}.html")
    words = page.render({"reference": getattr(request, "reference", "")})
    response = HttpResponse(words, status=status, headers={"Cache-Control": "no-store"})
    if is_away:
        response["Retry-After"] = str(RETRY_SECONDS)
    return response
