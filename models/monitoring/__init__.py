from . import visit_template
from . import visit_template_item
from . import visit
from . import visit_item
from . import visit_finding
from . import program_visit
