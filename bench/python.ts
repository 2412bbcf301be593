import { existsSync } from 'node:fs'

/** The Python that the peers run on: the variable PYTHON, else the system's. */
export const python = process.env['PYTHON'] ?? (existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3')

/** One thread each, and their BLAS free to choose its own kernels. */
export const peerEnvironment: NodeJS.ProcessEnv = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' }
delete peerEnvironment['OPENBLAS_CORETYPE']
delete peerEnvironment['OPENBLAS_L2_SIZE']
