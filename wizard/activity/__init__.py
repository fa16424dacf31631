from . import activity_delay
from . import activity_repeat, activity_repeat_line
from . import activity_series_change
from . import program_copy_activities
