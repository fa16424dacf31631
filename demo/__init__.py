from . import demo_data
from . import demo_bank
from . import demo_bills
from . import demo_people
