import { settings } from '../queries/session/settings.ts'

/** Why nothing can be changed here, in a title and a sentence. */
export const READ_ONLY = settings.hasWriteGroups
  ? (['You may only read here', 'The groups in ENV_WRITE_GROUPS may delete.'] as const)
  : ([
      'Homeport is read-only',
      'To delete here, start Homeport with ENV_MODE_BROWSE_ONLY=false.',
    ] as const)
