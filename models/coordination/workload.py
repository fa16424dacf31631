from odoo import fields, models
from odoo.tools import SQL


class SocialWorkload(models.Model):
    """Who does how much in which program: managers and members of today."""

    _name = "social.workload"
    _description = "Team Workload"
    _auto = False
    _rec_name = "user_id"
    _order = "user_id, program_id"
    _depends = {
        "social.program": ["manager_id", "state", "company_id", "is_template"],
        "social.program.member": [
            "user_id",
            "program_id",
            "role",
            "allocation",
            "date_start",
            "date_end",
        ],
        "social.activity": ["user_id", "program_id", "state"],
        "project.task": ["project_id", "user_ids", "state", "active"],
    }

    user_id = fields.Many2one("res.users", string="Person", readonly=True)
    program_id = fields.Many2one("social.program", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    role = fields.Selection(
        selection=lambda self: [
            ("manager", self.env._("Program Manager")),
            *self.env["social.program.member"]
            ._fields["role"]
            ._description_selection(self.env),
        ],
        readonly=True,
    )
    allocation = fields.Float(
        string="Working Time (%)",
        readonly=True,
        help="Part of the working time that the program may count on.",
    )
    activity_count = fields.Integer(
        string="Open Activities",
        readonly=True,
        help="Field activities that the person is responsible for.",
    )
    task_count = fields.Integer(
        string="Open Tasks", readonly=True, help="Tasks in the program's project."
    )

    @property
    def _table_query(self):
        # One row a person and program; the id is stable while both exist.
        return SQL(
            """
            WITH team AS (
                SELECT DISTINCT ON (program_id, user_id) *
                  FROM (SELECT id AS program_id, manager_id AS user_id,
                               'manager' AS role, 0 AS place,
                               manager_allocation AS allocation
                          FROM social_program
                         UNION ALL
                        SELECT program_id, user_id, role, 1, allocation
                          FROM social_program_member
                         WHERE user_id IS NOT NULL
                           AND (date_start IS NULL OR date_start <= %(today)s)
                           AND (date_end IS NULL OR date_end >= %(today)s)
                         UNION ALL
                        -- Who answers for an activity without being in the team.
                        SELECT program_id, user_id, NULL, 2, 0
                          FROM social_activity
                         WHERE user_id IS NOT NULL
                           AND state IN ('draft', 'submitted', 'approved')) person
              ORDER BY program_id, user_id, place, role
            ), activity AS (
                SELECT program_id, user_id, COUNT(*) AS number FROM social_activity
                 WHERE state IN ('draft', 'submitted', 'approved')
              GROUP BY program_id, user_id
            ), task AS (
                SELECT task.project_id, person.user_id, COUNT(*) AS number
                  FROM project_task task
                  JOIN project_task_user_rel person ON person.task_id = task.id
                 WHERE task.active AND task.state NOT IN ('1_done', '1_canceled')
              GROUP BY task.project_id, person.user_id
            )
            SELECT team.program_id::bigint * 1000000 + team.user_id AS id,
                   team.program_id, team.user_id, team.role, team.allocation,
                   program.company_id,
                   COALESCE(activity.number, 0) AS activity_count,
                   COALESCE(task.number, 0) AS task_count
              FROM team
              JOIN social_program program ON program.id = team.program_id
         LEFT JOIN activity ON activity.program_id = team.program_id
                           AND activity.user_id = team.user_id
         LEFT JOIN task ON task.project_id = program.project_id
                       AND task.user_id = team.user_id
             WHERE program.company_id = ANY(%(companies)s)
               AND program.active AND NOT COALESCE(program.is_template, FALSE)
               AND program.state NOT IN ('closed', 'cancelled')
            """,
            today=fields.Date.context_today(self),
            companies=self.env.companies.ids,
        )
