from . import activity_papers
from . import work_plan
