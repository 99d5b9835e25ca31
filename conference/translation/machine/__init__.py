"""Machine translation at work: a durable queue, what the engines made, and what readers say about it.

Nouns: *job* (one unit, revision and language that waits for an engine), *lease* (who works at it, until when), *rank*
(who comes first), *machine text* (what an engine made: beside the texts of people, never among them), *plea* (a reader
asks for a person's translation, or reports a machine's), *guard* (breaker and daily budget of one engine).

Promises: a job survives whatever happens to the process; one job for a unit, revision and language, whoever asks;
nobody but a reader of a page ever sees a machine's text: it is no text of its unit, so it makes nothing votable,
outranks no person and fills no gap on the desk.
"""
