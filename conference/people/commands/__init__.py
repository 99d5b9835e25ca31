"""What changes accounts, registrations, roles, sessions and tokens: one verb, one command, one transaction."""

from conference.people.commands.credentials import accredit, answer_query, query_registration, refuse_registration
from conference.people.commands.entry import end_session, know_browser, sign_in, sign_in_with_password
from conference.people.commands.intake import COLUMNS, RowReport, import_delegates
from conference.people.commands.own import end_token, keep_account, make_token
from conference.people.commands.password import ask_reset, choose_password, may_write_to
from conference.people.commands.registration import ask_confirmation, confirm_address, register
from conference.people.commands.setup import add_account, add_delegation, grant, invite

__all__ = [
    "COLUMNS",
    "RowReport",
    "accredit",
    "add_account",
    "add_delegation",
    "answer_query",
    "ask_confirmation",
    "ask_reset",
    "choose_password",
    "confirm_address",
    "end_session",
    "end_token",
    "grant",
    "import_delegates",
    "invite",
    "keep_account",
    "know_browser",
    "make_token",
    "may_write_to",
    "query_registration",
    "refuse_registration",
    "register",
    "sign_in",
    "sign_in_with_password",
]
