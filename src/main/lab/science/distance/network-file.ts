import { LabError } from '../../../../shared/errors.ts'
import { createBitMatrix, setBit, type BitMatrix } from './bit-matrix.ts'
import type { SignedLayer, SignedNetwork } from './network.ts'

const inputOrders = ['dense', 'conv', 'flatten-chw'] as const

/**
 * A network of the form `{"layers":[{inputs, units, positive, negative}],"architecture"?:{"layers"?,"inputOrder"?}}`,
 * where `positive[u]` and `negative[u]` list the input indices of unit u's kept weights.
 * @param value parsed JSON @param source named in errors
 * @throws LabError `data.format`, naming layer and unit
 */
export function decodeNetworkFile(value: unknown, source: string): SignedNetwork {
  const layers = field(value, 'layers')
  if (!Array.isArray(layers) || layers.length === 0)
    throw broken(source, 'has no list "layers"', 'give a file as docs/network-files.md describes')
  const architecture = field(value, 'architecture')
  const orders = field(architecture, 'inputOrder')
  const names = field(architecture, 'layers')
  return {
    layers: layers.map((layer: unknown, index) => {
      const order = inputOrders.find((known) => known === at(orders, index)) ?? 'dense'
      const name = at(names, index)
      return decodeLayer(
        layer,
        `${source}: layer ${index + 1}`,
        typeof name === 'string' ? name : `layer ${index + 1}`,
        order,
      )
    }),
  }
}

function decodeLayer(layer: unknown, place: string, name: string, inputOrder: SignedLayer['inputOrder']): SignedLayer {
  const inputs = count(field(layer, 'inputs'), `${place}: inputs`)
  const units = count(field(layer, 'units'), `${place}: units`)
  const positive = createBitMatrix(units, inputs)
  const negative = createBitMatrix(units, inputs)
  fill(positive, field(layer, 'positive'), `${place}, positive`)
  fill(negative, field(layer, 'negative'), `${place}, negative`)
  for (let unit = 0; unit < units; unit++) {
    for (let word = unit * positive.words; word < (unit + 1) * positive.words; word++) {
      if (((positive.bits[word] ?? 0) & (negative.bits[word] ?? 0)) !== 0)
        throw broken(`${place}, unit ${unit}`, 'lists an input as positive and as negative', 'list each input once')
    }
  }
  return { name, units, inputs, inputOrder, positive, negative }
}

function fill(matrix: BitMatrix, lists: unknown, place: string): void {
  if (!Array.isArray(lists) || lists.length !== matrix.rows)
    throw broken(place, `is not a list of ${matrix.rows} lists`, 'give one list of input indices for each unit')
  lists.forEach((list: unknown, unit) => {
    if (!Array.isArray(list)) throw broken(`${place}, unit ${unit}`, 'is not a list', 'give a list of input indices')
    for (const input of list as unknown[]) {
      if (typeof input !== 'number' || !Number.isInteger(input) || input < 0 || input >= matrix.columns)
        throw broken(
          `${place}, unit ${unit}`,
          `${JSON.stringify(input)} is no input`,
          `give indices from 0 to ${matrix.columns - 1}`,
        )
      const word = matrix.bits[unit * matrix.words + (input >>> 5)] ?? 0
      if ((word >>> (input & 31)) & 1)
        throw broken(`${place}, unit ${unit}`, `lists input ${input} twice`, 'list each input once')
      setBit(matrix, unit, input)
    }
  })
}

function count(value: unknown, place: string): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > 1_000_000)
    throw broken(place, `${JSON.stringify(value) ?? 'nothing'} is no size`, 'give a whole number from 1 to 1,000,000')
  return value
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get<object, PropertyKey>(value, name)
    : undefined
}

function at(value: unknown, index: number): unknown {
  return Array.isArray(value) ? (value as unknown[])[index] : undefined
}

function broken(place: string, what: string, remedy: string): LabError {
  return new LabError('data.format', `${place} ${what}; ${remedy}`)
}
