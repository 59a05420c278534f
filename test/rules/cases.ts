/** An image of a case: its age, or what its index contains. */
export type CaseImage = {
  /** Days before now. */
  readonly age?: number
  /** The string in its config instead; `null`: there is none. */
  readonly created?: string | null
  /** Names of other images: it is an index. Its time is that of the newest of them. */
  readonly children?: readonly string[]
}

/** A rule for the tags of one repository, and its expected result. */
export type RuleCase = {
  readonly number: number
  readonly title: string
  readonly search: string
  readonly images: Readonly<Record<string, CaseImage>>
  /** Tags and their images. `sig:X` stands for cosign's signature tag of image X. */
  readonly tags: Readonly<Record<string, string>>
  /** The images in use; `@X` stands for the digest of image X. */
  readonly pins?: string
  /** A tag for which the registry answers 500. */
  readonly failing?: string
  /** One reason per tag, with `+` if deleted and `-` if kept. `{60}` is the date 60 days ago. */
  readonly expected: Readonly<Record<string, string>>
  readonly refused?: boolean
  /** Images that are gone in the end if tags can be deleted, and some that are kept. */
  readonly gone?: readonly string[]
  readonly left?: readonly string[]
}

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at)

/** A value for each of the names `ci-1`, `ci-2`, … */
function each(prefix: string, last: number, value: (at: number) => string): Record<string, string> {
  return Object.fromEntries(numbers(1, last).map((at) => [`${prefix}${at}`, value(at)]))
}

const ordinal = (at: number) =>
  ({ 2: '2nd', 3: '3rd', 22: '22nd', 23: '23rd', 21: '21st' })[at] ??
  `${at}${at > 30 && at % 10 < 4 && at % 10 > 0 ? ['', 'st', 'nd', 'rd'][at % 10] : 'th'}`

