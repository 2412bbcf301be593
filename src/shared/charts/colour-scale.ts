/** Cividis (Nuñez, Anderton & Renslow 2018): even steps of lightness for every kind of colour vision. */
const stops = ['#00204d', '#2c3f6d', '#575d6d', '#7d7c78', '#a69d75', '#d3c164', '#ffea46'] as const

/** @param share 0…1 */
export function scaleColour(share: number): string {
  const place = Math.min(1, Math.max(0, share)) * (stops.length - 1)
  const before = Math.min(stops.length - 2, Math.floor(place))
  return mixColours(stops[before] ?? stops[0], stops[before + 1] ?? stops[0], place - before)
}

/** `#rrggbb` between two such colours. @param share of the second */
export function mixColours(first: string, second: string, share: number): string {
  const channels = [1, 3, 5].map((start) => {
    const a = Number.parseInt(first.slice(start, start + 2), 16)
    const b = Number.parseInt(second.slice(start, start + 2), 16)
    return Math.round(a + (b - a) * share)
      .toString(16)
      .padStart(2, '0')
  })
  return `#${channels.join('')}`
}
