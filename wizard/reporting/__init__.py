from . import donor_report_print
