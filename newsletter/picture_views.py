"""Pictures of letters and articles, at addresses that never change what they show."""

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from newsletter.models import Picture


@login_not_required
@require_safe
def picture(request: HttpRequest, pk: int, name: str) -> FileResponse:
    """A picture; mail programs fetch it for anybody, and keep it."""
    found = get_object_or_404(Picture, pk=pk)
    if name != found.name:
        raise Http404
    response = FileResponse(found.file.open("rb"), content_type=found.content_type)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    return response
