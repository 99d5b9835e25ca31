"""The application for any ASGI server: `uvicorn asgi:app`, its data folder named by CONFERENCE_DATA."""

from conference.serving import application

app = application()
