/** Figures are made for white paper. Categories are Okabe and Ito's colour-blind safe set. */
export const ink = '#1b2430'
export const quietInk = '#55606f'
export const gridInk = '#d5d9e0'

export type ConditionCategory = 'winning' | 'mixed' | 'random' | 'between'

/** As in the paper's legends. */
export const categories: Record<ConditionCategory, { name: string; colour: string }> = {
  winning: { name: 'winning', colour: '#0072b2' },
  mixed: { name: 'mixed', colour: '#d55e00' },
  random: { name: 'random', colour: '#5f6772' },
  between: { name: 'between', colour: '#00805d' },
}

/** The first word of a condition's name; the control is called `random` alone. */
export function categoryOf(condition: string): ConditionCategory {
  const [word] = condition.split(' ')
  return word === 'winning' || word === 'mixed' || word === 'between' ? word : 'random'
}

/** Positive and negative weights, as in the paper. */
export const positiveColour = '#d7261e'
export const negativeColour = '#2b5fc4'
/** The reference position of figures 3 and 4. */
export const referenceColours = { positive: '#d7261e', negative: '#ffffff' } as const

// Viridis (van der Walt & Smith 2015) at nine places: even in lightness, readable in grey and by every colour vision.
const viridis = [
  [68, 1, 84],
  [71, 44, 122],
  [59, 81, 139],
  [44, 113, 142],
  [33, 144, 141],
  [39, 173, 129],
  [92, 200, 99],
  [170, 220, 50],
  [253, 231, 37],
] as const

/** @param share 0…1; dark is little, bright is much */
export function heatColour(share: number): string {
  const place = Math.min(1, Math.max(0, share)) * (viridis.length - 1)
  const below = viridis[Math.floor(place)] ?? viridis[0]
  const above = viridis[Math.ceil(place)] ?? below
  const mixed = below.map((value, channel) =>
    Math.round(value + ((above[channel] ?? value) - value) * (place - Math.floor(place))),
  )
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`
}

/** Ink that stays readable on a heat colour. */
export function inkOn(share: number): string {
  return share > 0.55 ? '#111111' : '#ffffff'
}
