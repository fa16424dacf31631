from odoo import fields, models

# More would not fit on the first page.
MOST_BARS = 8


class SocialDonorReportMixin(models.AbstractModel):
    """What the report is about, and the figures of its first page."""

    _inherit = "social.donor.report.mixin"

    def _subject(self, scope):
        """Return what the report is about, as plain values."""
        grant, program = scope.grant, self.program_id
        return {
            "code": self._file_code(),
            "company": scope.company.name,
            "programs": [
                {"code": one.code or "", "name": one.name} for one in scope.programs
            ],
            "program": program.display_name or "",
            "grant": grant.display_name or "",
            "reference": grant.reference or "",
            "sponsor": self._donor_name(grant) if grant else "",
            "date_from": scope.date_from,
            "date_to": scope.date_to,
            "date_start": (grant or program).date_start,
            "date_end": (grant or program).date_end,
            "currency": scope.currency.name,
            "as_of": fields.Datetime.context_timestamp(self, fields.Datetime.now()),
            "preparer": self._preparer().name,
        }

    def _summary(self, scope, budget):
        """Return the figures of the first page and its bars."""
        total = scope.budget_total
        return {
            "budget": total["revised"],
            "period": total["period"],
            "cumulative": total["cumulative"],
            "committed": total["committed"],
            "balance": total["balance"],
            "burn": total["burn"],
            "received": scope.funding_total["received"],
            "people_new": scope.people_total["new_total"],
            "people": scope.people_total["cumulative_total"],
            "activities_done": scope.activities_done,
            "activities": scope.activities_count,
            "bars": self._bars(budget["rows"]),
        }

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
            total = {key: sum(row[key] for row in others) for key in keys}
            parts.append({**total, "label": self.env._("Others")})
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
