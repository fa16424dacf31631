from . import base, activity, monitoring, reporting
