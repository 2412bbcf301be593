/** What is wrong with a PNG; the reader of the file puts its name before it. */
export class PngError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'PngError'
  }
}
