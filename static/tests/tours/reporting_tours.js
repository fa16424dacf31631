import {registry} from "@web/core/registry";

/** Register a tour that waits for a slow machine. */
function addTour(name, steps) {
    registry.category("web_tour.tours").add(`social_program_${name}`, {
        steps: () => steps().map((step) => ({timeout: 30000, ...step})),
    });
}

addTour("report_manager", () => [
    {
        content: "The figures stand on the form",
        trigger: ".o_field_widget[name='preview'] .sdr-tile-value:contains('150.00')",
    },
    {trigger: "button[name='action_submit_for_review']:enabled", run: "click"},
    {
        content: "A line is overspent, and nobody said why",
        trigger: ".modal .modal-body:contains('Explain these budget lines')",
    },
    {trigger: ".modal .modal-footer button", run: "click"},
    {trigger: "body:not(:has(.modal)) a[name='explanations']", run: "click"},
    {trigger: "button[name='action_list_variances']:enabled", run: "click"},
    {
        trigger: ".o_field_widget[name='explanation_ids'] .o_data_row td[name='text']",
        run: "click",
    },
    {
        trigger: ".o_selected_row [name='text'] textarea",
        run: "edit The well had to be dug twice.",
    },
    {trigger: "button[name='action_submit_for_review']:enabled", run: "click"},
    {trigger: ".o_statusbar_status .o_arrow_button_current:contains('In Review')"},
    {trigger: "a[name='preview']", run: "click"},
    {trigger: ".sdr-explanation:contains('dug twice')"},
]);

addTour("report_print", () => [
    {trigger: ".o_cp_action_menus button", run: "click"},
    {trigger: ".o-dropdown-item:contains('Donor Report')", run: "click"},
    {
        content: "It asks for the period of this grant",
        trigger: ".modal .o_field_widget[name='grant_id']:contains('Wells')",
    },
    {trigger: ".modal button[name='action_print_pdf']:enabled"},
    {trigger: ".modal button[name='action_print_xlsx']:enabled"},
    {trigger: ".modal-footer button.btn-secondary:contains('Close')", run: "click"},
    {trigger: "body:not(:has(.modal))"},
]);

addTour("report_no_print", () => [
    {trigger: ".o_cp_action_menus button", run: "click"},
    {
        content: "Who may not read budgets is not offered their report",
        trigger: ".o-dropdown--menu:not(:contains('Donor Report'))",
    },
]);
