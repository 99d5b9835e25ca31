"""The demo conference: its people, texts and votes as files, and the loader that lives them through the commands.

It promises that nothing in it is made behind the commands' backs: each fact of the demo has its row in the journal,
at the moment at which the files say that it happened.
"""
