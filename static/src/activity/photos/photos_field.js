import {X2ManyField, x2ManyField} from "@web/views/fields/x2many/x2many_field";
import {useRef, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {serializeDate} from "@web/core/l10n/dates";
import {shrinkPhoto} from "./shrink";
import {useService} from "@web/core/utils/hooks";

const {DateTime} = luxon;

/**
 * Photos of a record: several at once, each shrunk here and sent on its own, so that
 * a weak line loses at most one of them.
 */
export class SocialPhotosField extends X2ManyField {
    static template = "social_program.PhotosField";

    setup() {
        super.setup();
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.fileInput = useRef("fileInput");
        this.upload = useState({done: 0, total: 0});
    }

    get rendererProps() {
        // The button above takes the place of the renderer's own.
        const {onAdd, addLabel, ...props} = super.rendererProps; // eslint-disable-line no-unused-vars
        return props;
    }

    get progressText() {
        return _t("Sending %(done)s of %(total)s…", {
            done: this.upload.done + 1,
            total: this.upload.total,
        });
    }

    onClickAdd() {
        this.fileInput.el.click();
    }

    async onFilesChosen(event) {
        const files = [...event.target.files];
        event.target.value = "";
        if (!files.length || !(await this.props.record.save())) {
            return;
        }
        Object.assign(this.upload, {done: 0, total: files.length});
        try {
            for (const file of files) {
                await this.sendPhoto(file);
                this.upload.done++;
            }
        } finally {
            this.upload.total = 0;
            await this.props.record.load();
        }
    }

    async sendPhoto(file) {
        let image = "";
        try {
            image = await shrinkPhoto(file);
        } catch {
            this.notification.add(
                _t("“%(file)s” is not a picture that this browser can open.", {
                    file: file.name,
                }),
                {type: "warning"}
            );
            return;
        }
        await this.orm.create(this.list.resModel, [
            {
                image,
                taken_on: serializeDate(DateTime.fromMillis(file.lastModified)),
                [this.field.relation_field]: this.props.record.resId,
            },
        ]);
    }
}

export const socialPhotosField = {
    ...x2ManyField,
    component: SocialPhotosField,
    supportedTypes: ["one2many"],
};

registry.category("fields").add("social_photos", socialPhotosField);
