"""The application for an ASGI server: `uvicorn asgi:app`, with the data folder in CONFERENCE_DATA."""

import os
from pathlib import Path

from conference.app import from_data

app = from_data(Path(os.environ.get("CONFERENCE_DATA", "data")))
