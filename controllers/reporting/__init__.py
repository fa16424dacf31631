from . import donor_report
