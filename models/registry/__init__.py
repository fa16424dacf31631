from . import age_band
from . import beneficiary
from . import enrollment
from . import program
