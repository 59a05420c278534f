import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The longest first, so that no worker is at one alone in the end: drawn cases are many in a small file. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isDrawn = ({ moduleId }: TestSpecification) => moduleId.includes('/test/model/')
    const others = await super.sort(files.filter((file) => !isDrawn(file)))
    return [...files.filter(isDrawn), ...others]
  }
}

/** unit: pure and fast. registries: real registries and nginx. docker: where a Docker engine answers. */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{src,test,deploy,stack,tasks,bench,e2e}/**/*.test.ts'],
          exclude: ['**/*.registry.test.ts', '**/*.docker.test.ts'],
          // They share nothing that could be left changed; a process for each file takes three times as long.
          pool: 'threads',
          isolate: false,
        },
      },
      {
        test: {
          name: 'registries',
          include: ['{src,test,deploy,stack,tasks}/**/*.registry.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 3,
        },
      },
      {
        test: {
          name: 'docker',
          include: ['deploy/**/*.docker.test.ts'],
          testTimeout: 900_000,
          hookTimeout: 900_000,
        },
      },
    ],
  },
})
