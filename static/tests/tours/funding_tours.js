import {registry} from "@web/core/registry";
import {stepUtils} from "@web_tour/tour_utils";

/** Choose a record in a many2one, once the list holds what was typed. */
function choose(field, text) {
    const widget = `.o_field_widget[name='${field}']`;
    return [
        {trigger: `${widget} input`, run: `edit ${text}`},
        {
            trigger: `.o-autocomplete--dropdown-item:has(.text-primary:contains('${text}'))`,
            run: "click",
        },
        {trigger: `${widget}:not(:has(.o-autocomplete--dropdown-menu))`},
    ];
}

/** Add a row to a list in a form, and wait until it is the one being edited. */
function addRow(field, number) {
    const list = `.o_field_widget[name='${field}']`;
    return [
        {trigger: `${list} .o_field_x2many_list_row_add a`, run: "click"},
        {trigger: `${list} .o_data_row.o_selected_row:nth-child(${number})`},
    ];
}

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
            trigger: `.o_menu_sections button[data-menu-xmlid='${section}']`,
            run: "click",
        },
        {trigger: `.o-dropdown-item[data-menu-xmlid='${item}']`, run: "click"},
    ];
}

addTour("budget_manager", () => [
    ...stepUtils.goToAppSteps("social_program.menu_root"),
    {trigger: ".o-kanban-button-new", run: "click"},
    {
        trigger:
            ".o_field_widget[name='name'] textarea, .o_field_widget[name='name'] input",
        run: "edit Village Wells",
    },
    ...stepUtils.saveForm(),
    stepUtils.autoExpandMoreButtons(),
    {trigger: "button[name='action_open_budgets']:enabled", run: "click"},
    {trigger: ".o_breadcrumb:contains('Budgets')"},
    {trigger: ".o_list_button_add", run: "click"},
    ...choose("grant_id", "Wells"),
    ...addRow("line_ids", 1),
    {trigger: ".o_selected_row [name='code'] input", run: "edit 1.1"},
    {trigger: ".o_selected_row [name='name'] input", run: "edit Mason"},
    ...choose("category_id", "People"),
    {trigger: ".o_selected_row [name='quantity'] input", run: "edit 4"},
    {trigger: ".o_selected_row [name='unit_cost'] input", run: "edit 250"},
    ...addRow("line_ids", 2),
    {trigger: ".o_selected_row [name='code'] input", run: "edit 2.1"},
    {trigger: ".o_selected_row [name='name'] input", run: "edit Pump"},
    ...choose("category_id", "Goods"),
    {trigger: ".o_selected_row [name='unit_cost'] input", run: "edit 500"},
    ...stepUtils.saveForm(),
    {
        content: "The budget adds up, and its manager cannot approve it",
        trigger: ".o_field_widget[name='amount_total']:contains('1,500.00')",
    },
    {trigger: ".o_form_view:not(:has(button[name='action_approve']))"},
]);

addTour("budget_approver", () => [
    {trigger: "button[name='action_approve']:enabled", run: "click"},
    {trigger: ".modal-footer .btn-primary", run: "click"},
    {
        trigger: ".o_statusbar_status .o_arrow_button_current:contains('Approved')",
    },
    {
        content: "What was approved can only be revised",
        trigger: "button[name='action_revise']",
    },
    {trigger: ".o_form_view:not(:has(.o_field_x2many_list_row_add))"},
]);

addTour("bill_accountant", () => [
    ...stepUtils.goToAppSteps("account.menu_finance"),
    ...menu(
        "account.menu_finance_payables",
        "account.menu_action_move_in_invoice_type"
    ),
    {trigger: ".o_breadcrumb:contains('Bills')"},
    {trigger: ".o_list_button_add", run: "click"},
    ...choose("partner_id", "Vendor"),
    {trigger: "input[data-field='invoice_date']", run: "edit 03/15/2026"},
    ...addRow("invoice_line_ids", 1),
    ...choose("social_program_budget_line_id", "1.1"),
    {
        content: "The budget line brings program and grant",
        trigger: ".o_selected_row .o_field_analytic_distribution .o_tag",
    },
    {trigger: ".o_selected_row [name='price_unit'] input", run: "edit 300"},
    ...stepUtils.saveForm(),
    {trigger: "button[name='action_post']:enabled", run: "click"},
    {
        trigger: ".o_statusbar_status .o_arrow_button_current:contains('Posted')",
    },
    ...menu(
        "account.menu_finance_reports",
        "social_program.account_budget_analysis_menu"
    ),
    {
        content: "Budget against spending",
        trigger: ".o_pivot_cell_value:contains('9,000.00')",
    },
    {trigger: ".o_pivot_cell_value:contains('300.00')"},
]);

addTour("budget_figures", () => [
    {
        trigger: ".o_field_widget[name='amount_spent']:contains('360.00')",
    },
    {
        content: "From the line to the costs behind it",
        trigger:
            "tr:has([data-tooltip='Labour'], td:contains('Labour')) button[name='action_open_shares']:enabled",
        run: "click",
    },
    {trigger: ".o_list_view .o_data_row:contains('60.00')"},
    {trigger: ".o_switch_view.o_pivot", run: "click"},
    {trigger: ".o_pivot_cell_value:contains('60.00')"},
]);
