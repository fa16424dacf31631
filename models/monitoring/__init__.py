from . import visit_template
from . import visit_template_item
from . import visit
from . import visit_item
from . import visit_finding
from . import photo
from . import program_visit
from . import risk, issue, issue_confidential, issue_option, lesson
from . import program_issue, program_issue_news, program_lesson, program_risk
