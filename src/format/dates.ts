const DAY = /^(20\d\d)([-_]?)(\d\d)\2(\d\d)(?:[-_T.]?(?:(\d\d)(\d\d)(?:\d\d)?)Z?)?(?:\.\d{1,3})?$/

/**
 * Whether a name is a date of this century, optionally with a time or a counter: `2026-09-30`, `20260930`,
 * `20260930T1215Z`, `20260930.2`. With dots between year, month and day it may just as well be a version.
 */
export function isDate(name: string): boolean {
  const found = DAY.exec(name)
  if (!found) return false
  const [year = 0, month = 0, day = 0, hours = 0, minutes = 0] = [1, 3, 4, 5, 6].map((at) =>
    Number(found[at] ?? 0),
  )
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
  return month >= 1 && month <= 12 && day >= 1 && day <= last && hours < 24 && minutes < 60
}

/** Whether a name starts with such a date: `20260930-e7e744a`. */
export function beginsWithDate(name: string): boolean {
  return name.startsWith('20') && (isDate(name.slice(0, 8)) || isDate(name.slice(0, 10)))
}

/** Whether a name is year, month and day separated by dots, so either a date or a version. */
export function isDottedDate(name: string): boolean {
  return /^20\d\d\.\d\d\.\d\d$/.test(name) && isDate(name.replaceAll('.', '-'))
}
