"""The figures of donor reports: of those that are kept, and of all there could be."""

from .values import plain


def take(env):
    """Return the figures of each report, grant and program for its whole time."""
    env = env(su=True, context={"active_test": False, "lang": "en_US"})
    kept = env["social.donor.report"].search([], order="id")
    result = {"reports that are kept": {str(one.id): _figures(one) for one in kept}}
    for name, field in (
        ("social.program", "program_id"),
        ("social.grant", "grant_id"),
    ):
        result[f"reports on {name}"] = {
            str(one.id): _figures(_report(one, field))
            for one in env[name].search([("date_end", "!=", False)], order="id")
        }
    return result


def _report(subject, field):
    report = subject.env["social.donor.report.print"]
    return report.create(
        {
            field: subject.id,
            "date_from": subject.date_start,
            "date_to": subject.date_end,
        }
    )


def _figures(report):
    return plain(report._figures())
