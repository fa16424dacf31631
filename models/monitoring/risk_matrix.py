"""The risk matrix as a picture."""

from markupsafe import Markup

from .risk import level_of

COLORS = {
    "low": "#c7e5c8",
    "medium": "#fdf0b5",
    "high": "#f8cf9c",
    "critical": "#efa6a1",
}
LEFT, TOP, CELL_WIDTH, CELL_HEIGHT = 130, 8, 132, 62
# What fits into a cell: lines of two codes each, the last one telling of more.
PER_LINE, LINES = 2, 3


def draw(risks):
    """Return the risks in a grid of likelihood and impact, as inline SVG.

    :param risks: records of social.risk, which the reader may read
    """
    env = risks.env
    cells = risks.grouped(lambda risk: (risk.likelihood, risk.impact))
    likelihoods = risks._fields["likelihood"]._description_selection(env)
    impacts = risks._fields["impact"]._description_selection(env)
    parts = []
    for row, (likelihood, label) in enumerate(reversed(likelihoods)):
        y = TOP + row * CELL_HEIGHT
        parts.append(_text(LEFT - 10, y + CELL_HEIGHT / 2 + 4, label, "end"))
        for column, (impact, _label) in enumerate(impacts):
            found = cells.get((likelihood, impact), risks.browse())
            score = int(likelihood) * int(impact)
            parts.append(_cell(LEFT + column * CELL_WIDTH, y, score, found))
    bottom = TOP + 5 * CELL_HEIGHT
    for column, (_impact, label) in enumerate(impacts):
        x = LEFT + column * CELL_WIDTH + CELL_WIDTH / 2
        parts.append(_text(x, bottom + 18, label))
    middle = LEFT + 2.5 * CELL_WIDTH
    impact_title = risks._fields["impact"]._description_string(env)
    likelihood_title = risks._fields["likelihood"]._description_string(env)
    parts.append(_text(middle, bottom + 40, impact_title, bold=True))
    y = TOP + 2.5 * CELL_HEIGHT
    parts.append(
        Markup('<g transform="rotate(-90 14 %s)">%s</g>')
        % (y, _text(14, y, likelihood_title, bold=True))
    )
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" role="img" '
        'aria-label="%s" font-family="sans-serif" font-size="12" '
        'style="max-width: %spx; width: 100%%; height: auto">%s</svg>'
    ) % (
        LEFT + 5 * CELL_WIDTH + 2,
        bottom + 50,
        env._("Risks by likelihood and impact"),
        LEFT + 5 * CELL_WIDTH + 2,
        Markup("").join(parts),
    )


def _cell(x, y, score, risks):
    """Return one square: its color, its score, and the codes of its risks."""
    parts = [
        Markup(
            '<rect x="%s" y="%s" width="%s" height="%s" fill="%s" stroke="#fff" '
            'stroke-width="2"/>'
        )
        % (x, y, CELL_WIDTH, CELL_HEIGHT, COLORS[level_of(score)]),
        Markup(
            '<text x="%s" y="%s" text-anchor="end" fill="#5f6368" '
            'font-size="9">%s</text>'
        )
        % (x + CELL_WIDTH - 5, y + 11, score),
    ]
    names = [(risk.code, risk.name) for risk in risks]
    room = PER_LINE * LINES
    if len(names) > room:
        rest = len(names) - room + 1
        more = "\n".join(f"{code} {name}" for code, name in names[room - 1 :])
        names = [*names[: room - 1], (f"+ {rest}", more)]
    for number, (code, name) in enumerate(names):
        line, place = divmod(number, PER_LINE)
        parts.append(
            Markup(
                '<text x="%s" y="%s" fill="#202124" font-weight="bold" '
                'font-size="11">%s<title>%s</title></text>'
            )
            % (x + 6 + place * 58, y + 24 + line * 15, code, name)
        )
    return Markup("").join(parts)


def _text(x, y, text, anchor="middle", bold=False):
    """Return one line of text that takes the color of its surroundings."""
    return Markup(
        '<text x="%s" y="%s" text-anchor="%s" font-weight="%s" '
        'fill="currentColor">%s</text>'
    ) % (x, y, anchor, "bold" if bold else "normal", text)
