from . import donor_report
from . import work_plan
from . import visit
from . import activity_papers
