/** Pauses and stops a deletion between its steps: what has started is always finished. */
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

  /** Final: what hasn't started isn't done. */
  stop(): void {
    this.#change('stopped')
  }

  /** Resolves with whether work may continue, after any pause. */
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
