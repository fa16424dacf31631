import {Component} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {useService} from "@web/core/utils/hooks";

/** Sentences about a record, each a link to its subject where the user may open it. */
export class RemarksField extends Component {
    static template = "social_program.RemarksField";
    static props = {...standardFieldProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    get remarks() {
        return this.props.record.data[this.props.name] || [];
    }

    async open(remark) {
        const {resModel, resId} = this.props.record;
        this.action.doAction(await this.orm.call(resModel, remark.action, [[resId]]));
    }
}

registry.category("fields").add("social_remarks", {
    component: RemarksField,
    supportedTypes: ["json"],
});
