/** How an undefined number is shown: it is said, not left out. */
export const undefinedNumber = '–'

const superscripts: Record<string, string> = {
  '-': '⁻',
  '0': '⁰',
  '1': '¹',
  '2': '²',
  '3': '³',
  '4': '⁴',
  '5': '⁵',
  '6': '⁶',
  '7': '⁷',
  '8': '⁸',
  '9': '⁹',
}

/** Fixed digits with a true minus sign; a rounded zero has no sign. */
export function formatNumber(value: number | null, digits: number): string {
  if (value === null || !Number.isFinite(value)) return undefinedNumber
  const text = value.toFixed(digits)
  return (Number(text) === 0 ? text.replace('-', '') : text).replaceAll('-', '−')
}

/** A probability: three digits, or one significant digit more and a power of ten below 0.001. */
export function formatProbability(p: number | null): string {
  if (p === null || !Number.isFinite(p)) return undefinedNumber
  if (p === 0) return '< 10⁻³⁰⁰'
  if (p >= 0.001) return p.toFixed(3)
  const [digits = '', exponent = ''] = p.toExponential(1).split('e')
  return `${digits}×10${exponent.replace(/./g, (sign) => superscripts[sign] ?? '')}`
}

/** `[−1.62, −0.97]`, or nothing where there is no interval. */
export function formatInterval(interval: [number, number] | null, digits: number): string {
  return interval ? `[${formatNumber(interval[0], digits)}, ${formatNumber(interval[1], digits)}]` : ''
}

/** Whole numbers as they are, others to four significant digits: what a table in print can carry. */
export function roundForPrint(value: number): string {
  const text = Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)))
  return text.replaceAll('-', '−')
}

/** What is counted, as it goes with the count: `ticket` or `tickets`, with a verb where one follows. */
export function inNumber(count: number, one: string, many = `${one}s`): string {
  return count === 1 ? one : many
}
