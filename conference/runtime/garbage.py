"""When Python looks for unreachable objects: seldom among the old ones, for that look stops everybody.

With thousands of open streams it takes half a second, and the default settings do it for each quarter more of them.
"""

import gc

THRESHOLDS = (10_000, 10, 20)


def settle() -> None:
    """Set what was loaded so far aside for good, and look at the old objects after millions of new ones only."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
