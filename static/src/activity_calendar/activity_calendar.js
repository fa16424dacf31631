import {_t} from "@web/core/l10n/translation";
import {CalendarModel} from "@web/views/calendar/calendar_model";
import {calendarView} from "@web/views/calendar/calendar_view";
import {registry} from "@web/core/registry";

/** Field activities: late ones are hatched, cancelled ones struck through. */
export class ActivityCalendarModel extends CalendarModel {
    normalizeRecord(rawRecord) {
        const record = super.normalizeRecord(rawRecord);
        const late = rawRecord.delay_days > 0;
        return {
            ...record,
            title: late
                ? _t("%(title)s · %(days)s days late", {
                      days: rawRecord.delay_days,
                      title: record.title,
                  })
                : record.title,
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
