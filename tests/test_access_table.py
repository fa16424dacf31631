"""Who may do what, in one table, tried by doing it."""

from datetime import date

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ROLES, SocialProgramAccountCase

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
    "awAAAABJRU5ErkJggg=="
)
COLUMNS = [*ROLES, "deputy", "other_manager", "other_officer"]

# R reads, W writes, C creates, D deletes. The records belong to `program`: `manager`
# manages it, `deputy` deputises, `officer` is a member; the last two users are managers
# and officers of another program. A `*` after the name marks what a company shares.
TABLE = """
                         aud off mgr  adm  fun  inv usr  amg  ro emp por dep  omgr oof
social.program           R   R   RWCD RWCD R    R   R    R    R  -   -   RWC  RC   -
social.program.member    R   R   RWCD RWCD -    -   -    -    -  -   -   RWCD R    -
social.activity          R   RWC RWCD RWCD -    R   R    R    R  -   -   RWCD R    -
            "social.activity.cost": (
                {"name": "Room", "field_activity_id": activity.id},
                {"quantity": 2},
            ),
            "social.photo": (
                {"image": PIXEL, "field_activity_id": activity.id},
                {"caption": "Tap"},
