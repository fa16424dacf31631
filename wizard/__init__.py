from . import base, program, activity, funding, monitoring, reporting
