/** A tensor as a pickle describes it; its numbers lie in the archive's entry `data/<key>`. */
export class StoredTensor {
  readonly kind = 'torch tensor'
  readonly type: StorageType
  readonly key: string
  /** In elements. */
  readonly offset: number
  readonly shape: number[]
  readonly strides: number[]

  constructor(type: StorageType, key: string, offset: number, shape: number[], strides: number[]) {
    this.type = type
    this.key = key
    this.offset = offset
    this.shape = shape
    this.strides = strides
  }
}

/** The storage classes that are read, with the bytes of an element. */
export const storageTypes = {
  FloatStorage: 4,
  DoubleStorage: 8,
  HalfStorage: 2,
  BFloat16Storage: 2,
  LongStorage: 8,
  IntStorage: 4,
  ShortStorage: 2,
  CharStorage: 1,
  ByteStorage: 1,
  BoolStorage: 1,
} as const
export type StorageType = keyof typeof storageTypes

/** A storage: what a persistent id of a torch pickle names. */
export class Storage {
  readonly kind = 'torch storage'
  readonly type: StorageType
  readonly key: string

  constructor(type: StorageType, key: string) {
    this.type = type
    this.key = key
  }
}
