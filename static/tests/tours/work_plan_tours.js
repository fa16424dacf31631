import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("social_program_work_plan", {
    steps: () =>
        [
            {trigger: "button[name='action_open_work_plan']", run: "click"},
            {
                content: "Planned beside approved, and late",
                trigger:
                    ".swp-row:contains('Training'):has(.swp-baseline):has(.swp-planned):has(.swp-late)",
            },
            {trigger: ".swp-program button[aria-expanded='true']", run: "click"},
            {trigger: ".swp-screen:not(:has(.swp-activity))"},
            {trigger: ".swp-program button[aria-expanded='false']", run: "click"},
            {trigger: ".swp-activity a:contains('Training')", run: "click"},
            {trigger: ".o_last_breadcrumb_item:contains('Training')"},
            {trigger: ".breadcrumb a:contains('Work Plan')", run: "click"},
            {trigger: "button:contains('Calendar')", run: "click"},
            {trigger: ".o_calendar_view .fc-event.o_event_hatched:contains('late')"},
        ].map((step) => ({timeout: 30000, ...step})),
});
