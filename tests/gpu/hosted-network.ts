import { createRandomNetwork, parseNetwork } from '../engines/random-networks.ts'

/** What hosted-process.ts trains. */
export const hostedNetwork = createRandomNetwork(parseNetwork('8x8x3 c4 p d6 o4'), { train: 120, test: 9 })
