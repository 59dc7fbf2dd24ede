/**
 * @typedef {object} Schedule
 * @property {string} start first day, an ISO date
 * @property {"day" | "week" | "month" | "year"} unit
 * @property {number} [every] 1 when left out; 2 for every second week, and so on
 * @property {string} [end] last day, an ISO date
 */

export function isLeapYear(year) {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

export function daysInMonth(year, month) {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

export function addDays(date, days) {
  const time = Date.parse(`${date}T00:00:00Z`) + days * 86_400_000;
  return new Date(time).toISOString().slice(0, 10);
}

/** The same day some months later, or the last day of that month if it is shorter. */
export function addMonths(date, months) {
  const [year, month, day] = date.split("-").map(Number);
  const index = year * 12 + (month - 1) + months;
  const newYear = Math.floor(index / 12);
  const newMonth = (index % 12) + 1;
  const newDay = Math.min(day, daysInMonth(newYear, newMonth));
  return [String(newYear).padStart(4, "0"), pad(newMonth), pad(newDay)].join("-");
}

/**
 * The n-th date of a schedule, counted from 0. Months are counted from the start, so that the 31st comes back after February.
 */
export function occurrence(schedule, n) {
  const steps = n * (schedule.every ?? 1);
  switch (schedule.unit) {
    case "day":
      return addDays(schedule.start, steps);
    case "week":
      return addDays(schedule.start, steps * 7);
    case "month":
      return addMonths(schedule.start, steps);
    case "year":
      return addMonths(schedule.start, steps * 12);
    default:
      throw new TypeError(`unknown unit: ${schedule.unit}`);
  }
}

export function occurrencesBetween(schedule, from, to) {
  const last = schedule.end !== undefined && schedule.end < to ? schedule.end : to;
  const dates = [];
  for (let n = 0; ; n++) {
    const date = occurrence(schedule, n);
    if (date > last) return dates;
    if (date >= from) dates.push(date);
  }
}

export function describe(schedule) {
  const every = schedule.every ?? 1;
  const rhythm = every === 1 ? `every ${schedule.unit}` : `every ${every} ${schedule.unit}s`;
  const until = schedule.end === undefined ? "" : ` until ${schedule.end}`;
  return `${rhythm} from ${schedule.start}${until}`;
}

function pad(number) {
  return String(number).padStart(2, "0");
}
