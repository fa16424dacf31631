from . import donor_report_print, program_reason
