from . import work_plan
