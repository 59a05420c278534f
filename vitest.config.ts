import { defineConfig } from 'vitest/config'

/** unit: pure and fast. registries: real registries and nginx. docker: where a Docker engine answers. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{src,test,deploy,stack,tasks,bench,e2e}/**/*.test.ts'],
          exclude: ['**/*.registry.test.ts', '**/*.docker.test.ts'],
        },
      },
      {
        test: {
          name: 'registries',
          include: ['{src,test,deploy,stack,tasks}/**/*.registry.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
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
