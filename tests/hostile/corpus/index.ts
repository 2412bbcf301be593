import { binaryFiles, pythonFiles } from './cifar.ts'
import type { HostileFile } from './hostile-file.ts'
import { idxFiles } from './idx.ts'
import { imageFiles } from './images.ts'
import { npzFiles } from './npz.ts'
import { svhnFiles } from './svhn.ts'
import { tarFiles } from './tar.ts'

export type { HostileFile } from './hostile-file.ts'

/** Files that somebody made to do harm, or that broke on their way; none of them may get in. */
export const hostileFiles: HostileFile[] = [
  ...idxFiles,
  ...tarFiles,
  ...binaryFiles,
  ...pythonFiles,
  ...svhnFiles,
  ...npzFiles,
  ...imageFiles,
]
