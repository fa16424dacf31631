from . import base, activity, reporting
