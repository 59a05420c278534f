import { expect, test } from 'vitest'
import { parseRepositoryName } from '../../../test/names.ts'
import { nameRemovalCommand } from './NameRemoval.tsx'

const name = parseRepositoryName('team/app')
const folder = '/var/lib/registry/docker/registry/v2/repositories/team/app'

test('the folder of a repository is removed', () => {
  const others = ['team/app', 'team/app-two', 'team'].map(parseRepositoryName)
  expect(nameRemovalCommand(name, others)).toMatch(new RegExp(`registry -r ${folder}$`))
})

test('repositories below it stay', () => {
  const others = ['team/app', 'team/app/cache'].map(parseRepositoryName)
  const command = nameRemovalCommand(name, others)
  expect(nameRemovalCommand(name, undefined)).toBe(command)
  expect(command).toContain(`${folder}/_layers ${folder}/_manifests ${folder}/_uploads`)
  expect(command).not.toMatch(new RegExp(`${folder}( |$)`))
})
