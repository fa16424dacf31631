from odoo import models


class SocialActivity(models.Model):
    _name = "social.activity"
    _inherit = ["social.activity", "social.news.mixin"]
