import { createRandomNetwork, parseNetwork } from '../engines/random-networks.ts'

/** What hosted-process.ts trains. */
export const hostedNetwork = createRandomNetwork(parseNetwork('6x6x3 c4 p o4'), { train: 120, test: 9 })
