from . import activity_delay
from . import activity_repeat, activity_repeat_line
from . import activity_series_change
