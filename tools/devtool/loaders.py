"""`./dev real` and `./dev bench`: scripts of the project in a database."""

from . import cluster, databases, freshness
from .console import Failure, say
from .odoo import Odoo
from .paths import TOOLS


def real(_options):
    """Make the database `real` anew and load the published figures into it."""
    if not (TOOLS / "real.py").exists():
        raise Failure("tools/real.py, which loads the figures, is missing.")
    databases.room()
    odoo = Odoo()
    with cluster.running(), databases.locked("real"):
        databases.drop("real")

        def load(name):
            odoo.call(name, "real:load", failure="loading failed", live=True)

        freshness.ensure(odoo, "real", databases.base(), load)
    say("The database `real` is ready. To look at it: ./dev run --database real")
    return 0


def bench(options):
    """Run one benchmark in a database that is kept from run to run."""
    found = {path.stem.removeprefix("bench_"): path for path in _benchmarks()}
    if options.name not in found:
        names = ", ".join(sorted(found)) or "none yet"
        raise Failure(f"name one of the benchmarks: {names}.")
    module = ".".join(found[options.name].relative_to(TOOLS).with_suffix("").parts)
    databases.room()
    odoo = Odoo()
    with cluster.running(), databases.locked("bench"):
        freshness.ensure(odoo, "bench", databases.base())
        odoo.call("bench", f"{module}:run", failure="the benchmark failed", live=True)
    return 0


def _benchmarks():
    inside = [p for p in TOOLS.glob("bench/*.py") if not p.stem.startswith("_")]
    return [*TOOLS.glob("bench_*.py"), *inside]
