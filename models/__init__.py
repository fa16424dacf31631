from . import program, registry, funding, volunteer, monitoring, reporting
