import {
  type Digest,
  type RepositoryName,
  type Tag,
  isDigest,
  isRepositoryName,
  isTag,
} from '../src/registry/names.ts'

// An invalid name in a test is a mistake in the test.

export const parseRepositoryName = (text: string): RepositoryName => need(text, isRepositoryName)
export const parseTag = (text: string): Tag => need(text, isTag)
export const parseDigest = (text: string): Digest => need(text, isDigest)

function need<Name extends string>(text: string, isName: (text: string) => text is Name): Name {
  if (isName(text)) return text
  throw new Error(`${JSON.stringify(text)} is no such name`)
}
