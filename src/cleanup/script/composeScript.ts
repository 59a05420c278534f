import { visibleLine } from '../../format/visibleText.ts'
import { type Rule, formatRule } from '../language/rule.ts'
import { describeRule } from '../language/sentence.ts'

/** What stands at the top of a script; the command line may say otherwise. */
export type WrittenSettings = {
  /** As `formatRule` writes it. */
  readonly rule: string
  readonly repository: string
  /** The address that `/v2/` is below. */
  readonly registry: string
}

/**
 * One file for `node` that cleans up a repository by a rule, with the rule to be read at its top. The rule is
 * data there: no text of it is ever run.
 *
 * @param parts with the program as `template`: the text that `virtual:clean-up-script` exports
 */
export function composeScript({
  template,
  rule,
  repository,
  registry,
}: Omit<WrittenSettings, 'rule'> & { readonly template: string; readonly rule: Rule }): string {
  const settings: WrittenSettings = { rule: formatRule(rule), repository, registry }
  const name = nameScript(repository)
  return [
    '#!/usr/bin/env node',
    comment(`Cleans up ${repository}. Made by Homeport.`),
    '//',
    // Lines of at most 96 characters; a word may be longer.
    ...(describeRule(rule).match(/.{1,96}(?: |$)|[^ ]+/gs) ?? []).map(comment),
    '//',
    comment(`Dry run:  node ${name}`),
    comment(`Delete:   node ${name} --go`),
    comment(`Options:  node ${name} --help`),
    `const HOMEPORT_CLEAN_UP = ${quoteJson(settings)}`,
    '',
    template,
  ].join('\n')
}

/** `clean-up-team-app.mjs` */
export function nameScript(repository: string): string {
  return `clean-up-${repository.replaceAll(/[^a-z0-9._-]+/g, '-')}.mjs`
}

/** Text on one line behind `//`, with everything that could end it written as an escape. */
function comment(text: string): string {
  return `// ${visibleLine(text)}`.trimEnd()
}

/** JSON in ASCII alone, so that no editor shows it other than it is. */
function quoteJson(value: object): string {
  return JSON.stringify(value, undefined, 2).replaceAll(
    /[^\n\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
