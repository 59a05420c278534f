import * as v from 'valibot'
import type { ErrorDetail } from './errors.ts'

const errorBody = v.object({
  errors: v.array(
    v.object({
      code: v.string(),
      message: v.optional(v.string(), ''),
      detail: v.optional(v.unknown()),
    }),
  ),
})

/**
 * The entries of an error body; none where it is in another format ("MAY be in any format": a proxy's
 * page is not a second error).
 *
 * @see distribution-spec, "Error Codes"
 */
export function readErrorDetails(body: string): readonly ErrorDetail[] {
  try {
    const parsed = v.safeParse(errorBody, JSON.parse(body))
    return parsed.success ? parsed.output.errors : []
  } catch {
    return []
  }
}
