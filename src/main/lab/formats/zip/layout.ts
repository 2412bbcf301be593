/** Sizes, signatures and limits of the zip format (APPNOTE 6.3) as it is used here: no zip64 but where numpy and PyTorch write it needlessly, no encryption, one disk. */
export const localSignature = 0x04034b50
export const centralSignature = 0x02014b50
export const endSignature = 0x06054b50
export const localLength = 30
export const centralLength = 46
export const endLength = 22

/** Names are UTF-8. */
export const utf8Flag = 0x800
/** Sizes that are not known before the data: they stand behind it too. */
export const descriptorFlag = 0x8
/** A size that stands elsewhere, in a zip64 field. */
export const saturated = 0xffffffff
export const stored = 0
export const deflated = 8

/** 1980-01-01 00:00, the earliest that the format knows: the same content gives the same bytes. */
export const fixedTime = 0
export const fixedDate = 0x21

/** Offsets and sizes are 32 bits, the number of entries 16. */
export const mostArchiveBytes = 2 ** 32 - 2
export const mostEntries = 2 ** 16 - 2
