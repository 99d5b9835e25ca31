"""Notices by mail: off until somebody asks for them, neutral until she asks for words, checked again when they go out.

What happened is read from the journal (`events`, `turns`) and becomes one row for each recipient and event in the
outbox (`outbox`), which a worker empties (`worker`). What a row says (`told`) is asked through the recipient's own eyes
at the moment of sending: what was hidden, withdrawn or closed to her meanwhile is not sent.

Nothing of a delegation's own room ever becomes a row here. A voice's owner gets no mail about answers to the voice: a
row that names her beside a voice's post would say whose words they are. Her notices stand on the pages alone.
"""
