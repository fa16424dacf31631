from . import issue_escalate, issue_shift, issue_shift_line, risk_matrix
