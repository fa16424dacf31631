from . import row_mixin
from . import sound_mixin
from . import links_mixin
from . import guarded_mixin
from . import guarded_form
from . import record_mixin
from . import code_mixin
from . import state_mixin, proposal_mixin, proposal_part_mixin, next_mixin
from . import part_mixin
from . import reminder_mixin
from . import recurrence_mixin
from . import news_mixin
from . import contact_mixin
from . import confidential_mixin, confidential_mail
from . import shadow_mixin, mail, mail_composer, mail_gateway, rating
from . import access_error, attachment, filters
from . import partner, partner_merge
