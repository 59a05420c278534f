import { expect, test } from 'vitest'
import { DeletionControl } from './control.ts'

test('paused work continues when resumed, and ends when stopped', async () => {
  const control = new DeletionControl()
  expect(await control.mayGoOn()).toBe(true)
  control.pause()
  const waiting = control.mayGoOn()
  control.resume()
  expect(await waiting).toBe(true)
  control.pause()
  const stopped = control.mayGoOn()
  control.stop()
  control.resume()
  expect(await stopped).toBe(false)
  expect(control.state).toBe('stopped')
})
