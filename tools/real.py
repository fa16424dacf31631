"""`./dev real`: published figures of a real operation, to look at."""

import importlib.util
from pathlib import Path

# By its path: importing the package of the tests would import Odoo's test framework.
_SOURCE = Path(__file__).resolve().parent.parent / "tests" / "real_data.py"


def load(env):
    """Load the figures into the database, and show them to the administrator."""
    spec = importlib.util.spec_from_file_location("real_data", _SOURCE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    data = module.RealData(env).load()
    admin = env.ref("base.user_admin")
    admin.company_ids += data.company
    admin.company_id = data.company
    print(
        f"{len(data.grants)} grants of {len(data.sponsors)} sponsors, "
        f"{len(data.bills)} bills, {len(data.budgets)} budgets."
    )
