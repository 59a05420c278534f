import { describe, expect, it } from 'vitest'
import { compare, formatRatio, formatSeries, median } from './figures.mjs'
import { phasesOf } from './recorder.mjs'

describe('median', () => {
  it('takes the middle by size, whatever the order', () => {
    expect(median([9, 100, 10])).toBe(10)
    expect(median([4, 1, 3, 2])).toBe(2.5)
  })
})

describe('compare', () => {
  it('divides medians, with the extremes of pairs measured together', () => {
    const comparison = compare([120, 100, 300], [100, 50, 100])
    expect(comparison).toEqual({ ratio: 1.2, lowest: 1.2, highest: 3 })
    expect(formatRatio(comparison)).toBe('1.20× (1.20–3.00)')
  })
})

describe('formatSeries', () => {
  it('gives the median with the lowest and the highest', () => {
    expect(formatSeries([69, 61, 80])).toBe('69 ms (61–80)')
    expect(formatSeries([1.25])).toBe('1.3 ms')
  })
})

describe('phasesOf', () => {
  it('keeps the order of methods and the number of concurrent requests', () => {
    const request = (method: string, begun: number, ended: number) => ({
      method,
      path: '/v2/',
      headers: {},
      body: '',
      begun,
      ended,
    })
    const phases = phasesOf([
      request('HEAD', 0, 5),
      request('HEAD', 1, 3),
      request('HEAD', 4, 6),
      request('DELETE', 7, 8),
      request('DELETE', 8, 9),
    ])
    expect(phases.map(({ width, requests }) => [width, requests.length])).toEqual([
      [2, 3],
      [1, 2],
    ])
  })
})
