import {FormController} from "@web/views/form/form_controller";
import {patch} from "@web/core/utils/patch";

/** Nobody is offered to archive or delete a record where it would only be refused. */
patch(FormController.prototype, {
    get archiveEnabled() {
        return super.archiveEnabled && this.model.root.data.can_write !== false;
    },

    getStaticActionMenuItems() {
        const items = super.getStaticActionMenuItems();
        const {isAvailable} = items.delete;
        items.delete.isAvailable = () =>
            isAvailable() && this.model.root.data.can_delete !== false;
        return items;
    },
});
