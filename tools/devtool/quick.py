"""What `./dev test --quick` runs; it names at its end whatever it leaves out."""

import fnmatch

# Parts of the full run that stay, beside the shards: "tests 2 of 5". All others are
# left out: what they look at breaks seldom, and together with something else.
PARTS = ("install", "install and upgrade with demo data", "messages", "tools")
SHARDS = "tests "

# Test files that are left out: tours through the browser, and tests that compare what
# many generated, real or rehearsed records give.
LONG = ("*_tours", "*_generated", "*_many", "*_real")


def has_part(title):
    """Tell whether a part of the full run belongs to the quick one."""
    return title in PARTS or title.startswith(SHARDS)


def split(files):
    """Return the test files of the quick run and those that it leaves out."""
    long = [f for f in files if any(fnmatch.fnmatchcase(f, p) for p in LONG)]
    return [file for file in files if file not in long], long
