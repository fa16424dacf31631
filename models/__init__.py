from . import program, registry, funding, volunteer, reporting