/** Accidents of other tools that a rule must not have. Evaluated at one time: `NOW` in the unit tests. */
export const RULE_CASES: readonly RuleCase[] = [
  {
    number: 1,
    title: 'four tags of one image count as one image',
    search: 'tags=h-*&newest=2',
    images: { A: { age: 3 } },
    tags: each('h-', 4, () => 'A'),
    expected: each('h-', 4, () => '- newest'),
    left: ['A'],
  },
  {
    number: 2,
    title: 'a tag is deleted, its image is kept for another tag',
    search: 'keep=stable&tags=ci-*&older=30d',
    images: { A: { age: 60 } },
    tags: { 'ci-1': 'A', stable: 'A' },
    expected: { 'ci-1': '+ created {60}, older than 30 days', stable: '- kept by stable' },
    left: ['A'],
  },
  {
    number: 3,
    title: 'no wildcard matches latest',
    search: 'tags=*&older=7d',
    images: { A: { age: 400 }, B: { age: 400 } },
    tags: { latest: 'A', b: 'B' },
    expected: { latest: '- protected: name it exactly', b: '+ created {400}, older than 7 days' },
    gone: ['B'],
    left: ['A'],
  },
  {
    number: 4,
    title: 'a name matches the whole tag',
    search: 'tags=dev+test',
    images: { A: { age: 1 }, B: { age: 1 }, C: { age: 1 }, D: { age: 1 } },
    tags: { dev: 'A', 'dev-1': 'B', mytest: 'C', test: 'D' },
    expected: {
      dev: '+ matches dev',
      'dev-1': '- no matching clause',
      mytest: '- no matching clause',
      test: '+ matches test',
    },
    gone: ['A', 'D'],
    left: ['B', 'C'],
  },
  {
    number: 6,
    title: 'tags without a usable date are kept',
    search: 'tags=*&older=30d',
    images: {
      A: { created: '0001-01-01T00:00:00Z' },
      B: { created: '1970-01-01T00:00:00Z' },
      C: { created: '1980-01-01T00:00:01Z' },
      D: { created: null },
      E: { created: '2131-05-01T00:00:00Z' },
      F: { created: 'yesterday' },
    },
    tags: { a: 'A', b: 'B', c: 'C', d: 'D', e: 'E', f: 'F' },
    expected: {
      a: '- no build date: 0001-01-01',
      b: '- no build date: 1970-01-01',
      c: '- no build date: 1980-01-01',
      d: '- no build date: no date',
      e: '- no build date: 2131-05-01',
      f: '- no build date: "yesterday"',
    },
    left: ['A', 'B', 'C', 'D', 'E', 'F'],
  },
  {
    number: 7,
    title: 'tags without a date don’t count among the newest',
    search: 'tags=*&newest=1',
    images: { X: { created: null }, Y: { age: 1 }, Z: { age: 2 } },
    tags: { x: 'X', y: 'Y', z: 'Z' },
    expected: { x: '- no build date: no date', y: '- newest', z: '+ 2nd newest' },
    gone: ['Z'],
    left: ['X', 'Y'],
  },
  {
    number: 8,
    title: 'versions are ordered by version, not by time',
    search: 'tags=.release&newest=2&by=version',
    images: { A: { age: 90 }, B: { age: 60 }, C: { age: 0 }, D: { age: 70 } },
    tags: { '1.9.0': 'A', '1.10.0': 'B', '1.2.0': 'C', '1.10.0-rc.1': 'D' },
    expected: {
      '1.9.0': '- 2nd highest',
      '1.10.0': '- highest',
      '1.2.0': '+ 3rd highest',
      '1.10.0-rc.1': '- no matching clause',
    },
    gone: ['C'],
    left: ['A', 'B', 'D'],
  },
  {
    number: 9,
    title: 'variants are counted separately',
    search: 'tags=.release&newest=1&by=version',
    images: { A: { age: 1 }, B: { age: 2 }, C: { age: 3 }, D: { age: 4 } },
    tags: { '1.2.3': 'A', '1.2.2': 'B', '1.2.3-alpine': 'C', '1.2.2-alpine': 'D' },
    expected: {
      '1.2.3': '- highest',
      '1.2.2': '+ 2nd highest',
      '1.2.3-alpine': '- highest of group alpine',
      '1.2.2-alpine': '+ 2nd highest of group alpine',
    },
    gone: ['B', 'D'],
    left: ['A', 'C'],
  },
  {
    number: 10,
    title: 'the newest of each prefix',
    search: 'tags=env*&newest=1&per=prefix',
    images: { A: { age: 9 }, B: { age: 8 }, C: { age: 7 } },
    tags: { 'env18-101': 'A', 'env18-102': 'B', 'env19-7': 'C' },
    expected: {
      'env18-101': '+ 2nd newest of group env18',
      'env18-102': '- newest of group env18',
      'env19-7': '- newest of group env19',
    },
    gone: ['A'],
    left: ['B', 'C'],
  },
  {
    number: 11,
    title: 'the highest of each minor version',
    search: 'tags=.release&newest=1&by=version&per=minor',
    images: { A: { age: 4 }, B: { age: 3 }, C: { age: 2 }, D: { age: 1 } },
    tags: { '1.1.0': 'A', '1.1.4': 'B', '1.2.0': 'C', '2.0.1': 'D' },
    expected: {
      '1.1.0': '+ 2nd highest of group 1.1',
      '1.1.4': '- highest of group 1.1',
      '1.2.0': '- highest of group 1.2',
      '2.0.1': '- highest of group 2.0',
    },
    gone: ['A'],
    left: ['B', 'C', 'D'],
  },
  {
    number: 12,
    title: 'images are counted, not tags',
    search: 'tags=*&newest=2',
    images: { A: { age: 1 }, B: { age: 2 }, C: { age: 3 } },
    tags: { a: 'A', a2: 'A', b: 'B', c: 'C' },
    expected: { a: '- newest', a2: '- newest', b: '- 2nd newest', c: '+ 3rd newest' },
    gone: ['C'],
    left: ['A', 'B'],
  },
  {
    number: 13,
    title: 'fifty tags of one image by name: one is kept, and so is the image',
    search: 'tags=p-*&newest=1&by=name',
    images: { A: { age: 5 } },
    tags: each('p-', 50, () => 'A'),
    expected: each('p-', 50, (at) =>
      at === 50 ? '- last by name' : `+ ${ordinal(51 - at)} last by name`,
    ),
    left: ['A'],
  },
  {
    number: 14,
    title: 'a build isn’t a pre-release',
    search: 'tags=.prerelease&older=14d',
    images: { A: { age: 60 }, B: { age: 60 } },
    tags: { 'v1.0.2-1234': 'A', 'v1.0.2rc3-1234': 'B' },
    expected: {
      'v1.0.2-1234': '- no matching clause',
      'v1.0.2rc3-1234': '+ created {60}, older than 14 days',
    },
    gone: ['B'],
    left: ['A'],
  },
  {
    number: 15,
    title: 'a kept index keeps its platforms, whose own tags are deleted',
    search: 'tags=*-amd64&older=1d',
    images: { a: { age: 9 }, b: { age: 9 }, I: { children: ['a', 'b'] } },
    tags: { '1.0': 'I', 'x-amd64': 'a' },
    expected: { '1.0': '- no matching clause', 'x-amd64': '+ created {9}, older than 1 day' },
    left: ['I', 'a', 'b'],
  },
  {
    number: 16,
    title: 'a deleted index takes along the platforms that no other contains',
    search: 'tags=1.0&older=1d',
    images: {
      a: { age: 9 },
      b: { age: 9 },
      c: { age: 9 },
      I: { children: ['a', 'b'] },
      J: { children: ['b', 'c'] },
    },
    tags: { '1.0': 'I', '2.0': 'J' },
    expected: { '1.0': '+ created {9}, older than 1 day', '2.0': '- no matching clause' },
    gone: ['I', 'a'],
    left: ['J', 'b', 'c'],
  },
  {
    number: 17,
    title: 'a signature is deleted with what it signs, and never counted',
    search: 'keep=2.0&tags=*&older=1d',
    images: {
      a: { age: 9 },
      b: { age: 9 },
      I: { children: ['a'] },
      J: { children: ['b'] },
    },
    tags: { '1.0': 'I', 'sig:I': 'signature', '2.0': 'J', 'sig:b': 'signature' },
    expected: { '1.0': '+ created {9}, older than 1 day', '2.0': '- kept by 2.0' },
    gone: ['I', 'a'],
    left: ['J', 'b'],
  },
  {
    number: 18,
    title: 'if a tag can’t be read, no image that it may point to is deleted',
    search: 'tags=*&older=30d',
    images: { A: { age: 60 }, B: { age: 60 } },
    tags: { old: 'A', broken: 'B' },
    failing: 'broken',
    expected: {
      old: '+ created {60}, older than 30 days',
      broken: '- unknown: couldn’t check where it points',
    },
    left: ['A', 'B'],
  },
  {
    number: 20,
    title: 'an index is kept if one of its platforms is in use',
    search: 'tags=*&older=30d',
    images: { b: { age: 90 }, c: { age: 90 }, J: { children: ['b'] } },
    tags: { '2.0': 'J', '1.0': 'c' },
    pins: 'registry.example:5000/somewhere/else@b\n',
    expected: { '2.0': '- protected: {b}', '1.0': '+ created {90}, older than 30 days' },
    gone: ['c'],
    left: ['J', 'b'],
  },
  {
    number: 22,
    title: 'more than the limit: nothing is deleted',
    search: 'max=20&tags=*&older=1d',
    images: Object.fromEntries(numbers(1, 21).map((at) => [`I${at}`, { age: 9 }])),
    tags: each('t', 21, (at) => `I${at}`),
    expected: each('t', 21, () => '+ created {9}, older than 1 day'),
    refused: true,
    left: ['I1', 'I21'],
  },
  {
    number: 23,
    title: 'the first clause that matches decides',
    search: 'tags=ci-*&older=7d&tags=.release&newest=2&by=version&tags=*&older=21d',
    images: { A: { age: 8 }, B: { age: 400 }, C: { age: 300 }, D: { age: 22 }, E: { age: 20 } },
    tags: { 'ci-9': 'A', '1.0.0': 'B', '1.1.0': 'C', foo: 'D', bar: 'E' },
    expected: {
      'ci-9': '+ created {8}, older than 7 days',
      '1.0.0': '- 2nd highest',
      '1.1.0': '- highest',
      foo: '+ created {22}, older than 21 days',
      bar: '- created {20}, not older than 21 days',
    },
    gone: ['A', 'D'],
    left: ['B', 'C', 'E'],
  },
  {
    number: 24,
    title: 'what no clause matches is kept',
    search: 'tags=ci-*&older=7d',
    images: { A: { age: 400 }, B: { age: 8 } },
    tags: { prod: 'A', 'ci-1': 'B' },
    expected: { prod: '- no matching clause', 'ci-1': '+ created {8}, older than 7 days' },
    gone: ['B'],
    left: ['A'],
  },
  {
    number: 25,
    title: 'ties at the limit are all kept',
    search: 'tags=ci-*&newest=2',
    images: { A: { age: 1 }, B: { age: 2 }, C: { age: 2 }, D: { age: 2 }, E: { age: 3 } },
    tags: { 'ci-1': 'A', 'ci-2': 'B', 'ci-3': 'C', 'ci-4': 'D', 'ci-5': 'E' },
    expected: {
      'ci-1': '- newest',
      'ci-2': '- 2nd newest',
      'ci-3': '- 2nd newest',
      'ci-4': '- 2nd newest',
      'ci-5': '+ 5th newest',
    },
    gone: ['E'],
    left: ['A', 'B', 'C', 'D'],
  },
]

/** Case 5: invalid rules, which select nothing. */
export const NO_RULES: readonly string[] = ['tags=', 'tags=pr-*&oldr=30d', 'tags=*']
