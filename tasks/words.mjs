import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parseSync } from 'vite'
import { PROJECT } from './built.mjs'

/**
 * `npm run words`: everything that the page and the clean-up program can say, file by file, for reading from top to
 * bottom. Values are shown as `…`.
 */

/** Attributes without words. */
const NO_WORDS =
  /^(?:class(?:Name)?|look|size|to|href|id|name|type|role|rel|d|viewBox|.*ClassName)$/

/** @typedef {any} Node of the syntax tree */

const src = join(PROJECT, 'src')
const files = await readdir(src, { recursive: true })
for (const path of files.filter((one) => /(?<!\.test)\.tsx?$/.test(one)).toSorted()) {
  const source = await readFile(join(src, path), 'utf8')
  const words = [...new Set(wordsOf(parseSync(path, source).program))]
  if (words.length > 0) console.log(`\n${path}\n${words.map((one) => `  ${one}`).join('\n')}`)
}

/**
 * @param {Node} node
 * @returns {readonly string[]}
 */
function wordsOf(node) {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'TSLiteralType':
      return []
    case 'JSXAttribute':
      return NO_WORDS.test(node.name.name ?? '') || !node.value ? [] : wordsOf(node.value)
    case 'JSXElement':
    case 'JSXFragment':
      return [...sentence(node.children.map(textOf).join('')), ...within(node)]
    case 'Literal':
    case 'TemplateLiteral':
      return [...sentence(textOf(node)), ...within(node)]
    default:
      return within(node)
  }
}

/** @param {Node} node */
function within(node) {
  const parts = Object.values(node).flat()
  return parts.filter((part) => typeof part?.type === 'string').flatMap(wordsOf)
}

/**
 * @param {Node} node
 * @returns {string}
 */
function textOf(node) {
  switch (node.type) {
    case 'JSXText':
      return node.value
    case 'JSXExpressionContainer':
      return node.expression.type === 'JSXEmptyExpression' ? '' : textOf(node.expression)
    case 'JSXElement':
    case 'JSXFragment':
      return node.children.map(textOf).join('')
    case 'Literal':
      return typeof node.value === 'string' ? node.value : '…'
    case 'TemplateLiteral':
      return node.quasis.map((/** @type {Node} */ part) => part.value.cooked).join('…')
    default:
      return '…'
  }
}

/** A string as one line, if it is meant for people. @param {string} text */
function sentence(text) {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return /\p{L}\p{L}/u.test(line) && /^\p{Lu}|\s/u.test(line) ? [line] : []
}
