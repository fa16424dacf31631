from odoo import models

from ..base.exact import total
from .report_section import KeyFigure, Section

# More would not fit on the first page.
MOST_BARS = 8


class SocialDonorReportMixin(models.AbstractModel):
    """Budgets, funding and transactions; `finance_*.py` build the tables."""

    _inherit = "social.donor.report.mixin"

    def _finance_section(self):
        return Section(
            key="finance",
            number=12,
            title=self.env._("%(number)s Finance"),
            narrative="finance_narrative",
            layout="new-page",
            in_currency=True,
            tables=(self._budget_table, self._funding_table, self._transactions_table),
            summary=self._finance_summary,
            key_figures=self._finance_key_figures,
            in_short=self._finance_in_short,
            ties=self._finance_ties,
        )

    def _finance_ties(self, figures):
        budget, funding, transactions = (
            figures[name]["totals"] for name in ("budget", "funding", "transactions")
        )
        return [
            (
                self.env._("the transactions and the spending of the period"),
                transactions["amount"],
                budget["period"],
            ),
            (
                self.env._("the funding by source and the spending of the period"),
                funding["period"],
                budget["period"],
            ),
            (
                self.env._("the funding by source and the cumulative spending"),
                funding["cumulative"],
                budget["cumulative"],
            ),
        ]

    # --- first page ----------------------------------------------------------------

    def _finance_summary(self, figures):
        totals = figures["budget"]["totals"]
        return {
            "budget": totals["revised"],
            "period": totals["period"],
            "cumulative": totals["cumulative"],
            "committed": totals["committed"],
            "balance": totals["balance"],
            "burn": totals["burn"],
            "received": figures["funding"]["totals"]["received"],
            "bars": self._bars(figures["budget"]["rows"]),
        }

    def _finance_key_figures(self, figures, fmt):
        summary = figures["summary"]
        currency = of_budget = fmt.currency_label
        if summary["burn"] is not None:
            of_budget = self.env._(
                "%(percent)s of the budget", percent=fmt.percent(summary["burn"])
            )
        return [
            KeyFigure(self.env._("Budget"), summary["budget"], "money", currency),
            KeyFigure(
                self.env._("Spent in the period"), summary["period"], "money", currency
            ),
            KeyFigure(
                self.env._("Spent so far"), summary["cumulative"], "money", of_budget
            ),
            KeyFigure(
                self.env._("Committed"), summary["committed"], "money", on_page=False
            ),
            KeyFigure(self.env._("Balance"), summary["balance"], "money", currency),
        ]

    def _finance_in_short(self, figures, fmt):
        summary, subject = figures["summary"], figures["subject"]
        sentences = [
            self.env._(
                "Between %(start)s and %(end)s, %(spent)s were spent; %(cumulative)s "
                "since the start.",
                start=fmt.date(subject["date_from"]),
                end=fmt.date(subject["date_to"]),
                spent=fmt.amount(summary["period"]),
                cumulative=fmt.amount(summary["cumulative"]),
            )
        ]
        if summary["burn"] is not None:
            sentences.append(
                self.env._(
                    "That is %(percent)s of the budget of %(budget)s.",
                    percent=fmt.percent(summary["burn"]),
                    budget=fmt.amount(summary["budget"]),
                )
            )
        return sentences

    def _bars(self, rows):
        """Return the bars of the first page: by program, or else by heading."""
        level = "section" if any(r["level"] == "section" for r in rows) else "subtotal"
        parts = [row for row in rows if row["level"] == level]
        if len(parts) > MOST_BARS:
            by_budget = sorted(parts, key=lambda row: -row["revised"])
            kept = by_budget[: MOST_BARS - 1]
            others = by_budget[MOST_BARS - 1 :]
            parts = [row for row in parts if row in kept]
            keys = ("revised", "cumulative", "committed")
            sums = {key: total(row[key] for row in others) for key in keys}
            parts.append({**sums, "label": self.env._("Others")})
        return [self._bar(row) for row in parts] + [self._bar(rows[-1], is_total=True)]

    def _bar(self, row, is_total=False):
        budget, spent, committed = row["revised"], row["cumulative"], row["committed"]
        # The longest of what there is and what is spoken for fills the bar.
        whole = max(budget, spent + committed)
        return {
            "total": is_total,
            "name": row["name"] if is_total else row["label"],
            "budget": budget,
            "cumulative": spent,
            "committed": committed,
            "burn": 100 * spent / budget if budget else None,
            "over": spent > budget,
            "width": _percent_of(spent, whole),
            "width_committed": _percent_of(committed, whole),
        }


def _percent_of(part, whole):
    return max(0.0, min(100.0, round(100 * part / whole, 2))) if whole > 0 else 0.0
