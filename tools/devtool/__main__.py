"""Entry point of `python -m devtool`."""

import sys

from .cli import main

sys.exit(main(sys.argv[1:]))
