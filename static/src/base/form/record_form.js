import {FormController} from "@web/views/form/form_controller";
import {patch} from "@web/core/utils/patch";

/** A record that one may not write is not offered to be archived or deleted either. */
patch(FormController.prototype, {
    get archiveEnabled() {
        return super.archiveEnabled && this.model.root.data.can_write !== false;
    },

    getStaticActionMenuItems() {
        const items = super.getStaticActionMenuItems();
        const {isAvailable} = items.delete;
        items.delete.isAvailable = () =>
            isAvailable() && this.model.root.data.can_write !== false;
        return items;
    },
});
