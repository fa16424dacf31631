import {_t} from "@web/core/l10n/translation";
import {CalendarModel} from "@web/views/calendar/calendar_model";
import {calendarView} from "@web/views/calendar/calendar_view";
import {registry} from "@web/core/registry";

/** Field activities: late ones are hatched, cancelled ones struck through. */
export class ActivityCalendarModel extends CalendarModel {
    normalizeRecord(rawRecord) {
        const record = super.normalizeRecord(rawRecord);
        const late = rawRecord.delay_days > 0;
        const days = rawRecord.delay_days;
        if (late) {
            record.title +=
                " · " + (days === 1 ? _t("1 day late") : _t("%s days late", days));
        }
        return {
            ...record,
            isHatched: late,
            isStriked: rawRecord.state === "cancelled",
        };
    }

    /** What the server refuses to move goes back to its days. */
    async updateRecord(record, options) {
        try {
            await super.updateRecord(record, options);
        } catch (error) {
            await this.load();
            throw error;
        }
    }
}

registry.category("views").add("social_activity_calendar", {
    ...calendarView,
    Model: ActivityCalendarModel,
});
