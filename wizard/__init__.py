from . import program_reason
