from . import program_copy
