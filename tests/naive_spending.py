"""What the figures have to be: the rules in plain Python, one share after the other.

Nothing here is fast and nothing is shared with the addon's SQL. The numbers are
decimals; the tests compare them with what the addon shows.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

DRAFTS = ("in_invoice", "in_refund", "in_receipt")


def decimal(number):
    """Return a stored number as a decimal, without the noise of binary fractions."""
    return Decimal(str(round(number, 9)))


def rounded(amount, currency):
    """Round half up, away from zero, to the decimals of a currency."""
    unit = decimal(currency.rounding)
    return (amount / unit).quantize(Decimal(1), rounding=ROUND_HALF_UP) * unit


@dataclass
class Share:
    """A part of a journal item that belongs to one pair; empty records for none."""

    kind: str
    company: object
    date: object
    program: object
    grant: object
    account: object
    item: object
    amount: Decimal
    own: Decimal = None
    # The part of a grant's half that programs of the same item carry.
    carried: Decimal = Decimal(0)

    @property
    def named(self):
        return self.item.social_program_budget_line_id


class NaiveSpending:
    """Reads the books of companies.

    :param env: environment of the superuser
    :param companies: ``res.company`` records
    :param dict approved_on: {budget: day of its approval}; others: after their start
    """

    def __init__(self, env, companies, approved_on=None):
        self.env = env
        self.approved_on = approved_on or {}
        self.companies = companies
        base_plan, other_plans = env["account.analytic.plan"]._get_all_plans()
        self.base_plan = base_plan
        self.plans = base_plan + other_plans
        parameter = env["ir.config_parameter"].get_param("social_program.grant_plan_id")
        self.grant_plan = env["account.analytic.plan"].browse(int(parameter))
        domain = [("company_id", "in", companies.ids)]
        everything = {"active_test": False}
        self.grants, self.programs = (
            {
                owner.analytic_account_id: owner
                for owner in env[model].with_context(**everything).search(domain)
            }
            for model in ("social.grant", "social.program")
        )
        self.budgets = env["social.budget"].search(
            [*domain, ("state", "=", "approved")]
        )
        everything = [*self._posted(), *self._drafts()]
        self.shares = [share for share in everything if self._is_spending(share)]
        self.income = [
            share
            for share in everything
            if share.account.internal_group == "income" and share.kind == "spent"
        ]
        self._carry()

    # --- shares --------------------------------------------------------------------

    def _posted(self):
        lines = self.env["account.analytic.line"].search(
            [("company_id", "in", self.companies.ids)], order="id"
        )
        own = {}
        for item in lines.move_line_id:
            own.update(self._own_amounts(item))
        for line in lines:
            # Either the shadow of a posted journal item, or a timesheet.
            if line.general_account_id and not line.move_line_id:
                continue
            yield Share(
                kind="spent",
                company=line.company_id,
                date=line.date,
                program=line[self.base_plan._column_name()],
                grant=line[self.grant_plan._column_name()],
                account=line.general_account_id,
                item=line.move_line_id,
                amount=-decimal(line.amount),
                own=own.get(line),
            )

    def _own_amounts(self, item):
        """Return {analytic line: its part of the item's amount in its currency}."""
        percents = defaultdict(Decimal)
        for key, percent in item.analytic_distribution.items():
            percents[frozenset(map(int, key.split(",")))] += decimal(percent)
        lines = item.analytic_line_ids.sorted("id")
        keys = [
            frozenset(
                line[plan._column_name()].id
                for plan in self.plans
                if line[plan._column_name()]
            )
            for line in lines
        ]
        parts = self._parts(
            decimal(item.amount_currency),
            [percents[key] for key in keys],
            item.currency_id,
        )
        return dict(zip(lines, parts, strict=True))

    def _parts(self, amount, percents, currency):
        """Divide an amount: each part rounded, the last one takes the remainder."""
        parts = [rounded(amount * percent / 100, currency) for percent in percents]
        whole = rounded(amount * sum(percents) / 100, currency)
        parts[-1] = whole - sum(parts[:-1])
        return parts

    def _drafts(self):
        items = self.env["account.move.line"].search(
            [
                ("company_id", "in", self.companies.ids),
                ("parent_state", "=", "draft"),
                ("move_id.move_type", "in", DRAFTS),
            ],
            order="id",
        )
        for item in items.filtered("analytic_distribution"):
            accounts, percents = [], []
            for key, percent in item.analytic_distribution.items():
                accounts.append(
                    self.env["account.analytic.account"].browse(
                        map(int, key.split(","))
                    )
                )
                percents.append(decimal(percent))
            company_currency = item.company_id.currency_id
            amounts = self._parts(decimal(item.balance), percents, company_currency)
            own = self._parts(decimal(item.amount_currency), percents, item.currency_id)
            for some, amount, own_amount in zip(accounts, amounts, own, strict=True):
                # Posting makes no analytic line of nothing.
                if amount:
                    yield Share(
                        kind="committed",
                        company=item.company_id,
                        date=item.move_id.date,
                        program=some.filtered(
                            lambda a: a.root_plan_id == self.base_plan
                        ),
                        grant=some.filtered(
                            lambda a: a.root_plan_id == self.grant_plan
                        ),
                        account=item.account_id,
                        item=item,
                        amount=amount,
                        own=own_amount,
                    )

    # --- half pairs ----------------------------------------------------------------

    def _carry(self):
        """Set apart what is counted under a program already, item by item."""
        items = defaultdict(list)
        for share in self.shares:
            if share.item and bool(share.program) != bool(share.grant):
                items[share.kind, share.item].append(share)
        for (_kind, item), shares in items.items():
            programs = sum((s.amount for s in shares if s.program), Decimal(0))
            grants = [share for share in shares if share.grant]
            total = sum((share.amount for share in grants), Decimal(0))
            if programs * total <= 0:
                continue
            currency = item.company_id.currency_id
            shared = min(programs, total, key=abs)
            so_far = done = Decimal(0)
            for share in grants:
                so_far += share.amount
                share.carried = rounded(so_far * shared / total, currency) - done
                done += share.carried

    def charged(self, distribution, posted):
        """Return {accounts: percent} of a distribution once its half pairs are joined.

        In hundredths of a percent, paired one after the other.

        :param posted: the item is posted already, and stays as it is
        """
        base, grants = self.base_plan, self.grant_plan
        given = defaultdict(int)
        sides = {base: [], grants: []}
        for key, percent in distribution.items():
            accounts = self.env["account.analytic.account"].browse(
                map(int, key.split(","))
            )
            plans = accounts.root_plan_id
            units = int(decimal(percent) * 100)
            if posted or (base in plans) == (grants in plans):
                given[frozenset(accounts.ids)] += units
            else:
                side = base if base in plans else grants
                sides[side] += [accounts] * units
        halves = [accounts for side in sides.values() for accounts in side]
        one_account = any(
            len({frozenset((some & accounts).ids) for some in side}) == 1
            for accounts, side in (
                (self._accounts_of(plan), side) for plan, side in sides.items()
            )
        )
        others = [
            {
                plan
                for accounts in side
                for plan in accounts.root_plan_id - base - grants
            }
            for side in sides.values()
        ]
        agree = len(sides[base]) == len(sides[grants])
        if agree and one_account and not others[0] & others[1]:
            halves = [one + two for one, two in zip(*sides.values(), strict=True)]
        for accounts in halves:
            given[frozenset(accounts.ids)] += 1
        return dict(given)

    def _accounts_of(self, plan):
        return self.env["account.analytic.account"].search(
            [("root_plan_id", "=", plan.id)]
        )

    # --- what spending is ----------------------------------------------------------

    def grant_of(self, share):
        """Return the grant of a share's pair; an empty record where there is none."""
        nothing = self.env["social.grant"]
        return self._booked_on(share.company, self.grants.get(share.grant, nothing))

    def program_of(self, share):
        """Return the program of a share's pair; an empty record where there is none."""
        return self._program_for(share.company, share.program)

    def _program_for(self, company, account):
        nothing = self.env["social.program"]
        return self._booked_on(company, self.programs.get(account, nothing))

    def home_of(self, share):
        """Return the company to which a share belongs."""
        owner = self.program_of(share) or self.grant_of(share)
        return owner.company_id or share.company

    def _booked_on(self, company, owner):
        """Return a program or grant if a company books on it, else an empty record."""
        while owner and company:
            if company == owner.company_id:
                return owner
            company = company.parent_id
        return owner.browse()

    def _is_spending(self, share):
        if not share.account:
            budget = self.budget_of(share)
            return any(line.labour for line in budget.line_ids)
        company = self.program_of(share).company_id or share.company
        charging = (
            self.grant_of(share).asset_charging or company.social_program_asset_charging
        )
        if share.account.account_type == "expense_depreciation":
            return charging == "depreciation"
        if share.account.account_type == "asset_fixed":
            moves_value = any(
                item.account_id.account_type == "expense_depreciation"
                for item in share.item.move_id.line_ids
            )
            return charging == "purchase" and not moves_value
        return share.account.internal_group == "expense"

    # --- which budget and which line -----------------------------------------------

    def budget_of(self, share):
        """Return the approved budget of a share's pair at its date."""
        found = self.budgets.filtered(
            lambda budget: (
                budget.program_id == self.program_of(share)
                and budget.grant_id.analytic_account_id == share.grant
                and budget.date_start <= share.date <= budget.date_end
            )
        )
        found.ensure_one() if found else None
        return found

    def line_of(self, share):
        """Return the one line that receives a share; empty: unbudgeted."""
        budget = self.budget_of(share)
        if share.named:
            origin = share.named.origin_id
            for line in budget.line_ids:
                if line.origin_id == origin:
                    return line
        candidates = [
            line for line in budget.line_ids if self._is_caught(share, line, budget)
        ]
        if not candidates:
            return self.env["social.budget.line"]
        return min(
            candidates,
            key=lambda line: (
                -self._depth(line.category_id),
                (line.date_end or budget.date_end)
                - (line.date_start or budget.date_start),
                line.id,
            ),
        )

    def _is_caught(self, share, line, budget):
        start = line.date_start or budget.date_start
        end = line.date_end or budget.date_end
        if not start <= share.date <= end:
            return False
        if not share.account:
            return line.labour
        return share.account in self._accounts(line.category_id)

    def _accounts(self, category):
        accounts = category.account_ids
        for child in category.with_context(active_test=False).child_ids:
            accounts |= self._accounts(child)
        return accounts

    def _depth(self, category):
        return 1 + self._depth(category.parent_id) if category else 0

    # --- currency ------------------------------------------------------------------

    def in_pair_currency(self, share):
        """Return a share's amount in the currency of its pair; None: no rate.

        In company currency it is what the books say, whatever they took for a rate.
        """
        company_currency = share.company.currency_id
        currency = self.grant_of(share).currency_id or company_currency
        if currency == company_currency:
            return share.amount
        if share.item.currency_id == currency:
            return share.own
        if self.lacking(share):
            return None
        to_rate = self._rate(currency, share)
        from_rate = self._rate(company_currency, share)
        return rounded(share.amount * to_rate / from_rate, currency)

    def lacking(self, share):
        """Return the currencies whose rate is missing for a share."""
        company_currency = share.company.currency_id
        currency = self.grant_of(share).currency_id or company_currency
        asked = {currency, share.item.currency_id or company_currency}
        if share.item.currency_id == currency or asked == {company_currency}:
            return set()
        asked.add(company_currency)
        return {one for one in asked if self._rate(one, share) is None}

    def unpriced(self, share):
        """Return the currencies whose rate is missing for the amount in the books."""
        company_currency = share.company.currency_id
        currency = share.item.currency_id or company_currency
        if currency == company_currency:
            return set()
        return {
            one
            for one in (currency, company_currency)
            if self._rate(one, share) is None
        }

    def rate_of(self, budget):
        """Return what a unit of an approved budget's currency is worth."""
        while budget.previous_id:
            budget = budget.previous_id
        if budget.currency_id == budget.company_id.currency_id:
            return Decimal(1)
        day = min(budget.date_start, self.approved_on.get(budget, date.max))
        share = Share("", budget.company_id, day, None, None, None, None, None)
        return self._rate(budget.company_id.currency_id, share) / self._rate(
            budget.currency_id, share
        )

    def _rate(self, currency, share):
        rates = self.env["res.currency.rate"].search(
            [
                ("currency_id", "=", currency.id),
                ("company_id", "in", [False, share.company.root_id.id]),
            ]
        )
        if not rates and currency == share.company.currency_id:
            return Decimal(1)
        known = rates.filtered(lambda rate: rate.name <= share.date)
        if not known:
            return None
        return decimal(known.sorted("name")[-1].rate)

    # --- figures -------------------------------------------------------------------

    def of_budgets(self):
        """Return {budget: {kind: {line or empty: amount}}} in the budgets' currency."""
        figures = {
            budget: {"spent": defaultdict(Decimal), "committed": defaultdict(Decimal)}
            for budget in self.budgets
        }
        for share in self.shares:
            budget = self.budget_of(share)
            if budget:
                amount = self.in_pair_currency(share) or Decimal(0)
                figures[budget][share.kind][self.line_of(share)] += amount
        return figures

    def of_grants(self):
        """Return {grant: {kind: amount}} in the grants' currency, and those that lack
        a rate: {grant: first day}.
        """
        figures = defaultdict(lambda: defaultdict(Decimal))
        missing = {}
        for share in self.shares:
            grant = self.grant_of(share)
            if not grant:
                continue
            amount = self.in_pair_currency(share)
            if self.lacking(share):
                missing[grant] = min(missing.get(grant, share.date), share.date)
            figures[grant][share.kind] += amount or Decimal(0)
        return figures, missing

    def of_programs(self, programs):
        """Return {program: {kind: amount}} in company currency, umbrella included."""
        figures = {}
        for program in programs:
            family = program.with_context(active_test=False).search(
                [("id", "child_of", program.id)]
            )
            totals = defaultdict(Decimal, spent=Decimal(0), committed=Decimal(0))
            budgets = self.budgets.filtered(lambda b, f=family: b.program_id in f)
            for share in self.shares:
                if self.program_of(share) in family:
                    totals[share.kind] += share.amount
                    if share.kind == "spent":
                        totals[self._kind_of_day(share.date, budgets)] += share.amount
            totals.pop("history", None)
            figures[program] = totals
        return figures

    def by_account(self, company):
        """Return {(home, account): [balance, spent]} of the books that a company sees.

        Its own books, and what branches booked on what is its; what a program of a
        company above carries is that company's.
        """
        figures = defaultdict(lambda: [Decimal(0), Decimal(0)])
        items = self.env["account.move.line"].search(
            [("company_id", "=", company.id), ("parent_state", "=", "posted")]
        )
        for item in items:
            account = item.account_id
            if account.internal_group == "expense" or (
                account.account_type == "asset_fixed"
            ):
                figures[company, account][0] += decimal(item.balance)
        for share in self.shares:
            home, account = self.home_of(share), share.account
            if share.kind != "spent" or not (share.program or share.grant):
                continue
            if company not in (home, share.company):
                continue
            amount = share.amount - share.carried
            figures[home, account][1] += amount
            # Hours stand in no trial balance.
            if home != share.company and account:
                figures[home, account][0] += amount
                if share.company == company:
                    figures[company, account][0] -= amount
        return figures

    def _kind_of_day(self, day, budgets):
        """Tell whether one of some budgets runs on a day, or started before it."""
        if any(budget.date_start <= day <= budget.date_end for budget in budgets):
            return "spent_budgeted"
        if not budgets or any(budget.date_start <= day for budget in budgets):
            return "spent_unbudgeted"
        return "history"

    def of_pairs(self):
        """Return {(home, program account, grant account): {kind: amount}}."""
        figures = defaultdict(lambda: defaultdict(Decimal))
        for share in self.shares:
            pair = (self.home_of(share), share.program, share.grant)
            figures[pair][share.kind] += share.amount
        return figures

    def of_report(self, shares, report):
        """Return the shares that a donor report tells, drafts of any day included."""
        grant, program = report.grant_id, report.program_id
        family = program.search([("id", "child_of", program.ids)])

        def is_told(share):
            if share.kind == "spent" and share.date > report.date_to:
                return False
            if grant:
                return self.grant_of(share) == grant
            if share.account.internal_group == "income" and not share.program:
                return share.grant and self.home_of(share) == report.company_id
            return self.program_of(share) in family

        return [share for share in shares if is_told(share)]

    def of_accounts(self, company):
        """Return {(general account, date): what is spent}, each cost once."""
        figures = defaultdict(Decimal)
        for share in self.shares:
            if self.home_of(share) == company and share.kind == "spent":
                if share.program or share.grant:
                    figures[share.account, share.date] += share.amount - share.carried
        return figures
