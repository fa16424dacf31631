from . import donor_report
from . import work_plan
from . import activity_papers
from . import visit
