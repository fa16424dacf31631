import {registry} from "@web/core/registry";
import {stepUtils} from "@web_tour/tour_utils";

/** Register a tour that waits for a slow machine. */
function addTour(name, steps) {
    registry.category("web_tour.tours").add(`social_program_${name}`, {
        steps: () => steps().map((step) => ({timeout: 30000, ...step})),
    });
}

/** Go to a menu of the app that is open. */
function menu(section, item) {
    return [
        {
            trigger: `.o_menu_sections button[data-menu-xmlid='social_program.${section}']`,
            run: "click",
        },
        {
            trigger: `.o-dropdown-item[data-menu-xmlid='social_program.${item}']`,
            run: "click",
        },
    ];
}

/** Write into a field of the form or dialog in front. */
function edit(field, text, within = "") {
    const widget = `${within} .o_field_widget[name='${field}']`;
    return {
        trigger: `${widget} input, ${widget} textarea`,
        run: `edit ${text} && press Tab`,
    };
}

/** Choose a record, once the list holds what was typed. */
function choose(field, text, within = "") {
    return [
        {
            trigger: `${within} .o_field_widget[name='${field}'] input`,
            run: `edit ${text}`,
        },
        {
            trigger: `.o-autocomplete--dropdown-item:has(.text-primary:contains('${text}'))`,
            run: "click",
        },
    ];
}

/** Choose one of a few values. */
function select(field, label, within = "") {
    return [
        {
            trigger: `${within} .o_field_widget[name='${field}'] input`,
            run: "click",
        },
        {trigger: `.o_select_menu_item:contains('${label}')`, run: "click"},
    ];
}

/** Press the button of a method, in a form or in the dialog in front. */
function press(method, within = "") {
    return {trigger: `${within} button[name='${method}']:enabled`, run: "click"};
}

/** The state that the form shows. */
function state(label) {
    return {
        trigger: `.o_statusbar_status .o_arrow_button_current:contains('${label}')`,
    };
}

const noDialog = {trigger: "body:not(:has(.modal))"};

/** Open the program by its name, from the menu. */
function openProgram() {
    return [
        ...menu("menu_programs", "social_program_menu"),
        {
            trigger: ".o_kanban_record:contains('Wells for Six Villages')",
            run: "click",
        },
        {trigger: ".o_form_view .o_field_widget[name='manager_id']"},
    ];
}

addTour("year_plan", () => [
    ...stepUtils.goToAppSteps("social_program.menu_root"),
    {trigger: ".o-kanban-button-new", run: "click"},
    edit("name", "Wells for Six Villages"),
    {trigger: "a[name='team']", run: "click"},
    {
        trigger: ".o_field_widget[name='member_ids'] .o_field_x2many_list_row_add a",
        run: "click",
    },
    {trigger: ".o_selected_row"},
    ...select("role", "Partner Organization", ".o_selected_row"),
    ...choose("partner_id", "Village Network", ".o_selected_row"),
    ...stepUtils.saveForm(),
    press("action_approve"),
    state("Approved"),
    press("action_start"),
    state("Running"),
    {
        content: "Six trainings: one, and five more",
        trigger: "button[name='action_view_field_activities']:enabled",
        run: "click",
    },
    {trigger: ".o_list_button_add", run: "click"},
    edit("name", "Training of committees"),
    ...stepUtils.saveForm(),
    press("action_repeat"),
    {trigger: ".modal .o_data_row:nth-child(5)"},
    {
        content: "A holiday is skipped, and another day takes its place",
        trigger: ".modal .o_data_row:nth-child(2) .o_boolean_toggle input",
        run: "click",
    },
    {trigger: ".modal .o_data_row:nth-child(6)"},
    press("action_confirm", ".modal"),
    {trigger: ".o_list_view .o_data_row:nth-child(6)"},
    {
        trigger: ".o_list_view thead .o_list_record_selector input",
        run: "click",
    },
    press("action_approve"),
    {
        trigger: ".o_list_view:not(:has(.o_data_row [name='state']:contains('Draft')))",
    },
]);

addTour("year_change", () => [
    {trigger: "button[name='action_change_series']:enabled", run: "click"},
    {trigger: ".modal .o_field_widget[name='preview'] tr:nth-child(4)"},
    {content: "Neither of the first two", trigger: ".modal tr:not(:nth-child(5))"},
    edit("place", "School", ".modal"),
    press("action_confirm", ".modal"),
    noDialog,
    {trigger: ".o_field_widget[name='place'] input:value('School')"},
]);

addTour("year_policy", () => [
    ...stepUtils.goToAppSteps("social_program.menu_root"),
    ...menu("menu_monitoring", "social_issue_menu"),
    {trigger: ".o_breadcrumb:contains('Issues')"},
    {trigger: ".o_list_button_add", run: "click"},
    edit("name", "Villages must agree in writing"),
    ...choose("program_id", "Wells for Six Villages"),
    ...select("kind", "Policy Change"),
    edit("effect_days", "21"),
    ...stepUtils.saveForm(),
    {
        trigger: ".o_form_statusbar button:contains('Shift')",
        run: "click",
    },
    {
        content: "What would move is shown before",
        trigger: ".modal .o_data_row",
    },
    press("action_shift", ".modal"),
    noDialog,
    {trigger: "a[name='effects']", run: "click"},
    {
        trigger: ".o_field_widget[name='field_activity_ids'] .o_data_row:nth-child(4)",
    },
]);

addTour("year_conflict", () => [
    ...stepUtils.goToAppSteps("social_program.menu_root"),
    ...menu("menu_monitoring", "social_issue_menu"),
    {trigger: ".o_breadcrumb:contains('Issues')"},
    {trigger: ".o_list_button_add", run: "click"},
    edit("name", "Quarrel between two colleagues"),
    ...choose("program_id", "Wells for Six Villages"),
    ...select("kind", "Internal Conflict"),
    {trigger: ".alert:contains('Confidential')"},
    ...stepUtils.saveForm(),
    ...menu("menu_monitoring", "social_issue_menu"),
    {trigger: ".o_list_view .o_data_row:contains('Quarrel')"},
]);

addTour("year_conflict_unseen", () => [
    ...stepUtils.goToAppSteps("social_program.menu_root"),
    ...menu("menu_monitoring", "social_issue_menu"),
    {trigger: ".o_data_row:contains('agree in writing')"},
    {trigger: ".o_list_view:not(:contains('Quarrel'))"},
]);

addTour("year_close", () => [
    ...stepUtils.goToAppSteps("social_program.menu_root"),
    ...openProgram(),
    press("action_start_closing"),
    state("Closing"),
    press("action_view_blockers"),
    {
        content: "What is open is named, and opens",
        trigger: ".modal .o_social_remarks a:contains('Training')",
        run: "click",
    },
    noDialog,
    {trigger: ".o_list_view .o_data_row"},
    {trigger: ".o_list_view thead .o_list_record_selector input", run: "click"},
    press("action_done"),
    {
        trigger:
            ".o_list_view:not(:has(.o_data_row [name='state']:contains('Approved')))",
    },
    ...openProgram(),
    press("action_close"),
    {trigger: ".modal-footer .btn-primary", run: "click"},
    state("Closed"),
]);
