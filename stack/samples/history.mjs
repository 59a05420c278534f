/**
 * One step of a build, as both builders know it.
 *
 * @typedef {object} Step
 * @property {string} line of the Dockerfile, such as `COPY dist/ /srv/www`
 * @property {boolean} [empty] whether it made no layer
 */

/**
 * History as BuildKit writes it.
 *
 * @param {readonly Step[]} steps
 * @param {string} created
 */
export function buildkitHistory(steps, created) {
  return steps.map(({ line, empty }) => ({
    created,
    created_by: `${line.replace(/^RUN /, 'RUN /bin/sh -c ')} # buildkit`,
    comment: 'buildkit.dockerfile.v0',
    ...(empty && { empty_layer: true }),
  }))
}

/**
 * History as the classic builder writes it: RUN lines are the shell command, all others a comment in one.
 *
 * @param {readonly Step[]} steps
 * @param {string} created
 */
export function classicHistory(steps, created) {
  return steps.map(({ line, empty }) => {
    const command = /^RUN (.*)/s.exec(line)?.[1]
    const space = empty ? ' ' : ''
    return {
      created,
      created_by: `/bin/sh -c ${command ?? `#(nop) ${space}${line}`}`,
      ...(empty && { empty_layer: true }),
    }
  })
}
