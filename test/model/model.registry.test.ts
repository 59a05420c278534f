import { describeProofs } from './proofTests.ts'

// Deletions in randomly generated repositories, judged by a model that knows the specification but not the product.
// `npm run prove` does the same for longer, with new cases each time.

await describeProofs('2.8.2', {
  deletions: 48,
  'cut-lists': 12,
  oddities: 20,
  interruptions: 8,
})
