import { openLab, type Lab, type LabOptions } from '../lab/index.ts'
import type { GlobalOptions } from './output.ts'

/**
 * Opens the lab for one command and closes it again.
 * @param access `own` where the command writes; `share` where it only reads or asks, which works beside a running study
 */
export async function withLab<Value>(
  options: GlobalOptions,
  access: LabOptions['access'],
  use: (lab: Lab) => Promise<Value>,
): Promise<Value> {
  const lab = await openLab({ ...(options.home !== undefined && { home: options.home }), access })
  try {
    return await use(lab)
  } finally {
    await lab.close()
  }
}
