"""Files that are the same for everybody: an ETag names their bytes, and whoever has them is told so."""

import hashlib

from starlette.requests import Request
from starlette.responses import Response


def answer(request: Request, body: bytes, media_type: str, name: str = "") -> Response:
    """The bytes, or 304 where the asker has them. `name` is what a browser saves the file as, if it does."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    asked = request.headers.get("if-none-match", "")
    if etag in [each.strip().removeprefix("W/").replace("-gzip", "") for each in asked.split(",")]:
        return Response(status_code=304, headers=headers)
    if name:
        headers["Content-Disposition"] = f'inline; filename="{name}"'
    return Response(body, media_type=media_type, headers=headers)
