import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { recordedElectron, setUpElectron } from './electron.mjs'

/**
 * Environment in which WebGPU finds a GPU in software: Electron carries SwiftShader, and the loader for it. Empty where
 * Electron has none, as on macOS; the tests on a GPU then use the real one, or say that they are skipped.
 */
export async function softwareGpuEnvironment(env = process.env) {
  const { executable } = recordedElectron() ?? (await setUpElectron())
  const folder = dirname(executable)
  const driver = join(folder, 'vk_swiftshader_icd.json')
  if (process.platform !== 'linux' || !existsSync(driver)) return {}
  return {
    VK_ICD_FILENAMES: driver,
    LD_LIBRARY_PATH: [folder, env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
    TICKETSCOPE_SOFTWARE_GPU: '1',
  }
}
