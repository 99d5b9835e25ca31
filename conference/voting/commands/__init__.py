"""What is done to a vote. One verb, one command, one transaction; a module for each part of a vote's life."""

from conference.voting.commands.casting import cast_ballot as cast_ballot
from conference.voting.commands.closing import close_vote as close_vote
from conference.voting.commands.countdown import announce as announce
from conference.voting.commands.countdown import call_off as call_off
from conference.voting.commands.countdown import take_due as take_due
from conference.voting.commands.counting import unseal as unseal
from conference.voting.commands.declaring import declare as declare
from conference.voting.commands.opening import open_vote as open_vote
from conference.voting.commands.putting import put as put
from conference.voting.commands.putting import take_back as take_back
