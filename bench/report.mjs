import { compare, formatRatio, formatSeries } from './figures.mjs'

/**
 * A line of the table.
 *
 * @typedef {object} Line
 * @property {string} job
 * @property {string} base what it is compared with, and its time
 * @property {string} homeport
 * @property {string} ratio
 * @property {string} target
 * @property {boolean} [reached] undefined without a target
 */

/**
 * A line that compares two series.
 *
 * @param {string} job
 * @param {{ base: readonly number[], called?: string, homeport: readonly number[], most?: number }} measured
 *   `most` is the target ratio
 * @returns {Line}
 */
export function ratioLine(job, { base, called = 'floor', homeport, most }) {
  const comparison = compare(homeport, base)
  return {
    job,
    base: `${called} ${formatSeries(base)}`,
    homeport: formatSeries(homeport),
    ratio: formatRatio(comparison),
    target: most === undefined ? '' : `≤ ${most}×`,
    // Two digits are shown, so two digits decide.
    ...(most !== undefined && { reached: Number(comparison.ratio.toFixed(2)) <= most }),
  }
}

/**
 * A line for a figure that must not exceed `most`.
 *
 * @param {string} job
 * @param {{ value: number, most: number, unit?: string, base?: string }} figure
 * @returns {Line}
 */
export function limitLine(job, { value, most, unit = '', base = '' }) {
  const written = (/** @type {number} */ number) =>
    `${number.toLocaleString('en', { maximumFractionDigits: 1 })}${unit && ` ${unit}`}`
  return {
    job,
    base,
    homeport: written(value),
    ratio: '',
    target: `≤ ${written(most)}`,
    reached: value <= most,
  }
}

const HEADS = {
  job: 'job',
  base: 'measured against',
  homeport: 'Homeport',
  ratio: 'ratio (lowest–highest pair)',
  target: 'target',
  result: '',
}

/** @param {Line} line */
function cellsOf({ reached, job, base, homeport, ratio, target }) {
  const result = reached === undefined ? '' : reached ? 'reached' : 'missed'
  return { job, base, homeport, ratio, target, result }
}

/**
 * The table for a terminal.
 *
 * @param {readonly Line[]} lines
 */
export function formatTable(lines) {
  const rows = [HEADS, ...lines.map(cellsOf)].map((row) => Object.values(row))
  const widths = Object.keys(HEADS).map((_, at) =>
    Math.max(...rows.map((row) => row[at]?.length ?? 0)),
  )
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/**
 * The table in Markdown.
 *
 * @param {readonly Line[]} lines
 */
export function formatMarkdown(lines) {
  const row = (/** @type {string[]} */ cells) => `| ${cells.join(' | ')} |`
  const heads = Object.values(HEADS)
  return [
    row(heads),
    row(heads.map(() => '---')),
    ...lines.map((line) => row(Object.values(cellsOf(line)))),
  ].join('\n')
}
