from typing import NamedTuple


class Way(NamedTuple):
    """One way from a state to another.

    `reason`: whoever goes it says why. `who`: name of a method that returns those
    records of self whose way the user may go (none: whoever may write them). `second`:
    a second person goes it, where the company asks for one.
    """

    reason: bool = False
    who: str | None = None
    second: bool = False
