// What setup says, always on stderr: stdout belongs to the command that was typed.

export function say(line) {
  process.stderr.write(`setup: ${line}\n`)
}

export function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`
}

/** Runs one step and prints one line with what it does and how long it took. */
export async function step(what, action) {
  const started = Date.now()
  process.stderr.write(`setup: ${what} … `)
  try {
    const result = await action()
    process.stderr.write(`${seconds(started)}\n`)
    return result
  } catch (error) {
    process.stderr.write(`failed after ${seconds(started)}\n`)
    throw error
  }
}
