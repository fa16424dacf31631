import {Component, onMounted, onWillStart, useRef, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {Layout} from "@web/search/layout";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";

const MODELS = {
    activity: "social.activity",
    milestone: "project.milestone",
    program: "social.program",
};

/** The work plan of some programs, or of all that have not ended. */
export class WorkPlan extends Component {
    static template = "social_program.WorkPlan";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({plan: null, folded: {}});
        const {active_id, active_ids} = this.props.action.context || {};
        this.programIds = active_ids || (active_id ? [active_id] : []);
        this.scrollRef = useRef("scroll");
        onWillStart(() => this.load());
        onMounted(() => this.scrollToToday());
    }

    async load() {
        const plan = await this.orm.call("social.work.plan", "get_screen", [
            this.programIds,
        ]);
        for (const group of plan.groups) {
            this.state.folded[group.id] = group.rows === null;
        }
        this.state.plan = plan;
    }

    /** Long plans open where the work is, with some weeks before it. */
    scrollToToday() {
        const scroll = this.scrollRef.el;
        const left = this.state.plan.today_left;
        if (scroll && left !== null) {
            const track = scroll.querySelector(".swp-months");
            scroll.scrollLeft =
                (track.offsetWidth * left) / 100 - 0.4 * scroll.clientWidth;
        }
    }

    /** Programs of the plan that stand on their own: what is printed. */
    get shownIds() {
        return this.programIds.length
            ? this.programIds
            : this.state.plan.groups.map((group) => group.id);
    }

    barStyle(bar) {
        const width = bar.width === undefined ? "" : `width: ${bar.width}%;`;
        return `left: ${bar.left}%; ${width}`;
    }

    foldTitle(group) {
        return this.state.folded[group.id] ? _t("Unfold") : _t("Fold");
    }

    lateText(row) {
        return row.delay === 1 ? _t("1 day late") : _t("%s days late", row.delay);
    }

    barTitle(row, bar) {
        if (bar.kind === "late") {
            return [_t("%s days late", row.delay), row.cause]
                .filter(Boolean)
                .join(": ");
        }
        const labels = {
            actual: _t("Actual"),
            baseline: _t("Approved"),
            planned: _t("Planned now"),
        };
        return `${labels[bar.kind]}: ${row[bar.kind].label}`;
    }

    async toggle(group) {
        const folded = this.state.folded;
        if (group.rows === null) {
            const {date_from, date_to} = this.state.plan;
            group.rows = await this.orm.call("social.work.plan", "get_rows", [
                group.id,
                date_from,
                date_to,
            ]);
        }
        folded[group.id] = !folded[group.id];
    }

    open(row) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: MODELS[row.kind],
            res_id: row.id,
            views: [[false, "form"]],
        });
    }

    async run(method) {
        this.action.doAction(
            await this.orm.call("social.program", method, [this.shownIds])
        );
    }
}

registry.category("actions").add("social_program.work_plan", WorkPlan);
