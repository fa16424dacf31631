"""Half pairs of entries that are still drafts are joined, as new ones are."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
    drafts = env["account.move.line"].search([("parent_state", "=", "draft")])
    drafts._social_program_join_drafts()
