/** Times in the zone that the reader chose, and lengths of time. */

const SLOT = 'beadle.zone';
const formats = new Map();

export const zone = {
  /** The name of the zone. */
  name: stored() ?? local(),
  set(name) {
    zone.name = name;
    formats.clear();
    localStorage.setItem(SLOT, name);
  },
};

function stored() {
  const name = localStorage.getItem(SLOT);
  try {
    if (name) new Intl.DateTimeFormat('en', { timeZone: name });
    return name;
  } catch {
    return null;
  }
}

/** The zone of this machine. */
export function local() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}

/** All zones that the browser knows. */
export function zones() {
  return ['UTC', ...Intl.supportedValuesOf('timeZone').filter((name) => name !== 'UTC')];
}

function format(key, options, timeZone = zone.name) {
  const id = `${key} ${timeZone}`;
  if (!formats.has(id)) formats.set(id, new Intl.DateTimeFormat('en-GB', { ...options, timeZone }));
  return formats.get(id);
}

/** @typedef {string | number | Date | null | undefined} When */
const date = (when) => new Date(when);

/** `14:03:22`. @param {When} when */
export const clockTime = (when) =>
  format('s', { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(date(when));
/** `14:03`. @param {When} when @param {string} [timeZone] */
export const shortTime = (when, timeZone) =>
  format('m', { hour: '2-digit', minute: '2-digit' }, timeZone).format(date(when));
/** `Mon 30 Nov`. @param {When} when @param {string} [timeZone] */
export const day = (when, timeZone) =>
  format('d', { weekday: 'short', day: 'numeric', month: 'short' }, timeZone)
    .format(date(when))
    .replace(',', '');
/** `2026-11-30`. @param {When} when @param {string} [timeZone] */
export const isoDay = (when, timeZone) =>
  format('i', { year: 'numeric', month: '2-digit', day: '2-digit' }, timeZone)
    .format(date(when))
    .split('/')
    .reverse()
    .join('-');

/** A time as short as it can be told: today without its day. @param {When} when */
export function moment(when) {
  if (when === null || when === undefined) return '–';
  return isoDay(when) === isoDay(Date.now()) ? clockTime(when) : `${day(when)} ${shortTime(when)}`;
}

/** A time in full, with its zone. @param {When} when */
export function fullTime(when) {
  if (when === null || when === undefined) return '–';
  return format('f', { dateStyle: 'full', timeStyle: 'long' }).format(date(when));
}

/** `Berlin, UTC+1`: the zone and how far it is from UTC now. @param {string} name @param {When} [at] */
export function zoneText(name, at = Date.now()) {
  const offset =
    format('z', { timeZoneName: 'shortOffset' }, name)
      .formatToParts(date(at))
      .find((part) => part.type === 'timeZoneName')
      ?.value.replace('GMT', 'UTC') ?? '';
  return name === 'UTC' ? 'UTC' : `${name.split('/').pop()?.replaceAll('_', ' ')} ${offset}`;
}

/** The time at which the wall of the chosen zone shows this. @param {string} isoDate @param {number} [hour] */
export function atLocal(isoDate, hour = 0) {
  const wanted = Date.parse(`${isoDate}T${String(hour).padStart(2, '0')}:00:00Z`);
  let guess = wanted;
  for (let round = 0; round < 3; round += 1) {
    const parts = Object.fromEntries(
      format('p', {
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      })
        .formatToParts(date(guess))
        .map(({ type, value }) => [type, value]),
    );
    guess +=
      wanted - Date.parse(`${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}:00Z`);
  }
  return guess;
}

/** The same hour some days later. @param {string} isoDate @param {number} days */
export function addDays(isoDate, days) {
  return new Date(Date.parse(`${isoDate}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
];

/** `1 h 20 min`, `3.2 s`, `14 ms`. @param {number | null | undefined} ms */
export function length(ms) {
  if (ms === null || ms === undefined) return '–';
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 9950 ? 1 : 0)} s`;
  const at = UNITS.findIndex(([, size]) => ms >= size);
  const [unit, size] = UNITS[at];
  const rest = UNITS[at + 1] && Math.round((ms % size) / UNITS[at + 1][1]);
  return `${Math.floor(ms / size)} ${unit}${rest ? ` ${rest} ${UNITS[at + 1][0]}` : ''}`;
}

/** A length as the API reads it: `5m`, `90s`. @param {number} ms */
export function durationText(ms) {
  const [unit, size] = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1000],
    ['ms', 1],
  ].find(([, unitMs]) => ms >= unitMs && ms % unitMs === 0) ?? ['ms', 1];
  return `${ms / size}${unit}`;
}

/** `in 5 min`, `3 s ago`. @param {When} when @param {number} [now] */
export function relative(when, now = Date.now()) {
  if (when === null || when === undefined) return '–';
  const ms = date(when).getTime() - now;
  const size = Math.abs(ms);
  if (size < 1000) return 'now';
  const [unit, length] = UNITS.find(([, unitMs]) => size >= unitMs) ?? UNITS[3];
  const text = `${Math.floor(size / length)} ${unit}`;
  return ms > 0 ? `in ${text}` : `${text} ago`;
}

const DURATION = /^(\d+(?:\.\d+)?)\s*(ms|s|m|min|h|d|w)$/;
const MS = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Reads `1h`, `30m`, `7d`. @param {string} text @returns {number | null} milliseconds */
export function readLength(text) {
  const [, amount, unit] = DURATION.exec(text.trim()) ?? [];
  return amount ? Number(amount) * MS[unit] : null;
}

/** Times within a text of the API, told in the chosen zone. @param {string | null | undefined} text */
export function withLocalTimes(text) {
  return (text ?? '').replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, (found) =>
    moment(found.replace(/(\.\d{3})\d+/, '$1')),
  );
}
