"""A section of a donor report, and a figure of its first page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple


def _nothing(*_args):
    return ()


class KeyFigure(NamedTuple):
    """A figure that the first page tells, in the PDF as in the workbook.

    :param kind: a kind of number, see :data:`.report_table.KINDS`
    :param small: what stands below it on the page
    :param on_page: whether the page has room for it; the workbook always has
    """

    label: str
    value: float | None
    kind: str
    small: str = ""
    on_page: bool = True


@dataclass(frozen=True, kw_only=True)
class Section:
    """What page, PDF and workbook loop over: they know no section by its name.

    All texts are in the language of the report. `figures` is what
    :meth:`social.donor.report.mixin._figures` returns, `fmt` a
    :class:`~.report_format.ReportFormat`.

    :param str key: stable name
    :param int number: as donors know it; sections stand in its order
    :param str title: with `%(number)s` where the number is printed
    :param str label: heads its words in the workbook; default: the title, unnumbered
    :param str narrative: field of a kept report with the words of its author
    :param str layout: `keep` (on one page) or `new-page`
    :param in_currency: whether it says that all its amounts are in one currency
    :param tables: functions from the scope to a table (:func:`.report_table.table`)
    :param facts: function(figures, fmt) to [(label, text)]
    :param otherwise: function(figures, fmt) to the sentences that stand where the
        author left the narrative empty
    :param summary: function(figures) to a dict: its part of `figures["summary"]`,
        which the first page is made of
    :param key_figures: function(figures, fmt) to [:class:`KeyFigure`]
    :param in_short: function(figures, fmt) to sentences that sum up its figures
    :param ties: function(figures) to [(what, amount, other amount)]: what two tables
        have to tell alike
    """

    key: str
    number: int
    title: str
    label: str = ""
    narrative: str = ""
    layout: str = ""
    in_currency: bool = False
    tables: tuple[Callable, ...] = ()
    facts: Callable = _nothing
    otherwise: Callable = _nothing
    summary: Callable = _nothing
    key_figures: Callable = _nothing
    in_short: Callable = _nothing
    ties: Callable = _nothing

    @property
    def heading(self):
        """The title with its number, as printed."""
        return self.title % {"number": self.number}

    @property
    def plain_title(self):
        """The title without a number."""
        return (self.title % {"number": ""}).strip()
