// Small memory that a kernel works in. Threads that share one memory must each have their own: see `setScratch`.

/** 2 KiB, the thread's own. */
export let scratch: usize = memory.data(2048, 16)

/** Bytes that `setScratch` wants: what the kernels keep at the offsets below. */
export const tileOffset: usize = 0 // 192 bytes
export const linesOffset: usize = 192 // 1152 bytes
export const finishedOffset: usize = 1344 // 512 bytes

export function setScratch(at: usize): void {
  scratch = at
}
