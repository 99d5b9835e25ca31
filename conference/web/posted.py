"""A request that brings a form: an ordinary one is read in one go.

Starlette reads forms byte after byte, for bodies without end; ours are short, as the edge sees to. Whatever is no
ordinary form is still Starlette's to read.
"""

from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request

FIELDS_AT_MOST = 1_000


class Posted(Request):
    """As Starlette's request, and its form is the same one, field by field."""

    async def _get_form(self, **limits: Any) -> FormData:
        kind = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        if self._form is None and kind == "application/x-www-form-urlencoded":
            text = (await self.body()).decode("latin-1")  # what is not ASCII is written as %-signs, in UTF-8
            try:
                fields = parse_qsl(text, keep_blank_values=True, max_num_fields=FIELDS_AT_MOST)
            except ValueError:
                raise HTTPException(400) from None
            self._form = FormData([(name, value) for name, value in fields])
        return await super()._get_form(**limits)
