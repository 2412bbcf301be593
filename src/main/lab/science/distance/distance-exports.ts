/** The compiled module's exports; what each argument means stands in assembly/. */
export interface DistanceExports {
  overlaps(...values: [a: number, b: number, counts: number, rowsA: number, rowsB: number, words: number]): void
  sparseOverlaps(
    ...values: [
      a: number,
      b: number,
      counts: number,
      rowsA: number,
      rowsB: number,
      words: number,
      starts: number,
      lists: number,
    ]
  ): void
  transpose(from: number, rows: number, rowBytes: number, to: number, columnBytes: number): void
  sumOverlaps(
    ...values: [
      a: number,
      columnsB: number,
      counts: number,
      rowsA: number,
      rowsB: number,
      rowBytes: number,
      columnBytes: number,
      order: number,
      offsets: number,
      planes: number,
    ]
  ): void
  unite(a: number, b: number, to: number, bytes: number): void
  reorder(
    ...values: [
      from: number,
      to: number,
      rows: number,
      rowBytes: number,
      order: number,
      blocks: number,
      positions: number,
      places: number,
    ]
  ): void
  editCosts(
    ...values: [counts: number, sizesA: number, sizesB: number, rowsA: number, rowsB: number, costs: number]
  ): void
  signedCosts(
    ...values: [
      plus: number,
      minus: number,
      sizesA: number,
      sizesB: number,
      rowsA: number,
      rowsB: number,
      positiveWeight: number,
      costs: number,
    ]
  ): void
  assign(costs: number, size: number, columnOfRow: number, lists: number, workspace: number): void
}

/** The compiled kernels over a memory of their own. @param module compiled from science/distance/assembly */
export function instantiateKernels(module: WebAssembly.Module): {
  memory: WebAssembly.Memory
  kernels: DistanceExports
} {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536 })
  // The one place where the compiled module's exports get their types.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const kernels = new WebAssembly.Instance(module, { env: { memory, abort: () => undefined } })
    .exports as DistanceExports
  return { memory, kernels }
}
