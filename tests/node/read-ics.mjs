// What ical.js reads in a calendar file, as JSON: node read-ics.mjs FILE
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const calendar = new ICAL.Component(ICAL.parse(readFileSync(process.argv[2], "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) {
  ICAL.TimezoneService.register(new ICAL.Timezone(zone));
}

const moment = (time) => {
  if (!time) return null;
  if (time.isDate) return time.toString();
  return time.convertToZone(ICAL.Timezone.utcTimezone).toString();
};

const entries = ["vevent", "vtodo"].flatMap((kind) =>
  calendar.getAllSubcomponents(kind).map((one) => ({
    kind,
    uid: one.getFirstPropertyValue("uid"),
    sequence: one.getFirstPropertyValue("sequence"),
    summary: one.getFirstPropertyValue("summary"),
    start: moment(one.getFirstPropertyValue("dtstart") ?? one.getFirstPropertyValue("due")),
    end: kind === "vevent" ? moment(new ICAL.Event(one).endDate) : null,
    status: one.getFirstPropertyValue("status"),
    class: one.getFirstPropertyValue("class"),
    alarms: one.getAllSubcomponents("valarm").map((alarm) => alarm.getFirstPropertyValue("trigger").toString()),
  })),
);
console.log(JSON.stringify(entries));
