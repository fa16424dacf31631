from . import volunteer
from . import program
