from . import activity, reporting
