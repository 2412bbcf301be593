import type { Engine, LoadedDataset } from './engine.ts'

/**
 * The datasets of an engine that is made of others, inside one of those: each is loaded when it is first asked for.
 * The keys are what the outer engine gave to its callers.
 */
export class HeldDatasets {
  readonly #engine: Engine
  readonly #held = new Map<LoadedDataset, Promise<LoadedDataset>>()

  constructor(engine: Engine) {
    this.#engine = engine
  }

  find(outer: LoadedDataset): Promise<LoadedDataset> {
    const known = this.#held.get(outer)
    if (known) return known
    const loading = this.#engine.load(outer.dataset)
    this.#held.set(outer, loading)
    loading.catch(() => this.#held.delete(outer))
    return loading
  }

  unload(outer: LoadedDataset): void {
    const held = this.#held.get(outer)
    this.#held.delete(outer)
    held?.then(
      (inner) => inner.unload(),
      () => undefined, // whoever waits for it was told
    )
  }
}
