from . import dialog_mixin
from . import reason
