import { formatNumber } from '../ui/format.ts'
import { evenRange } from './axes.ts'

/** What each epoch of a training run is measured by. */
export type Measure = 'accuracy' | 'loss'

/** With the unit, as axes are named. */
export const measureTitles: Record<Measure, string> = {
  accuracy: 'Test accuracy (%)',
  loss: 'Training loss (cross-entropy, nats)',
}

export const measureNames: Record<Measure, string> = { accuracy: 'Accuracy', loss: 'Loss' }

/** `81.2 %`, or a loss with three digits. */
export function formatMeasure(measure: Measure, value: number): string {
  return measure === 'accuracy' ? `${formatNumber(value * 100, 1)} %` : formatNumber(value, 3)
}

/** An axis with round steps that holds every value, within what the measure can be at all. */
export function measureRange(measure: Measure, values: readonly number[]) {
  const isSpread = new Set(values).size > 1
  const { min, max, interval } = evenRange(isSpread ? values : [0, ...values.map((value) => 1.1 * value)])
  return { min: Math.max(0, min), max: measure === 'accuracy' ? Math.min(1, max) : max, interval }
}

/** To choose from. */
export const measureChoices = [
  ['accuracy', 'test accuracy'],
  ['loss', 'training loss'],
] as const

/** The label of a tick; the axis names the unit. */
export function formatTick(measure: Measure, value: number): string {
  return measure === 'accuracy' ? String(Math.round(value * 1000) / 10) : String(Math.round(value * 100) / 100)
}
