/** Pauses and stops a deletion between its steps: what has begun is always finished. */
export class DeletionControl {
  #state: 'running' | 'paused' | 'stopped' = 'running'
  #waiting: (() => void)[] = []

  get state(): 'running' | 'paused' | 'stopped' {
    return this.#state
  }

  pause(): void {
    if (this.#state === 'running') this.#state = 'paused'
  }

  resume(): void {
    if (this.#state === 'paused') this.#change('running')
  }

  /** For good: what was not begun is not done. */
  stop(): void {
    this.#change('stopped')
  }

  /** Resolves when work may go on, with whether it may. */
  async mayGoOn(): Promise<boolean> {
    while (this.#state === 'paused') {
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
    return this.#state === 'running'
  }

  #change(state: 'running' | 'stopped') {
    this.#state = state
    for (const resolve of this.#waiting.splice(0)) resolve()
  }
}
