from . import activity, monitoring, reporting
