import { InvalidArgumentError } from 'commander'

/** A whole number of at least `least`. */
export function wholeNumber(least: number) {
  return (text: string): number => {
    const value = Number(text)
    if (!Number.isInteger(value) || value < least)
      throw new InvalidArgumentError(`give a whole number from ${least} up`)
    return value
  }
}

/** `all`, or a whole number from 1 up. */
export function pairCount(text: string): 'all' | number {
  return text === 'all' ? 'all' : wholeNumber(1)(text)
}
