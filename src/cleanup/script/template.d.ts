/** The clean-up program, bundled while the page is built; see bundleScript.mjs. */
declare module 'virtual:clean-up-script' {
  /** One program for `node`, to be given to `composeScript`. */
  export const template: string
}
