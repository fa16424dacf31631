# A room uses those before it, never those after it.
from . import base, program, activity, coordination, registry, funding
from . import volunteer, monitoring, reporting
