from . import stakeholder
from . import contact_log
from . import meeting
from . import meeting_decision
from . import project_task
from . import program_meeting
from . import workload
