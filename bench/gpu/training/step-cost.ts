import type { LayerPlan, NetworkPlan } from '../../../src/main/lab/science/networks.ts'

/** What one kernel of a training step has to do for one trial, however it does it. */
export interface KernelCost {
  /** As the engine names its pass. */
  name: string
  /** Floating-point operations; a multiply-add is two. */
  flops: number
  /** Bytes read and written when every value passes once between memory and kernel. */
  reads: number
  writes: number
  /** Values of the result: what each share of a split sum writes and its sum reads. */
  results: number
}

const float = 4
/** Adam reads weight, gradient and both moments, writes all but the gradient, and reads a bit of mask. */
const adamReads = 4 * float + 1 / 8
const adamWrites = 3 * float
const adamFlops = 12

const parametersOf = (layer: LayerPlan): number => layer.weights + layer.units

/**
 * The kernels of a step, in the order of the network forward, then backward. A pool behind a convolution is a part of it.
 * @param batch images
 */
export function costOfStep(plan: NetworkPlan, batch: number): KernelCost[] {
  const { height, width, channels } = plan.input
  const costs: KernelCost[] = []
  const add = (name: string, flops: number, reads: number, writes: number, results: number): void =>
    void costs.push({ name, flops, reads, writes, results })
  const pixels = batch * height * width * channels
  add('images', 2 * pixels, pixels, pixels * float, pixels)
  let trained = false
  plan.stages.forEach((stage, index) => {
    if (stage.kind === 'pool') return
    const layer = plan.layers[stage.layer]
    if (!layer) throw new Error(`layer ${stage.layer} is not in the plan`)
    const parameters = parametersOf(layer) * float
    if (stage.kind === 'conv') {
      const pooled = plan.stages[index + 1]?.kind === 'pool'
      const input = batch * stage.height * stage.width * stage.channels
      const sums = batch * stage.height * stage.width * stage.filters
      const flops = 2 * sums * layer.fanIn
      const outputs = pooled ? sums / 4 : sums
      // of four pixels a byte tells which one was the largest
      const output = outputs * float + (pooled ? outputs : 0)
      add(`${layer.name} forward`, flops, input * float + parameters, output, sums)
      add(`${layer.name} gradient`, flops, input * float + output, parameters, parametersOf(layer))
      if (trained) add(`${layer.name} backward`, flops, output + parameters + input * float, input * float, input)
    } else {
      const [input, output] = [batch * stage.inputs, batch * stage.units]
      const flops = 2 * batch * layer.weights
      const map = plan.stages[index - 1]
      if (map && map.kind !== 'dense') {
        add('flatten forward', 0, input * float, input * float, input)
        add('flatten backward', 0, input * float, input * float, input)
      }
      add(`${layer.name} forward`, flops, input * float + parameters, output * float, output)
      add(`${layer.name} gradient`, flops, (input + output) * float, layer.weights * float, layer.weights)
      add(`${layer.name} biases`, output, output * float, layer.units * float, layer.units)
      if (trained) add(`${layer.name} backward`, flops, (output + input) * float + parameters, input * float, input)
    }
    const count = parametersOf(layer)
    add(`${layer.name} step`, adamFlops * count, adamReads * count, adamWrites * count, count)
    trained = true
  })
  const logits = batch * plan.classes
  add('loss', 8 * logits, logits * float, logits * float, logits)
  return costs
}

/** Floating-point operations of training, an image: those of the layers' products, as any program has to do them. */
export function flopsPerImage(plan: NetworkPlan): number {
  const products = costOfStep(plan, 1).filter(({ name }) => / (forward|gradient|backward)$/.test(name))
  return products.reduce((sum, { flops }) => sum + flops, 0)
}

/**
 * What a pass of the engine does for one trial; a product whose sums are split is two of them.
 * @param splits shares of each sum
 * @returns null for one that the plan knows nothing of
 */
export function costOfPass(costs: KernelCost[], name: string, splits: number): { flops: number; bytes: number } | null {
  const whole = name.replace(/, sum$/, '')
  const cost = costs.find((own) => own.name === whole)
  if (!cost) return null
  const shares = splits * cost.results
  if (whole !== name) return { flops: shares, bytes: shares * float + cost.writes }
  return { flops: cost.flops, bytes: cost.reads + (splits > 1 ? shares * float : cost.writes) }
}
