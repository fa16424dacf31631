from odoo import models
from odoo.tools import SQL

from ..base.report_table import add_up, column, table
from ..registry.age_band import AGE_BAND_KEYS, UNKNOWN_AGE, age_band_sql
from .report_section import KeyFigure, Section

# Once enrolled, somebody was reached, whatever became of it.
REACHED_STATES = ("enrolled", "completed", "exited")
SEXES = ("female", "male", "other", "unknown")
PERIODS = ("new", "cumulative")
MEASURES = tuple(f"{period}_{sex}" for period in PERIODS for sex in (*SEXES, "total"))


class SocialDonorReportMixin(models.AbstractModel):
    """People reached, as counts: nothing in it is about one of them."""

    _inherit = "social.donor.report.mixin"

    def _people_section(self):
        return Section(
            key="people",
            number=6,
            title=self.env._("%(number)s Beneficiaries"),
            label=self.env._("People reached"),
            narrative="beneficiaries_narrative",
            layout="keep",
            tables=(self._people_table,),
            summary=self._people_summary,
            key_figures=self._people_key_figures,
            in_short=self._people_in_short,
        )

    # --- the table -----------------------------------------------------------------

    def _people_table(self, scope):
        """Return the table of people by sex and age band at the period's end.

        Somebody enrolled twice, or in two programs of the report, counts once, from
        the first day.

        :param scope: :class:`.report_scope.ReportScope`
        """
        counts = {(row["band"], row["sex"]): row for row in self._people_counts(scope)}
        rows = []
        for band in AGE_BAND_KEYS if counts else ():
            row = {"level": "line", "band": self._band_label(band)}
            for period in PERIODS:
                for sex in SEXES:
                    row[f"{period}_{sex}"] = counts.get((band, sex), {}).get(period, 0)
                row[f"{period}_total"] = sum(row[f"{period}_{sex}"] for sex in SEXES)
            rows.append(row)
        total = add_up(rows, MEASURES, int)
        if rows:
            of = list(range(len(rows)))
            rows.append(
                {"level": "total", "band": self.env._("Total"), "of": of, **total}
            )
        return table(
            "people",
            self.env._("People reached"),
            self._people_columns(),
            rows,
            # Where nobody was ever enrolled, it is not known how many were reached.
            totals=total if counts else dict.fromkeys(total),
            sheet=self.env._("Beneficiaries"),
            notes=self._people_notes(scope, rows),
            empty=self.env._("No enrollments are recorded for this period."),
        )

    def _people_counts(self, scope):
        scope.env["social.enrollment"].flush_model()
        scope.env["social.beneficiary"].flush_model(["birth_date", "sex"])
        return scope.env.execute_query_dict(
            SQL(
                """
                SELECT %(band)s AS band, COALESCE(person.sex, 'unknown') AS sex,
                       COUNT(*) FILTER (WHERE reached.since >= %(date_from)s) AS new,
                       COUNT(*) AS cumulative
                  FROM (SELECT beneficiary_id, MIN(date_enrolled) AS since
                          FROM social_enrollment
                         WHERE program_id = ANY(%(programs)s)
                           AND state IN %(states)s AND date_enrolled <= %(date_to)s
                      GROUP BY beneficiary_id) reached
                  JOIN social_beneficiary person ON person.id = reached.beneficiary_id
              GROUP BY 1, 2
                """,
                band=age_band_sql(
                    SQL("person.birth_date"), SQL("%s::date", scope.date_to)
                ),
                date_from=scope.date_from,
                date_to=scope.date_to,
                programs=scope.programs.ids,
                states=REACHED_STATES,
            )
        )

    def _band_label(self, band):
        return self.env._("Unknown age") if band == UNKNOWN_AGE else band

    def _people_columns(self):
        groups = {
            "new": self.env._("New in the period"),
            "cumulative": self.env._("Cumulative"),
        }
        labels = {
            "female": self.env._("Female"),
            "male": self.env._("Male"),
            "other": self.env._("Other"),
            "unknown": self.env._("Unknown"),
            "total": self.env._("Total"),
        }
        columns = [column("band", self.env._("Age"), width=16)]
        for period in PERIODS:
            for key, label in labels.items():
                columns.append(
                    column(
                        f"{period}_{key}", label, "integer", 11, groups[period], True
                    )
                )
        return columns

    def _people_notes(self, scope, rows):
        if not rows:
            return []
        notes = [
            self.env._(
                "Each person counts once, from the first enrollment in a program of "
                "this report; age on the last day of the period."
            )
        ]
        if scope.grant:
            notes.append(
                self.env._(
                    "People of the programs that the grant pays for, wholly or in part."
                )
            )
        return notes

    # --- first page ----------------------------------------------------------------

    def _people_summary(self, figures):
        totals = figures["people"]["totals"]
        return {
            "people": totals["cumulative_total"],
            "people_new": totals["new_total"],
        }

    def _people_key_figures(self, figures, fmt):
        summary = figures["summary"]
        people, new = summary["people"], summary["people_new"]
        small = self.env._("not recorded")
        if people is not None:
            small = self.env._("%(new)s new in the period", new=fmt.quantity(new))
        return [
            KeyFigure(self.env._("People reached"), people, "quantity", small),
            KeyFigure(self.env._("New in the period"), new, "quantity", on_page=False),
        ]

    def _people_in_short(self, figures, fmt):
        summary = figures["summary"]
        if not summary["people"]:
            return []
        return [
            self.env._(
                "%(people)s people have been reached, %(new)s of them for the "
                "first time in this period.",
                people=fmt.quantity(summary["people"]),
                new=fmt.quantity(summary["people_new"]),
            )
        ]
