"""Moderation: reports, hiding with a public reason, the right of reply, slow and closed threads.

Nouns: *ground* (which point of the conference's rules of debate), *report* (a reader's, under a mark: nobody is shown
whose), *hiding* (of a post, with a reason in every language, its author's reply and a second look), *lead* (how a
thread is led: slow, or closed), *floor* (one post that the chair allows one person all the same).

Promises: hidden words are read by their author and by the chair, and by nobody else anywhere, for they lie where
nothing that reads texts finds them (translation.withholding); nobody decides about herself; every act has its row in
the journal (docs/debate.md).
"""
