from . import dialog_mixin
from . import activity_delay
from . import activity_repeat, activity_repeat_line
from . import activity_series_change
from . import donor_report_print, program_reason
from . import issue_escalate, issue_shift, issue_shift_line, risk_matrix
from . import program_copy, program_copy_funding
