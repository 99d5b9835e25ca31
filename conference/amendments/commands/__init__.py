"""What is done to amendments, one module a theme: filing, signing, ruling, accepting, composing, settling, ordering."""

from conference.amendments.commands.accepting import accept, merge_uncontested, object_to, send_to_vote
from conference.amendments.commands.composing import answer, compose
from conference.amendments.commands.filing import carry_over, discard_draft, keep_draft, propose, reword
from conference.amendments.commands.ordering import set_terms
from conference.amendments.commands.ruling import admit, return_amendment, translate_ruling
from conference.amendments.commands.settling import carry, fall, lose, put_to_vote, readmit, set_aside
from conference.amendments.commands.signing import co_sign, take_over, withdraw

__all__ = [
    "accept", "admit", "answer", "carry", "carry_over", "co_sign", "compose", "discard_draft", "fall", "keep_draft",
    "lose", "merge_uncontested", "object_to", "propose", "put_to_vote", "readmit", "return_amendment", "reword",
    "send_to_vote", "set_aside", "set_terms", "take_over", "translate_ruling", "withdraw",
]  # fmt: skip
