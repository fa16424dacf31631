from . import program_copy_funding
