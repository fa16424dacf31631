"""What rooms tell about a program: in its health, its closing, its news."""

from typing import NamedTuple


class Remark(NamedTuple):
    """One sentence about a program, and what opens its subject.

    `level` says how much it weighs: `info` (news), `at_risk` or `off_track` (health),
    `blocking` (closing). `sentence` is text in the reader's language. `action` is the
    name of the method of the program that opens what the sentence is about, or None.
    """

    level: str
    sentence: str
    action: str | None = None
