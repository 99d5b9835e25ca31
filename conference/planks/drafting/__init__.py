"""Where the drafting committee writes: a draft plank before it is laid, and edits of a laid one where rules allow.

Nouns: *draft* (a plank that only the drafting committee sees), *save* (one state of a draft), *laying* (the moment
from which the conference reads it and every change is a version), *edit* (the committee's change of a laid plank).

Promises: nothing typed is lost; whoever was overtaken sees both texts; a save never changes, so every earlier state of
a draft can be taken up again; an edit of a laid plank has a reason and makes a version.
"""
